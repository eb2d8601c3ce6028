"""Pictures with markers planted in their text, their bytes and their pixels, and the search for any of them."""

import base64
import io
import logging
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL.PngImagePlugin import PngInfo

RGB = NDArray[np.uint8]
Format = Literal["JPEG", "PNG", "WEBP"]
_PIXELS = 12  # of a marker
_SLICE = 24  # bytes out of the middle of a file


@dataclass
class Markers:
    """What must be found nowhere, and the pictures that hold it."""

    text: bytes = field(default_factory=lambda: secrets.token_hex(12).encode())
    pixels: bytes = field(default_factory=lambda: secrets.token_bytes(3 * _PIXELS))
    slices: list[bytes] = field(default_factory=list)

    def planted(self, rgb: RGB, kind: Format, number: int) -> bytes:
        """A picture as a file: text in its metadata, the pixels' marker in its corner."""
        marked = rgb.copy()
        marked[1, 2 : 2 + _PIXELS] = np.frombuffer(self.pixels, np.uint8).reshape(_PIXELS, 3)
        marked[4, 4] = number % 256, number // 256 % 256, 7
        with _unlogged():
            data = _file(Image.fromarray(marked), kind, f"{self.text.decode()} {number}")
        middle = len(data) // 2
        self.slices.append(data[middle : middle + _SLICE])
        return data

    def needles(self) -> list[bytes]:
        """Everything to look for, also as base64 and as hexadecimal digits."""
        first = [self.text, self.pixels, _turned(self.pixels), *self.slices[:: max(1, len(self.slices) // 40)]]
        return [form for one in first for form in _forms(one)]

    def found_in(self, haystacks: Iterable[tuple[str, bytes]]) -> list[str]:
        """The names of those with any of it."""
        needles = self.needles()
        return [name for name, data in haystacks if any(needle in data for needle in needles)]


def _file(picture: Image.Image, kind: Format, words: str) -> bytes:
    target = io.BytesIO()
    if kind == "PNG":
        told = PngInfo()
        told.add_text("Comment", words)
        picture.save(target, "PNG", compress_level=0, pnginfo=told)
    else:
        exif = Image.Exif()
        exif[0x010E] = words  # ImageDescription
        picture.save(target, kind, quality=90, exif=exif)
    return target.getvalue()


@contextmanager
def _unlogged() -> Iterator[None]:
    """Pillow tells the finest log what it writes, and here it is the test that writes."""
    logger = logging.getLogger("PIL")
    before = logger.level
    logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        logger.setLevel(before)


def files_below(*folders: Path) -> Iterator[tuple[str, bytes]]:
    """Every file with its bytes."""
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_file():
                yield str(path), path.read_bytes()


def _turned(pixels: bytes) -> bytes:
    """The same pixels in the order blue, green, red."""
    return np.frombuffer(pixels, np.uint8).reshape(-1, 3)[:, ::-1].tobytes()


def _forms(needle: bytes) -> Iterator[bytes]:
    yield needle
    yield needle.hex().encode()
    yield repr(needle)[2:-1].encode()
    for shift in range(3):  # as base64, wherever it begins
        whole = base64.b64encode(b"\0" * shift + needle)
        yield whole[4 : len(whole) - 4]
