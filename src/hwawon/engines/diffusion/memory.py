"""How much memory a picture needs, and on which rung of the ladder it will be painted: arithmetic only, no torch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hwawon.engines.diffusion.ladder import LADDER, Rung
from hwawon.imaging.geometry import Extent

_TILE_AREA = 512 * 512  # pixels that the VAE decodes at once when it works in tiles
_SHARE = 0.92  # of the memory: the rest is lost between the pieces, and to the driver

# Numbers a pixel that are alive at once, at the peak, in networks as wide as those of the three families.
_UNET_NUMBERS = 110
_UNET_SLICED_NUMBERS = 90
_VAE_NUMBERS = 900


@dataclass(frozen=True)
class Load:
    """What lies in memory while a picture is painted."""

    weights_bytes: int  # of all networks, in the number format they are computed in
    item_bytes: int  # of a number: 2 or 4
    passes: tuple[Extent, ...]
    batch: int = 1  # pictures at once
    guided: bool = True  # the negative prompt is computed beside the prompt


def peak_bytes(load: Load, rung: Rung) -> int:
    """The most bytes in use at once when painted on `rung`."""
    batch = min(load.batch, rung.batch or load.batch)
    area = max(int(extent.area * rung.scale**2) for extent in load.passes)
    unet = area * batch * (2 if load.guided else 1) * (_UNET_SLICED_NUMBERS if rung.sliced else _UNET_NUMBERS)
    vae = (min(area, _TILE_AREA) if rung.tiled else area * batch) * _VAE_NUMBERS
    return load.weights_bytes + max(unet, vae) * load.item_bytes


def expected_rung(load: Load, memory_bytes: int, rungs: Sequence[Rung] = LADDER) -> int | None:
    """The first rung of the ladder that the memory is enough for; None where no rung is."""
    fits = (place for place, rung in enumerate(rungs) if peak_bytes(load, rung) <= memory_bytes * _SHARE)
    return next(fits, None)
