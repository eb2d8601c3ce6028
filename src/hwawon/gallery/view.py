"""A picture as every browser shows it alike: upright, 8 bits, sRGB."""

import io
from dataclasses import dataclass

from PIL import JpegImagePlugin

from hwawon.imaging import decode, files, icc, png, webp
from hwawon.imaging.formats import FORMATS
from hwawon.imaging.thumbnail import thumbnail, thumbnail_extent

_LONGEST_WEBP = 16383
_QUALITY = 90  # a view is looked at closely; a thumbnail is not


@dataclass(frozen=True)
class View:
    """What a browser is sent."""

    data: bytes
    media_type: str


def view(data: bytes, max_side: int | None, max_pixels: int) -> View | None:
    """A view of a file, its longer side at most `max_side`; None where the file itself can be sent.

    Whole files come as PNG, without loss; reduced ones as WebP.

    Raises:
        BadPicture, PictureTooLarge: see `files.read`.
    """
    head = files.probe(data, max_pixels=max_pixels)
    is_reduced = max_side is not None and max_side < head.extent.longer
    if not is_reduced and is_plain(data, head):
        return None
    longer = min(max_side or head.extent.longer, head.extent.longer)
    kind = "WEBP" if is_reduced and thumbnail_extent(head.extent, longer).longer <= _LONGEST_WEBP else "PNG"
    made = thumbnail(data, longer, kind, quality=_QUALITY, max_pixels=max_pixels)
    return View(made, FORMATS[kind].media_type)


def is_plain(data: bytes, head: files.Probe) -> bool:
    """Whether browsers show this file as we do: JPEG, PNG or WebP, one frame of 8 bits, upright and in sRGB."""
    if head.format not in _PLAIN or head.depth != 8 or head.frames != 1:
        return False
    profile, block, is_odd = _PLAIN[head.format](data)
    return not is_odd and (profile is None or icc.is_srgb(profile)) and decode.orientation_of(block) == 1


def _plain_png(data: bytes) -> tuple[bytes | None, bytes | None, bool]:
    said = png.metadata(data)
    return said.icc, said.exif, bool(said.notices)  # animated, or damaged


def _plain_webp(data: bytes) -> tuple[bytes | None, bytes | None, bool]:
    said = webp.header(data)
    return said.icc, said.exif, False


def _plain_jpeg(data: bytes) -> tuple[bytes | None, bytes | None, bool]:
    with JpegImagePlugin.JpegImageFile(io.BytesIO(data)) as image:
        return image.info.get("icc_profile"), image.info.get("exif"), image.mode not in ("L", "RGB")


_PLAIN = {"PNG": _plain_png, "WEBP": _plain_webp, "JPEG": _plain_jpeg}
