"""What was recognised in a file or a folder, before it is hashed and put on record."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from hwawon.weights.record import Family, Kind


@dataclass(frozen=True)
class Found:
    """Weights as their files show them."""

    kind: Kind
    family: Family | None = None
    details: Mapping[str, Any] = field(default_factory=dict)
    licence: str | None = None


@dataclass(frozen=True)
class Located:
    """Where the weights lie, and what they are."""

    path: Path
    layout: Literal["folder", "file"]
    found: Found


FAMILY_OF_WIDTH = {768: Family.SD15, 1024: Family.SD2, 2048: Family.SDXL}  # numbers that describe a prompt's token


def family_of_width(width: int | None) -> Family | None:
    """The family whose cross-attention has that many numbers a token."""
    return FAMILY_OF_WIDTH.get(width or 0)
