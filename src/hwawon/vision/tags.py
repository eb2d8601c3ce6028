"""What the taggers share: a tag, and how a list of them is cut and sorted."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Tag:
    """A word for what a picture shows; `confidence` 0..1."""

    name: str
    confidence: float


def sorted_above(tags: Iterable[Tag], threshold: float) -> tuple[Tag, ...]:
    """Those of at least `threshold`, surest first; equals by name."""
    return tuple(sorted((tag for tag in tags if tag.confidence >= threshold), key=lambda t: (-t.confidence, t.name)))
