"""Decode a file for a small view of it: no more pixels than needed, by the fastest decoder for its kind.

Unlike `files.read` this does not prove that a PNG or WebP is complete; what comes into the studio is read whole first.
"""

import io
from pathlib import Path

import cv2
import numpy as np
from PIL import JpegImagePlugin

from hwawon.imaging import decode, exif, png, webp
from hwawon.imaging.formats import loaded, sniffed
from hwawon.imaging.geometry import Extent
from hwawon.imaging.modes import pixels_of
from hwawon.imaging.picture import Metadata, Picture

_AS_STORED = cv2.IMREAD_COLOR_RGB | cv2.IMREAD_IGNORE_ORIENTATION
_TRUE_COLOUR = 2


def read_reduced(source: Path | bytes, longer_px: int, *, max_pixels: int) -> tuple[Picture, Extent]:
    """The upright picture, its longer side at least `longer_px` where the file has as many, and its true extent.

    Raises:
        NotFound, BadPicture, PictureTooLarge: as `files.read`.
    """
    data, name = loaded(source)
    kind = sniffed(data, name)
    head = decode.checked_header(data, kind, name, max_pixels)
    if kind == "JPEG":
        turned = Extent(head.stored.height, head.stored.width) if head.orientation > 4 else head.stored
        return decode.guarded(lambda: _scaled_jpeg(data, head.stored, longer_px), name), turned
    plain = _plain_metadata(data, kind) if head.frames == 1 and head.depth == 8 else None
    pixels = cv2.imdecode(np.frombuffer(data, np.uint8), _AS_STORED) if plain else None
    if plain is None or pixels is None or Extent.of(pixels) != head.stored:
        picture = decode.decoded(data, kind, name)
    else:
        picture = decode.settled(np.asarray(pixels, np.uint8), plain)
    return picture, picture.extent


def _scaled_jpeg(data: bytes, stored: Extent, longer_px: int) -> Picture:
    """At 1/1, 1/2, 1/4 or 1/8, from the low frequencies alone."""
    with JpegImagePlugin.JpegImageFile(io.BytesIO(data)) as image:
        scale = longer_px / stored.longer
        if scale < 1 and image.mode in ("L", "RGB"):
            image.draft(None, (max(1, int(stored.width * scale)), max(1, int(stored.height * scale))))
        pixels, notices = pixels_of(image)
        block = image.info.get("exif")
        profile = image.info.get("icc_profile") if image.mode != "CMYK" else None
    metadata = Metadata(profile, exif.stripped(block) if block else None, source_format="JPEG", notices=notices)
    return decode.settled(pixels, metadata)


def _plain_metadata(data: bytes, kind: str) -> Metadata | None:
    """The profile and EXIF of an opaque RGB picture; None for any other, which takes the careful way."""
    if kind == "PNG":
        return png.metadata(data) if png.header(data).colour_type == _TRUE_COLOUR and not png.has_key(data) else None
    if kind != "WEBP":
        return None
    head = webp.header(data)
    return None if head.has_alpha else Metadata(head.icc, exif.stripped(head.exif or b"") or None, source_format=kind)
