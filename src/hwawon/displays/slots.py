"""The places of a zone's screens: 1 to 9, landscape and portrait; and what is put there."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from hwawon.errors import BadInput

Orientation = Literal["h", "v"]

MOST = 9
ORIENTATIONS: tuple[Orientation, ...] = ("h", "v")
SLOTS = tuple(f"{number}{orientation}" for orientation in ORIENTATIONS for number in range(1, MOST + 1))


@dataclass(frozen=True)
class Frame:
    """A published picture as a screen gets it. `sha256` is of the bytes of its file."""

    item: str  # the serving key
    picture: str
    sha256: str
    media_type: str
    bytes: int
    width: int
    height: int
    slate: str | None = None  # by which it was chosen

    @property
    def suffix(self) -> str:
        return self.media_type.rpartition("/")[2]

    @property
    def path(self) -> str:
        """Its immutable address, below the path prefix."""
        return f"display/files/{self.sha256}.{self.suffix}"

    def as_json(self) -> dict[str, Any]:
        """What `frame_of` reads back."""
        return asdict(self)


Slots = Mapping[str, Frame]


def slot_named(number: int, orientation: str) -> str:
    """`3h` for the third landscape place.

    Raises:
        BadInput: no such place.
    """
    name = f"{number}{orientation}"
    if name not in SLOTS:
        raise BadInput(f"expected a slot of 1 to {MOST} and the orientation h or v, got {name[:40]!r}")
    return name


def slots_of(data: Mapping[str, Any]) -> dict[str, Frame]:
    """Slots as the database keeps them."""
    return {name: Frame(**data[name]) for name in SLOTS if name in data}


def slots_json(slots: Slots) -> dict[str, Any]:
    return {name: slots[name].as_json() for name in SLOTS if name in slots}
