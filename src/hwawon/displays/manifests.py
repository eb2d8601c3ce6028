"""Manifests in the database: versions of what a zone shows, several side by side.

Each has its lane: `standing` is what somebody put there, `visit` belongs to a visitor, `default` is what the zone shows
by itself, and every programme has its own. Which lane is in force when says `timeline.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from hwawon.displays import zones
from hwawon.displays.slots import Frame, Slots, slots_json, slots_of
from hwawon.storage.types import utc_now
from hwawon.storage.visitor_tables import manifest, zone

STANDING, VISIT, DEFAULT = "standing", "visit", "default"
KEPT = 200  # versions of a zone, beside the newest of each lane
_MOST_CAUSE = 30


@dataclass(frozen=True)
class Manifest:
    """One version of one lane of a zone."""

    zone: str
    version: int
    lane: str
    cause: str
    slots: Mapping[str, Frame]
    slate: str | None
    created_at: datetime


def lane_of(programme: str) -> str:
    """The lane of a programme."""
    return f"p-{programme}"


def add(
    tx: Connection,
    name: str,
    lane: str,
    slots: Slots,
    *,
    cause: str = "",
    slate: str | None = None,
    now: datetime | None = None,
) -> int:
    """A new version of a lane, which is told; its number."""
    zones.hold(tx, name)
    version = int(tx.scalar(select(zone.c.version).where(zone.c.name == name)) or 0) + 1
    tx.execute(update(zone).where(zone.c.name == name).values(version=version))
    row = {"zone": name, "version": version, "slots": slots_json(slots), "slate": slate, "created_at": now or utc_now()}
    tx.execute(insert(manifest).values(row | {"cause": f"{lane}:{cause[:_MOST_CAUSE]}" if cause else lane}))
    _prune(tx, name, version)
    zones.tell(tx, name, version=version)
    return version


def lanes(tx: Connection, name: str) -> dict[str, Manifest]:
    """The newest version of each lane of a zone."""
    found: dict[str, Manifest] = {}
    for row in tx.execute(select(manifest).where(*_newest(name)).order_by(manifest.c.version)):
        one = _manifest(row)
        found[one.lane] = one
    return found


def everywhere(tx: Connection) -> list[Manifest]:
    """The newest version of each lane of all zones."""
    names = list(tx.scalars(select(zone.c.name)))
    return [one for name in names for one in lanes(tx, name).values()]


def by_version(tx: Connection, name: str, versions: set[int]) -> dict[int, Manifest]:
    """Those of these versions that are still kept."""
    query = select(manifest).where(manifest.c.zone == name, manifest.c.version.in_(sorted(versions)))
    return {row.version: _manifest(row) for row in tx.execute(query)}


def _newest(name: str) -> tuple[Any, ...]:
    newest = select(func.max(manifest.c.version)).where(manifest.c.zone == name).group_by(manifest.c.cause)
    return manifest.c.zone == name, manifest.c.version.in_(newest)


def _prune(tx: Connection, name: str, version: int) -> None:
    newest = list(
        tx.scalars(select(func.max(manifest.c.version)).where(manifest.c.zone == name).group_by(manifest.c.cause))
    )
    old = (manifest.c.zone == name, manifest.c.version <= version - KEPT, manifest.c.version.not_in(newest))
    tx.execute(delete(manifest).where(*old))


def _manifest(row: Row[Any]) -> Manifest:
    lane, _, cause = row.cause.partition(":")
    return Manifest(row.zone, row.version, lane, cause or lane, slots_of(row.slots), row.slate, row.created_at)
