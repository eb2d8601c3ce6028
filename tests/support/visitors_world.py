"""A garden with published pictures and visitors who say things, as rows alone."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from hwawon.pool.keys import Name, name_of
from hwawon.promote import place, serve
from hwawon.recommend import opinions
from hwawon.recommend.context import UNSURE, Context, surely
from hwawon.storage.database import Database
from hwawon.storage.garden_tables import pool
from hwawon.storage.types import utc_now
from support.planting import plant_rows

CELLS = ("calm/winter,snowy,day", "calm/spring,sunny,day", "happy/summer,sunny,sunset", "sad/autumn,rainy,day")


def tails(per_cell: int, cells: Sequence[str] = CELLS) -> list[str]:
    """Names of pictures, half of them portrait."""
    return [f"{cell}/p{number:03d}{'hv'[number % 2]}.jpeg" for cell in cells for number in range(per_cell)]


def publish(database: Database, wanted: Sequence[str], **values: Any) -> list[str]:
    """Plant pictures of these tails and show them to visitors; their serving keys. `values`: of their pool rows."""
    names: list[Name] = [name_of(f"imgPool/{tail}") for tail in wanted]
    with database.write() as tx:
        plant_rows(tx, names, **values)
        tailed = [name.tail for name in names]
        ids = list(tx.scalars(select(pool.c.picture).where(pool.c.tail.in_(tailed))))
        before = place.places(tx, ids)
        serve.move(tx, [(one, one.served(utc_now())) for one in before.values()])
    return [name.serving_key for name in names]


def retract(database: Database, key: str) -> None:
    """Take one picture away from visitors."""
    with database.write() as tx:
        id = tx.scalar(select(pool.c.picture).where(pool.c.serving_key == key))
        assert id is not None
        serve.end_serving(tx, id)


def say(database: Database, visitor: str, item: str, kind: str = "click", **rest: Any) -> bool:
    """One opinion in its own transaction."""
    with database.write() as tx:
        return opinions.record(tx, visitor=visitor, item=item, kind=kind, **rest)


def feels(emotion: str = "", generation: str = "", gender: str = "", season: str = "", time: str = "") -> Context:
    """A context of one emotion, or not sure."""
    mood = surely(emotion) if emotion else UNSURE
    return Context(mood, generation=generation, gender=gender, season=season, time=time)
