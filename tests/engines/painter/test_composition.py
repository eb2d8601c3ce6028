"""An emotion arranges the garden; what the prompt names bends the arrangement."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from hwawon.engines.painter.chance import chance_of
from hwawon.engines.painter.composition import OF_EMOTION, Composition, compose
from hwawon.engines.painter.light import MOODS, Light, light_of
from hwawon.engines.painter.scene import EMOTIONS, FLOWERS_OF, SEASONS, TIMES, TREES_OF, WEATHERS, Scene, plan_scene


def plan(prompt: str, seed: int = 7, negative: str = "") -> Scene:
    return plan_scene(prompt, negative, seed, 10, upright=False)


def light(prompt: str) -> Light:
    return light_of(plan(prompt))


def composed(emotion: str, *features: str) -> Composition:
    return compose(emotion, frozenset(features), "day", "sunny", False, chance_of(1))


def test_every_emotion_has_an_arrangement_and_colours_of_its_own() -> None:
    assert set(OF_EMOTION) == set(MOODS) == set(EMOTIONS)
    assert all(one != other for one, other in combinations(OF_EMOTION.values(), 2))
    assert len({sky for sky, _ in MOODS.values()}) == len(EMOTIONS)


@pytest.mark.parametrize("axis", [EMOTIONS, TIMES, WEATHERS], ids=["emotion", "time", "weather"])
def test_emotion_hour_and_weather_each_change_the_light(axis: tuple[str, ...]) -> None:
    plain = {EMOTIONS: "calm", TIMES: "day", WEATHERS: "sunny"}
    skies = [light(" ".join((plain | {axis: word}).values())) for word in axis]
    for one, other in combinations(skies, 2):
        change = [np.abs(getattr(one, name) - getattr(other, name)).max() for name in ("zenith", "middle", "low")]
        assert max(change) > 0.04


def test_what_is_named_bends_the_arrangement() -> None:
    assert composed("happy").water == "none"
    assert composed("happy", "pond").water == "lake"
    assert composed("happy", "bridge").water == "stream"
    assert composed("calm", "bridge").water == "stream"
    assert composed("surprised", "path").path == "curve"
    assert composed("sad", "fog").mist > composed("sad").mist
    assert composed("calm", "forest").trees > composed("calm").trees
    assert composed("happy", "mountain").jagged > composed("happy").jagged


def test_animals_and_flowers_of_the_water_bring_water() -> None:
    for prompt in ("happy day, a swan", "happy day, koi", "happy day, lotus"):
        assert plan(prompt).composition.water != "none"


def test_what_the_prompt_leaves_open_fits_the_season() -> None:
    for season in SEASONS:
        for seed in range(6):
            scene = plan(f"happy {season} sunny day", seed)
            assert set(scene.flowers) <= set(FLOWERS_OF[season])
            assert set(scene.trees) <= set(TREES_OF[season])


def test_unwanted_flowers_and_things_do_not_come_by_chance() -> None:
    for seed in range(12):
        scene = plan("happy spring day", seed, "tulip, arch, butterfly")
        assert "tulip" not in scene.flowers
        assert not scene.features & {"arch", "butterfly"}


def test_the_open_choices_hang_on_the_prompt_not_on_the_seed() -> None:
    scenes = [plan("zxcv", seed) for seed in range(5)]
    assert len({(scene.emotion, scene.season, scene.weather, scene.time) for scene in scenes}) == 1
    moods = {plan(f"word{number}q").season for number in range(30)}
    assert len(moods) > 1


def test_surfaces_towards_the_light_are_brighter_and_distance_fades_to_haze() -> None:
    sun = light("calm summer sunny day")
    grey = np.full((1, 3), 0.5, np.float32)
    towards = np.array([sun.towards], np.float32)
    assert float(sun.facing(towards)[0]) > 0.9 > 0.2 > float(sun.facing(-towards)[0])
    assert sun.shade(grey, 1.0).sum() > sun.shade(grey, 0.0).sum()
    assert np.allclose(sun.shade(grey, 1.0, 1.0)[0], sun.haze, atol=1e-6)
    assert float(sun.shade(np.ones((1, 3), np.float32), 1.0).max()) <= 1.0
