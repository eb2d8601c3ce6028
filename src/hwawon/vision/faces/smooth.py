"""The face of one visitor over several frames: what flickers is averaged."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from hwawon.vision.faces.age_range import age_range
from hwawon.vision.faces.face import EMOTIONS, Face, Flag

MOST_FRAMES = 8  # that are averaged; older ones are forgotten
MOST_APART = 0.25  # of the picture: a face whose middle is further away is somebody else's


class Burst:
    """Takes one visitor's faces, frame by frame; somebody else's begins a new burst."""

    def __init__(self, frames: int = MOST_FRAMES) -> None:
        self._faces: deque[Face] = deque(maxlen=frames)

    def __len__(self) -> int:
        return len(self._faces)

    def add(self, face: Face) -> Face:
        """The face averaged with those before it; a frame counts as much as it is sharp and surely a face."""
        if self._faces and _apart(self._faces[-1], face) > MOST_APART:
            self._faces.clear()
        self._faces.append(face)
        return averaged(tuple(self._faces))


def averaged(faces: Sequence[Face]) -> Face:
    """The last of one visitor's faces with what is told of it averaged over all; `faces` is not empty."""
    last, weights = faces[-1], [_weight(face) for face in faces]
    longest = max(len(face.ages) for face in faces)
    emotions = {name: _mean([face.emotions.get(name, 0.0) for face in faces], weights) for name in EMOTIONS}
    ages = tuple(_mean([_at(face.ages, year) for face in faces], weights) for year in range(longest))
    low, high = age_range(ages)

    def flag(of: Callable[[Face], Flag | None]) -> Flag | None:
        return _mean_flag([of(face) for face in faces], weights)

    return replace(
        last,
        emotions=emotions,
        ages=ages,
        age_low=low,
        age_high=high,
        gender_share=_mean([face.gender_share for face in faces], weights),
        smile=flag(lambda face: face.smile),
        eyeglasses=flag(lambda face: face.eyeglasses),
        sunglasses=flag(lambda face: face.sunglasses),
        beard=flag(lambda face: face.beard),
        mustache=flag(lambda face: face.mustache),
        eyes_open=flag(lambda face: face.eyes_open),
        mouth_open=flag(lambda face: face.mouth_open),
    )


def _weight(face: Face) -> float:
    return max(0.01, face.confidence * (0.2 + face.quality.sharpness / 100))


def _mean(values: Iterable[float], weights: Sequence[float]) -> float:
    return sum(value * weight for value, weight in zip(values, weights, strict=True)) / sum(weights)


def _mean_flag(flags: Sequence[Flag | None], weights: Sequence[float]) -> Flag | None:
    known = [(flag, weight) for flag, weight in zip(flags, weights, strict=True) if flag is not None]
    if not known:
        return None
    yes = _mean([one.confidence if one.value else 1 - one.confidence for one, _ in known], [own for _, own in known])
    return Flag(yes >= 0.5, max(yes, 1 - yes))


def _at(ages: Sequence[float], year: int) -> float:
    return ages[year] if year < len(ages) else 0.0


def _apart(one: Face, other: Face) -> float:
    """How far the middles of both lie from each other, as a part of the picture."""
    across = one.bounds.left + one.bounds.width / 2 - other.bounds.left - other.bounds.width / 2
    down = one.bounds.top + one.bounds.height / 2 - other.bounds.top - other.bounds.height / 2
    return float((across**2 + down**2) ** 0.5)
