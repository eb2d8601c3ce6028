"""Grass and flowers in depth: strewn over the ground in swathes, painted in bands from far to near."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from hwawon.engines.painter.bloom import Bed, flowers, petal_colours
from hwawon.engines.painter.canvas import Canvas
from hwawon.engines.painter.chance import chance_of
from hwawon.engines.painter.dabs import blades
from hwawon.engines.painter.ground import Ground, haze_at
from hwawon.engines.painter.light import Light
from hwawon.engines.painter.noise import smoothstep
from hwawon.engines.painter.palette import foliage_of
from hwawon.engines.painter.scene import Scene
from hwawon.engines.painter.species import SPECIES
from hwawon.engines.painter.staging import Placed
from hwawon.engines.painter.tones import Floats, mix, pick, tone, vary

BANDS = 16
NEAREST = 1.30  # plants whose feet are below the picture still show their heads


def bands() -> Iterator[tuple[float, float]]:
    """Ranges of nearness from far to near, closer together in the distance."""
    edges = 0.015 + (NEAREST - 0.015) * np.linspace(0, 1, BANDS + 1) ** 1.7
    yield from zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True)


class Meadow:
    """Where every blade and flower stands, sorted from far to near."""

    def __init__(
        self, canvas: Canvas, scene: Scene, light: Light, ground: Ground, shadow: Floats, things: list[Placed]
    ) -> None:
        self._things = things
        self._canvas, self._scene, self._light, self._ground, self._shadow = canvas, scene, light, ground, shadow
        self._soil = canvas.pixels.copy()
        self._grass = self._strew("grass", round(8500 * scene.detail * (0.35 if scene.is_white else 1.0)), 1.35)
        self._flowers = self._strew_flowers()

    def paint(self, low: float, high: float) -> None:
        """Paint all that grows between two values of nearness."""
        self._paint_grass(low, high)
        self._paint_flowers(low, high)

    def _strew(self, name: str, count: int, lean: float) -> Floats:
        """Feet as (N, 3): x and y in px and nearness, sorted; none on path or water."""
        chance = chance_of(self._scene.seed, name, self._scene.prompt)
        near = 0.03 + (NEAREST - 0.03) * chance.random(count) ** lean
        x = chance.uniform(-0.04, 1.04, count) * self._canvas.width
        y = self._ground.top + near * (self._canvas.height - self._ground.top)
        free = (self._ground.at(self._ground.path, x, y) < 0.35) & (self._ground.at(self._ground.water, x, y) < 0.25)
        feet = np.stack([x, y, near], 1)[free].astype(np.float32)
        return feet[np.argsort(feet[:, 1], kind="stable")]

    def _strew_flowers(self) -> Floats:
        scene = self._scene
        chance = chance_of(scene.seed, "flower swathes", scene.prompt)
        feet = self._strew(
            "flowers", round(2600 * scene.composition.flowers * scene.detail / scene.composition.flower_size**1.7), 1.25
        )
        drift = self._ground.at(self._ground.drift, feet[:, 0], feet[:, 1])
        chosen = 0.10 + 0.90 * smoothstep(0.38, 0.62, drift)
        if scene.is_white:
            chosen = chosen * 0.45
        if "lavender" in scene.words.flowers:
            rows = self._ground.at(self._ground.across, feet[:, 0], feet[:, 1])
            chosen = smoothstep(0.0, 0.5, np.sin(rows * 26)).astype(np.float32)
        return feet[(chance.random(len(feet)) < chosen) & ~self._before_things(feet)]

    def _before_things(self, feet: Floats) -> NDArray[np.bool_]:
        """Which flowers would hide an animal or a bench."""
        hidden = np.zeros(len(feet), bool)
        for thing in self._things:
            close = (feet[:, 2] > thing.near - 0.01) & (feet[:, 2] < thing.near + 0.16)
            hidden |= close & (np.abs(feet[:, 0] - thing.x) < 0.62 * thing.size)
        return hidden

    def _paint_grass(self, low: float, high: float) -> None:
        feet = self._between(self._grass, low, high)
        if len(feet) == 0:
            return
        scene, unit = self._scene, self._canvas.unit
        chance = chance_of(scene.seed, "blades", f"{low:.3f}", scene.prompt)
        count = len(feet)
        rows = np.clip(feet[:, 1], 0, self._canvas.height - 1).astype(int)
        columns = np.clip(feet[:, 0], 0, self._canvas.width - 1).astype(int)
        soil = self._soil[rows, columns].astype(np.float32) / 255
        light_ = chance.choice(np.array([0.80, 0.95, 1.08, 1.22], np.float32), count, p=[0.25, 0.35, 0.28, 0.12])
        colours = vary(np.clip(soil * light_[:, None], 0, 1), chance, 0.05)
        height = unit * (0.5 + 4.6 * feet[:, 2] ** 1.15) * chance.uniform(0.5, 1.25, count)
        wind = scene.composition.lean * scene.composition.side * 1.3
        lean = height * (np.sin(feet[:, 0] / self._canvas.width * 9) * 0.16 + chance.normal(0, 0.28, count) + wind)
        width = np.maximum(unit * 0.30 * feet[:, 2], 0.9) * chance.uniform(0.6, 1.3, count)
        self._canvas.polygons(blades(feet[:, :2], height, lean, width), colours)

    def _paint_flowers(self, low: float, high: float) -> None:
        every = self._between(self._flowers, low, high)
        if len(every) == 0:
            return
        scene = self._scene
        chance = chance_of(scene.seed, "heads", f"{low:.3f}", scene.prompt)
        swathe = self._ground.at(self._ground.drift[::-1, ::-1], every[:, 0], every[:, 1])
        grown = [name for name in scene.flowers if name != "lotus"] or ["daisy"]
        level = np.clip(swathe * len(grown) + chance.normal(0, 0.42, len(every)), 0, len(grown) - 1).astype(int)
        for index, species in enumerate(grown):
            feet = every[level == index]
            if len(feet):
                self._paint_species(species, feet, swathe[level == index], chance)

    def _paint_species(self, species: str, feet: Floats, swathe: Floats, chance: np.random.Generator) -> None:
        scene, count = self._scene, len(feet)
        kind = SPECIES[species]
        size = self._canvas.unit * 1.75 * kind.size * scene.composition.flower_size
        radii = (size * (0.10 + 0.90 * feet[:, 2]) * chance.uniform(0.7, 1.25, count)).astype(np.float32)
        petals = petal_colours(species, flower_tint(scene), chance, count, np.modf(swathe * 2.7)[0])
        bed = Bed(
            species=species,
            feet=feet[:, :2],
            radii=radii,
            petals=self._moody(petals),
            greens=vary(pick(self._greens(), chance, count), chance, 0.06),
            haze=haze_at(scene, np.minimum(feet[:, 2], 1)),
            sunlit=1 - 0.8 * self._ground.at(self._shadow, feet[:, 0], feet[:, 1]),
            wilted=(chance.random(count) < scene.composition.wilt) * chance.uniform(0.5, 1.0, count),
        )
        for points, colours in flowers(bed, self._light, chance):
            self._canvas.polygons(points, colours)

    def _greens(self) -> Floats:
        """Stems and leaves stay greener than the trees in autumn."""
        greens = foliage_of(self._scene)
        return greens * np.array([0.7, 1.05, 0.8], np.float32) if self._scene.season == "autumn" else greens

    def _moody(self, petals: Floats) -> Floats:
        pulls = {
            "sad": ("#8fa0c0", 0.45),
            "fear": ("#7f8f98", 0.5),
            "disgusted": ("#b0a04a", 0.40),
            "angry": ("#b0262a", 0.35),
        }
        if self._scene.emotion not in pulls or self._scene.colours:
            return petals
        colour, share = pulls[self._scene.emotion]
        return mix(petals, tone(colour), share)

    @staticmethod
    def _between(feet: Floats, low: float, high: float) -> Floats:
        first, last = np.searchsorted(feet[:, 2], [low, high])
        return feet[first:last]


def flower_tint(scene: Scene) -> Floats | None:
    """The colours (M, 3) that the prompt asks flowers to have, if any."""
    named = [colour for colour in scene.colours if colour.name not in ("green", "brown")]
    if not named:
        return None
    return np.array([colour.rgb for colour in named], np.float32) / np.float32(255)
