"""The effort of what is asked: the one place where it is decided what makes a job's pace."""

from __future__ import annotations

from collections.abc import Iterable

from hwawon.engines.base import Capabilities, Checkpoint
from hwawon.engines.checks import chosen_checkpoint
from hwawon.engines.diffusion.checkpoint import passes
from hwawon.engines.diffusion.samplers import evaluations
from hwawon.engines.kinds import ControlKind
from hwawon.engines.wishes import EngineWishes
from hwawon.imaging.geometry import Extent
from hwawon.jobs.effort import UNGUIDED, Effort, Pass


def effort_of(
    wishes: EngineWishes,
    extent: Extent,
    capabilities: Capabilities,
    *,
    count: int = 1,
    strength: float | None = None,
    controls: Iterable[ControlKind] = (),
) -> Effort:
    """What the engine will do for `wishes` at `extent`.

    `strength` is that of a picture given, 0..1; None where the picture comes from words alone.

    Raises:
        BadInput: a checkpoint that the engine has not.
    """
    checkpoint = chosen_checkpoint(wishes.checkpoint, capabilities)
    kinds = {str(kind) for kind in controls}
    if _unguided(wishes, checkpoint):
        kinds.add(UNGUIDED)
    steps = (wishes.steps or checkpoint.default_steps, evaluations(wishes.sampler))
    runs = () if strength == 0 else passes(extent, checkpoint, strength)
    return Effort(
        engine=capabilities.engine,
        checkpoint=checkpoint.id,
        passes=tuple(Pass(*size, _steps(*steps, share)) for size, share in runs),
        count=count,
        kinds=frozenset(kinds),
    )


def _steps(asked: int, evaluations: int, share: float) -> int:
    """The steps that run: a share of those asked, as image to image takes it; one at least."""
    return max(1, min(int(asked * share), asked)) * evaluations


def _unguided(wishes: EngineWishes, checkpoint: Checkpoint) -> bool:
    given = wishes.guidance_scale
    return (checkpoint.default_guidance_scale if given is None else given) <= 1
