"""Colours of grass, leaves and earth through the seasons and moods."""

from __future__ import annotations

from hwawon.engines.painter.scene import Scene
from hwawon.engines.painter.tones import Floats, mix, saturate, tone, tones

GRASS = {
    "spring": "#8fc455 #6fae4a #a9d268 #5b9a48",
    "summer": "#5fa043 #4a8a3e #7fb84f #3d7a3c",
    "autumn": "#c2a14c #a98a40 #8f9a48 #d0b060",
    "winter": "#a8a87c #8f9a78 #98997a #b4ae88",
}
FOLIAGE = {
    "spring": "#7fbf4f #5fa848 #9ccf62",
    "summer": "#4c9440 #3b7f3c #68ab4a",
    "autumn": "#d98a35 #c8662c #dfb040",
    "winter": "#7c8a70 #6d7c68 #8c9678",
}
MOOD_GREENS = {  # what the mood does to everything that grows
    "angry": ("#7a3a2a", 0.42),
    "fear": ("#3f5550", 0.62),
    "disgusted": ("#8f9a2c", 0.60),
    "sad": ("#75889a", 0.48),
    "confused": ("#5f9aa0", 0.30),
    "surprised": ("#7ab86a", 0.15),
    "calm": ("#86b58a", 0.22),
    "happy": ("#9fd05a", 0.10),
}
SNOW = tone("#f1f5fb")
EARTH = tone("#b08d62")
BARK = tone("#6a5040")


def grass_of(scene: Scene) -> Floats:
    """The grass colours (M, 3), the commonest first."""
    greens = moody(tones(GRASS[scene.season]), scene)
    return mix(greens, SNOW, 0.80) if scene.is_white else greens


def foliage_of(scene: Scene) -> Floats:
    """Colours (M, 3) of the leaves of common trees."""
    return moody(tones(FOLIAGE[scene.season]), scene)


def moody(greens: Floats, scene: Scene) -> Floats:
    """What a mood does to colours that grow."""
    pull, share = MOOD_GREENS[scene.emotion]
    mixed = mix(greens, tone(pull), share)
    return saturate(mixed, 1.02 if scene.emotion in ("happy", "surprised") else 0.96)
