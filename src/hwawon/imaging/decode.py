"""Bytes of a known format to upright pixels and usable metadata, with one kind of error for every kind of damage."""

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

import cv2
import numpy as np
from PIL import AvifImagePlugin, Image, ImageFile, JpegImagePlugin, WebPImagePlugin

from hwawon.errors import BadPicture, HwawonError, PictureTooLarge
from hwawon.imaging import exif, icc, lossy, png, tiff, webp, xmp
from hwawon.imaging.geometry import Extent
from hwawon.imaging.modes import pixels_of
from hwawon.imaging.orientation import upright
from hwawon.imaging.picture import Metadata, Picture, Pixels

_T = TypeVar("_T")
_QUICK_MODES = {"RGB": cv2.IMREAD_COLOR_RGB, "L": cv2.IMREAD_GRAYSCALE}


@dataclass(frozen=True)
class Header:
    """What a file says before its pixels; `stored` is not turned yet, `orientation` tells how to."""

    stored: Extent
    depth: int
    orientation: int
    frames: int


def decoded(data: bytes, kind: str, name: str) -> Picture:
    """The whole picture.

    Raises:
        BadPicture: truncated or damaged.
    """
    pixels, metadata = guarded(lambda: _DECODERS[kind](data), name)
    return settled(pixels, metadata)


def checked_header(data: bytes, kind: str, name: str, max_pixels: int) -> Header:
    """The header of a picture that is small enough to be decoded.

    Raises:
        BadPicture: a broken header.
        PictureTooLarge: more than `max_pixels`.
    """
    head = guarded(lambda: _header(data, kind), name)
    if head.stored.area > max_pixels:
        raise PictureTooLarge(f"{name} has {head.stored} = {head.stored.area} pixels, at most {max_pixels} are allowed")
    return head


def _header(data: bytes, kind: str) -> Header:
    if kind == "PNG":
        head = png.header(data)
        return Header(head.extent, 16 if head.bits == 16 else 8, 1, 1)  # its EXIF may stand behind the pixels
    if kind == "TIFF":
        table = tiff.header(data)
        return Header(table.extent, 16 if table.bits == 16 else 8, 1, table.pages)
    if kind == "WEBP":
        canvas = webp.header(data)
        return Header(canvas.extent, 8, orientation_of(canvas.exif), canvas.frames)
    with _OPENERS[kind](io.BytesIO(data)) as image:
        return Header(Extent(*image.size), 8, orientation_of(image.info.get("exif")), getattr(image, "n_frames", 1))


def orientation_of(block: bytes | None) -> int:
    """1 to 8; 1 where there is no EXIF block or an unreadable one."""
    try:
        return exif.orientation_of(exif.stripped(block)) if block else 1
    except exif.BrokenExif:
        return 1


def guarded(work: Callable[[], _T], name: str) -> _T:
    """Decoders answer damage with many kinds of exceptions; each means that this is not a whole picture."""
    try:
        return work()
    except BadPicture as error:
        raise BadPicture(f"{name}: {error}") from None
    except Image.DecompressionBombError as error:
        raise PictureTooLarge(f"{name}: {error}") from None
    except (HwawonError, MemoryError):
        raise
    except Exception as error:
        raise BadPicture(f"{name} is truncated or damaged: {error}") from error


def _by_pillow(data: bytes, kind: str) -> tuple[Pixels, Metadata]:
    with _OPENERS[kind](io.BytesIO(data)) as image:
        quick = _quick_jpeg(data, image) if kind == "JPEG" else None
        pixels, notices = (quick, ()) if quick is not None else pixels_of(image)
        if getattr(image, "n_frames", 1) > 1:
            notices += ("the picture is animated: only its first frame is used",)
        profile = image.info.get("icc_profile") if image.mode != "CMYK" else None
        block = image.info.get("exif")
        metadata = Metadata(
            icc=profile,
            exif=exif.stripped(block) if block else None,
            xmp=image.info.get("xmp"),
            dpi=_dpi(image),
            source_format=kind,
            notices=notices + lossy.reading_notices(data, kind),
            chroma_sampling=lossy.chroma_sampling(image),
        )
    return pixels, metadata


def _quick_jpeg(data: bytes, image: ImageFile.ImageFile) -> Pixels | None:
    """The pixels by OpenCV, which uses Pillow's own decoder with half of its copies (bit for bit the same, tested).

    OpenCV refuses a truncated file without a reason; Pillow then gives one.
    """
    flag = _QUICK_MODES.get(image.mode)
    if flag is None:
        return None
    decoded = cv2.imdecode(np.frombuffer(data, np.uint8), flag | cv2.IMREAD_IGNORE_ORIENTATION)
    if decoded is None or Extent.of(decoded) != Extent(*image.size):
        return None
    return np.asarray(decoded, np.uint8).reshape(image.height, image.width, -1)


def _dpi(image: ImageFile.ImageFile) -> tuple[float, float] | None:
    dpi = image.info.get("dpi")
    return (float(dpi[0]), float(dpi[1])) if dpi and all(value > 0 for value in dpi) else None


def settled(pixels: Pixels, metadata: Metadata) -> Picture:
    """Pixels turned upright, the orientation in EXIF and XMP reset, unusable metadata dropped with a notice."""
    if metadata.source_format != "TIFF":
        pixels = upright(pixels, orientation_of(metadata.exif))
    notices = list(metadata.notices)
    block = _kept("EXIF", metadata.exif, lambda data: exif.settled(data, Extent.of(pixels)), notices)
    packet = _kept("XMP", metadata.xmp, lambda data: xmp.upright(data.rstrip(b"\0")), notices)
    profile = _kept("ICC profile", metadata.icc, icc.checked, notices)
    return Picture(pixels, replace(metadata, exif=block, xmp=packet, icc=profile, notices=tuple(notices)))


def _kept(what: str, data: bytes | None, settle: Callable[[bytes], bytes], notices: list[str]) -> bytes | None:
    try:
        return settle(data) if data else None
    except ValueError as error:
        notices.append(f"the picture's {what} was dropped: {error}")
        return None


_OPENERS: dict[str, type[ImageFile.ImageFile]] = {
    "JPEG": JpegImagePlugin.JpegImageFile,
    "WEBP": WebPImagePlugin.WebPImageFile,
    "AVIF": AvifImagePlugin.AvifImageFile,
}
_DECODERS: dict[str, Callable[[bytes], tuple[Pixels, Metadata]]] = {
    "PNG": png.read,
    "TIFF": tiff.read,
    "JPEG": lambda data: _by_pillow(data, "JPEG"),
    "WEBP": lambda data: _by_pillow(data, "WEBP"),
    "AVIF": lambda data: _by_pillow(data, "AVIF"),
}
