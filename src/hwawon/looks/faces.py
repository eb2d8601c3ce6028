"""The faces of a picture that a visitor's camera took.

The file travels through the helper's pipe and is decoded there; neither it nor its pixels are kept anywhere.
"""

from __future__ import annotations

import logging
from concurrent.futures import Future
from typing import TYPE_CHECKING

from hwawon.errors import BadPicture, EngineUnavailable, MissingModel
from hwawon.looks.request import FacesLook

if TYPE_CHECKING:  # the web process asks, the helper looks
    from hwawon.looks.looker import Looker
    from hwawon.looks.room import Room
    from hwawon.vision.faces.face import Face
    from hwawon.vision.session import RGB

log = logging.getLogger(__name__)

LONGER_PX = 1280  # of a picture that is read; a face that is a tenth of it has the pixels that the networks want
SMALL_BYTES = 256 * 1024  # of a file that is read whole: as quick, and nothing of it is left unproved
READ = ("JPEG", "PNG", "WEBP")
READABLE = "JPEG, PNG or WebP"


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
        MissingLibrary: Amazon Rekognition is wanted, and boto3 is not installed.
        EngineUnavailable: it is wanted and does not answer, and the networks are not installed either.
    """
    from hwawon.vision.session import one_thread_for_pixels

    with one_thread_for_pixels():
        rgb = decoded(data, room.setup.max_pixels)
        if room.setup.faces == "rekognition" and not request.with_vector:
            return _by_rekognition(room, rgb)
        return _read(room, rgb, request)


def _read(room: Room, rgb: RGB, request: FacesLook) -> tuple[Face, ...]:
    from hwawon.vision.faces.read import FaceReader

    return room.network(FaceReader).read(rgb, with_vector=request.with_vector)


def _by_rekognition(room: Room, rgb: RGB) -> tuple[Face, ...]:
    """Amazon's answer; where it gives none, that of our networks, so that no visitor waits for nothing."""
    from hwawon.vision.faces.rekognition import Rekognition, jpeg_of

    try:
        return room.service(Rekognition).read(jpeg_of(rgb))
    except EngineUnavailable as error:
        log.warning("%s; the small models answer instead", error)
        try:
            return _read(room, rgb, FacesLook())
        except MissingModel as missing:
            raise EngineUnavailable(f"{error}; and {missing}") from None


def decoded(data: bytes, max_pixels: int) -> RGB:
    """The upright pixels, with no more of them than faces need; raises as `look`."""
    from hwawon.imaging import files
    from hwawon.imaging.formats import sniffed
    from hwawon.imaging.reduced import read_reduced
    from hwawon.vision.session import at_most

    kind = sniffed(data, "the picture", READABLE)
    if kind not in READ:
        raise BadPicture(f"expected a picture ({READABLE}), got {kind}")
    if len(data) <= SMALL_BYTES:
        picture = files.read(data, max_pixels=max_pixels)
    else:
        picture, _ = read_reduced(data, LONGER_PX, max_pixels=max_pixels)
    return at_most(picture.rgb8(), LONGER_PX * LONGER_PX)
