"""What lamps, humidifier and fan should do for a mood and a weather."""

from dataclasses import dataclass
from typing import Any, NamedTuple


class Colour(NamedTuple):
    """0..255 each."""

    red: int
    green: int
    blue: int

    def as_json(self) -> dict[str, int]:
        """As the original's `control` has it."""
        return {"R": self.red, "G": self.green, "B": self.blue}


LAMPS = {  # the first and the second lamp by emotion
    "happy": (Colour(255, 196, 0), Colour(255, 112, 67)),
    "surprised": (Colour(255, 64, 160), Colour(64, 196, 255)),
    "calm": (Colour(64, 160, 255), Colour(96, 220, 180)),
    "angry": (Colour(255, 24, 0), Colour(255, 96, 0)),
    "fear": (Colour(72, 0, 160), Colour(16, 16, 96)),
    "confused": (Colour(160, 96, 255), Colour(0, 200, 160)),
    "disgusted": (Colour(120, 160, 0), Colour(96, 64, 0)),
    "sad": (Colour(24, 64, 160), Colour(96, 112, 160)),
}
STANDBY = (Colour(60, 50, 40), Colour(60, 50, 40))
MISTY = frozenset({"rainy", "snowy"})
WINDY = frozenset({"cloudy", "snowy"})


@dataclass(frozen=True)
class Effect:
    """One message for a zone: `begin` when a visitor has come, then `show`, and `idle` when nobody is there."""

    zone: str
    event: str
    emotion: str
    weather: str
    first: Colour
    second: Colour
    humidifier: bool
    fan: bool
    blink: bool = False

    def as_json(self) -> dict[str, Any]:
        return {**vars(self), "first": self.first.as_json(), "second": self.second.as_json()}


def effect_of(zone: str, emotion: str, weather: str) -> Effect:
    """For a visitor; where the mood is not sure the lamps stay as they are without visitors."""
    first, second = LAMPS.get(emotion, STANDBY)
    return Effect(zone, "show", emotion, weather, first, second, weather in MISTY, weather in WINDY)


def greeting(zone: str) -> Effect:
    """Somebody has come, of whom nothing is known yet."""
    return Effect(zone, "begin", "", "", *STANDBY, humidifier=False, fan=False, blink=True)


def standby(zone: str) -> Effect:
    """Nobody is there."""
    return Effect(zone, "idle", "", "", *STANDBY, humidifier=False, fan=False)
