"""A garden of many pictures with visitors who liked some, as rows alone: what the recommender's benchmarks run on."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import insert

from hwawon.pool.keys import EMOTIONS, FAVORITES
from hwawon.recommend.context import GENDERS, GENERATIONS, Context, surely
from hwawon.storage.database import Database
from hwawon.storage.garden_tables import interaction, pool
from hwawon.storage.ids import new_id
from hwawon.storage.tables import picture
from hwawon.storage.types import utc_now

ROWS_AT_ONCE = 5_000
LIKES_OF_ONE = 10
_FRAME = {"kind": "generated", "media_type": "image/jpeg", "width": 1280, "height": 800, "bytes": 200_000}


@contextmanager
def garden(pictures: int, likes: int) -> Iterator[tuple[Database, list[str]]]:
    """A database on SQLite, and the keys of its published pictures."""
    with TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'hwawon.sqlite'}")
        database.migrate()
        keys = plant(database, pictures)
        like(database, keys, likes)
        yield database, keys
        database.close()


def plant(database: Database, count: int) -> list[str]:
    """Published pictures, evenly over all cells and both orientations."""
    keys, now = [], utc_now()
    for start in range(0, count, ROWS_AT_ONCE):
        files: list[dict[str, Any]] = []
        places: list[dict[str, Any]] = []
        for number in range(start, min(start + ROWS_AT_ONCE, count)):
            id, emotion, favorite = new_id(), EMOTIONS[number % 8], FAVORITES[number // 8 % 64]
            side = "hv"[number // 512 % 2]
            tail = f"{emotion}/{favorite}/p{number:06d}{side}.jpeg"
            files.append({"id": id, "key": f"imgPool/{tail}", "published": True, "record": {}, "created_at": now})
            cell = {"picture": id, "emotion": emotion, "favorite": favorite, "orientation": side, "tail": tail}
            served = {"pool_key": f"imgPool/{tail}", "serving_key": f"emotions/{tail}", "published_at": now}
            places.append(cell | served | {"cluster": id, "fingerprint": f"{random.getrandbits(64):016x}"})
            keys.append(f"emotions/{tail}")
        with database.write() as tx:
            tx.execute(insert(picture), [one | _FRAME for one in files])
            tx.execute(insert(pool), places)
    return keys


def like(database: Database, keys: list[str], count: int) -> None:
    """Likes of visitors, ten of each, mostly of their own emotion; some pictures are far more liked than others."""
    chance, now_s = random.Random(7), int(utc_now().timestamp())
    for start in range(0, count, ROWS_AT_ONCE):
        rows = [_like(chance, keys, number, now_s) for number in range(start, min(start + ROWS_AT_ONCE, count))]
        with database.write() as tx:
            tx.execute(insert(interaction), rows)


def felt(visitor: int) -> Context:
    """What visitor number so and so feels, always the same."""
    return Context(surely(EMOTIONS[visitor % 8]), GENERATIONS[visitor % 7], GENDERS[visitor % 2], season="winter")


def _like(chance: random.Random, keys: list[str], number: int, now_s: int) -> dict[str, Any]:
    visitor = number // LIKES_OF_ONE
    place = int(len(keys) * chance.random() ** 3)  # a few are liked by many
    if chance.random() < 0.8:
        place += (visitor - place) % 8  # of the own emotion
    screen = chance.choices(keys, k=3)
    item = keys[min(place, len(keys) - 1)]
    return {
        "visitor": f"visitor {visitor}",
        "item": item,
        "timestamp": now_s - chance.randrange(60 * 86_400),
        "event_type": "click",
        "impression": "|".join([item, *screen]),
        "synthetic": True,
        "context": felt(visitor).as_json(),
    }
