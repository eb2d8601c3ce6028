"""A published picture as it is shown to whoever has its address, and by what it was made."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select

from hwawon.errors import BadInput, NotFound
from hwawon.pool.keys import SERVING, Name, name_of
from hwawon.storage.garden_tables import pool
from hwawon.storage.tables import picture

PAINTERS = ("painter", "painter-garden")  # our own, as an engine and as a checkpoint
MOST_STEPS_BACK = 8  # from a retouched picture to the one that it began from
_COLUMNS = (picture.c.id, picture.c.media_type, picture.c.width, picture.c.height, picture.c.record)


@dataclass(frozen=True)
class Attribution:
    """By what a picture was made; empty words are not recorded.

    `program`: painter (ours), stable-diffusion, or empty. `model` is the checkpoint's name, `licence` as its weights
    state it.
    """

    program: str = ""
    model: str = ""
    licence: str = ""
    is_retouched: bool = False


@dataclass(frozen=True)
class SharedPicture:
    """A picture that visitors see. `width` and `height` in pixels; `request` is what was asked, as far as recorded."""

    id: str
    name: Name
    media_type: str
    width: int
    height: int
    attribution: Attribution
    request: Mapping[str, Any]

    @property
    def key(self) -> str:
        return self.name.serving_key


def shared_picture(tx: Connection, key: str) -> SharedPicture:
    """The published picture of this serving key.

    Raises:
        NotFound: the key is none, or its picture is not published.
    """
    if not key.startswith(f"{SERVING}/"):
        raise NotFound(f"there is no picture {key[:200]!r}")
    try:
        name = name_of(key)
    except BadInput as error:
        raise NotFound(str(error)) from None
    joined = pool.join(picture, picture.c.id == pool.c.picture)
    query = select(*_COLUMNS, pool.c.model).select_from(joined)
    row = tx.execute(query.where(pool.c.tail == name.tail, pool.c.published_at.is_not(None))).one_or_none()
    if row is None:
        raise NotFound(f"there is no picture {key[:200]!r}")
    made = attribution(_first_record(tx, row.record), row.model or "", is_retouched="journal" in row.record)
    asked = row.record.get("request")
    request = asked if isinstance(asked, dict) else {}
    return SharedPicture(row.id, name, row.media_type, row.width, row.height, made, request)


def attribution(record: Mapping[str, Any], model: str = "", *, is_retouched: bool = False) -> Attribution:
    """What a picture's record says of its making; `model` is known where the record is silent."""
    told = record.get("engine")
    engine = told if isinstance(told, dict) else {}
    name = str(engine.get("checkpoint") or engine.get("engine") or model)
    if name.split(":")[0] in PAINTERS or str(engine.get("engine", "")).split(":")[0] in PAINTERS:
        return Attribution("painter", "", "", is_retouched)
    program = "stable-diffusion" if engine.get("is_stable_diffusion") else ""
    return Attribution(program, name, str(engine.get("licence") or ""), is_retouched)


def _first_record(tx: Connection, record: Mapping[str, Any]) -> Mapping[str, Any]:
    """The record of the picture that a retouched one began from; its own where it was painted as a whole."""
    for _ in range(MOST_STEPS_BACK):
        base = record.get("picture")
        if "engine" in record or not isinstance(base, str):
            break
        row: Row[Any] | None = tx.execute(select(picture.c.record).where(picture.c.id == base)).one_or_none()
        if row is None:
            break
        record = row.record
    return record
