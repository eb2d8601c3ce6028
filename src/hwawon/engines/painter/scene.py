"""What a picture will show, decided before anything is painted: pure choices, no pixels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hwawon.engines.painter.chance import chance_of
from hwawon.engines.painter.composition import Composition, compose
from hwawon.engines.painter.words import Colour, Words, read_words

EMOTIONS = ("happy", "surprised", "calm", "angry", "fear", "confused", "disgusted", "sad")
SEASONS = ("spring", "summer", "autumn", "winter")
WEATHERS = ("sunny", "cloudy", "rainy", "snowy")
TIMES = ("day", "sunset", "the-early-dawn", "the-middle-of-the-night")

NEED_WATER = frozenset({"swan", "duck", "koi", "lotus"})
FLOWERS_OF = {
    "spring": ("tulip", "daisy", "daffodil", "azalea", "bluebell", "peony", "iris"),
    "summer": ("poppy", "lavender", "sunflower", "rose", "hydrangea", "lily", "daisy", "hibiscus"),
    "autumn": ("cosmos", "chrysanthemum", "dandelion", "cosmos", "rose"),
    "winter": ("camellia", "snowdrop", "camellia"),
}
TREES_OF = {
    "spring": ("cherry", "birch", "round", "willow", "cherry"),
    "summer": ("round", "willow", "conifer", "cypress", "birch"),
    "autumn": ("maple", "ginkgo", "birch", "round", "conifer"),
    "winter": ("conifer", "birch", "plum", "bare", "conifer"),
}


@dataclass(frozen=True)
class Scene:
    """Everything that is in the picture; with seed and size it decides every pixel before the finish."""

    seed: int
    prompt: str
    words: Words
    emotion: str
    season: str
    weather: str
    time: str
    flowers: tuple[str, ...]
    trees: tuple[str, ...]
    colours: tuple[Colour, ...]
    animals: tuple[str, ...]
    features: frozenset[str]
    style: str | None
    detail: float
    composition: Composition

    @property
    def is_night(self) -> bool:
        return self.time == "the-middle-of-the-night"

    @property
    def is_white(self) -> bool:
        """Snow lies on everything."""
        return self.weather == "snowy"

    def has(self, feature: str) -> bool:
        return feature in self.features

    def to_record(self) -> dict[str, Any]:
        """The parsed scene for people and for the picture's record."""
        return {
            "emotion": self.emotion,
            "season": self.season,
            "weather": self.weather,
            "time": self.time,
            "flowers": list(self.flowers),
            "trees": list(self.trees),
            "colours": [colour.name for colour in self.colours],
            "animals": list(self.animals),
            "features": sorted(self.features),
            "style": self.style,
        }


def plan_scene(prompt: str, negative_prompt: str, seed: int, steps: int, upright: bool) -> Scene:
    """The scene that the words ask for; what they leave open is decided by the prompt's hash, then by the seed."""
    words = read_words(prompt, negative_prompt)
    unwanted = read_words(negative_prompt)
    mood = chance_of(0, "mood", prompt)
    emotion = words.emotion or str(mood.choice(["happy", "calm", "calm", "happy", "surprised"]))
    season = words.season or ("winter" if words.weather == "snowy" else str(mood.choice(SEASONS[:3])))
    weather = words.weather or str(mood.choice(["sunny", "sunny", "sunny", "cloudy"]))
    time = words.time or str(mood.choice(["day", "day", "day", "sunset", "the-early-dawn"]))
    chance = chance_of(seed, "scene", prompt)
    flowers = words.flowers or _some(FLOWERS_OF[season], unwanted.flowers, chance, 3)
    trees = words.trees or _some(TREES_OF[season], unwanted.trees, chance, 2)
    named = frozenset(words.features) | ({"pond"} if NEED_WATER & {*words.animals, *words.flowers} else set())
    composition = compose(emotion, named, time, weather, upright, chance)
    features = (named | composition.extras) - {*unwanted.features, *unwanted.animals}
    return Scene(
        seed=seed,
        prompt=prompt,
        words=words,
        emotion=emotion,
        season=season,
        weather=weather,
        time=time,
        flowers=flowers,
        trees=trees,
        colours=words.colours,
        animals=words.animals,
        features=features,
        style=words.style,
        detail=min(1.5, max(0.4, steps / 10)),
        composition=composition,
    )


def _some(names: tuple[str, ...], unwanted: tuple[str, ...], chance: Any, count: int) -> tuple[str, ...]:
    wanted = [name for name in dict.fromkeys(names) if name not in unwanted] or list(names)
    order = chance.permutation(len(wanted))[:count]
    return tuple(wanted[index] for index in order)
