"""How an emotion arranges a garden: the camera, the openness, the signs that only this emotion brings."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np


@dataclass(frozen=True)
class Composition:
    """The arrangement; fractions are of the picture's height or width."""

    horizon: float  # how far down the ground begins
    path: str  # curve, straight, spiral, none
    water: str  # lake, stream, swamp, none
    flowers: float  # how many, 1 is plenty
    flower_size: float
    trees: float  # how many, 1 is a garden, 2 a wood
    bare: float  # share of leafless trees
    lean: float  # how far trees and grass bow
    mist: float  # 0..1
    jagged: float  # 0 soft hills .. 1 torn peaks
    wilt: float  # share of drooping flowers
    tilt_deg: float
    swirl: float  # how much the sky winds up
    framing: str  # blossoms, leaves, branches, none
    side: float  # -1 or 1: where the light comes from
    extras: frozenset[str] = frozenset()


BASE = Composition(
    horizon=0.44, path="curve", water="none", flowers=1.0, flower_size=1.0, trees=1.0, bare=0.0, lean=0.0, mist=0.1,
    jagged=0.15, wilt=0.0, tilt_deg=0.0, swirl=0.0, framing="leaves", side=1.0,
)  # fmt: skip

OF_EMOTION = {
    "happy": replace(BASE, horizon=0.42, flowers=1.5, framing="blossoms", extras=frozenset({"arch", "butterfly"})),
    "surprised": replace(
        BASE, horizon=0.60, path="none", flowers=0.9, flower_size=2.1, trees=0.6, framing="none",
        extras=frozenset({"fireworks", "balloon"}),
    ),
    "calm": replace(BASE, horizon=0.47, path="none", water="lake", flowers=0.7, trees=0.8, mist=0.3, framing="leaves"),
    "angry": replace(
        BASE, horizon=0.55, path="none", flowers=0.9, trees=0.7, bare=0.8, lean=0.55, jagged=1.0, framing="none",
        extras=frozenset({"storm", "rock"}),
    ),
    "fear": replace(
        BASE, horizon=0.62, path="straight", flowers=0.25, trees=2.2, bare=1.0, lean=0.2, mist=0.85, jagged=0.5,
        framing="branches", extras=frozenset({"fog"}),
    ),
    "confused": replace(
        BASE, horizon=0.45, path="spiral", flowers=1.2, trees=1.0, tilt_deg=9.0, swirl=1.0, framing="none",
        extras=frozenset({"star"}),
    ),
    "disgusted": replace(
        BASE, horizon=0.40, path="none", water="swamp", flowers=0.55, trees=1.0, bare=0.55, lean=0.12, mist=0.4,
        wilt=0.8, framing="none", extras=frozenset({"mushroom"}),
    ),
    "sad": replace(
        BASE, horizon=0.50, path="straight", flowers=0.22, trees=0.7, bare=0.25, mist=0.35, wilt=0.5, framing="none",
        extras=frozenset({"bench", "wilted"}),
    ),
}  # fmt: skip


def _by_chance(emotion: str, time: str, chance: np.random.Generator) -> frozenset[str]:
    """Things that some gardens of a mood have and others not."""
    found = chance.random(4)
    extras = set()
    if emotion in ("happy", "calm"):
        if time != "day" and found[0] < 0.6:
            extras.add("lantern")
        if found[1] < 0.28:
            extras.add("cottage" if emotion == "happy" else "pavilion")
        if found[2] < 0.30:
            extras.add("fence" if emotion == "happy" else "boat")
    if emotion == "fear" and found[3] < 0.4:
        extras.add("lantern")
    return frozenset(extras)


def compose(
    emotion: str, features: frozenset[str], time: str, weather: str, upright: bool, chance: np.random.Generator
) -> Composition:
    """The emotion's arrangement, bent by what the prompt names, the weather and a little chance."""
    plan = OF_EMOTION[emotion]
    side = 1.0 if chance.random() < 0.5 else -1.0
    horizon = plan.horizon + chance.uniform(-0.03, 0.03) + (0.03 if upright else 0.0)
    plan = replace(plan, horizon=horizon, side=side, tilt_deg=plan.tilt_deg * side)
    plan = replace(plan, extras=plan.extras | _by_chance(emotion, time, chance))
    if features & {"pond", "sea", "boat"} and not features & {"stream", "bridge"} and plan.water == "none":
        plan = replace(plan, water="lake", path="none" if plan.path == "curve" else plan.path)
    if features & {"stream", "bridge", "waterfall"}:
        plan = replace(plan, water="stream", path="none")
    if features & {"path", "arch"} and plan.path == "none" and plan.water == "none":
        plan = replace(plan, path="curve")
    if features & {"mountain"}:
        plan = replace(plan, jagged=max(plan.jagged, 0.6))
    if features & {"forest"}:
        plan = replace(plan, trees=plan.trees * 1.8)
    damp = 0.2 if time == "the-early-dawn" else 0.0
    damp += {"rainy": 0.12, "cloudy": 0.08, "snowy": 0.1}.get(weather, 0.0)
    damp += 0.4 if "fog" in features else 0.0
    return replace(plan, mist=min(1.0, plan.mist + damp))
