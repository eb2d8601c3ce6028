"""Names of frames: their natural order, their number, and which are safe to write."""

import re
from pathlib import PurePosixPath

from hwawon.errors import BadInput

PICTURES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".avif"})
VIDEOS = frozenset({".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".mpg", ".mpeg", ".ts", ".wmv", ".flv", ".ogv"})
_DIGITS = re.compile(r"(\d+)")
_LONGEST = 200


def natural_key(name: str) -> tuple[tuple[tuple[int, int, str], ...], str]:
    """Sorts `frame2` before `frame10`."""
    parts = (part for part in _DIGITS.split(name) if part)
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part.casefold()) for part in parts), name


def number_of(name: str) -> int | None:
    """The first run of digits of a file's name, None where it has none."""
    found = re.search(r"[0-9]{1,12}", PurePosixPath(name).name)
    return int(found[0]) if found else None


def is_picture(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() in PICTURES


def is_video(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() in VIDEOS


def is_zip(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() == ".zip"


def safe_name(name: str) -> str:
    """The name itself, where a file of that name would lie inside the folder it is written into.

    Raises:
        BadInput: it leads elsewhere, or holds signs that no file name should.
    """
    parts = name.split("/")
    is_inside = not any(part in ("", ".", "..") or part[1:2] == ":" for part in parts)
    if not is_inside or "\\" in name or not name.isprintable() or len(name.encode()) > _LONGEST:
        raise BadInput(f"unsafe file name {name[:100]!r}: expected one that stays in its folder")
    return name


def with_suffix(name: str, suffix: str) -> str:
    """The name of the same frame in another format."""
    return str(PurePosixPath(name).with_suffix(suffix))


def video_frame_name(index: int, suffix: str = ".png") -> str:
    return f"frame-{index:06d}{suffix}"
