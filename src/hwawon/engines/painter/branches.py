"""How trees branch: skeletons in tree space, where the foot is the origin, up is +y and the viewer +z."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hwawon.engines.painter.tones import Floats


@dataclass(frozen=True)
class Habit:
    """How a species grows; lengths are shares of the tree's height."""

    trunk: float  # bare trunk below the crown
    girth: float  # width of the trunk's foot
    levels: int
    fork: int  # children of each branch
    spread: float  # how far children turn away, radians
    shrink: float  # length of a child over its parent's
    rise: float  # pull upwards; negative droops
    wild: float = 0.25  # unevenness
    shoots: int = 1  # stems from one foot


@dataclass(frozen=True, eq=False)
class Skeleton:
    """Branches as straight pieces."""

    starts: Floats  # (N, 3)
    ends: Floats  # (N, 3)
    start_widths: Floats  # (N,)
    end_widths: Floats  # (N,)
    tips: Floats  # (M, 3) ends of the thinner branches, where leaves sit


def grow(habit: Habit, lean: float, chance: np.random.Generator) -> Skeleton:
    """A skeleton about 1 high."""
    ends, directions, widths = _stems(habit, lean, chance)
    pieces = [(np.zeros_like(ends), ends, widths, widths * 0.72)]
    length = (1 - habit.trunk) * (1 - habit.shrink) / (1 - habit.shrink**habit.levels) * 1.15
    widths = widths * 0.72
    for level in range(habit.levels):
        starts = np.repeat(ends, habit.fork, axis=0)
        parents = np.repeat(directions, habit.fork, axis=0)
        thick = np.repeat(widths, habit.fork) * 0.78
        directions = _turned(parents, habit, lean, level, chance)
        reach = length * habit.shrink**level * chance.uniform(0.7, 1.25, (len(starts), 1))
        slips = chance.uniform(0.0, 0.35, (len(starts), 1)) * np.repeat(reach[:1], len(starts), axis=0)
        starts = starts - parents * slips * (level > 0)
        ends = starts + directions * reach
        widths = thick * 0.66
        pieces.append((starts, ends, thick, widths))
    starts, ends_all, thick, thin = (np.concatenate(column).astype(np.float32) for column in zip(*pieces, strict=True))
    crown = [(first + last) / 2 for first, last, _, _ in pieces[2:-1]] + [piece[1] for piece in pieces[-2:]]
    return Skeleton(starts, ends_all, thick, thin, np.concatenate(crown).astype(np.float32))


def _stems(habit: Habit, lean: float, chance: np.random.Generator) -> tuple[Floats, Floats, Floats]:
    tilt = lean * 0.5 + chance.normal(0, 0.05 + 0.16 * (habit.shoots > 1), habit.shoots)
    directions = np.stack([np.sin(tilt), np.cos(tilt), chance.normal(0, 0.08, habit.shoots)], 1).astype(np.float32)
    ends = (directions * habit.trunk).astype(np.float32)
    return ends, directions, np.full(habit.shoots, habit.girth, np.float32)


def _turned(parents: Floats, habit: Habit, lean: float, level: int, chance: np.random.Generator) -> Floats:
    """Children fan out around their parents' directions."""
    count = len(parents)
    around = np.tile(np.arange(habit.fork) / habit.fork, count // habit.fork) * 2 * np.pi
    around = around + chance.uniform(0, 6.28) + chance.normal(0, 0.5, count)
    turn = habit.spread * (1 + habit.wild * chance.normal(0, 1, count)) * (1.0 if level else 0.85)
    side = np.stack([np.cos(around), 0.25 * np.sin(around * 2), np.sin(around)], 1)
    directions = parents * np.cos(turn)[:, None] + side * np.sin(turn)[:, None]
    directions[:, 1] += habit.rise * (0.5 + 0.5 * level)
    directions[:, 0] += lean * 0.35
    unit: Floats = (directions / np.linalg.norm(directions, axis=1, keepdims=True)).astype(np.float32)
    return unit
