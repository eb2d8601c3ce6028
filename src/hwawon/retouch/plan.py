"""What a retouch will do: arithmetic only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from hwawon.config import Settings
from hwawon.engines.base import Capabilities, Checkpoint, ControlKind, Task
from hwawon.engines.checks import check_names, check_words, chosen_checkpoint
from hwawon.engines.honours import notices_of
from hwawon.errors import BadBox, BadInput, EngineUnavailable, UnsupportedTask
from hwawon.forecast.forecast import forecast
from hwawon.forecast.work import effort_of
from hwawon.imaging.crop import CropPlan, plan_crop
from hwawon.imaging.edges import EdgeOverrides
from hwawon.imaging.extend import box_around
from hwawon.imaging.geometry import Bounds, Extent, Margins, checked_box
from hwawon.jobs.effort import Effort, together
from hwawon.retouch.request import RetouchRequest
from hwawon.retouch.submission import KIND
from hwawon.validation import validated


def box_of(request: RetouchRequest, canvas: Extent) -> Bounds:
    """The user's box, the whole picture where none was given.

    Raises:
        BadBox: not wholly inside the picture.
    """
    return Bounds.whole(canvas) if request.box is None else checked_box(Bounds(*request.box), canvas)


def plan_retouch(request: RetouchRequest, canvas: Extent, mask_bounds: Bounds, capabilities: Capabilities) -> CropPlan:
    """Crop, work size and edges of a retouch; `mask_bounds` in picture pixels.

    Raises:
        BadBox: not wholly inside the picture.
        UnsupportedTask, BadInput: the engine cannot inpaint, or has no such checkpoint or sampler.
    """
    sizes = _paints_with(request, capabilities).sizes
    return plan_crop(canvas, box_of(request, canvas), mask_bounds, request.strength, sizes, _edges(request))


def plan_extension(
    request: RetouchRequest, extent: Extent, margins: Margins, painted: Bounds, capabilities: Capabilities
) -> CropPlan:
    """As `plan_retouch`, for a picture of `extent` that grows; `painted` in pixels of the larger canvas.

    The edge follows how far the picture grows; without a box there is one around what is painted.

    Raises:
        BadBox: the box does not hold all that is painted.
        UnsupportedTask, BadInput: as `plan_retouch`.
    """
    checkpoint = _paints_with(request, capabilities)
    canvas, depth_px = margins.around(extent), max(margins)
    if request.box is None:
        box = box_around(painted, canvas, depth_px, checkpoint.native_area or checkpoint.sizes.max_area)
    else:
        box = box_of(request, canvas)
    if not painted.is_within(box):
        raise BadBox(f"the box {box} does not hold all of the new area and the mask, {painted}")
    edge_bounds = Bounds(0, 0, depth_px, depth_px)
    return plan_crop(canvas, box, painted, request.strength, checkpoint.sizes, _edges(request), edge_bounds)


def _paints_with(request: RetouchRequest, capabilities: Capabilities) -> Checkpoint:
    if Task.INPAINT not in capabilities.tasks:
        raise UnsupportedTask(f"the engine {capabilities.engine} cannot repaint inside a mask")
    check_names(request, capabilities)
    checkpoint = chosen_checkpoint(request.checkpoint, capabilities)
    check_words(request.prompt, request.negative_prompt, checkpoint, capabilities)
    return checkpoint


def _edges(request: RetouchRequest) -> EdgeOverrides:
    return EdgeOverrides(grow_px=request.grow_px, feather_px=request.feather_px)


@dataclass(frozen=True)
class Planned:
    """A retouch before it is painted."""

    request: RetouchRequest
    plan: CropPlan
    capabilities: Capabilities
    effort: Effort

    def answer(self, tx: Connection | None, settings: Settings) -> dict[str, Any]:
        """The plan with what it will need, as commands and the API show it; without a database, of which no past."""
        told = forecast(tx, KIND, self.effort, self.capabilities, settings)
        planned = plan_answer(self.request, self.plan)
        return planned | told.to_json() | {"notices": [*planned["notices"], *self.unheard, *told.notices]}

    @property
    def unheard(self) -> tuple[str, ...]:
        """What of the request the engine does not heed."""
        checkpoint = chosen_checkpoint(self.request.checkpoint, self.capabilities)
        return notices_of(self.request, checkpoint, self.capabilities)


def effort(
    request: RetouchRequest, plan: CropPlan, capabilities: Capabilities, *, lines: bool, reference: bool
) -> Effort:
    """What decides how long it takes; `lines` and `reference`: whether there are such guides."""
    guides = {ControlKind.LINE_ART: lines, ControlKind.REFERENCE: reference}
    controls = [kind for kind, given in guides.items() if given] + [one.kind for one in request.controls]
    checkpoint = chosen_checkpoint(request.checkpoint, capabilities)
    return effort_of(request, plan.work, checkpoint, count=request.count, strength=request.strength, controls=controls)


def replay_effort(steps: Iterable[Mapping[str, Any]], capabilities_of: Callable[[str], Capabilities]) -> Effort | None:
    """What painting the steps of a journal again takes, from their data; None where an engine does not tell now."""
    efforts = []
    for data in steps:
        request, plan = validated(RetouchRequest, data["request"]), CropPlan.from_json(data["plan"])
        guides = {"lines": bool(data.get("lineart")), "reference": bool(data.get("reference"))}
        try:
            efforts.append(effort(request, plan, capabilities_of(request.engine), **guides))
        except (EngineUnavailable, BadInput):  # the job will say what is missing
            return None
    return together(efforts)


def plan_answer(request: RetouchRequest, plan: CropPlan) -> dict[str, Any]:
    """The plan as commands and the API show it. Sizes are width, height; boxes x, y, width, height."""
    return {
        "engine": request.engine,
        "seed": request.seed,
        "extend": None if request.extend is None else list(request.extend),
        "box": list(plan.box),
        "crop": list(plan.crop),
        "work_size": list(plan.work),
        "scale": str(plan.scale),
        "reach_px": round(plan.edges.reach_px, 3),
        "edges": plan.edges.to_json(),
        "notices": list(plan.notices),
    }
