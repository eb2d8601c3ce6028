"""Lines of a picture, white on black, as line controls take them."""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import NDArray

from hwawon.imaging import files
from hwawon.imaging.lineart import canny, xdog
from hwawon.imaging.picture import Picture
from hwawon.looks.request import Detector, LinesLook
from hwawon.looks.room import Room
from hwawon.looks.shown import Shown
from hwawon.looks.view import View, view_of
from hwawon.vision.lineart import LARGEST_AREA, Hed

MOST_PX = 1_000_000  # of the detectors without a network
LONGER_PX = 512  # small boxes are enlarged to this: lines are a few pixels wide whatever the size


def look(room: Room, shown: Shown, request: LinesLook) -> bytes:
    """A PNG of 8-bit grey that covers the box, at the size that was looked at.

    Raises:
        MissingModel: HED is asked for and is not installed.
        BadBox: the box is not wholly inside the picture.
    """
    _, lines = detected(room, shown, request)
    return files.encode(Picture(lines[:, :, np.newaxis]), "PNG")


def detected(room: Room, shown: Shown, request: LinesLook) -> tuple[View, NDArray[np.uint8]]:
    """The view that was looked at, and its lines (h, w). Raises as `look`."""
    return room.sight(shown, request, request.detector, partial(_detected, room, shown, request))


def _detected(room: Room, shown: Shown, request: LinesLook) -> tuple[View, NDArray[np.uint8]]:
    most_px = LARGEST_AREA if request.detector is Detector.HED else MOST_PX
    view = view_of(*room.crop(shown, request), most_px, LONGER_PX)
    if request.detector is Detector.HED:
        return view, room.network(Hed).lines(view.pixels)
    return view, (xdog if request.detector is Detector.XDOG else canny)(view.pixels)
