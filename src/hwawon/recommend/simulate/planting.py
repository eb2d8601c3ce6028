"""The world's pictures as rows of a database of its own: published, and without files, which nothing here looks at."""

from datetime import timedelta

from hwawon.pool.keys import name_of
from hwawon.recommend.simulate.world import World
from hwawon.storage.database import Database
from hwawon.storage.garden_tables import item, pool
from hwawon.storage.ids import new_id
from hwawon.storage.many import insert_many
from hwawon.storage.tables import picture
from hwawon.storage.types import utc_now


def plant(database: Database, world: World, age_days: int = 60) -> None:
    """Publish all pictures; they are `age_days` old, so that none is fresh."""
    since = utc_now() - timedelta(days=age_days)
    names = [name_of(key) for key in world.keys]
    ids = sorted(new_id() for _ in names)
    pictures = [
        {
            "id": id,
            "kind": "generated",
            "key": name.pool_key,
            "media_type": "image/jpeg",
            "width": 1280,
            "height": 800,
            "bytes": 1,
            "record": {},
            "published": True,
            "created_at": since,
        }
        for id, name in zip(ids, names, strict=True)
    ]
    pools = [
        {
            "picture": id,
            "emotion": name.cell.emotion,
            "favorite": name.cell.favorite,
            "orientation": name.orientation,
            "tail": name.tail,
            "pool_key": name.pool_key,
            "serving_key": name.serving_key,
            "cluster": id,
            "published_at": since,
        }
        for id, name in zip(ids, names, strict=True)
    ]
    moment_s = int(since.timestamp())
    items = [
        {"id": name.serving_key, "timestamp": moment_s, "emotion": name.cell.search_key, "picture": id}
        for id, name in zip(ids, names, strict=True)
    ]
    with database.write() as tx:
        insert_many(tx, picture, pictures)
        insert_many(tx, pool, pools)
        insert_many(tx, item, items)
