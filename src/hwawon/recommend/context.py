"""What is known of a visitor when pictures are chosen, as whole numbers, so that counts of it are exact."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hwawon.errors import BadInput
from hwawon.pool.keys import EMOTIONS, SEASONS, TIMES, WEATHERS

GENERATIONS = ("toddler", "child", "teenager", "young-adult", "adult", "middle-age", "elder")
GENDERS = ("Male", "Female")
WHOLE = 1000  # the parts that a mood is divided into
UNSURE = tuple(WHOLE // len(EMOTIONS) for _ in EMOTIONS)
_WORDS = {
    "generation": GENERATIONS,
    "gender": GENDERS,
    "season": SEASONS,
    "weather": WEATHERS,
    "time": TIMES,
}


@dataclass(frozen=True)
class Context:
    """A visitor's mood and circumstances; an empty word is unknown.

    `mood`: parts of 1000 in the order of `EMOTIONS`, which sum up to 1000; all alike is "not sure".
    """

    mood: tuple[int, ...] = UNSURE
    generation: str = ""
    gender: str = ""
    season: str = ""
    weather: str = ""
    time: str = ""

    @property
    def emotion(self) -> str:
        """The emotion that the mood is clearly of; empty where it is not sure."""
        return "" if self.mood == UNSURE else EMOTIONS[max(range(len(EMOTIONS)), key=self.mood.__getitem__)]

    def as_json(self) -> dict[str, Any]:
        """What `context_of` reads back; unknown words are left out."""
        words = {name: getattr(self, name) for name in _WORDS if getattr(self, name)}
        return {"mood": list(self.mood)} | words


def surely(emotion: str) -> tuple[int, ...]:
    """The mood of one emotion alone.

    Raises:
        BadInput: it is none of the eight.
    """
    if emotion not in EMOTIONS:
        raise BadInput(f"unknown emotion {emotion[:80]!r}; the emotions are {', '.join(EMOTIONS)}")
    return tuple(WHOLE * (emotion == one) for one in EMOTIONS)


def parted(shares: Mapping[str, float]) -> tuple[int, ...]:
    """Shares by emotion, of any sum, as parts of 1000; what is left over by rounding goes to the largest.

    Raises:
        BadInput: a word that is no emotion, a negative share, or nothing at all.
    """
    wrong = [name for name in shares if name not in EMOTIONS]
    total = sum(shares.values())
    if wrong or not total > 0 or min(shares.values()) < 0:
        raise BadInput(f"expected shares of {', '.join(EMOTIONS)}, some above 0 and none below, got {dict(shares)!r}")
    parts = [int(WHOLE * shares.get(name, 0.0) / total) for name in EMOTIONS]
    parts[parts.index(max(parts))] += WHOLE - sum(parts)
    return tuple(parts)


def context_of(data: Mapping[str, Any]) -> Context:
    """A context from JSON, as `as_json` makes it.

    Raises:
        BadInput: an unknown key or word, or a mood that is not eight parts of 1000.
    """
    mood = data.get("mood", UNSURE)
    if not _is_mood(mood):
        raise BadInput(f"mood: expected {len(EMOTIONS)} whole numbers that sum up to {WHOLE}, got {mood!r}")
    words = {name: value for name, value in data.items() if name != "mood"}
    for name, value in words.items():
        if value not in ("", *_WORDS.get(name, ())):
            raise BadInput(f"{name}: expected one of {', '.join(_WORDS.get(name, _WORDS))}, got {value!r}")
    return Context(tuple(mood), **words)


def _is_mood(mood: Any) -> bool:
    if not isinstance(mood, list | tuple) or len(mood) != len(EMOTIONS):
        return False
    return all(type(part) is int and part >= 0 for part in mood) and sum(mood) == WHOLE
