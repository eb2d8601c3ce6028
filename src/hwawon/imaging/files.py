"""Picture files in and out: JPEG, PNG, WebP, TIFF and AVIF, exact pixels, all metadata kept.

The kind of a file is told by its first bytes, never by its name. Sizes are checked in the header, before anything is
decoded. Pixels come out upright; docs/files.md says what each format can hold.
"""

import io
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from PIL import AvifImagePlugin, Image, ImageFile, JpegImagePlugin, WebPImagePlugin

from hwawon.disk import write_atomically
from hwawon.errors import BadInput, BadPicture, NotFound, PictureTooLarge
from hwawon.imaging import exif, icc, lossy, png, tiff, xmp
from hwawon.imaging.geometry import Extent
from hwawon.imaging.modes import pixels_of
from hwawon.imaging.orientation import upright
from hwawon.imaging.picture import Metadata, Picture, Pixels

_T = TypeVar("_T")

MAX_PIXELS = 200_000_000
SUPPORTED = "JPEG, PNG, WebP, TIFF and AVIF"


@dataclass(frozen=True)
class Format:
    media_type: str
    suffixes: tuple[str, ...]
    is_lossless: bool


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "PNG": Format("image/png", (".png",), True),
        "JPEG": Format("image/jpeg", (".jpg", ".jpeg", ".jpe", ".jfif"), False),
        "WEBP": Format("image/webp", (".webp",), False),
        "TIFF": Format("image/tiff", (".tif", ".tiff"), True),
        "AVIF": Format("image/avif", (".avif",), False),
    }
)


@dataclass(frozen=True)
class Probe:
    """What the header says; `extent` is of the upright picture, `depth` in bits per channel, 8 or 16 in memory."""

    extent: Extent
    format: str
    media_type: str
    depth: int
    frames: int = 1


@dataclass(frozen=True)
class _Header:
    stored: Extent
    depth: int
    orientation: int
    frames: int


def format_of(path: Path) -> str:
    """The format that a file name asks for.

    Raises:
        BadInput: an unknown suffix; names the known ones.
    """
    for name, known in FORMATS.items():
        if path.suffix.lower() in known.suffixes:
            return name
    suffixes = ", ".join(suffix for known in FORMATS.values() for suffix in known.suffixes)
    raise BadInput(f"expected a picture name ending in one of {suffixes}, got {path.name!r}")


def is_lossless(format: str, *, lossless: bool = False) -> bool:
    """Whether a file of this format gives back the very pixels; WebP does when written with `lossless`."""
    return FORMATS[format].is_lossless or (format == "WEBP" and lossless)


def probe(source: Path | bytes, *, max_pixels: int = MAX_PIXELS) -> Probe:
    """Size and kind from the header, without decoding.

    Raises:
        NotFound: no such file.
        BadPicture: not a picture of a supported kind, or a broken header.
        PictureTooLarge: more than `max_pixels`.
    """
    data, name = _data(source)
    kind = _sniffed(data, name)
    head = _checked_header(data, kind, name, max_pixels)
    orientation = _guarded(lambda: png.orientation(data), name) if kind == "PNG" else head.orientation
    shown = Extent(head.stored.height, head.stored.width) if orientation > 4 else head.stored
    return Probe(shown, kind, FORMATS[kind].media_type, head.depth, head.frames)


def read(source: Path | bytes, *, max_pixels: int = MAX_PIXELS) -> Picture:
    """The picture of a file or of its bytes, upright, with its metadata.

    Damaged metadata is dropped with a notice; damaged pixels are refused, there is never half a picture.

    Raises:
        NotFound: no such file.
        BadPicture: not a picture of a supported kind, truncated or damaged.
        PictureTooLarge: more than `max_pixels`, told from the header before anything is decoded.
    """
    data, name = _data(source)
    kind = _sniffed(data, name)
    _checked_header(data, kind, name, max_pixels)
    pixels, metadata = _guarded(lambda: _DECODERS[kind](data), name)
    return Picture(*_settled(pixels, metadata))


def encode(picture: Picture, format: str, *, quality: int = 95, lossless: bool = False) -> bytes:
    """The bytes of a file of this format, with ICC profile, EXIF, XMP, text and resolution as far as it can hold them.

    `losses` says what it cannot hold. `quality` (1..100) is for JPEG, WebP and AVIF.

    Raises:
        BadInput: an unknown format, a lossless JPEG or AVIF, or a size that the format cannot hold.
    """
    if format not in FORMATS:
        raise BadInput(f"expected one of the formats {', '.join(FORMATS)}, got {format!r}")
    if lossless and not is_lossless(format, lossless=True):
        raise BadInput(f"{format} cannot be written without loss; PNG, TIFF and WEBP can")
    if format == "PNG":
        return png.encode(picture.pixels, picture.metadata)
    if format == "TIFF":
        return tiff.encode(picture.pixels, picture.metadata)
    return lossy.encode(picture, format, quality=quality, lossless=lossless)


