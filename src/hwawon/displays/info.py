"""A visitor's words for the info screen, in our words and in the original's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hwawon.errors import BadInput
from hwawon.pool.keys import EMOTIONS, SEASONS, TIMES, WEATHERS
from hwawon.recommend.context import GENDERS, GENERATIONS

KOREAN = {
    "emotion": dict(
        zip(EMOTIONS, ("행복", "놀람", "평온", "화남", "공포", "혼란스러움", "역겨움", "슬픔"), strict=True)
    ),
    "season": dict(zip(SEASONS, ("봄", "여름", "가을", "겨울"), strict=True)),
    "weather": dict(zip(WEATHERS, ("흐림", "비", "눈", "맑음"), strict=True)),
    "time": dict(zip(TIMES, ("낮", "해질녘", "새벽", "한밤중"), strict=True)),
    "gender": dict(zip(GENDERS, ("남자", "여자"), strict=True)),
}
_KNOWN = {name: tuple(words) for name, words in KOREAN.items()} | {"generation": GENERATIONS}
_AGES = ("age_low", "age_high")


@dataclass(frozen=True)
class Info:
    """A visitor's words; an empty one is unknown. Ages in years."""

    emotion: str = ""
    season: str = ""
    weather: str = ""
    time: str = ""
    gender: str = ""
    generation: str = ""
    age_low: int | None = None
    age_high: int | None = None

    @property
    def favorite(self) -> str:
        words = (self.season, self.weather, self.time)
        return ",".join(words) if all(words) else ""

    def as_json(self) -> dict[str, Any]:
        return dict(vars(self))

    def in_korean(self) -> dict[str, str]:
        """The six keys of the original's JSON, empty where a word is unknown."""
        age = None if self.age_low is None or self.age_high is None else (self.age_low + self.age_high) // 2
        words = {name: known.get(getattr(self, name), "") for name, known in KOREAN.items()}
        order = ("gender", "age", "season", "weather", "time", "emotion")
        told = words | {"age": "" if age is None else str(age)}
        return {name: told[name] for name in order}

    def of_nobody(self) -> "Info":
        """The same without what tells of a person: it stays when the visitor has gone."""
        return Info(self.emotion, self.season, self.weather, self.time)


def info_of(data: Mapping[str, Any]) -> Info:
    """An info from what a visit knows: our keys, or `favorite` (season,weather,time); other keys are left.

    Raises:
        BadInput: a word that is none of the garden's.
    """
    given = dict(data)
    favorite = str(given.get("favorite") or "").split(",")
    if len(favorite) == 3:
        given = dict(zip(("season", "weather", "time"), favorite, strict=True)) | {
            name: value for name, value in given.items() if value
        }
    words = {name: str(given.get(name) or "") for name in _KNOWN}
    for name, word in words.items():
        if word and word not in _KNOWN[name]:
            raise BadInput(f"{name}: expected one of {', '.join(_KNOWN[name])}, got {word[:80]!r}")
    ages = {name: int(given[name]) for name in _AGES if given.get(name) is not None}
    return Info(**words, age_low=ages.get("age_low"), age_high=ages.get("age_high"))


@dataclass(frozen=True)
class Guest:
    """Who a zone shows pictures for. `wish` is what the recommender goes on with."""

    info: Info
    since: datetime
    until: datetime
    visit: str | None
    visitor: str | None
    context: Mapping[str, Any]

    def as_json(self) -> dict[str, Any]:
        """What `guest_of` reads back."""
        moments = {"since": self.since.isoformat(), "until": self.until.isoformat()}
        return {**vars(self), **moments, "info": self.info.as_json(), "context": dict(self.context)}


def guest_of(data: Mapping[str, Any]) -> Guest | None:
    """The guest that a zone's row keeps; None where there was none yet."""
    if not data:
        return None
    since, until = (datetime.fromisoformat(data[name]) for name in ("since", "until"))
    return Guest(Info(**data["info"]), since, until, data["visit"], data["visitor"], data["context"])


def told(guest: Guest | None, now: datetime) -> Info:
    """What the info screen may say at a moment: of a person only while that person is there."""
    if guest is None:
        return Info()
    return guest.info if now < guest.until else guest.info.of_nobody()
