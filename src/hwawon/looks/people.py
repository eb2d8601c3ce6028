"""The people of a picture and their parts."""

from __future__ import annotations

from base64 import b64encode
from math import ceil, floor
from typing import Any

import numpy as np

from hwawon.imaging import files
from hwawon.imaging.geometry import Bounds
from hwawon.imaging.picture import Picture
from hwawon.looks.request import Look, PeopleLook
from hwawon.looks.room import Room
from hwawon.looks.shown import Shown
from hwawon.looks.view import View, view_of
from hwawon.vision.parts import Seen
from hwawon.vision.people import People

MOST_PX = 1_000_000


def look(room: Room, shown: Shown, request: PeopleLook) -> dict[str, Any]:
    """Persons and labels as the API shows them.

    Raises:
        MissingModel: the networks are not installed.
        BadBox: the box is not wholly inside the picture.
    """
    view, seen = people_of(room, shown, request)
    height, width = seen.labels.shape
    png = files.encode(Picture(np.ascontiguousarray(seen.labels)[:, :, np.newaxis]), "PNG")
    people = [
        {
            "index": person.index,
            "box": list(in_picture(person.box, view)),
            "score": round(person.score, 3),
            "parts": [part.word for part in person.parts],
        }
        for person in seen.persons
    ]
    labels = {"labels": b64encode(png).decode(), "width": width, "height": height}
    return {"people": people, **labels, "reason": seen.reason}


def people_of(room: Room, shown: Shown, request: Look) -> tuple[View, Seen]:
    """What was looked at, and who is in it. Raises as `look`."""

    def see() -> tuple[View, Seen]:
        view = view_of(*room.crop(shown, request), MOST_PX)
        return view, room.network(People).look(view.pixels)

    return room.sight(shown, request, People, see)


def in_picture(place: Bounds, view: View) -> Bounds:
    """The smallest box of the picture that holds a box of the view, inside what was looked at."""
    across, down = view.scale
    left, top = floor(place.x * across), floor(place.y * down)
    right, bottom = min(view.box.width, ceil(place.right * across)), min(view.box.height, ceil(place.bottom * down))
    return Bounds(left, top, right - left, bottom - top).offset(view.box.x, view.box.y)
