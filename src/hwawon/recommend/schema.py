"""A slate as the routes answer it; shared by the visitors' rooms."""

from collections.abc import Mapping
from typing import Any, Literal
from urllib.parse import quote

from pydantic import BaseModel
from sqlalchemy import Connection, select

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


def slate_json(tx: Connection, slate: Slate, base_path: str, opinions: Mapping[str, int]) -> dict[str, Any]:
    """A slate as the API shows it. `opinions`: the visitor's, by key. A picture that is gone by now is left out."""
    rows = {row.picture: row for row in tx.execute(_ROWS.where(pool.c.picture.in_([s.picture for s in slate.shown])))}
    pictures = [
        _shown_json(one, rows[one.picture], base_path, opinions.get(one.item, 0))
        for one in slate.shown
        if one.picture in rows
    ]
    return {"id": slate.id, "policy": slate.policy, "seed": slate.seed, "pictures": pictures}


_ROWS = select(
    pool.c.picture,
    pool.c.orientation,
    pool.c.emotion,
    pool.c.favorite,
    picture.c.width,
    picture.c.height,
    picture.c.thumbnail_key,
).join(picture, picture.c.id == pool.c.picture)


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
