"""Which pictures a person may name: the own ones and the published ones, a curator all."""

from typing import TypeVar

from sqlalchemy import Connection

from hwawon.accounts.identity import Identity
from hwawon.errors import NotAllowed, NotFound
from hwawon.storage import pictures
from hwawon.storage.pictures import PictureLine, PictureRecord

Shown = TypeVar("Shown", PictureLine, PictureRecord)


def seen(tx: Connection, who: Identity, id: str) -> PictureRecord:
    """The picture with this id.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    return _shown(pictures.get(tx, id), who)


def seen_line(tx: Connection, who: Identity, id: str) -> PictureLine:
    """As `seen`, without the record.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    return _shown(pictures.line(tx, id), who)


def _shown(picture: Shown, who: Identity) -> Shown:
    if not (picture.published or who.may_see(picture.owner)):
        raise NotFound(f"there is no picture {picture.id}, or it is somebody else's")
    return picture


def owned(tx: Connection, who: Identity, id: str, *, or_of_house: bool = False) -> PictureRecord:
    """The picture with this id, to be changed: the own ones, a curator all; with `or_of_house` those of nobody too.

    Raises:
        NotFound: there is none, or it is somebody else's.
        NotAllowed: it can be seen, since it is published or of the house, but is not the caller's.
    """
    picture = seen(tx, who, id)
    is_of_house = picture.owner is None and or_of_house
    if not (is_of_house or picture.owner == who.owner or who.sees_all):
        raise NotAllowed(f"the picture {id} is not yours; a curator may change it")
    return picture
