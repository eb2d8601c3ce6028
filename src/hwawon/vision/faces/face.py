"""What is told of a face, as estimates with their uncertainty.

Imports nothing heavy, so that the web process may use it freely. Places are fractions of the upright picture.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from hwawon.vision.faces.generation import generation_of, generation_shares

EMOTIONS = ("happy", "surprised", "calm", "angry", "fear", "confused", "disgusted", "sad")  # the garden's order
DERIVED = frozenset({"confused"})  # no network of ours knows it; see `confused.py`
WHOLE = 1000  # the parts that a mood is divided into
UNSURE = tuple(WHOLE // len(EMOTIONS) for _ in EMOTIONS)
# An emotion is named when it is this likely, and this much likelier than the next one.
LEAST_SHARE, LEAST_LEAD = 0.45, 0.12
LEAST_GENDER = 0.75  # the likelihood from which a gender is named


class Fractions(NamedTuple):
    """A box."""

    left: float
    top: float
    width: float
    height: float


class Landmark(NamedTuple):
    """A point; left and right are those of the picture, as in DetectFaces. A nose may lie outside the picture."""

    kind: str  # DetectFaces' words: eyeLeft, mouthRight ...
    x: float
    y: float


class Pose(NamedTuple):
    """Degrees: `roll` grows clockwise, `yaw` towards the right edge of the picture, `pitch` upwards."""

    roll: float
    yaw: float
    pitch: float


class Quality(NamedTuple):
    """Of the face's pixels, 0 (dark, blurred) to 100."""

    brightness: float
    sharpness: float


class Flag(NamedTuple):
    """Yes or no, and how sure, 0.5..1."""

    value: bool
    confidence: float


@dataclass(frozen=True)
class Face:
    """One face. Likelihoods are 0..1. A flag that is None has no honest source here."""

    bounds: Fractions
    confidence: float  # that this is a face
    landmarks: tuple[Landmark, ...]
    quality: Quality
    emotions: Mapping[str, float]  # of EMOTIONS; their sum is 1
    age_low: int
    age_high: int
    ages: tuple[float, ...]  # the likelihood of 0, 1, 2 ... years; their sum is 1
    gender_share: float  # the likelihood of Male
    pose: Pose | None = None
    smile: Flag | None = None
    eyeglasses: Flag | None = None
    sunglasses: Flag | None = None
    beard: Flag | None = None
    mustache: Flag | None = None
    eyes_open: Flag | None = None
    mouth_open: Flag | None = None
    derived: frozenset[str] = DERIVED  # emotions that are computed from others, not seen
    vector: tuple[float, ...] | None = None  # only where it was asked for

    @property
    def emotion(self) -> str | None:
        """The emotion that the face clearly looks like; None is "not sure"."""
        first, second = sorted(EMOTIONS, key=lambda name: -self.emotions.get(name, 0.0))[:2]
        share, next_share = self.emotions.get(first, 0.0), self.emotions.get(second, 0.0)
        return first if share >= LEAST_SHARE and share - next_share >= LEAST_LEAD else None

    @property
    def mood(self) -> tuple[int, ...]:
        """The emotions in parts of 1000, in the order of EMOTIONS; not sure is UNSURE, all alike."""
        return UNSURE if self.emotion is None else parts_of([self.emotions.get(name, 0.0) for name in EMOTIONS])

    @property
    def age(self) -> float:
        """The middle of the range."""
        return (self.age_low + self.age_high) / 2

    @property
    def generation(self) -> str:
        """The garden's word for the middle of the range."""
        return generation_of(self.age)

    @property
    def generations(self) -> Mapping[str, float]:
        """The likelihood of each generation; their sum is 1."""
        return generation_shares(self.ages)

    @property
    def gender(self) -> str | None:
        """Male or Female; None is "not sure"."""
        if max(self.gender_share, 1 - self.gender_share) < LEAST_GENDER:
            return None
        return "Male" if self.gender_share >= 0.5 else "Female"


def parts_of(shares: Sequence[float]) -> tuple[int, ...]:
    """Shares of any sum above 0 as whole parts that sum up to 1000; what rounding leaves over goes to the largest."""
    total = sum(shares)
    parts = [int(WHOLE * share / total) for share in shares]
    parts[parts.index(max(parts))] += WHOLE - sum(parts)
    return tuple(parts)
