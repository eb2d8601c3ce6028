"""Keeping a picture: its file and thumbnail as objects first, then one row that makes them count.

Objects are named by their hash, so a job that runs again after a crash writes the same ones and leaves no orphan.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from hwawon.imaging.geometry import Extent
from hwawon.storage import pictures
from hwawon.storage.ids import new_id
from hwawon.storage.objects import Objects
from hwawon.storage.pictures import NewPicture, PictureRecord

if TYPE_CHECKING:
    from hwawon.imaging.picture import Picture

THUMBNAIL_TYPE = "image/webp"


@dataclass(frozen=True)
class Kept:
    """A picture whose bytes are stored and whose row is not yet."""

    id: str  # the row's, made before so that a result can name it
    key: str
    thumbnail_key: str
    media_type: str
    extent: Extent
    bytes: int

    def row(self, *, kind: str, record: Mapping[str, Any], **rest: Any) -> NewPicture:
        """The row that makes it count; `rest` are further fields of `NewPicture`."""
        return NewPicture(
            kind=kind,
            record=record,
            key=self.key,
            thumbnail_key=self.thumbnail_key,
            media_type=self.media_type,
            width=self.extent.width,
            height=self.extent.height,
            bytes=self.bytes,
            **rest,
        )


def keep_picture(objects: Objects, picture: Picture, format: str = "PNG") -> Kept:
    """Encode a picture in memory and store it with its thumbnail; nothing is decoded again."""
    from hwawon.imaging import files

    return _put(objects, files.encode(picture, format), format, picture)


def keep_upload(objects: Objects, data: bytes, max_pixels: int) -> Kept:
    """Store a file as it came, byte for byte, once it has proved to be a whole picture.

    Raises:
        BadPicture, PictureTooLarge: see `files.read`.
    """
    from hwawon.imaging import files

    picture = files.read(data, max_pixels=max_pixels)
    return _put(objects, data, files.probe(data).format, picture)


def add_row(tx: Connection, kept: Kept, **fields: Any) -> PictureRecord:
    """Make a kept picture count; `fields` as for `Kept.row`."""
    return pictures.add(tx, kept.row(**fields), kept.id)


def _put(objects: Objects, data: bytes, format: str, picture: Picture) -> Kept:
    from hwawon.imaging import files
    from hwawon.imaging.thumbnail import thumbnail

    return Kept(
        id=new_id(),
        key=objects.put(data, files.FORMATS[format].suffixes[0]),
        thumbnail_key=objects.put(thumbnail(picture.pixels), ".webp"),
        media_type=files.FORMATS[format].media_type,
        extent=picture.extent,
        bytes=len(data),
    )
