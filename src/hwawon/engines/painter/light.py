"""The light of the hour, the weather and the mood, and how it falls on a surface."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from hwawon.engines.painter.chance import chance_of
from hwawon.engines.painter.scene import Scene
from hwawon.engines.painter.tones import Floats, mix, saturate, tone


@dataclass(frozen=True, eq=False)
class Light:
    """Colours of sky and air, and where the sun or moon stands. Colours are RGB from 0 to 1."""

    zenith: Floats
    middle: Floats
    low: Floats  # the sky at the horizon
    sun: Floats  # colour of direct light
    ambient: Floats  # colour of the shade
    haze: Floats  # what distance fades to
    power: float  # how strong direct light is; 0 leaves no shadows
    position: tuple[float, float]  # of sun or moon, fractions of width and height from the upper left
    towards: tuple[float, float, float]  # unit vector to the light: right, up, to the viewer

    def shade(self, albedo: Floats, facing: float | Floats = 0.6, haze: float | Floats = 0.0) -> Floats:
        """Colours (N, 3) as they look: `facing` 0 shade .. 1 full light, `haze` 0 near .. 1 lost in the air."""
        lit = np.asarray(facing, np.float32)[..., None] * np.float32(self.power)
        seen = albedo * (self.ambient + self.sun * lit)
        return mix(_rolled(seen), self.haze, haze)

    def facing(self, normals: Floats) -> Floats:
        """0..1 for unit normals (N, 3): light that wraps softly round."""
        turned = normals @ np.array(self.towards, np.float32)
        soft: Floats = np.clip(0.5 + 0.5 * turned, 0, 1) ** 1.5
        return soft


HOURS = {
    "day": ("#2f7fd8 #86c3f2 #e3f3f5", "#fff0cc", "#90a6ca", 0.95, 0.13, (0.62, 0.68, 0.38)),
    "sunset": ("#46509c #e8837a #ffcf86", "#ffac62", "#9a7ca6", 0.95, -0.07, (0.80, 0.40, 0.10)),
    "the-early-dawn": ("#7fa3dc #f2c3cf #fff0d2", "#ffdcb8", "#a9a9d2", 0.72, -0.12, (0.80, 0.45, 0.15)),
    "the-middle-of-the-night": ("#101a4f #27428c #6387c4", "#bcd2ff", "#6a7cbc", 0.60, 0.16, (0.60, 0.70, 0.35)),
}
WEATHERS = {  # greyness of sky, its grey, direct light, shade
    "sunny": (0.0, "#ffffff", 1.0, 1.0),
    "cloudy": (0.42, "#c9d0da", 0.55, 1.10),
    "rainy": (0.62, "#8795a8", 0.32, 1.05),
    "snowy": (0.50, "#dfe6f0", 0.50, 1.18),
}
MOODS = {  # sky colours that the mood pulls towards, and how far
    "happy": ("#4fa0f0 #ffe0b8 #fff3cf", 0.18),
    "surprised": ("#5a4fd8 #f08fd0 #ffe28a", 0.42),
    "calm": ("#7fb2d8 #cfe4e6 #f6efe0", 0.30),
    "angry": ("#3a1220 #b02a1e #ff7a2c", 0.74),
    "fear": ("#22343c #5f7f80 #c6d6c4", 0.66),
    "confused": ("#5b3fa8 #3fb0a8 #f6b26a", 0.55),
    "disgusted": ("#5d6a22 #a3a63c #dcd67e", 0.66),
    "sad": ("#4d5f7d #8194ac #c3cdd6", 0.60),
}


def light_of(scene: Scene) -> Light:
    """The light in which a scene stands."""
    sky, sun, ambient, power, rise, towards = HOURS[scene.time]
    greyness, grey, direct, shade = WEATHERS[scene.weather]
    mood, pull = MOODS[scene.emotion]
    night = 0.42 if scene.is_night else 1.0
    bands = []
    for band, moody in zip(sky.split(), mood.split(), strict=True):
        colour = mix(tone(band), tone(grey) * np.float32(night), greyness)
        bands.append(mix(colour, tone(moody) * np.float32(0.74 if scene.is_night else 1.0), pull))
    side = scene.composition.side
    horizon = scene.composition.horizon
    height = rise if rise > 0 else horizon + rise
    across = 0.5 + side * chance_of(scene.seed, "sun", scene.prompt).uniform(0.16, 0.32)
    base = Light(
        zenith=bands[0],
        middle=bands[1],
        low=bands[2],
        sun=mix(tone(sun), bands[2], 0.2 + 0.3 * pull),
        ambient=mix(tone(ambient), bands[1], 0.25) * np.float32(shade),
        haze=mix(bands[2], bands[1], 0.35),
        power=power * direct,
        position=(across, max(0.08, height)),
        towards=(towards[0] * side, towards[1], towards[2]),
    )
    return _dimmed(base, scene)


def _dimmed(light: Light, scene: Scene) -> Light:
    if not scene.is_night:
        return replace(light, ambient=saturate(light.ambient, 0.85))
    return replace(light, ambient=light.ambient * np.float32(0.95), haze=light.haze * np.float32(0.85))


def _rolled(colours: Floats) -> Floats:
    """Very bright colours roll off instead of clipping."""
    over = np.maximum(colours - np.float32(0.8), 0)
    rolled: Floats = np.minimum(colours, 0.8) + np.float32(0.2) * (1 - np.exp(-over * 5))
    return rolled.astype(np.float32, copy=False)
