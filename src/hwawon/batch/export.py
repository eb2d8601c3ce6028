"""What leaves a batch: pictures in a zip, one after the other, and a video as a durable job."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from sqlalchemy import Connection

from hwawon.batch import store
from hwawon.batch.encode import ExportWishes, Moments, Target, sound_of, target_of, write_video
from hwawon.batch.job import CuttingRoom
from hwawon.batch.names import with_suffix
from hwawon.batch.source import lasting
from hwawon.batch.store import BatchRow, FrameRow
from hwawon.batch.video import Reeled
from hwawon.batch.wishes import BatchWishes
from hwawon.errors import BadInput
from hwawon.imaging import files
from hwawon.imaging.picture import Picture
from hwawon.jobs.context import JobContext
from hwawon.jobs.worker import Handler, Outcome
from hwawon.storage.types import utc_now
from hwawon.validation import validated


class Entry(NamedTuple):
    """A file of the zip."""

    name: str
    data: bytes


def encoded(picture: Picture, name: str) -> Entry:
    """A result as a file of this name, in the format that the name says."""
    return Entry(name, files.encode(picture, files.format_of(Path(PurePosixPath(name).name))))


def zipped(entries: Iterable[Entry]) -> Iterator[bytes]:
    """A zip of the entries, in pieces as they become ready: nothing but one entry is in memory."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:
        for entry in entries:
            archive.writestr(zipfile.ZipInfo(entry.name), entry.data)
            yield sink.taken()
    yield sink.taken()


class _Sink(io.RawIOBase):
    """A file that can only be written on and on; gives away what was written."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._pieces.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)


def results(room: CuttingRoom, row: BatchRow, rows: Iterable[FrameRow], *, png: bool) -> Iterator[Entry]:
    """The results of these painted frames as files, under their own names or as PNG."""
    wishes, taken = row.asked, set[str]()
    for one in rows:
        name = png_name(one.name, taken) if png else one.name
        taken.add(name)
        yield encoded(room.made(row, one, wishes).result, name)


def png_name(name: str, taken: Collection[str]) -> str:
    """The frame's name as a PNG; with both suffixes where another frame has that name already."""
    short = with_suffix(name, ".png")
    return f"{name}.png" if short in taken else short


def handler(room: CuttingRoom) -> Handler:
    """What a worker does with a job of kind `batch_export`."""

    def run(context: JobContext) -> Outcome:
        with room.database.read() as tx:
            row = store.get(tx, context.job.request["batch"])
            rows = store.all_frames(tx, row.id)
        asked, wishes = validated(ExportWishes, context.job.request["wishes"]), row.asked
        source = room.sources.file(row) if row.is_video else None
        moments = moments_of(row, rows, asked, room, wishes)
        target = target_of(asked, moments.extent, sound_of(source))
        with tempfile.TemporaryDirectory(prefix="hwawon-export-") as folder:
            path = Path(folder) / f"video{target.suffix}"
            frames = shown(room, row, rows, wishes)
            count = write_video(path, moments, frames, source, asked, target, partial(_report, context))
            key, size = room.objects.put_file(path, target.suffix), path.stat().st_size
        told = _told(row, target, asked, count, size) | {"job": context.job.id}
        return Outcome(told | {"batch": row.id}, partial(_write, row.id, told, key))

    return run


def moments_of(
    row: BatchRow, rows: list[FrameRow], asked: ExportWishes, room: CuttingRoom, wishes: BatchWishes
) -> Moments:
    """When the frames are shown: as in the video; pictures at the asked rate."""
    if row.is_video:
        return Moments.of_video(Reeled.from_json(row.source))
    if not rows:
        raise BadInput("the batch has no frames")
    return Moments.of_pictures(room.made(row, rows[0], wishes).source.extent, len(rows), asked.fps)


def shown(room: CuttingRoom, row: BatchRow, rows: Iterable[FrameRow], wishes: BatchWishes) -> Iterator[Picture]:
    """Every frame in order: its result, or as it came; in place of a damaged one the one before."""
    last: Picture | None = None
    for one in rows:
        last = lasting(_reader(room, row, one, wishes), last)
        yield last


def _reader(room: CuttingRoom, row: BatchRow, one: FrameRow, wishes: BatchWishes) -> Callable[[], Picture]:
    return lambda: room.made(row, one, wishes).result


def _report(context: JobContext, written: int, frames: int) -> None:
    context.progress(written, frames)


def _told(row: BatchRow, target: Target, asked: ExportWishes, count: int, size: int) -> dict[str, Any]:
    return {
        "codec": target.encoder,
        "pixel_format": target.pixel_format,
        "media_type": target.media_type,
        "suffix": target.suffix,
        "frames": count,
        "bytes": size,
        "sound": bool(row.source.get("sound")),
        "lossless": asked.codec == "ffv1",
        "notices": list(target.notices),
    }


def _write(batch: str, told: dict[str, Any], key: str, tx: Connection) -> None:
    now = utc_now()
    made = told | {"made_at": now.isoformat()}
    store.change(tx, batch, export=made, export_key=key, updated_at=now)
