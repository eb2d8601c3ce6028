"""The five picture formats: their names, media types and suffixes, and how to tell them by their first bytes."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from hwawon.errors import BadInput, BadPicture, NotFound

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


def loaded(source: Path | bytes) -> tuple[bytes, str]:
    """The bytes of a file, and its name for messages.

    Raises:
        NotFound: no such file.
        BadPicture: a folder, unreadable, or not a picture; a large file of another kind is not read as a whole.
    """
    if isinstance(source, bytes):
        return source, "the picture"
    try:
        with source.open("rb") as file:
            start = file.read(64)
            sniffed(start, str(source))
            return start + file.read(), str(source)
    except FileNotFoundError:
        raise NotFound(f"there is no file {source}") from None
    except IsADirectoryError:
        raise BadPicture(f"expected a picture file, got the folder {source}") from None
    except OSError as error:
        raise BadPicture(f"cannot read {source}: {error.strerror}") from None


def sniffed(data: bytes, name: str, supported: str = SUPPORTED) -> str:
    """The format that the first bytes tell; `supported` are those that the caller reads.

    Raises:
        BadPicture: none of the supported ones.
    """
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    if data[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"):
        return "TIFF"
    if data[4:8] == b"ftyp" and any(brand in data[8:64] for brand in (b"avif", b"avis")):
        return "AVIF"
    found = f"{name} begins with {_readable(data[:8])}" if data else f"{name} is empty"
    raise BadPicture(f"expected a picture ({supported}); {found}")


def _readable(start: bytes) -> str:
    """The first bytes of a file as a person would name them."""
    text = start.decode("ascii", "replace")
    return f'"{text}"' if text.isprintable() and text.isascii() else f"the bytes {start.hex(' ')}"
