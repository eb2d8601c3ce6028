"""One frame: its mask, what lies under it at first, the retouch, the proof, the flicker."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hwawon.batch.carry import carried
from hwawon.batch.flicker import Shown, flicker_of
from hwawon.batch.flow import Flow, flow_between
from hwawon.batch.masks import box_around, filled, followed, painted_mask
from hwawon.batch.patches import laid_over, seen_by
from hwawon.batch.region import box_of_region
from hwawon.batch.wishes import BatchWishes, Region
from hwawon.engines.base import Capabilities, ControlKind, Engine, MaskContent, OnStep
from hwawon.engines.checks import chosen_checkpoint
from hwawon.engines.controls import check_controls
from hwawon.errors import BadInput, EmptyMask
from hwawon.imaging.crop import CropPlan
from hwawon.imaging.edges import EdgeOverrides
from hwawon.imaging.geometry import Bounds, Extent, checked_box
from hwawon.imaging.mask import Mask, bounds_of
from hwawon.imaging.picture import Picture
from hwawon.imaging.stitch import Patch, prove
from hwawon.retouch.guides import Guides, read_guides
from hwawon.retouch.plan import plan_retouch
from hwawon.retouch.request import RetouchRequest
from hwawon.retouch.run import Candidate, retouch

FIRST = "first-result"
_AROUND_PX = 64  # faster things are lost


@dataclass(frozen=True, eq=False)
class Before:
    """What was made of the frame before."""

    index: int
    shown: Shown
    mask: Mask  # soft, as it was followed: neither grown nor shrunk
    box: Bounds | None  # None: nothing was painted
    edges: EdgeOverrides


@dataclass(frozen=True, eq=False)
class Frame:
    """One frame to paint."""

    index: int
    picture: Picture
    seed: int
    mask: Mask | None = None  # drawn on it, or kept from the frame that it was drawn on
    mask_from: str = "drawn"
    before: Before | None = None
    first: Picture | None = None  # what the first result shows in its rectangle


@dataclass(frozen=True, eq=False)
class Tools:
    """What paints and looks, and where further pictures come from."""

    engine: Engine
    find: Callable[[Picture, BatchWishes], Mask]
    read: Callable[[str], Picture]
    models_dir: Path


@dataclass(frozen=True, eq=False)
class FrameDone:
    """A painted frame."""

    result: Picture
    patch: Patch | None  # None: there was nothing to paint
    mask: Mask  # soft, for the frames that follow it
    report: dict[str, Any]
    flicker: float | None  # against the frame before


@dataclass(frozen=True, eq=False)
class _Set:
    """A frame whose arithmetic is done."""

    request: RetouchRequest
    start: Picture
    painted: Mask
    plan: CropPlan
    guides: Guides
    notices: tuple[str, ...]
    carries: bool


def paint_frame(wishes: BatchWishes, frame: Frame, tools: Tools, on_step: OnStep) -> FrameDone:
    """Paint one frame. Outside of what the retouch shows, the result is the frame, bit for bit, and that is counted.

    A frame with nothing to paint (nobody is there, or what the mask followed has left) comes out as it is, with a
    notice.

    Raises:
        BadInput: a mask that cannot follow, because the frame before has another size; a box outside of the frame.
        MissingModel: what finds people, or lines, is not here.
        Cancelled, EngineError: see `Engine.paint`.
    """
    began_s = time.perf_counter()
    flow = _flow(frame)
    mask, mask_from = _mask(wishes, frame, flow, tools)
    try:
        ready = _set(wishes, frame, painted_mask(mask, wishes), flow, tools)
    except EmptyMask as error:
        return _nothing(frame, mask, mask_from, str(error), began_s)
    best = retouch(ready.request, ready.start, ready.painted, ready.plan, tools.engine, ready.guides, on_step)[0]
    result = laid_over(frame.picture, best.patch, wishes.opacity)
    told = _told(frame, ready, best, result) | {"mask_from": mask_from, "mask_pixels": int((ready.painted > 0).sum())}
    shown = Shown(frame.picture, result, seen_by(best.patch, frame.picture.extent))
    score = flicker_of(shown, frame.before.shown, flow) if frame.before and flow else None
    return FrameDone(result, best.patch, mask, told | {"seconds": _since(began_s)}, score)


def planned(wishes: BatchWishes, extent: Extent, mask: Mask, capabilities: Capabilities) -> CropPlan:
    """What painting a frame, the first of its batch, would do; for finding faults before there are jobs.

    Raises:
        EmptyMask: nothing is left of the mask.
        BadBox, BadInput, UnsupportedTask: as `plan_retouch`; a guide that the engine does not follow.
    """
    painted, edges = painted_mask(mask, wishes), EdgeOverrides(wishes.grow_px, wishes.feather_px)
    box = checked_box(_box(wishes, painted, edges, None), extent)
    painted = filled(painted, box) if wishes.fill else painted
    request = _request(wishes, box, edges, 0, carries=False)
    guiding = request.guiding(wishes.lineart, wishes.reference)
    check_controls(guiding, chosen_checkpoint(wishes.checkpoint, capabilities), capabilities)
    return plan_retouch(request, extent, _painted_in(painted, box), capabilities)


def _flow(frame: Frame) -> Flow | None:
    """The way back to the frame before, around what was painted there and what was drawn here."""
    before, extent = frame.before, frame.picture.extent
    if before is None or before.shown.source.extent != extent:
        return None
    matters = before.shown.seen | (before.mask > 0)
    if frame.mask is not None:
        matters |= frame.mask > 0
    if not matters.any():
        return None
    inside = bounds_of(matters)
    window = inside.pad(_AROUND_PX + inside.extent.longer // 8)
    return flow_between(frame.picture, before.shown.source, window.intersection(Bounds.whole(extent)))


def _mask(wishes: BatchWishes, frame: Frame, flow: Flow | None, tools: Tools) -> tuple[Mask, str]:
    if wishes.region is not Region.MASK:
        return tools.find(frame.picture, wishes), "found"
    if frame.mask is not None:
        return frame.mask, frame.mask_from
    if frame.before is None:
        raise BadInput("there is no mask for this frame: draw one on it, or on one before it")
    if flow is None and not frame.before.mask.any():
        return frame.before.mask, "followed"
    if flow is None:
        there, here = frame.before.shown.source.extent, frame.picture.extent
        raise BadInput(f"the mask cannot follow from a frame of {there} to one of {here}: draw one on this frame")
    return followed(frame.before.mask, flow), "followed"


def _set(wishes: BatchWishes, frame: Frame, painted: Mask, flow: Flow | None, tools: Tools) -> _Set:
    before = frame.before
    steady = before is not None and before.box is not None and wishes.is_chained
    edges = before.edges if before is not None and steady else EdgeOverrides(wishes.grow_px, wishes.feather_px)
    box = _box(wishes, painted, edges, before if steady else None)
    painted = filled(painted, box) if wishes.fill else painted
    carries = bool(before and flow and steady and wishes.carry > 0 and before.shown.seen.any())
    request = _request(wishes, box, edges, frame.seed, carries=carries)
    capabilities = tools.engine.capabilities()
    plan = plan_retouch(request, frame.picture.extent, _painted_in(painted, box), capabilities)
    start = frame.picture
    if carries and before is not None and flow is not None:
        start = carried(frame.picture, painted, plan, before.shown, flow, wishes.carry)
    follows = ControlKind.REFERENCE in capabilities.control_kinds
    guides = _guides(wishes, frame, request, plan, tools, follows=follows)
    return _Set(request, start, painted, plan, guides, _notices(wishes, frame, flow, follows=follows), carries)


def _box(wishes: BatchWishes, painted: Mask, edges: EdgeOverrides, before: Before | None) -> Bounds:
    if wishes.box is not None:
        return Bounds(*wishes.box)
    steady = before.box.extent if before is not None and before.box is not None else None
    return box_of_region(painted, wishes) or box_around(painted, wishes.strength, edges, steady)


def _painted_in(painted: Mask, box: Bounds) -> Bounds:
    """The bounds of what is painted in the box, in pixels of the frame."""
    try:
        return bounds_of(painted[box.slices]).offset(box.x, box.y)
    except EmptyMask:
        raise EmptyMask(f"nothing of the mask lies in the box {box}") from None


def _request(wishes: BatchWishes, box: Bounds, edges: EdgeOverrides, seed: int, *, carries: bool) -> RetouchRequest:
    """The frame's own request. What was carried over is to be painted on, not to be replaced by a fill."""
    changes: dict[str, Any] = {"box": tuple(box), "grow_px": edges.grow_px, "feather_px": edges.feather_px}
    if carries:
        strength = wishes.strength if wishes.follow_strength is None else wishes.follow_strength
        changes |= {"strength": strength, "mask_content": MaskContent.ORIGINAL}
    return wishes.request(seed).model_copy(update=changes)


