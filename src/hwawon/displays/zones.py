"""Zones in the database: groups of screens that change together. Three are there from the start."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, select, update

from hwawon.displays.settings import NAME, ZoneSettings
from hwawon.errors import BadInput, Conflict, NotFound
from hwawon.storage import events
from hwawon.storage.many import insert_of
from hwawon.storage.types import utc_now
from hwawon.storage.visitor_tables import player, zone

TOPIC = "display"
STARTING = ("zone1", "zone2", "zone3")
RESERVED = ("files",)  # `/display/files` has the pictures by their hashes
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Zone:
    """One zone. `info` is what `info.py` keeps of the visitor; `version` that of its newest manifest."""

    name: str
    settings: ZoneSettings
    info: Mapping[str, Any]
    version: int
    updated_at: datetime


def get(tx: Connection, name: str) -> Zone:
    """One zone.

    Raises:
        NotFound: there is none of that name; the message names those that are.
    """
    row = tx.execute(select(zone).where(zone.c.name == name)).one_or_none()
    if row is not None:
        return _zone(row)
    if name in STARTING:
        return Zone(name, ZoneSettings(), {}, 0, _LONG_AGO)
    raise NotFound(f"there is no zone {name[:60]!r}; the zones are {', '.join(names(tx))}")


def names(tx: Connection) -> list[str]:
    """All zones, in order."""
    return sorted({*STARTING, *tx.scalars(select(zone.c.name))})


def listed(tx: Connection) -> list[Zone]:
    """All zones, in order of their names."""
    return [get(tx, name) for name in names(tx)]


def hold(tx: Connection, name: str) -> Zone:
    """As `get`, and nobody else changes it until the transaction ends.

    Raises:
        NotFound: there is none of that name.
    """
    found = get(tx, name)
    row = {"name": name, "settings": found.settings.model_dump(mode="json"), "info": {}, "updated_at": found.updated_at}
    tx.execute(insert_of(tx.dialect.name, zone).values(row).on_conflict_do_nothing())
    return _zone(tx.execute(select(zone).where(zone.c.name == name).with_for_update()).one())


def put(tx: Connection, name: str, settings: ZoneSettings) -> Zone:
    """Make a zone, or change its settings.

    Raises:
        BadInput: not a name for a zone, or a neighbour that is no zone.
    """
    if not NAME.fullmatch(name) or name in RESERVED:
        raise BadInput(f"{name[:60]!r}: a zone's name has up to 40 letters, digits, - and _, and is not `files`")
    unknown = sorted(set(settings.neighbours) - {*names(tx), name})
    if unknown or name in settings.neighbours:
        raise BadInput(f"neighbours: expected other zones, got {', '.join(unknown) or name}")
    row = {"settings": settings.model_dump(mode="json"), "title": settings.title, "updated_at": utc_now()}
    put = insert_of(tx.dialect.name, zone).values(name=name, info={}, **row)
    tx.execute(put.on_conflict_do_update(index_elements=[zone.c.name], set_=row))
    tell(tx, name)
    return get(tx, name)


def remove(tx: Connection, name: str) -> None:
    """Forget a zone with its manifests and programmes.

    Raises:
        NotFound: there is none of that name.
        Conflict: it is one of the first three, which are always there, or screens report from it.
    """
    get(tx, name)
    if name in STARTING:
        raise Conflict(f"{name} is always there; the zones that were made can be removed")
    if tx.scalar(select(player.c.id).where(player.c.zone == name).limit(1)):
        raise Conflict(f"screens report from the zone {name}: remove them first")
    tx.execute(delete(zone).where(zone.c.name == name))
    tell(tx, name)


def set_info(tx: Connection, name: str, info: Mapping[str, Any]) -> None:
    """Keep the words of a visitor for the info screen of a zone that is held."""
    tx.execute(update(zone).where(zone.c.name == name).values(info=dict(info)))


def greet(tx: Connection, name: str) -> None:
    """A visitor has begun before this zone; the lamps blink."""
    tell(tx, name, begun=utc_now().isoformat())


def tell(tx: Connection, name: str, **more: Any) -> None:
    """One event for whoever follows the zone."""
    events.append(tx, TOPIC, {"zone": name} | more)


def _zone(row: Row[Any]) -> Zone:
    return Zone(row.name, ZoneSettings.model_validate(row.settings), row.info, row.version, row.updated_at)
