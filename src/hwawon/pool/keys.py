"""The garden's words and the names of its pictures, as the original has them.

A key is `imgPool/{emotion}/[{favorite}/]{file}` in the pool and `emotions/` with the same tail in serving, so that a
picture keeps its name when it is promoted. The last letter before the suffix is the orientation: v is portrait,
anything else landscape.
"""

from dataclasses import dataclass
from itertools import product
from typing import Literal

from hwawon.errors import BadInput

EMOTIONS = ("happy", "surprised", "calm", "angry", "fear", "confused", "disgusted", "sad")
SEASONS = ("spring", "summer", "autumn", "winter")
WEATHERS = ("cloudy", "rainy", "snowy", "sunny")
TIMES = ("day", "sunset", "the-early-dawn", "the-middle-of-the-night")
FAVORITES = tuple(",".join(words) for words in product(SEASONS, WEATHERS, TIMES))  # 64, in the order of the choosers

POOL = "imgPool"
SERVING = "emotions"
SUFFIXES = (".jpeg", ".jpg", ".png", ".webp")
LONGEST_FAVORITE = 100
LONGEST_FILE = 200

Orientation = Literal["h", "v"]


@dataclass(frozen=True, order=True)
class Cell:
    """An emotion with a favorite; an empty favorite is none."""

    emotion: str
    favorite: str = ""

    @property
    def search_key(self) -> str:
        """`emotion` or `emotion/favorite`."""
        return f"{self.emotion}/{self.favorite}" if self.favorite else self.emotion


@dataclass(frozen=True)
class Name:
    """What the tail of a key says."""

    cell: Cell
    file: str

    @property
    def tail(self) -> str:
        return f"{self.cell.search_key}/{self.file}"

    @property
    def pool_key(self) -> str:
        return f"{POOL}/{self.tail}"

    @property
    def serving_key(self) -> str:
        return f"{SERVING}/{self.tail}"

    @property
    def orientation(self) -> Orientation:
        return "v" if self.file.rpartition(".")[0].endswith("v") else "h"


def cell_of(search_key: str) -> Cell:
    """The cell that `emotion` or `emotion/favorite` names.

    Raises:
        BadInput: no emotion of the eight, or a favorite that is none.
    """
    emotion, _, favorite = search_key.partition("/")
    if emotion not in EMOTIONS:
        raise BadInput(f"unknown emotion {emotion[:80]!r}; the emotions are {', '.join(EMOTIONS)}")
    if search_key.count("/") > 1 or (not favorite and "/" in search_key) or not _is_part(favorite or "x", 100):
        raise BadInput(f"{favorite[:120]!r} is no favorite: expected season,weather,time or a word without a slash")
    return Cell(emotion, favorite)


def name_of(key: str) -> Name:
    """What a key of the pool or of serving says.

    Raises:
        BadInput: below another folder, not three or four parts deep, another emotion, or not a picture's suffix.
    """
    prefix, _, tail = key.partition("/")
    if prefix not in (POOL, SERVING):
        raise BadInput(f"{key[:200]!r} is not below {POOL}/ or {SERVING}/")
    parts = tail.split("/")
    if len(parts) not in (2, 3):
        wanted = "emotion/file or emotion/favorite/file"
        raise BadInput(f"expected {wanted} below {prefix}/, got {key[:200]!r}")
    file = parts[-1]
    if not file.lower().endswith(SUFFIXES) or not _is_part(file, LONGEST_FILE):
        raise BadInput(f"{file[:200]!r} is not the name of a picture: expected one that ends in {', '.join(SUFFIXES)}")
    return Name(cell_of("/".join(parts[:-1])), file)


def _is_part(part: str, longest: int) -> bool:
    fits = 0 < len(part.encode(errors="replace")) <= longest
    return fits and not part.startswith(".") and part.isprintable() and "\\" not in part and "\x00" not in part
