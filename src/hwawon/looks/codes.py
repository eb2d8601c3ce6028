"""What a QR code says that a visitor holds before a kiosk's camera.

As a face's picture the file travels through the helper's pipe, is decoded there and let go; only the code's words come
back.
"""

from __future__ import annotations

from concurrent.futures import Future
from typing import TYPE_CHECKING

from hwawon.looks.faces import decoded
from hwawon.looks.request import CodesLook

if TYPE_CHECKING:  # the web process asks, the helper looks
    from hwawon.looks.looker import Looker
    from hwawon.looks.room import Room

LONGEST = 600  # characters; what says more is no code of ours


def ask_code(looker: Looker, data: bytes) -> Future[str]:
    """What the QR code in a JPEG, PNG or WebP file says; empty where none is seen.

    The answer raises BadPicture, PictureTooLarge, or LookFailed where the helper died.

    Raises:
        TooManyRequests: too many looks are waiting.
    """
    return looker.ask("codes", data, CodesLook())


def look(room: Room, data: bytes, _: CodesLook) -> str:
    """In the helper process.

    Raises:
        BadPicture: not a JPEG, PNG or WebP picture, truncated or damaged.
        PictureTooLarge: more pixels than allowed.
    """
    import cv2

    grey = cv2.cvtColor(decoded(data, room.setup.max_pixels), cv2.COLOR_RGB2GRAY)
    for reader in (cv2.QRCodeDetector(), cv2.QRCodeDetectorAruco()):  # the first overlooks one in fifty
        try:
            told = str(reader.detectAndDecode(grey)[0])
        except (cv2.error, UnicodeDecodeError):  # something like a code that is none
            continue
        if told:
            return told if len(told) <= LONGEST else ""
    return ""
