"""Published pictures for the screens of an exhibition: rows and small files."""

from collections.abc import Sequence
from pathlib import Path

from hwawon.displays import manifests, show
from hwawon.promote.serve import begin_serving, end_serving
from hwawon.storage.database import Database
from hwawon.storage.objects import Objects, open_objects
from hwawon.storage.types import utc_now
from support.planting import JPEG, plant


def published(database: Database, objects: Objects, count: int, emotion: str = "happy", start: int = 0) -> list[str]:
    """Pictures that visitors see, landscape and portrait in turn, each with bytes of its own; their keys."""
    tails = [
        f"{emotion}/spring,sunny,day/img_{number:05d}{'hv'[number % 2]}.jpeg" for number in range(start, start + count)
    ]
    ids = plant(database, None, *tails)
    for tail in tails:
        objects.write(f"emotions/{tail}", JPEG + tail.encode())
    with database.write() as tx:
        for id in ids:
            begin_serving(tx, id, utc_now())
    return [f"emotions/{tail}" for tail in tails]


def retract(database: Database, key: str) -> None:
    """Show a picture to visitors no longer."""
    with database.write() as tx:
        from sqlalchemy import select

        from hwawon.storage.garden_tables import pool

        end_serving(tx, str(tx.scalar(select(pool.c.picture).where(pool.c.serving_key == key))))


def folder(path: Path) -> Objects:
    return open_objects(path.resolve().as_uri())


def shown(database: Database, zone: str = "zone1") -> dict[str, str]:
    """The keys on a zone's places now, as far as they have been chosen."""
    with database.read() as tx:
        return {slot: frame.item for slot, frame in show.in_force(tx, zone, utc_now()).items()}


def put(
    database: Database, objects: Objects, zone: str, portrait: Sequence[str | None], landscape: Sequence[str | None]
) -> int:
    """As the operators put pictures there; the version."""
    with database.write() as tx:
        return show.update(tx, objects, zone, portrait, landscape, "test")


def versions(database: Database, zone: str = "zone1") -> set[str]:
    """The lanes that a zone has."""
    with database.read() as tx:
        return set(manifests.lanes(tx, zone))
