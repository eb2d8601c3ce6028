"""Which pictures a person may name: the own ones and the published ones, a curator all."""

from sqlalchemy import Connection

from hwawon.accounts.identity import Identity
from hwawon.errors import NotFound
from hwawon.storage import pictures
from hwawon.storage.pictures import PictureRecord


def seen(tx: Connection, who: Identity, id: str) -> PictureRecord:
    """The picture with this id.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    picture = pictures.get(tx, id)
    if not (picture.published or who.may_see(picture.owner)):
        raise NotFound(f"there is no picture {id}, or it is somebody else's")
    return picture