def losses(picture: Picture, format: str, *, lossless: bool = False) -> tuple[str, ...]:
    """What a file of this format cannot hold of the picture, in plain words for the user."""
    return () if FORMATS[format].is_lossless else lossy.losses(picture, format, lossless=lossless)


def write(picture: Picture, path: Path, *, quality: int = 95, lossless: bool = False) -> tuple[str, ...]:
    """Write the picture in the format its name asks for, whole or not at all; answers with the losses.

    Raises:
        BadInput: an unknown suffix, or a picture that the format cannot hold.
        NotWritable: the folder is missing or refuses us.
        StorageFull: no space is left; no partial file stays.
    """
    format = format_of(path)
    write_atomically(path, encode(picture, format, quality=quality, lossless=lossless))
    return losses(picture, format, lossless=lossless)


def _data(source: Path | bytes) -> tuple[bytes, str]:
    if isinstance(source, bytes):
        return source, "the picture"
    try:
        with source.open("rb") as file:
            start = file.read(64)
            _sniffed(start, str(source))  # before a large file of another kind is read as a whole
            return start + file.read(), str(source)
    except FileNotFoundError:
        raise NotFound(f"there is no file {source}") from None
    except IsADirectoryError:
        raise BadPicture(f"expected a picture file, got the folder {source}") from None
    except OSError as error:
        raise BadPicture(f"cannot read {source}: {error.strerror}") from None


def _sniffed(data: bytes, name: str) -> str:
    if data.startswith(png.SIGNATURE):
        return "PNG"
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    if data[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"):
        return "TIFF"
    if data[4:8] == b"ftyp" and any(brand in data[8:64] for brand in (b"avif", b"avis")):
        return "AVIF"
    found = f"{name} begins with {data[:8]!r}" if data else f"{name} is empty"
    raise BadPicture(f"expected a picture ({SUPPORTED}); {found}")


def _checked_header(data: bytes, kind: str, name: str, max_pixels: int) -> _Header:
    head = _guarded(lambda: _header(data, kind), name)
    if head.stored.area > max_pixels:
        raise PictureTooLarge(f"{name} has {head.stored} = {head.stored.area} pixels, at most {max_pixels} are allowed")
    return head


def _header(data: bytes, kind: str) -> _Header:
    if kind == "PNG":
        head = png.header(data)
        return _Header(head.extent, 16 if head.bits == 16 else 8, 1, 1)
    if kind == "TIFF":
        table = tiff.header(data)
        return _Header(table.extent, 16 if table.bits == 16 else 8, 1, table.pages)
    with _OPENERS[kind](io.BytesIO(data)) as image:
        return _Header(Extent(*image.size), 8, _orientation(image.info.get("exif")), getattr(image, "n_frames", 1))


def _orientation(block: bytes | None) -> int:
    try:
        return exif.orientation_of(exif.stripped(block)) if block else 1
    except exif.BrokenExif:
        return 1


def _guarded(work: Callable[[], _T], name: str) -> _T:
    """Decoders answer damage with many kinds of exceptions; each means that this is not a whole picture."""
    try:
        return work()
    except BadPicture as error:
        raise BadPicture(f"{name}: {error}") from None
    except Image.DecompressionBombError as error:
        raise PictureTooLarge(f"{name}: {error}") from None
    except (OSError, SyntaxError, ValueError, EOFError, KeyError, IndexError, TypeError, struct.error) as error:
        raise BadPicture(f"{name} is truncated or damaged: {error}") from None


def _by_pillow(data: bytes, kind: str) -> tuple[Pixels, Metadata]:
    with _OPENERS[kind](io.BytesIO(data)) as image:
        pixels, notices = pixels_of(image)
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
        )
    return pixels, metadata


def _dpi(image: ImageFile.ImageFile) -> tuple[float, float] | None:
    dpi = image.info.get("dpi")
    return (float(dpi[0]), float(dpi[1])) if dpi and all(value > 0 for value in dpi) else None


def _settled(pixels: Pixels, metadata: Metadata) -> tuple[Pixels, Metadata]:
    """Pixels turned upright, the orientation in EXIF and XMP reset, unusable metadata dropped with a notice."""
    if metadata.source_format != "TIFF":
        pixels = upright(pixels, _orientation(metadata.exif))
    notices = list(metadata.notices)
    block = _kept("EXIF", metadata.exif, lambda data: exif.settled(data, Extent.of(pixels)), notices)
    packet = _kept("XMP", metadata.xmp, lambda data: xmp.upright(data.rstrip(b"\0")), notices)
    profile = _kept("ICC profile", metadata.icc, icc.checked, notices)
    return pixels, replace(metadata, exif=block, xmp=packet, icc=profile, notices=tuple(notices))


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
