"""A batch from files to files, without a server: a private installation beside OUT holds how far it is.

So a frame is the same durable job as on a server, and a command that was killed goes on where it was.
"""

from __future__ import annotations

import hashlib
import shutil
import signal
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from hwawon import seeds
from hwawon.app import House, open_house
from hwawon.batch import orders, store
from hwawon.batch.beforehand import checked_beforehand
from hwawon.batch.encode import ExportWishes
from hwawon.batch.intake import Upload, take_in
from hwawon.batch.job import CuttingRoom
from hwawon.batch.masks import drawn_mask
from hwawon.batch.names import is_picture, is_video, is_zip
from hwawon.batch.source import kept_mask
from hwawon.batch.store import BatchRow, FrameRow
from hwawon.batch.wishes import BatchWishes
from hwawon.cli.batch_out import Done, check_target, finished, tally_of
from hwawon.cli.batch_paths import Paths, check_paths
from hwawon.config import Settings
from hwawon.errors import BadInput, NotFound
from hwawon.gallery.keep import add_row, keep_upload
from hwawon.imaging import files
from hwawon.workshop import open_worker

OnFrame = Callable[[int, int], None]  # done, in all
_IDLE_S = 0.1
_MEBIBYTE = 1024 * 1024


def run(
    wishes: BatchWishes,
    paths: Paths,
    settings: Settings,
    export: ExportWishes,
    on_frame: OnFrame,
    *,
    redo: Sequence[int] = (),
    fresh: bool = False,
    keep: bool = False,
) -> Done:
    """Paint every frame in range, or go on where an earlier run stopped, and write OUT.

    Args:
        wishes: its seed is drawn where it is left open, and its reference is that of `paths`.
        redo: numbers of frames to paint again, with the seed or a drawn one.
        fresh: forget an earlier run.
        keep: do not forget this one when all is done, so that frames can be painted again.

    Raises:
        BadInput and its kinds: found before any work; nothing is left behind. Also for an earlier run of other wishes.
        Conflict: another command is at it.
        KeyboardInterrupt: stopped; what is painted is kept for the next run.
    """
    check_paths(paths)
    if fresh:
        shutil.rmtree(paths.working, ignore_errors=True)
    private = settings.model_copy(
        update={"data_dir": paths.working, "database_url": None, "objects": None, "power": "none"}
    )
    with _begun(private, wishes.model_copy(update={"seed": None}) if redo else wishes, paths, export) as (house, row):
        if redo:
            orders.redo(house.database, house.queue, row, _positions(house, row, redo), wishes.seed, onward=False)
        pace = checked_beforehand(house.database, house.objects, house.settings, row)
        orders.start(house.database, house.queue, row, row.asked, pace)
        _paint(house, row, on_frame)
        done = finished(house, row, paths, export)
    if not done.failures and not keep:
        shutil.rmtree(paths.working, ignore_errors=True)
    return done


@contextmanager
def _begun(
    settings: Settings, wishes: BatchWishes, paths: Paths, export: ExportWishes
) -> Iterator[tuple[House, BatchRow]]:
    """The private installation with its one batch; a new one is gone again where something is wrong before work."""
    is_new = not settings.data_dir.exists()
    with ExitStack() as stack:
        try:
            house = stack.enter_context(open_house(settings))
            row = _batch(house, wishes, paths)
            checked_beforehand(house.database, house.objects, settings, row)
            check_target(house, row, paths, export)
        except BaseException:
            stack.close()
            if is_new:
                shutil.rmtree(settings.data_dir, ignore_errors=True)
            raise
        yield house, row


def _batch(house: House, wishes: BatchWishes, paths: Paths) -> BatchRow:
    """The batch of an earlier run, if it is the same, or a new one."""
    told = _fingerprint(wishes, paths)
    with house.database.read() as tx:
        present = store.page(tx, 1, None, None).items
    if present:
        return _same(present[0], told)
    asked = wishes.with_seed(seeds.drawn())
    taken = _taken_in(house, paths)
    with house.database.write() as tx:
        if paths.reference is not None:
            files.probe(paths.reference, max_pixels=house.settings.max_pixels)
            kept = keep_upload(house.objects, paths.reference.read_bytes(), house.settings.max_pixels)
            asked = asked.model_copy(update={"reference": kept.id})
            add_row(tx, kept, kind="reference", owner=None, record={})
        id = store.create(tx, None, paths.source.name, {**taken.source, "told": told}, asked, taken.source_key)
        store.add_frames(tx, id, taken.frames)
        row, rows = store.get(tx, id), store.all_frames(tx, id)
    _draw(house, row, rows, paths)
    return row


