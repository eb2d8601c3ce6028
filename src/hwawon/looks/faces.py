"""The faces of a picture that a visitor's camera took.

The file travels through the helper's pipe and is decoded there; neither it nor its pixels are kept anywhere.
"""

from __future__ import annotations

from concurrent.futures import Future
from typing import TYPE_CHECKING

from hwawon.errors import BadPicture
from hwawon.looks.request import FacesLook

if TYPE_CHECKING:  # the web process asks, the helper looks
    from hwawon.looks.looker import Looker
    from hwawon.looks.room import Room
    from hwawon.vision.faces.face import Face
    from hwawon.vision.session import RGB

LONGER_PX = 1280  # of a picture that is read; a face that is a tenth of it has the pixels that the networks want
READ = ("JPEG", "PNG", "WEBP")


def ask_faces(looker: Looker, data: bytes, *, with_vector: bool = False) -> Future[tuple[Face, ...]]:
    """The faces in a JPEG, PNG or WebP file, the largest and most central first; an empty tuple is nobody.

    `with_vector` adds the numbers by which a visitor is known again; ask for them only with that visitor's consent.
    The answer raises BadPicture, PictureTooLarge, MissingModel, or LookFailed where the helper died.

    Raises:
        TooManyRequests: too many looks are waiting.
    """
    return looker.ask("faces", data, FacesLook(with_vector))


def look(room: Room, data: bytes, request: FacesLook) -> tuple[Face, ...]:
    """In the helper process.

    Raises:
        BadPicture: not a JPEG, PNG or WebP picture, truncated or damaged.
        PictureTooLarge: more pixels than allowed.
        MissingModel: a network is not installed.
    """
    from hwawon.vision.faces.read import FaceReader

    rgb = decoded(data, room.setup.max_pixels)
    return room.network(FaceReader).read(rgb, with_vector=request.with_vector)


def decoded(data: bytes, max_pixels: int) -> RGB:
    """The upright pixels, with no more of them than faces need; raises as `look`."""
    from hwawon.imaging.formats import sniffed
    from hwawon.imaging.reduced import read_reduced
    from hwawon.vision.session import at_most

    kind = sniffed(data, "the picture") if data else "nothing"
    if kind not in READ:
        raise BadPicture(f"expected a JPEG, PNG or WebP picture, got {kind}")
    picture, _ = read_reduced(data, LONGER_PX, max_pixels=max_pixels)
    return at_most(picture.rgb8(), LONGER_PX * LONGER_PX)
