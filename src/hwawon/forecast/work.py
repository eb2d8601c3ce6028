"""The effort of what is asked: the one place where it is decided what makes a job's pace."""

from __future__ import annotations

from collections.abc import Iterable

from hwawon.engines.base import Checkpoint
from hwawon.engines.diffusion.checkpoint import passes
from hwawon.engines.diffusion.samplers import evaluations
from hwawon.engines.kinds import ControlKind
from hwawon.engines.wishes import EngineWishes
from hwawon.imaging.geometry import Extent
from hwawon.jobs.effort import UNGUIDED, Effort, Pass


def effort_of(
    wishes: EngineWishes,
    extent: Extent,
    checkpoint: Checkpoint,
    *,
    count: int = 1,
    strength: float | None = None,
    controls: Iterable[ControlKind] = (),
) -> Effort:
    """What the engine will do for `wishes` at `extent` with `checkpoint`, the one they name or the engine's first.

    `strength` is that of a picture given, 0..1; None where the picture comes from words alone.
    """
    kinds = [str(kind) for kind in controls]
    if _unguided(wishes, checkpoint):
        kinds.append(UNGUIDED)
    steps = (wishes.steps or checkpoint.default_steps, evaluations(wishes.sampler))
    runs = () if strength == 0 else passes(extent, checkpoint, strength)
    return Effort(
        engine=wishes.engine,
        checkpoint=checkpoint.id,
        passes=tuple(Pass(*size, _steps(*steps, share)) for size, share in runs),
        count=count,
        kinds=tuple(sorted(kinds)),
    )


def _steps(asked: int, evaluations: int, share: float) -> int:
    """The steps that run: a share of those asked, as image to image takes it; one at least."""
    return max(1, min(int(asked * share), asked)) * evaluations


def _unguided(wishes: EngineWishes, checkpoint: Checkpoint) -> bool:
    given = wishes.guidance_scale
    return (checkpoint.default_guidance_scale if given is None else given) <= 1
