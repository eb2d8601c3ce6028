"""A picture comes into the pool: its file under its name, its thumbnail, its scores; then its rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, update

from hwawon.imaging import files
from hwawon.imaging.picture import Picture
from hwawon.imaging.thumbnail import thumbnail
from hwawon.pool import rows
from hwawon.pool.clusters import cluster_of, mark_alike
from hwawon.pool.keys import Name
from hwawon.pool.rows import PoolPicture, Scores
from hwawon.pool.scores import measured
from hwawon.storage import pictures
from hwawon.storage.garden_tables import pool
from hwawon.storage.ids import new_id
from hwawon.storage.objects import Objects
from hwawon.storage.pictures import NewPicture
from hwawon.storage.tables import picture as picture_table

UNJUDGED: Mapping[str, Any] = {
    **{"state": "unreviewed", "stars": 0, "disputed": False},
    **{"judged_at": None, "judged_by": None, "opinions": 0},
}
JPEG_QUALITY = 92  # from 90 on colours are kept at full resolution


@dataclass(frozen=True)
class Arrival:
    """A picture whose bytes are stored and whose rows are not yet."""

    id: str  # of the rows, made before so that a result can name it
    name: Name
    in_pool: bool  # its file lies at the pool's key
    in_serving: bool  # and at that of serving
    thumbnail_key: str
    media_type: str
    width: int
    height: int
    bytes: int
    scores: Scores


def keep_arrival(
    objects: Objects,
    picture: Picture,
    name: Name,
    *,
    data: bytes | None = None,
    published: bool = False,
    in_pool: bool = True,
    lies_there: bool = False,
    models_dir: Path | None = None,
) -> Arrival:
    """Store a picture under its name, as JPEG with its metadata, or the file `data` byte for byte; and score it.

    `published` also writes the copy in serving (visitors see it from `promote.serve.begin_serving` on). `lies_there`
    is for files that somebody put there: nothing is written but the thumbnail. Without `models_dir`, or without the
    model in it, `unsafe` stays None.

    Raises:
        StorageFull: see `Objects.write`.
        BadPicture: `data` is no picture.
    """
    file = files.encode(picture, "JPEG", quality=JPEG_QUALITY) if data is None else data
    places = {name.pool_key: in_pool, name.serving_key: published}
    if not lies_there:
        for key in (key for key, wanted in places.items() if wanted):
            objects.write(key, file)
    return Arrival(
        id=new_id(),
        name=name,
        in_pool=in_pool,
        in_serving=published,
        thumbnail_key=objects.put(thumbnail(picture), ".webp"),
        media_type="image/jpeg" if data is None else files.probe(data).media_type,
        width=picture.extent.width,
        height=picture.extent.height,
        bytes=len(file),
        scores=measured(picture.rgb8(), models_dir),
    )


def add_arrival(
    tx: Connection,
    arrival: Arrival,
    *,
    record: Mapping[str, Any],
    kind: str,
    title: str,
    owner: str | None,
    job: str | None = None,
    position: int = 0,
    model: str | None = None,
    bulk: str | None = None,
    parent: str | None = None,
    journal: str | None = None,
) -> PoolPicture:
    """Make an arrival count: both rows, and its near-duplicates found. It is not published yet.

    The same name again is the same row; where the file is another one, the row tells of that and is unreviewed again,
    since nobody has judged it.
    """
    made = _new(arrival, record=record, kind=kind, title=title, owner=owner, job=job, position=position, base=parent)
    present = rows.by_tail(tx, arrival.name.tail)
    if present is not None:
        return _replaced(tx, present, arrival, made)
    near = cluster_of(tx, arrival.name, arrival.scores.fingerprint, parent)
    added = rows.add(
        tx,
        pictures.add(tx, made, arrival.id),
        arrival.name,
        arrival.scores,
        pool_key=arrival.name.pool_key if arrival.in_pool else None,
        serving_key=arrival.name.serving_key if arrival.in_serving else None,
        model=model,
        bulk=bulk,
        parent=parent,
        journal=journal,
        cluster=near,
    )
    if near is not None:
        mark_alike(tx, near)
    return added


def _new(arrival: Arrival, **told: Any) -> NewPicture:
    return NewPicture(
        key=arrival.name.pool_key if arrival.in_pool else arrival.name.serving_key,
        thumbnail_key=arrival.thumbnail_key,
        media_type=arrival.media_type,
        width=arrival.width,
        height=arrival.height,
        bytes=arrival.bytes,
        **told,
    )


def _replaced(tx: Connection, present: PoolPicture, arrival: Arrival, made: NewPicture) -> PoolPicture:
    """The row as it tells of a file that was written over the one before, or beside it."""
    own: dict[str, Any] = {}
    if arrival.in_pool:
        own["pool_key"] = arrival.name.pool_key
    if arrival.in_serving:
        own["serving_key"] = arrival.name.serving_key
    told: dict[str, Any] = {"key": own.get("pool_key", present.pool_key) or made.key}
    if _is_another(present, arrival):
        own |= vars(arrival.scores) | dict(UNJUDGED)
        fresh = (
            "kind",
            "thumbnail_key",
            "media_type",
            "width",
            "height",
            "bytes",
            "record",
            "title",
            "job",
            "position",
        )
        told |= {name: getattr(made, name) for name in fresh}
    tx.execute(update(picture_table).where(picture_table.c.id == present.id).values(told))
    tx.execute(update(pool).where(pool.c.picture == present.id).values(own))
    return rows.get(tx, present.id)


def _is_another(present: PoolPicture, arrival: Arrival) -> bool:
    """Whether the file is another one: its size in pixels and bytes and its fingerprint tell."""
    size = (present.picture_record.width, present.picture_record.height, present.picture_record.bytes)
    return size != (arrival.width, arrival.height, arrival.bytes) or present.fingerprint != arrival.scores.fingerprint
