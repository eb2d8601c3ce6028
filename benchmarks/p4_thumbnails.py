"""P4: thumbnails per CPU second from files of 1024² to 256 px WebP of quality 80, against the best of other ways.

The others: Pillow with draft and reducing_gap, OpenCV with reduced decoding, and pyvips where it is installed. And how
often a picture that was just generated is decoded for its thumbnail: never.
"""

import importlib
import io
from collections.abc import Callable
from types import ModuleType
from unittest import mock

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFile

from benchmarks.harness import Row, cpu_seconds
from benchmarks.photographs import picture_like
from hwawon.imaging import files
from hwawon.imaging.picture import Picture
from hwawon.imaging.thumbnail import thumbnail

_SIDE, _QUALITY = 256, 80


def run(full: bool) -> list[Row]:
    picture = Picture(picture_like())
    rows = [_row(kind, files.encode(picture, kind, quality=90), 25 if full else 9) for kind in ("PNG", "JPEG", "WEBP")]
    decodes = _decodes_in_generation(picture.pixels)
    return [*rows, Row("P4", "decodes for a generated picture's thumbnail", str(decodes), "0", float(decodes), 0, 0)]


def _row(kind: str, file: bytes, rounds: int) -> Row:
    others: dict[str, Callable[[bytes], bytes]] = {"Pillow": _by_pillow, "OpenCV": _by_opencv}
    vips = _vips()
    if vips is not None:
        others["pyvips"] = lambda data: _by_vips(vips, data)
    sides = [lambda: thumbnail(file, _SIDE), *(lambda make=make: make(file) for make in others.values())]
    ours_s, *theirs_s = cpu_seconds(*sides, rounds=rounds)
    best_s, name = min(zip(theirs_s, others, strict=True))
    reference = f"{1 / best_s:.0f}/s ({name}{'' if vips else '; no pyvips'})"
    return Row("P4", f"{kind} thumbnails", f"{1 / ours_s:.0f}/s", reference, best_s / ours_s, 0.85, 1.0, True)


def _by_pillow(data: bytes) -> bytes:
    image = Image.open(io.BytesIO(data))
    image.draft("RGB", (_SIDE, _SIDE))
    image.thumbnail((_SIDE, _SIDE), Image.Resampling.LANCZOS, reducing_gap=1.1)
    target = io.BytesIO()
    image.save(target, "WEBP", quality=_QUALITY)
    return target.getvalue()


def _by_opencv(data: bytes) -> bytes:
    decoded = np.asarray(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_REDUCED_COLOR_4), np.uint8)
    if max(decoded.shape) != _SIDE:
        decoded = np.asarray(cv2.resize(decoded, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA), np.uint8)
    return cv2.imencode(".webp", decoded, [cv2.IMWRITE_WEBP_QUALITY, _QUALITY])[1].tobytes()


def _vips() -> ModuleType | None:
    try:
        module = importlib.import_module("pyvips")
    except (ImportError, OSError):
        return None
    module.cache_set_max(0)
    return module


def _by_vips(vips: ModuleType, data: bytes) -> bytes:
    result: bytes = vips.Image.thumbnail_buffer(data, _SIDE).webpsave_buffer(Q=_QUALITY)
    return result


def _decodes_in_generation(pixels: NDArray[np.uint8] | NDArray[np.uint16]) -> int:
    """How many times a decoder is entered when the pixels are in memory."""
    with mock.patch.object(ImageFile.ImageFile, "load") as by_pillow, mock.patch.object(cv2, "imdecode") as by_opencv:
        thumbnail(pixels, _SIDE)
    return by_pillow.call_count + by_opencv.call_count
