"""A small retouch from beginning to end, with the engines that take milliseconds."""

from typing import Any

from numpy.typing import NDArray

from hwawon.engines.base import Engine, Step
from hwawon.engines.painter.flat import FlatPainter
from hwawon.imaging.crop import CropPlan
from hwawon.imaging.geometry import Bounds, Extent
from hwawon.imaging.mask import bounds_of, read_mask
from hwawon.imaging.picture import Picture
from hwawon.imaging.stitch import composite
from hwawon.retouch.guides import Guides
from hwawon.retouch.journal import Journal, JournalStep
from hwawon.retouch.plan import box_of, plan_retouch
from hwawon.retouch.request import RetouchRequest
from hwawon.retouch.run import Candidate, retouch
from hwawon.storage.ids import new_id
from hwawon.validation import validated
from support.retouch import disc_mask, smooth_picture

EXTENT = Extent(320, 240)
BOX = Bounds(40, 30, 200, 180)


def request(**changes: Any) -> RetouchRequest:
    asked = {"prompt": "red tulips", "engine": "painter:flat", "seed": 7, "box": BOX, "strength": 0.8}
    return validated(RetouchRequest, asked | changes)


def picture(depth: int = 8, channels: int = 3) -> Picture:
    return smooth_picture(EXTENT, depth=depth, channels=channels, seed=3)


def mask(centre: tuple[int, int] = (140, 120), radius: int = 30) -> NDArray[Any]:
    return disc_mask(EXTENT, centre, radius)


def planned(asked: RetouchRequest, base: Picture, painted: NDArray[Any], engine: Engine) -> CropPlan:
    box = box_of(asked, base.extent)
    bounds = bounds_of(read_mask(painted, base.extent, box)).offset(box.x, box.y)
    return plan_retouch(asked, base.extent, bounds, engine.capabilities())


def candidates(
    asked: RetouchRequest, base: Picture, painted: NDArray[Any] | None = None, engine: Engine | None = None
) -> list[Candidate]:
    painter, white = engine or FlatPainter(), mask() if painted is None else painted
    return retouch(asked, base, white, planned(asked, base, white, painter), painter, Guides(), ignore)


def ignore(_: Step) -> None:
    return None


def step(asked: RetouchRequest, base: Picture, painted: NDArray[Any] | None = None) -> JournalStep:
    """One retouch as a journal's step."""
    white = mask() if painted is None else painted
    best = candidates(asked, base, white)[0]
    plan = planned(asked, base, white, FlatPainter())
    assert asked.seed is not None
    alone, score = asked.alone(asked.seed), best.score
    return JournalStep(new_id(), alone, plan, best.patch, best.record, opacity=asked.opacity, seam_score=score)


def shown(journal: Journal, base: Picture) -> Picture:
    """What the steps show, computed without the journal's own rendering."""
    return composite(base, [(one.patch, one.opacity) for one in journal.steps if not one.muted])
