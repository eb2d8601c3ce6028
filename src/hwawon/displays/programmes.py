"""Programmes in the database: schedules, hours without light, interruptions."""

from typing import Any

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Connection, delete, insert, select

from hwawon.displays import zones
from hwawon.displays.settings import Interrupt, Programme
from hwawon.errors import BadInput, NotFound
from hwawon.storage.ids import new_id
from hwawon.storage.types import utc_now
from hwawon.storage.visitor_tables import programme

MOST = 100  # of one zone
_ANY: TypeAdapter[Programme] = TypeAdapter(Programme)


def add(tx: Connection, zone: str, wanted: Programme) -> str:
    """A new programme of a zone; its id.

    Raises:
        NotFound: there is no such zone.
        BadInput: it has too many already, or the interrupt would be over before it begins.
    """
    zones.hold(tx, zone)
    if isinstance(wanted, Interrupt):
        wanted = wanted.model_copy(update={"starts_at": wanted.starts_at or utc_now()})
        if wanted.ends_at <= utc_now():
            raise BadInput(f"ends_at: expected a moment to come, got {wanted.ends_at.isoformat()}")
    if len(of_zone(tx, zone)) >= MOST:
        raise BadInput(f"the zone {zone} has {MOST} programmes already: remove one first")
    id = new_id()
    row = {"id": id, "zone": zone, "kind": wanted.kind, "settings": wanted.model_dump(mode="json")}
    tx.execute(insert(programme).values(row | {"created_at": utc_now()}))
    zones.tell(tx, zone)
    return id


def of_zone(tx: Connection, zone: str) -> dict[str, Programme]:
    """The programmes of a zone by id, oldest first."""
    query = select(programme.c.id, programme.c.settings).where(programme.c.zone == zone).order_by(programme.c.id)
    return {row.id: _programme(row.settings) for row in tx.execute(query)}


def listed(tx: Connection, zone: str | None = None) -> list[tuple[str, str, Programme]]:
    """Id, zone and programme of all, or of one zone's, oldest first."""
    query = select(programme.c.id, programme.c.zone, programme.c.settings).order_by(programme.c.id)
    rows = tx.execute(query if zone is None else query.where(programme.c.zone == zone))
    return [(row.id, row.zone, _programme(row.settings)) for row in rows]


def remove(tx: Connection, id: str) -> None:
    """Forget a programme; what it showed ends at once.

    Raises:
        NotFound: there is none of that id.
    """
    zone = tx.scalar(select(programme.c.zone).where(programme.c.id == id))
    if zone is None:
        raise NotFound(f"there is no programme {id[:60]!r}")
    tx.execute(delete(programme).where(programme.c.id == id))
    zones.tell(tx, zone)


def _programme(settings: Any) -> Programme:
    try:
        return _ANY.validate_python(settings)
    except ValidationError as error:  # of a newer program
        raise BadInput(f"a programme cannot be read: {error.errors()[0]['msg']}") from None
