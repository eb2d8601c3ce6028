"""Published pictures with real files, for what opens them."""

from collections.abc import Mapping
from typing import Any

import cv2
import numpy as np

from hwawon.imaging import files
from hwawon.imaging.picture import Metadata, Picture
from hwawon.imaging.provenance import embed
from hwawon.pool.keys import name_of
from hwawon.promote import serve
from hwawon.storage.database import Database
from hwawon.storage.garden_tables import pool
from hwawon.storage.objects import Objects
from hwawon.storage.tables import picture
from hwawon.storage.types import utc_now
from support.planting import plant_rows

PAINTED = {"task": "text_to_image", "request": {"prompt": "white flowers"}, "engine": {"engine": "painter"}}


def garden_jpeg(width: int = 320, height: int = 200, seed: int = 1, record: Mapping[str, Any] | None = None) -> bytes:
    """Soft colours as JPEG; with `record` its metadata say how it was made."""
    noise = np.random.default_rng(seed).integers(0, 256, (5, 8, 3), np.uint8)
    pixels = np.asarray(cv2.resize(noise, (width, height), interpolation=cv2.INTER_CUBIC), np.uint8)
    told = embed(Metadata(), request=record, model="painter") if record else Metadata()
    return files.encode(Picture(pixels, told), "JPEG", quality=90)


def publish(
    database: Database, objects: Objects, tail: str, data: bytes | None = None, record: Mapping[str, Any] | None = None
) -> str:
    """Put a picture before visitors; its serving key."""
    name = name_of(f"imgPool/{tail}")
    file = garden_jpeg(record=record) if data is None else data
    extent = files.probe(file).extent
    objects.write(name.pool_key, file)
    objects.write(name.serving_key, file)
    with database.write() as tx:
        (id,) = plant_rows(tx, [name])
        size = {"width": extent.width, "height": extent.height, "bytes": len(file)}
        tx.execute(picture.update().where(picture.c.id == id).values(record=record or {}, **size))
        tx.execute(pool.update().where(pool.c.picture == id).values(serving_key=name.serving_key))
        serve.begin_serving(tx, id, utc_now())
    return name.serving_key