def _guides(
    wishes: BatchWishes, frame: Frame, request: RetouchRequest, plan: CropPlan, tools: Tools, *, follows: bool
) -> Guides:
    def read(name: str) -> Picture:
        return frame.first if name == FIRST and frame.first is not None else tools.read(name)

    first = FIRST if wishes.first_as_reference and frame.first is not None and follows else None
    return read_guides(request, wishes.lineart, wishes.reference or first, read, frame.picture, plan, tools.models_dir)


def _notices(wishes: BatchWishes, frame: Frame, flow: Flow | None, *, follows: bool) -> tuple[str, ...]:
    notices = []
    if wishes.first_as_reference and not follows:
        notices.append("the first result does not guide the others: the engine follows no reference")
    if frame.before is not None and flow is None and wishes.carry > 0:
        notices.append("began anew: the frame before has another size")
    return tuple(notices)


def _told(frame: Frame, ready: _Set, best: Candidate, result: Picture) -> dict[str, Any]:
    proof, plan = prove(frame.picture, result, [best.patch]), ready.plan
    return {
        "seed": best.seed,
        "strength": ready.request.strength,
        "engine": best.record["engine"],
        "checkpoint": best.record.get("checkpoint"),
        "box": list(plan.box),
        "work_size": list(plan.work),
        "edges": [plan.edges.grow_px, plan.edges.feather_px],
        "patch": list(best.patch.bounds),
        "reach_px": round(proof.reach_px, 4),
        "changed_outside": proof.changed_outside,
        "changed_inside": proof.changed_inside,
        "outside_sha256": proof.outside_sha256,
        "seam_score": round(best.seam.total, 4),
        "began_from": frame.before.index if frame.before is not None and ready.carries else None,
        "notices": [*ready.notices, *plan.notices, *plan.edges.notices, *ready.guides.notices],
    }


