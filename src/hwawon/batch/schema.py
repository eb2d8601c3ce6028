"""What the API says of batches. The models document the answers; rows are sent without being built anew."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal
from urllib.parse import quote

from pydantic import BaseModel, Field

from hwawon.batch.store import BatchRow, FrameRow, Tally
from hwawon.batch.wishes import BatchWishes
from hwawon.engines.wishes import Seed
from hwawon.jobs.job import JobState
from hwawon.storage.objects import hash_of
from hwawon.validation import FrozenModel

Position = Annotated[int, Field(ge=0, le=1_000_000)]


class Export(BaseModel):
    """The video of a batch: the last one made, and how the making of the next one stands."""

    state: JobState | None  # of the last order
    job: str | None
    error: dict[str, Any] | None
    file_name: str | None  # null until there is one
    media_type: str | None
    bytes: int | None
    codec: str | None
    pixel_format: str | None
    frames: int | None
    sound: bool | None
    lossless: bool | None
    notices: list[str]
    stale: bool  # a frame has changed since
    url: str | None


class BatchOut(BaseModel):
    """A batch and how far it is."""

    id: str
    title: str
    state: Literal["draft", "waiting", "running", "paused", "finished"]
    created_at: datetime
    updated_at: datetime
    kind: Literal["frames", "video"]
    width: int  # of the first frame
    height: int
    frames: int
    in_range: int
    fps: float | None
    seconds: float | None
    sound: bool
    notices: list[str]
    wishes: dict[str, Any]
    counts: dict[str, int]  # frames in range by state; idle: without a job
    accepted: int
    keys: list[int]  # frames with a drawn mask
    needs_mask: bool
    eta_s: float | None
    seconds_per_frame: float | None
    flicker: float | None  # mean of the frames' scores, in levels of 255; 0: as steady as the source
    changed_outside: int  # sum over the frames: 0
    export: Export | None
    cover_url: str


class BatchPage(BaseModel):
    """Some batches, newest first."""

    items: list[BatchOut]
    next_cursor: str | None


class FrameOut(BaseModel):
    """A frame and what was made of it."""

    index: int
    name: str
    number: int | None
    in_range: bool
    state: Literal["idle", "enqueued", "running", "succeeded", "failed", "cancelled"]
    job: str | None
    error: dict[str, Any] | None
    is_key: bool
    accepted: bool
    flicker: float | None
    report: dict[str, Any] | None
    source_url: str
    mask_url: str | None
    result_url: str | None
    thumbnail_url: str


class FramePage(BaseModel):
    """Some frames, in order."""

    items: list[FrameOut]
    next_cursor: str | None
    total: int


class BatchChange(FrozenModel):
    """What is changed; what is left out stays."""

    title: Annotated[str, Field(max_length=200)] | None = None
    wishes: BatchWishes | None = None


class Redo(FrozenModel):
    """Frames to paint again."""

    frames: Annotated[tuple[Position, ...], Field(min_length=1, max_length=10_000)]
    seed: Seed | None = None  # None: drawn
    onward: bool = False  # and all that come after the first


class Accept(FrozenModel):
    """Frames that were looked at."""

    frames: Annotated[tuple[Position, ...], Field(max_length=10_000)] | None = None  # None: all that are painted
    accepted: bool = True


def batch_json(
    row: BatchRow, tally: Tally, frames: int, base_path: str, export: Mapping[str, Any] | None
) -> dict[str, Any]:
    """A batch as the API shows it. `export`: as `export_json`."""
    source, wishes = row.source, row.asked
    seconds = _seconds(source)
    pace = tally.seconds_per_frame
    return {
        "id": row.id,
        "title": row.title,
        "state": tally.state,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
        "kind": source["kind"],
        "width": source["width"],
        "height": source["height"],
        "frames": frames,
        "in_range": tally.in_range,
        "fps": None if seconds is None else round(_ratio(source["rate"]), 4),
        "seconds": seconds,
        "sound": bool(source.get("sound")),
        "notices": source["notices"],
        "wishes": wishes.model_dump(mode="json"),
        "counts": dict(tally.counts),
        "accepted": tally.accepted,
        "keys": list(tally.keys),
        "needs_mask": wishes.region == "mask" and not tally.keys,
        "eta_s": None if pace is None or not tally.live else round(pace * tally.live, 1),
        "seconds_per_frame": None if pace is None else round(pace, 3),
        "flicker": None if tally.flicker is None else round(tally.flicker, 4),
        "changed_outside": tally.changed_outside,
        "export": export,
        "cover_url": f"{base_path}/api/batches/{row.id}/frames/{tally.keys[0] if tally.keys else 0}/thumbnail",
    }


def export_json(
    row: BatchRow, base_path: str, state: JobState | None, error: Mapping[str, Any] | None
) -> dict[str, Any]:
    """The video of a batch as the API shows it."""
    told = row.export or {}
    made = row.export_key is not None
    names = ("media_type", "bytes", "codec", "pixel_format", "frames", "sound", "lossless")
    version = (hash_of(row.export_key or "") or "")[:12]
    return {
        "state": state,
        "job": told.get("job"),
        "error": None if error is None else dict(error),
        "file_name": file_name(row, str(told["suffix"])) if made else None,
        **{name: told.get(name) for name in names},
        "notices": list(told.get("notices", ())),
        "stale": made and row.updated_at.isoformat() > str(told["made_at"]),
        "url": f"{base_path}/api/batches/{row.id}/video?v={version}" if made else None,
    }


def frame_json(batch: str, wishes: BatchWishes, frame: FrameRow, base_path: str) -> dict[str, Any]:
    """A frame as the API shows it. Addresses change with what they show."""
    address = f"{base_path}/api/batches/{batch}/frames/{frame.position}"
    mask, result = frame.drawn_key or frame.mask_key, frame.is_painted
    version = _version(frame.patch_key or frame.thumbnail_key)
    report = None if frame.report is None else {key: value for key, value in frame.report.items() if key not in _OURS}
    return {
        "index": frame.position,
        "name": frame.name,
        "number": frame.number,
        "in_range": wishes.range.holds(frame.number),
        "state": frame.state or "idle",
        "job": frame.job,
        "error": dict(frame.error) if frame.error is not None and frame.state is JobState.FAILED else None,
        "is_key": frame.drawn_key is not None,
        "accepted": frame.accepted,
        "flicker": None if frame.flicker is None else round(frame.flicker, 4),
        "report": report,
        "source_url": f"{address}/source",
        "mask_url": f"{address}/mask?v={_version(mask)}" if mask else None,
        "result_url": f"{address}/result?v={version}" if result else None,
        "thumbnail_url": f"{address}/thumbnail?v={version}" if result else f"{address}/thumbnail",
    }


def file_name(row: BatchRow, suffix: str) -> str:
    """What a download is called."""
    kept = "".join(sign if sign.isalnum() or sign in "-_" else " " for sign in row.title)
    return f"{'-'.join(kept.split())[:80] or 'batch'}{suffix}"


def attachment(name: str) -> dict[str, str]:
    return {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}


_OURS = ("patch", "edges")  # of a report: only needed to put the result together


def _version(key: str | None) -> str:
    return (hash_of(key or "") or "none")[:12]


def _seconds(source: Mapping[str, Any]) -> float | None:
    if source["kind"] != "video":
        return None
    shown = int(source["moments"][-1]) - int(source["moments"][0])
    return round(shown * _ratio(source["time_base"]) + 1 / _ratio(source["rate"]), 3)


def _ratio(text: str) -> float:
    above, _, below = text.partition("/")
    return int(above) / int(below or 1)
