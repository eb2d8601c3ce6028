"""A picture in memory: its exact pixel values and everything the file said beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from hwawon.imaging.geometry import Bounds, Extent

Pixels = NDArray[np.uint8] | NDArray[np.uint16]

_NO_TEXT: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, eq=False)
class Metadata:
    """What a file says beside its pixels, byte for byte where it is bytes.

    `exif` is a TIFF block without a leading `Exif\\0\\0`, its orientation already applied and reset to 1. `xmp` is a
    UTF-8 packet. `text` is PNG text (keyword to value). `dpi` is (x, y) in pixels per inch. `notices` say in plain
    words what reading or writing changed, such as "CMYK converted to sRGB". `chroma_sampling` is a JPEG's own, by which
    it is written again: 0 for 4:4:4, 1 for 4:2:2, 2 for 4:2:0.
    """

    icc: bytes | None = None
    exif: bytes | None = None
    xmp: bytes | None = None
    text: Mapping[str, str] = field(default_factory=lambda: _NO_TEXT)
    dpi: tuple[float, float] | None = None
    source_format: str | None = None
    notices: tuple[str, ...] = ()
    chroma_sampling: int | None = None


@dataclass(frozen=True, eq=False)
class Picture:
    """Pixels (H, W, C), uint8 or uint16, with C = 1 grey, 2 grey and alpha, 3 RGB, 4 RGB and straight alpha."""

    pixels: Pixels
    metadata: Metadata = field(default_factory=Metadata)

    def __post_init__(self) -> None:
        if self.pixels.ndim != 3 or self.pixels.shape[2] not in (1, 2, 3, 4) or 0 in self.pixels.shape:
            raise ValueError(f"expected pixels (H, W, 1 to 4), at least 1x1, got {self.pixels.shape}")
        if self.pixels.dtype not in (np.uint8, np.uint16):
            raise ValueError(f"expected uint8 or uint16 pixels, got {self.pixels.dtype}")

    @property
    def extent(self) -> Extent:
        return Extent.of(self.pixels)

    @property
    def depth(self) -> int:
        """Bits per channel: 8 or 16."""
        return self.pixels.dtype.itemsize * 8

    @property
    def has_alpha(self) -> bool:
        return self.pixels.shape[2] in (2, 4)

    @property
    def colour(self) -> Pixels:
        """A view (H, W, 1 or 3) without the alpha channel."""
        return self.pixels[:, :, :-1] if self.has_alpha else self.pixels

    @property
    def alpha(self) -> Pixels | None:
        """A view (H, W) of the alpha channel, or None for an opaque kind of picture."""
        return self.pixels[:, :, -1] if self.has_alpha else None

    def rgb8(self, bounds: Bounds | None = None) -> NDArray[np.uint8]:
        """Its colours as (h, w, 3) uint8, for engines; `bounds` must lie inside the picture."""
        rows, columns = (bounds or Bounds.whole(self.extent)).slices
        colour = self.colour[rows, columns]
        eight = colour if colour.dtype == np.uint8 else ((colour.astype(np.uint32) + 128) // 257).astype(np.uint8)
        wide = np.broadcast_to(eight, (*eight.shape[:2], 3))
        return np.ascontiguousarray(wide, dtype=np.uint8)

    def with_pixels(self, pixels: Pixels) -> Picture:
        """A picture of other pixels with the same metadata."""
        return replace(self, pixels=pixels)

    def with_metadata(self, metadata: Metadata) -> Picture:
        return replace(self, metadata=metadata)