def _same(row: BatchRow, told: Mapping[str, Any]) -> BatchRow:
    """Refuse to go on with something else."""
    before = row.source["told"]
    other = sorted(name for name in told if told[name] != before.get(name) and not (name == "seed" and not told[name]))
    if other:
        raise BadInput(f"an earlier run was begun with another {', '.join(other)}: --fresh begins anew")
    return row


def _fingerprint(wishes: BatchWishes, paths: Paths) -> dict[str, Any]:
    """What must be the same when a batch goes on."""
    parts = sorted(paths.source.iterdir()) if paths.source.is_dir() else [paths.source]
    pictures = [(one.name, one.stat().st_size, one.stat().st_mtime_ns) for one in parts if one.is_file()]
    masks = [(number, one.read_bytes()) for number, one in paths.masks.items() if one.is_file()]
    told: dict[str, Any] = wishes.model_dump(mode="json", exclude={"reference"})
    return told | {"source": _sha256(pictures), "mask": _sha256(masks), "reference": str(paths.reference)}


def _sha256(value: object) -> str:
    return hashlib.sha256(repr(value).encode()).hexdigest()


def _taken_in(house: House, paths: Paths) -> Any:
    settings = house.settings
    if paths.source.is_dir():
        found = [one for one in paths.source.iterdir() if one.is_file() and is_picture(one.name)]
    else:
        found = [paths.source]
    if not found:
        raise BadInput(f"there is no picture in {paths.source}")
    if not (paths.source.is_dir() or is_zip(paths.source.name) or is_video(paths.source.name)):
        raise BadInput(f"{paths.source} is neither a folder nor a zip nor a video")
    uploads = [Upload(one.name, _opener(one)) for one in found]
    return take_in(house.objects, uploads, settings.max_pixels, settings.max_upload_mb * _MEBIBYTE)


def _opener(path: Path) -> Callable[[], AbstractContextManager[BinaryIO]]:
    return lambda: path.open("rb")


def _draw(house: House, row: BatchRow, rows: Sequence[FrameRow], paths: Paths) -> None:
    """Keep the masks on their frames."""
    room = CuttingRoom(house.database, house.objects, house.settings)
    wanted = [one for one in rows if row.asked.range.holds(one.number)]
    for number, path in paths.masks.items():
        chosen = wanted if number is None else [one for one in rows if one.number == number]
        if not chosen:
            raise BadInput(f"no frame has the number {number}" if number is not None else "no frame is in the range")
        pixels = files.read(path, max_pixels=house.settings.max_pixels).pixels
        key = kept_mask(house.objects, drawn_mask(pixels, room.sources.frame(row, chosen[0]).extent))
        with house.database.write() as tx:
            store.change_frame(tx, row.id, chosen[0].position, drawn_key=key)
    room.sources.close()


def _positions(house: House, row: BatchRow, numbers: Sequence[int]) -> list[int]:
    with house.database.read() as tx:
        by_number = {one.number: one.position for one in store.all_frames(tx, row.id)}
    missing = [number for number in numbers if number not in by_number]
    if missing:
        raise NotFound(f"no frame has the number {missing[0]}")
    return [by_number[number] for number in numbers]


def _paint(house: House, row: BatchRow, on_frame: OnFrame) -> None:
    """Run the jobs to their end.

    Raises:
        KeyboardInterrupt: somebody asked; the frame at hand is given back.
    """
    stop = threading.Event()
    with _obeying(stop), open_worker(house) as worker:
        worker.take_over(everyone=True)
        while (tally := tally_of(house, row)).live and not stop.is_set():
            on_frame(tally.in_range - tally.live, tally.in_range)
            if not worker.run_next(stop):  # one waits for its next attempt
                worker.look_after()
                stop.wait(_IDLE_S)
    if stop.is_set():
        raise KeyboardInterrupt


@contextmanager
def _obeying(stop: threading.Event) -> Iterator[None]:
    """Ctrl-C and SIGTERM set `stop`, so that the frame at hand ends at its next step."""

    def ask(_number: int, _frame: object) -> None:
        stop.set()

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
