"""A slate as the routes answer it; shared by the visitors' rooms."""

from typing import Any, Literal
from urllib.parse import quote

from pydantic import BaseModel
from sqlalchemy import Connection, bindparam, select

from hwawon.recommend.opinions import opinions_of
from hwawon.recommend.slate import Shown, Slate
from hwawon.storage.garden_tables import pool
from hwawon.storage.objects import hash_of
from hwawon.storage.tables import picture


class ReasonOut(BaseModel):
    """Why a picture is shown: a code, and what its sentence names."""

    code: str
    values: dict[str, str]


class ShownOut(BaseModel):
    """One picture of a slate. `propensity`, above 0 and at most 1: how probable it was that it is on this slate."""

    item: str  # its serving key
    picture: str  # its id
    url: str  # of the file, which everybody may see
    thumbnail: str  # for those who may see the library
    width: int
    height: int
    orientation: Literal["h", "v"]
    emotion: str
    favorite: str  # season,weather,time; empty: none
    propensity: float
    reason: ReasonOut
    opinion: Literal[1, 0, -1]  # of the visitor: likes, has said nothing, dislikes


class SlateOut(BaseModel):
    """Pictures chosen for one moment, in their order."""

    id: str
    policy: str
    seed: int
    pictures: list[ShownOut]


def slate_json(tx: Connection, slate: Slate, base_path: str, visitor: str | None) -> dict[str, Any]:
    """A slate as the API shows it, with the visitor's opinions. A picture that is gone by now is left out."""
    rows = {row.picture: row for row in tx.execute(_ROWS, {"pictures": [one.picture for one in slate.shown]})}
    opinions = opinions_of(tx, visitor, [one.item for one in slate.shown]) if visitor else {}
    pictures = [
        _shown_json(one, rows[one.picture], base_path, opinions.get(one.item, 0))
        for one in slate.shown
        if one.picture in rows
    ]
    return {"id": slate.id, "policy": slate.policy, "seed": slate.seed, "pictures": pictures}


_COLUMNS = (
    pool.c.picture,
    pool.c.orientation,
    pool.c.emotion,
    pool.c.favorite,
    picture.c.width,
    picture.c.height,
    picture.c.thumbnail_key,
)
_ROWS = (
    select(*_COLUMNS)
    .join(picture, picture.c.id == pool.c.picture)
    .where(pool.c.picture.in_(bindparam("pictures", expanding=True)))
)


def _shown_json(one: Shown, row: Any, base_path: str, opinion: int) -> dict[str, Any]:
    url, small = f"{base_path}/{quote(one.item, safe='/,')}", hash_of(row.thumbnail_key or "")
    return {
        "item": one.item,
        "picture": one.picture,
        "url": url,
        "thumbnail": f"{base_path}/api/thumbnails/{small}" if small else url,
        "width": row.width,
        "height": row.height,
        "orientation": row.orientation,
        "emotion": row.emotion,
        "favorite": row.favorite,
        "propensity": one.propensity,
        "reason": {"code": one.reason.code, "values": dict(one.reason.values)},
        "opinion": opinion,
    }
