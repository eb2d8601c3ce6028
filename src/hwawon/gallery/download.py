"""A picture as a file to take away: another format, with or without what the file says beside its pixels."""

from dataclasses import dataclass

from hwawon.errors import BadInput
from hwawon.imaging import files
from hwawon.imaging.bare import bare_file
from hwawon.imaging.picture import Metadata, Picture

QUALITY = 95  # where none is asked for


@dataclass(frozen=True)
class Download:
    """A file, and in plain words what it cannot hold of the picture."""

    data: bytes
    media_type: str
    suffix: str
    notices: tuple[str, ...] = ()


def converted(
    data: bytes, format: str, *, quality: int | None = None, metadata: bool = True, max_pixels: int = files.MAX_PIXELS
) -> Download:
    """A file as another one; a JPEG or WebP whose metadata alone is not wanted is not compressed again.

    Raises:
        BadInput, BadPicture, PictureTooLarge: see `download` and `files.read`.
    """
    if quality is None and not metadata and files.probe(data, max_pixels=max_pixels).format == format:
        stripped = bare_file(data)
        if stripped is not None:
            return Download(stripped, files.FORMATS[format].media_type, files.FORMATS[format].suffixes[0])
    picture = files.read(data, max_pixels=max_pixels)
    return download(picture, format, quality=quality, metadata=metadata)


def download(picture: Picture, format: str, *, quality: int | None = None, metadata: bool = True) -> Download:
    """The picture as PNG, JPEG, WEBP, TIFF or AVIF; without `metadata` only the profile of its colours stays.

    `quality` is 1..100 for JPEG, WEBP and AVIF, 95 where it is None. PNG and TIFF keep 16 bits and transparency; a JPEG
    is laid on white.

    Raises:
        BadInput: a quality out of range, or a size that the format cannot hold.
    """
    if quality is not None and not 1 <= quality <= 100:
        raise BadInput(f"expected a quality of 1 to 100, got {quality}")
    shown = picture if metadata else picture.with_metadata(bare(picture.metadata))
    known = files.FORMATS[format]
    data = files.encode(shown, format, quality=QUALITY if quality is None else quality)
    return Download(data, known.media_type, known.suffixes[0], files.losses(shown, format))


def bare(metadata: Metadata) -> Metadata:
    """Only what shows the colours right: the profile; and how a JPEG's colours are sampled."""
    return Metadata(icc=metadata.icc, chroma_sampling=metadata.chroma_sampling)
