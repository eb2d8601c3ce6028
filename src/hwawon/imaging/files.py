"""Picture files in and out: JPEG, PNG, WebP, TIFF and AVIF, exact pixels, all metadata kept.

The kind of a file is told by its first bytes, never by its name. Sizes are checked in the header, before anything is
decoded. Pixels come out upright; docs/files.md says what each format can hold.
"""

from dataclasses import dataclass
from pathlib import Path

from hwawon.disk import write_atomically
from hwawon.errors import BadInput
from hwawon.imaging import decode, lossy, png, tiff
from hwawon.imaging.formats import FORMATS, Format, format_of, is_lossless, loaded, sniffed
from hwawon.imaging.geometry import Extent
from hwawon.imaging.picture import Picture

__all__ = [
    "FORMATS",
    "MAX_PIXELS",
    "Format",
    "Probe",
    "encode",
    "format_of",
    "is_lossless",
    "losses",
    "probe",
    "read",
    "write",
]

MAX_PIXELS = 200_000_000


@dataclass(frozen=True)
class Probe:
    """What the header says; `extent` is of the upright picture, `depth` in bits per channel, 8 or 16 in memory."""

    extent: Extent
    format: str
    media_type: str
    depth: int
    frames: int = 1


def probe(source: Path | bytes, *, max_pixels: int = MAX_PIXELS) -> Probe:
    """Size and kind from the header, without decoding.

    Raises:
        NotFound: no such file.
        BadPicture: not a picture of a supported kind, or a broken header.
        PictureTooLarge: more than `max_pixels`.
    """
    data, name = loaded(source)
    kind = sniffed(data, name)
    head = decode.checked_header(data, kind, name, max_pixels)
    orientation = head.orientation
    if kind == "PNG":
        orientation = decode.orientation_of(decode.guarded(lambda: png.metadata(data).exif, name))
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
    data, name = loaded(source)
    kind = sniffed(data, name)
    decode.checked_header(data, kind, name, max_pixels)
    return decode.decoded(data, kind, name)


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
