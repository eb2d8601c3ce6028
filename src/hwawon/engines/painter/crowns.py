"""The leaves of trees: where they hang on a skeleton and which way they look, by species."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hwawon.engines.painter.branches import Habit, Skeleton
from hwawon.engines.painter.tones import Floats


@dataclass(frozen=True, eq=False)
class Crown:
    """Leaves in tree space, back to front."""

    centres: Floats  # (N, 3)
    normals: Floats  # (N, 3) unit
    angles: Floats  # (N,) where the leaf's tip points on the picture, radians, 0 right, down positive
    depth: Floats  # (N,) 0 inside the crown .. 1 outside

    def ordered(self, keys: Floats) -> Crown:
        """The same leaves in rising order of `keys`."""
        order = np.argsort(keys, kind="stable")
        return Crown(self.centres[order], self.normals[order], self.angles[order], self.depth[order])


HABITS = {
    "round": Habit(0.30, 0.050, 4, 3, 0.62, 0.68, 0.10),
    "cherry": Habit(0.22, 0.055, 4, 3, 0.85, 0.74, 0.02, 0.35),
    "plum": Habit(0.20, 0.050, 4, 3, 0.80, 0.72, 0.10, 0.4),
    "maple": Habit(0.24, 0.042, 4, 3, 0.80, 0.70, 0.04),
    "ginkgo": Habit(0.24, 0.040, 4, 3, 0.48, 0.72, 0.16),
    "birch": Habit(0.42, 0.026, 4, 3, 0.42, 0.66, 0.06, 0.3),
    "willow": Habit(0.34, 0.055, 3, 4, 0.70, 0.70, 0.10),
    "bare": Habit(0.26, 0.050, 5, 3, 0.55, 0.72, 0.04, 0.5),
    "cypress": Habit(0.08, 0.030, 1, 2, 0.1, 0.5, 0.2),
    "conifer": Habit(0.95, 0.030, 1, 2, 0.1, 0.5, 0.2),
    "bamboo": Habit(0.80, 0.016, 2, 3, 0.5, 0.6, 0.0, 0.3, 7),
}


def clothe(species: str, skeleton: Skeleton, leaves: int, chance: np.random.Generator) -> Crown:
    """About `leaves` leaves on the skeleton."""
    if species == "conifer":
        return _needles(leaves, chance)
    if species == "cypress":
        return _flame(leaves, chance)
    if species == "willow":
        return _strands(skeleton, leaves, chance)
    blob = {"cherry": 0.085, "plum": 0.05, "birch": 0.07, "bamboo": 0.09, "maple": 0.075}.get(species, 0.08)
    return _tufts(skeleton, leaves, blob, chance)


def _tufts(skeleton: Skeleton, leaves: int, blob: float, chance: np.random.Generator) -> Crown:
    """Clouds of leaves around the tips."""
    tips = skeleton.tips
    core = np.array([0, skeleton.ends[0, 1] + 0.06, 0], np.float32)
    inward = np.where(chance.random((leaves, 1)) < 0.55, 1.0, 0.45 + 0.55 * chance.random((leaves, 1)) ** 0.6)
    home = core + (tips[chance.integers(0, len(tips), leaves)] - core) * inward
    offset = chance.normal(0, 1, (leaves, 3))
    offset /= np.maximum(np.linalg.norm(offset, axis=1, keepdims=True), 1e-3) / chance.random((leaves, 1)) ** 0.45
    centres = home + offset * blob * np.array([1.15, 0.85, 1.0])
    middle = tips.mean(axis=0)
    reach = np.maximum(np.abs(tips - middle).max(axis=0), 0.05)
    outward = (centres - middle) / reach
    normals = _unit(outward * 0.75 + offset * 0.65 + np.array([0, 0.1, 0.35]))
    angles = np.arctan2(-normals[:, 1] + 0.6, normals[:, 0]) + chance.normal(0, 0.7, leaves)
    depth = np.clip(np.linalg.norm(outward, axis=1), 0, 1) * 0.6 + 0.4 * (0.5 + 0.5 * offset[:, 1])
    crown = Crown(centres.astype(np.float32), normals, angles.astype(np.float32), depth.astype(np.float32))
    return crown.ordered((centres[:, 2] + 0.35 * offset[:, 1] * blob + 0.05 * depth).astype(np.float32))


def _needles(leaves: int, chance: np.random.Generator) -> Crown:
    """Tiers of drooping boughs, narrower towards the top."""
    height = 0.10 + 0.90 * (1 - np.sqrt(chance.random(leaves)))
    tiers = 13
    tier = np.floor(height * tiers)
    within = height * tiers - tier
    around = chance.uniform(0, 2 * np.pi, leaves)
    bough = 0.85 + 0.3 * chance.random((tiers + 1, 24))[tier.astype(int), (around / 6.2832 * 24).astype(int) % 24]
    radius = 0.29 * (1.03 - height) ** 0.9 * bough * (1.15 - 0.75 * within)
    out = chance.random(leaves) ** 0.5
    x, z = np.cos(around) * radius * out, np.sin(around) * radius * out
    y = (tier + 0.55 + within * 0.45) / tiers - 0.055 * out * (1.1 - height)
    normals = _unit(np.stack([np.cos(around) * 0.9, 0.25 + 0.75 * within, np.sin(around) * 0.9], 1))
    angles = np.arctan2(0.55, np.cos(around)) + chance.normal(0, 0.25, leaves)
    crown = Crown(np.stack([x, y, z], 1).astype(np.float32), normals, angles.astype(np.float32), out.astype(np.float32))
    return crown.ordered((tier * 0.5 + z * 2 + within * 0.4).astype(np.float32))


def _flame(leaves: int, chance: np.random.Generator) -> Crown:
    """A narrow flame of upright tufts."""
    height = 0.05 + 0.95 * chance.random(leaves) ** 1.15
    around = chance.uniform(0, 2 * np.pi, leaves)
    radius = 0.115 * np.sin(np.clip(height * 0.92 + 0.10, 0, 1) * np.pi) ** 0.7 * (1.15 - 0.45 * height)
    out = chance.random(leaves) ** 0.4
    x, z = np.cos(around) * radius * out, np.sin(around) * radius * out
    normals = _unit(np.stack([np.cos(around), 0.2 + 0 * x, np.sin(around)], 1))
    angles = -np.pi / 2 + np.cos(around) * 0.35 + chance.normal(0, 0.2, leaves)
    centres = np.stack([x, height, z], 1).astype(np.float32)
    crown = Crown(centres, normals, angles.astype(np.float32), out.astype(np.float32))
    return crown.ordered((z - height * 0.1).astype(np.float32))


def _strands(skeleton: Skeleton, leaves: int, chance: np.random.Generator) -> Crown:
    """Long hanging strands from the tips."""
    strands = max(30, leaves // 26)
    home = skeleton.tips[chance.integers(0, len(skeleton.tips), strands)] + chance.normal(0, 0.05, (strands, 3))
    length = chance.uniform(0.25, 0.75, strands) * np.maximum(home[:, 1] - 0.04, 0.1)
    which = chance.integers(0, strands, leaves)
    down = chance.random(leaves)
    middle = home.mean(axis=0)
    outward = (home - middle)[which]
    centres = home[which] + np.stack(
        [outward[:, 0] * 0.35 * np.sin(down * 1.5) + chance.normal(0, 0.006, leaves), -down * length[which], 0 * down],
        1,
    )
    normals = _unit(outward * 3 + np.stack([0 * down, 0.9 - 1.1 * down, 0.5 + 0 * down], 1))
    angles = np.pi / 2 + chance.normal(0, 0.35, leaves)
    cap = _tufts(skeleton, leaves // 2, 0.085, chance)
    centres = np.concatenate([centres, cap.centres])
    normals = np.concatenate([normals, cap.normals])
    angles = np.concatenate([angles, angles[: leaves // 2]])
    down = np.concatenate([down, np.zeros(leaves // 2)])
    crown = Crown(centres.astype(np.float32), normals, angles.astype(np.float32), (1 - 0.6 * down).astype(np.float32))
    return crown.ordered((centres[:, 2]).astype(np.float32))


def _unit(vectors: Floats) -> Floats:
    unit: Floats = (vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-3)).astype(np.float32)
    return unit
