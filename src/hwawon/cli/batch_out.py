"""What a batch at the command line leaves: a folder, a zip or a video, and what is told of it."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from hwawon.app import House
from hwawon.batch import store
from hwawon.batch.encode import ExportWishes, Target, sound_of, target_of, write_video
from hwawon.batch.export import encoded, moments_of, results, shown, zipped
from hwawon.batch.job import CuttingRoom
from hwawon.batch.store import BatchRow, FrameRow, Tally
from hwawon.cli.batch_paths import VIDEOS, Paths
from hwawon.disk import make_folder, write_atomically, written_atomically
from hwawon.errors import BadInput, EngineError
from hwawon.imaging.geometry import Extent
from hwawon.jobs.job import JobState


@dataclass(frozen=True)
class Done:
    """How a batch ended, as `--json` says it, and what the user should know."""

    answer: dict[str, Any]
    notices: tuple[str, ...]
    failures: tuple[str, ...]


def tally_of(house: House, row: BatchRow) -> Tally:
    with house.database.read() as tx:
        return store.tally(tx, row.id, row.asked.range)


def finished(house: House, row: BatchRow, paths: Paths, export: ExportWishes) -> Done:
    """Write OUT and tell what was done."""
    began_s, tally = time.perf_counter(), tally_of(house, row)
    with house.database.read() as tx:
        rows = store.all_frames(tx, row.id)
    wanted = [one for one in rows if row.asked.range.holds(one.number)]
    failures = tuple(
        f"{one.name}: {(one.error or {}).get('message')}" for one in wanted if one.state is JobState.FAILED
    )
    painted = [one for one in wanted if one.is_painted and one.state is JobState.SUCCEEDED]
    if not painted:
        raise EngineError(f"no frame could be painted: {failures[0] if failures else 'none is in range'}")
    room = CuttingRoom(house.database, house.objects, house.settings)
    try:
        written = _write(room, row, rows, painted, paths, export)
    finally:
        room.sources.close()
    answer = {
        "out": str(paths.out),
        "engine": row.asked.engine,
        "seed": row.asked.seed,
        "frames": len(rows),
        "painted": len(painted),
        "failed": len(failures),
        "failures": list(failures),
        "changed_outside": tally.changed_outside,
        "flicker": None if tally.flicker is None else round(tally.flicker, 4),
        "write_seconds": round(time.perf_counter() - began_s, 3),
    }
    notices = [*row.source["notices"], *_frame_notices(painted)]
    return Done(answer | written, tuple(notices), failures)


def _frame_notices(painted: Sequence[FrameRow]) -> list[str]:
    """What was said of frames, each once."""
    counted: dict[str, int] = {}
    for one in painted:
        for notice in (one.report or {}).get("notices", ()):
            counted[notice] = counted.get(notice, 0) + 1
    return [notice if count == 1 else f"{notice} ({count} frames)" for notice, count in counted.items()]


def _write(
    room: CuttingRoom,
    row: BatchRow,
    rows: list[FrameRow],
    painted: Sequence[FrameRow],
    paths: Paths,
    export: ExportWishes,
) -> dict[str, Any]:
    if paths.kind == "video":
        return _write_video(room, row, rows, paths, export)
    if paths.kind == "zip":
        with written_atomically(paths.out) as file:
            for piece in zipped(results(room, row, painted, png=row.is_video)):
                file.write(piece)
        return {"files": len(painted)}
    make_folder(paths.out)
    for one in painted:
        entry = encoded(room.made(row, one, row.asked).result, one.name)
        make_folder((paths.out / entry.name).parent)
        write_atomically(paths.out / entry.name, entry.data)
    return {"files": len(painted)}


def _write_video(
    room: CuttingRoom, row: BatchRow, rows: list[FrameRow], paths: Paths, export: ExportWishes
) -> dict[str, Any]:
    """Made in the working folder, which lies beside OUT, and moved there in one step."""
    source = room.sources.file(row) if row.is_video else None
    moments = moments_of(row, rows, export, room, row.asked)
    target = _target(paths, export, moments.extent, source)
    with tempfile.TemporaryDirectory(prefix="export-", dir=paths.working) as folder:
        path = Path(folder) / f"video{target.suffix}"
        count = write_video(path, moments, shown(room, row, rows, row.asked), source, export, target, _ignore)
        path.replace(paths.out)
    told = {"video_frames": count, "codec": target.encoder, "pixel_format": target.pixel_format}
    return told | {"sound": bool(sound_of(source))}


def check_target(house: House, row: BatchRow, paths: Paths, export: ExportWishes) -> None:
    """Find out before any work whether the video can be written as it is named."""
    if paths.kind != "video":
        return
    room = CuttingRoom(house.database, house.objects, house.settings)
    try:
        source = room.sources.file(row) if row.is_video else None
        _target(paths, export, Extent(row.source["width"], row.source["height"]), source)
    finally:
        room.sources.close()


def _target(paths: Paths, export: ExportWishes, extent: Extent, source: Path | None) -> Target:
    """What is written, in the container that OUT's name asks for.

    Raises:
        BadInput: an MP4 cannot hold it.
    """
    sound = sound_of(source)
    target = target_of(export, extent, sound)
    container = VIDEOS[paths.out.suffix.lower()]
    if container == "mp4" and target.container != "mp4":
        raise BadInput(f"an MP4 cannot hold {', '.join((export.codec, *sound))}: name OUT .mkv")
    return replace(target, container="matroska") if container != "mp4" else target


def _ignore(_written: int, _frames: int) -> None:
    return None