def _nothing(frame: Frame, mask: Mask, mask_from: str, why: str, began_s: float) -> FrameDone:
    """The frame as it came."""
    told = {
        "seed": frame.seed,
        "box": None,
        "patch": None,
        "reach_px": 0.0,
        "outside_sha256": prove(frame.picture, frame.picture, []).outside_sha256,
        "changed_outside": 0,
        "changed_inside": 0,
        "began_from": None,
        "mask_from": mask_from,
        "mask_pixels": 0,
        "notices": [why],
        "seconds": _since(began_s),
    }
    return FrameDone(frame.picture, None, mask, told, None)


def before_of(index: int, done: FrameDone, source: Picture) -> Before:
    """The same frame as what the next one begins from."""
    return recalled(index, source, done.patch, done.result, done.mask, done.report)


def recalled(
    index: int, source: Picture, patch: Patch | None, result: Picture, mask: Mask, report: dict[str, Any]
) -> Before:
    """What the next frame begins from, put together from what was kept."""
    box = None if report["box"] is None else Bounds(*report["box"])
    edges = EdgeOverrides(*report["edges"]) if box is not None else EdgeOverrides()
    return Before(index, Shown(source, result, seen_by(patch, source.extent)), mask, box, edges)


def _since(began_s: float) -> float:
    return round(time.perf_counter() - began_s, 3)
