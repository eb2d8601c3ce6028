"""Pictures chosen for one moment, each with its chance and the reason why."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from hwawon.recommend.wish import Wish

__all__ = ["Reason", "Shown", "Slate", "Wish"]


@dataclass(frozen=True)
class Reason:
    """Why a picture is shown: a code of `words.CODES`, and what its sentence names."""

    code: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Shown:
    """One picture of a slate: its serving key, its id, and how it came there.

    `propensity` is the probability, above 0 and at most 1, that a draw of this slate holds the picture.
    """

    item: str
    picture: str
    score: float
    propensity: float
    reason: Reason


@dataclass(frozen=True)
class Slate:
    """What was chosen, by which policy and seed; it is logged under `id`."""

    id: str
    policy: str
    seed: int
    shown: tuple[Shown, ...]
