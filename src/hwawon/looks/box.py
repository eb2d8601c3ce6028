"""A box around a face, a body or a person, in the sizes that a model likes."""

from __future__ import annotations

from typing import Any

from hwawon.errors import MissingModel, NotFound
from hwawon.imaging.geometry import Bounds
from hwawon.looks.people import in_picture, people_of
from hwawon.looks.request import BoxLook
from hwawon.looks.room import Room
from hwawon.looks.shown import Shown
from hwawon.vision.parts import Seen
from hwawon.vision.people import POSE_MODEL_ID
from hwawon.vision.regions import region_box, region_mask


def look(room: Room, shown: Shown, request: BoxLook) -> dict[str, Any]:
    """The box, inside what was looked at.

    Raises:
        NotFound: nobody is seen there, or not that person or part.
        MissingModel: the networks are not installed.
        BadBox: the box that is looked at is not wholly inside the picture.
    """
    view, seen = people_of(room, shown, request)
    _check_seen(seen, request)
    persons = None if request.person is None else [request.person]
    place = region_box(region_mask(seen.labels, request.region, persons))
    if place is None:
        raise NotFound(f"people are seen here, but no {request.region}")
    return {"box": list(in_multiples(in_picture(place, view), request.multiple, view.box))}


def in_multiples(box: Bounds, multiple: int, limits: Bounds) -> Bounds:
    """The box with both sides grown to multiples, about its middle; a side stays shorter only where the limits do."""
    x, width = _span(box.x, box.width, multiple, limits.x, limits.width)
    y, height = _span(box.y, box.height, multiple, limits.y, limits.height)
    return Bounds(x, y, width, height)


def _span(start: int, length: int, multiple: int, first: int, room: int) -> tuple[int, int]:
    wanted = -(-length // multiple) * multiple
    if wanted > room:
        wanted = room // multiple * multiple or room
    return min(max(first, start - (wanted - length) // 2), first + room - wanted), wanted


def _check_seen(seen: Seen, request: BoxLook) -> None:
    count = len(seen.persons)
    if count == 0:
        raise NotFound("nobody is seen here")
    if request.person is not None and request.person > count:
        raise NotFound(f"there is no person {request.person}: {count} seen here")
    if request.region == "face" and seen.reason is not None:
        raise MissingModel([POSE_MODEL_ID])
