"""One frame of a batch as a durable job: its row changes in the transaction that ends the job, or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Connection

from hwawon.batch import store
from hwawon.batch.flicker import Shown, flicker_of
from hwawon.batch.flow import flow_between
from hwawon.batch.masks import followed
from hwawon.batch.paint import Before, Frame, FrameDone, Tools, paint_frame, recalled
from hwawon.batch.patches import packed, seen_by
from hwawon.batch.region import Finder
from hwawon.batch.source import Made, Sources, kept_mask, made_of, mask_of
from hwawon.batch.store import BatchRow, FrameRow
from hwawon.batch.wishes import BatchWishes, Region
from hwawon.config import Settings
from hwawon.engines.base import Engine, Step
from hwawon.engines.shelf import EngineShelf
from hwawon.errors import BadInput, BadPicture
from hwawon.imaging.geometry import Bounds
from hwawon.imaging.mask import Mask
from hwawon.imaging.picture import Picture
from hwawon.imaging.thumbnail import thumbnail
from hwawon.jobs.context import JobContext
from hwawon.jobs.worker import Handler, Outcome
from hwawon.retouch.job import Darkroom
from hwawon.storage.database import Database
from hwawon.storage.objects import Objects

_BLANK: dict[str, Any] = {"box": None, "edges": None}


class CuttingRoom:
    """Where the frames of batches are fetched and put together."""

    def __init__(self, database: Database, objects: Objects, settings: Settings) -> None:
        self.database, self.objects, self.settings = database, objects, settings
        self.sources = Sources(objects, settings.max_pixels)
        self._darkroom = Darkroom(database, objects, settings)
        self._find = Finder(settings.models_dir)
        self._first: tuple[str, Picture] | None = None

    def tools(self, engine: Engine) -> Tools:
        return Tools(engine, self._find.find, self._darkroom.picture, self.settings.models_dir)

    def made(self, row: BatchRow, frame: FrameRow, wishes: BatchWishes) -> Made:
        return made_of(self.objects, self.sources, row, frame, wishes)

    def frame(self, row: BatchRow, at: FrameRow, seed: int, wishes: BatchWishes) -> Frame:
        """The frame with everything that it begins from.

        Raises:
            BadPicture: it is damaged.
            BadInput: there is no mask for it.
        """
        near = self._near(row, at, wishes)
        mask, mask_from = self._mask(row, at, near, wishes)
        return Frame(
            index=at.position,
            picture=self.sources.frame(row, at),
            seed=seed,
            mask=mask,
            mask_from=mask_from,
            before=None if near is None else self._before(row, near, wishes),
            first=self._first_result(row, at, wishes) if wishes.first_as_reference else None,
        )

    def _near(self, row: BatchRow, at: FrameRow, wishes: BatchWishes) -> FrameRow | None:
        """The frame that this one follows: towards the first that a mask was drawn on, the nearest that is known."""
        with self.database.read() as tx:
            keys = store.tally(tx, row.id, wishes.range).keys if wishes.region is Region.MASK else ()
            forwards = not keys or at.position >= keys[0]
            drawn = wishes.region is Region.MASK and wishes.follow
            if keys and at.position == keys[0]:
                return None
            near = store.neighbour(tx, row.id, at.position, earlier=forwards, drawn=drawn)
        is_beside = near is not None and abs(near.position - at.position) == 1
        return near if wishes.is_chained or is_beside else None  # else it would only be measured against

    def _mask(self, row: BatchRow, at: FrameRow, near: FrameRow | None, wishes: BatchWishes) -> tuple[Mask | None, str]:
        if wishes.region is not Region.MASK:
            return None, "found"
        if at.drawn_key is not None:
            return mask_of(self.objects, at.drawn_key), "drawn"
        if not wishes.follow:
            return self._still_mask(row, at), "kept"
        if near is not None and abs(near.position - at.position) > 1:
            return self._walked(row, near, at), "followed"
        return None, "followed"

    def _still_mask(self, row: BatchRow, at: FrameRow) -> Mask:
        """The mask of the nearest frame that one was drawn on, earlier ones first."""
        with self.database.read() as tx:
            drawn = [one for one in store.all_frames(tx, row.id) if one.drawn_key is not None]
        earlier = [one for one in drawn if one.position <= at.position]
        if not drawn:
            raise BadInput("there is no mask: draw one on a frame")
        key = (earlier[-1] if earlier else drawn[0]).drawn_key
        assert key is not None
        return mask_of(self.objects, key)

    def _walked(self, row: BatchRow, near: FrameRow, at: FrameRow) -> Mask:
        """The mask of `near` followed through the frames that lie between and were not painted."""
        step = 1 if at.position > near.position else -1
        between = range(near.position + step, at.position + step, step)
        with self.database.read() as tx:
            found = {one.position: one for one in store.all_frames(tx, row.id, between)}
        mask, last = self._mask_kept(near), self.sources.frame(row, near)
        for position in between:
            try:
                picture = self.sources.frame(row, found[position])
            except BadPicture:  # the next one shows where things have gone
                continue
            mask, last = followed(mask, flow_between(picture, last)), picture
        return mask

    def _before(self, row: BatchRow, near: FrameRow, wishes: BatchWishes) -> Before:
        made = self.made(row, near, wishes)
        report = dict(near.report or _BLANK)
        return recalled(near.position, made.source, made.patch, made.result, self._mask_kept(near), report)

    def _mask_kept(self, frame: FrameRow) -> Mask:
        key = frame.drawn_key or frame.mask_key
        assert key is not None
        return mask_of(self.objects, key)

    def _first_result(self, row: BatchRow, at: FrameRow, wishes: BatchWishes) -> Picture | None:
        """What the first painted frame shows in its rectangle."""
        with self.database.read() as tx:
            keys = store.tally(tx, row.id, wishes.range).keys
            first = store.frame(tx, row.id, keys[0]) if keys else None
            if first is None or not first.is_painted:
                first = store.neighbour(tx, row.id, -1, earlier=False, drawn=False)
        if first is None or first.report is None or first.report["box"] is None or first.position == at.position:
            return None
        known = f"{row.id} {first.position} {first.patch_key}"
        if self._first is None or self._first[0] != known:
            rgb = self.made(row, first, wishes).result.rgb8(Bounds(*first.report["box"]))
            self._first = known, Picture(rgb)
        return self._first[1]


@dataclass(frozen=True)
class _Kept:
    """What is written when a frame is done."""

    batch: str
    position: int
    values: dict[str, Any]
    flicker_after: tuple[int, float | None] | None  # of the frame that follows, which is measured against this one


def handler(room: CuttingRoom, engines: EngineShelf) -> Handler:
    """What a worker does with a job of kind `frame`."""

    def run(context: JobContext) -> Outcome:
        asked = context.job.request
        with room.database.read() as tx:
            row, at = store.get(tx, asked["batch"]), store.frame(tx, asked["batch"], asked["frame"])
        wishes, context_step = row.asked, partial(_step, context)
        engine = engines.get(wishes.engine)
        frame = room.frame(row, at, asked["seed"], wishes)
        done = paint_frame(wishes, frame, room.tools(engine), context_step)
        context.check()
        kept = _keep(room, row, frame, done, wishes)
        told = {name: kept.values[name] for name in ("report", "flicker")}
        return Outcome({"batch": row.id, "frame": at.position} | told, partial(_write, kept))

    return run


def _step(context: JobContext, step: Step) -> None:
    context.progress(step.step, step.steps, step.preview)


def _keep(room: CuttingRoom, row: BatchRow, frame: Frame, done: FrameDone, wishes: BatchWishes) -> _Kept:
    objects = room.objects
    values = {
        "mask_key": kept_mask(objects, done.mask),
        "patch_key": None if done.patch is None else objects.put(packed(done.patch), ".png"),
        "thumbnail_key": objects.put(thumbnail(done.result.pixels), ".webp"),
        "report": done.report | {"opacity": wishes.opacity},
        "flicker": done.flicker,
        "accepted": False,
    }
    return _Kept(row.id, frame.index, values, _flicker_after(room, row, frame, done, wishes))


def _flicker_after(
    room: CuttingRoom, row: BatchRow, frame: Frame, done: FrameDone, wishes: BatchWishes
) -> tuple[int, float | None] | None:
    """The new score of the painted frame that follows, where this one was painted again."""
    backwards = frame.before is not None and frame.before.index > frame.index
    position = frame.index + (-1 if backwards else 1)
    with room.database.read() as tx:
        following = next(iter(store.all_frames(tx, row.id, [position])), None)
    if following is None or following.report is None or following.patch_key is None or done.patch is None:
        return None
    after = room.made(row, following, wishes)
    if after.source.extent != frame.picture.extent:
        return None
    shown = Shown(after.source, after.result, seen_by(after.patch, after.source.extent))
    mine = Shown(frame.picture, done.result, seen_by(done.patch, frame.picture.extent))
    return position, flicker_of(shown, mine, flow_between(after.source, frame.picture))


def _write(kept: _Kept, tx: Connection) -> None:
    store.change(tx, kept.batch)
    store.change_frame(tx, kept.batch, kept.position, **kept.values)
    if kept.flicker_after is not None:
        position, flicker = kept.flicker_after
        store.change_frame(tx, kept.batch, position, flicker=flicker)
