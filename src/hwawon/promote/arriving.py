"""Files from outside taken in by a worker: read whole, scored, and given their rows; a bad one harms no other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from hwawon.config import Settings
from hwawon.errors import BadInput, BadPicture, NotFound, PictureTooLarge
from hwawon.jobs.context import Handler, JobContext, Outcome
from hwawon.pool import rows
from hwawon.pool.keys import POOL, Name, name_of
from hwawon.promote import seen, serve
from hwawon.promote.findings import with_file
from hwawon.promote.place import Place, place
from hwawon.promote.turn import turn
from hwawon.storage import events
from hwawon.storage.database import Database
from hwawon.storage.objects import ObjectInfo, Objects
from hwawon.storage.types import utc_now

if TYPE_CHECKING:
    from hwawon.pool.arrive import Arrival
    from hwawon.storage.pictures import PictureRecord

AT_ONCE = 20  # files whose rows are written in one transaction
OWNER = "outside"  # nobody's, and not the house's either, which all may see: the pool is for curators
FORMATS = ("JPEG", "PNG", "WEBP")


@dataclass(frozen=True)
class Read:
    """A file as it was read, or why it cannot be taken in."""

    key: str
    info: ObjectInfo
    reason: str | None = None
    arrival: Arrival | None = None
    record: Mapping[str, Any] | None = None


def handler(database: Database, objects: Objects, settings: Settings) -> Handler:
    """What a worker does with a job of kind `arrive`."""

    def run(context: JobContext) -> Outcome:
        keys: list[str] = context.job.request["keys"]
        waiting, taken, refused = iter(keys), 0, 0
        done = 0
        while some := list(islice(waiting, AT_ONCE)):
            found = list(_read_all(context, some, done, len(keys), objects, settings))
            with turn(database), database.write() as tx:
                taken += _take_in(tx, objects, found, some)
            refused += sum(one.reason is not None for one in found)
            done += len(some)
        return Outcome({"taken": taken, "refused": refused, "files": len(keys)})

    return run


def _read_all(
    context: JobContext, keys: Sequence[str], done: int, total: int, objects: Objects, settings: Settings
) -> Iterator[Read]:
    for place_, key in enumerate(keys, done + 1):
        context.progress(place_, total)
        try:
            info = objects.head(key)
            yield _read(key, info, objects, settings)
        except NotFound:
            continue


def _read(key: str, info: ObjectInfo, objects: Objects, settings: Settings) -> Read:
    from hwawon.imaging import files
    from hwawon.pool.arrive import keep_arrival

    most = settings.max_upload_mb * 1024 * 1024
    try:
        if info.size > most:
            raise PictureTooLarge(f"the file has {info.size} bytes, at most {most} are allowed")
        name, data = name_of(key), objects.get(key)
        picture = files.read(data, max_pixels=settings.max_pixels)
        if (format := files.probe(data).format) not in FORMATS:
            raise BadPicture(f"expected a JPEG, PNG or WebP picture, got {format}")
        in_pool = key == name.pool_key
        models = settings.models_dir
        arrival = keep_arrival(
            objects,
            picture,
            name,
            data=data,
            published=not in_pool,
            in_pool=in_pool,
            lies_there=True,
            models_dir=models,
        )
    except BadInput as error:
        return Read(key, info, str(error))
    return Read(key, info, None, arrival, _record(key, picture.metadata))


def _record(key: str, metadata: Any) -> dict[str, Any]:
    """Where it came from, and how it was made where it says so itself."""
    from hwawon.imaging.provenance import read_back

    request = read_back(metadata).request
    return {"task": "outside", "key": key} | ({"request": dict(request)} if request else {})


def _take_in(tx: Connection, objects: Objects, found: Sequence[Read], keys: Sequence[str]) -> int:
    """Write the rows of what was read, unless the file changed meanwhile, which is then looked at anew; how many."""
    read = {one.key: one for one in found}
    seen.forget(tx, [key for key in keys if key not in read])
    told: list[tuple[Place, Place | None]] = []
    for one in found:
        info = _now(objects, one.key)
        if info is None or info.etag != one.info.etag:
            seen.forget(tx, [one.key])
        elif one.arrival is None:
            seen.note(tx, {one.key: info}, "refused", reason=one.reason)
        else:
            told.append(_one(tx, one, one.arrival))
            seen.note(tx, {one.key: info}, "seen")
    serve.tell(tx, told)
    if told:
        events.append(tx, "pool", {"changed": len(told)})
    return len(told)


def _one(tx: Connection, read: Read, arrival: Arrival) -> tuple[Place, Place]:
    """The picture's row, new or of the new file, and its place; a second file of a picture only has its place noted."""
    from hwawon.pool.arrive import add_arrival

    name: Name = arrival.name
    present = rows.by_tail(tx, name.tail)
    if present is None or (_is_main(present, read.key) and not _is_known(present.picture_record, arrival)):
        present = add_arrival(tx, arrival, record=read.record or {}, kind="upload", title=name.file, owner=OWNER)
    before = place(tx, present.id, hold=True)
    in_pool = read.key.startswith(f"{POOL}/")
    after = before if in_pool and before.pool_key else with_file(before, read.key, utc_now())
    if after != before:
        serve.write(tx, [(before, after)])
    return before, after


def _is_main(present: rows.PoolPicture, key: str) -> bool:
    return key == (present.pool_key or present.serving_key)


def _is_known(record: PictureRecord, arrival: Arrival) -> bool:
    """Whether the row tells of this very file: one of our own, whose row came after the file was noticed."""
    return (record.bytes, record.thumbnail_key) == (arrival.bytes, arrival.thumbnail_key)


def _now(objects: Objects, key: str) -> ObjectInfo | None:
    try:
        return objects.head(key)
    except NotFound:
        return None
