"""What is wrong with a batch, found before there are jobs."""

from __future__ import annotations

import numpy as np

from hwawon.batch import store
from hwawon.batch.paint import planned
from hwawon.batch.source import mask_of
from hwawon.batch.store import BatchRow
from hwawon.batch.wishes import BatchWishes, Region
from hwawon.config import Settings
from hwawon.engines.base import Capabilities
from hwawon.engines.known import capabilities_of
from hwawon.errors import BadInput, MissingModel
from hwawon.imaging.geometry import Extent
from hwawon.imaging.mask import Mask
from hwawon.retouch.plan import effort
from hwawon.storage.database import Database
from hwawon.storage.objects import Objects
from hwawon.vision.models import installed
from hwawon.vision.people import MASK_MODEL_ID, POSE_MODEL_ID


def checked_beforehand(database: Database, objects: Objects, settings: Settings, row: BatchRow) -> str:
    """The words by which the time of a frame is learned, where nothing is wrong.

    Raises:
        BadInput and its kinds: no frame in range, no mask or an empty one, a bad box, an engine that cannot do it.
        MissingModel: the person network is needed and not here.
        EngineUnavailable: the engine cannot work now.
    """
    wishes, whole = row.asked, Extent(row.source["width"], row.source["height"])
    with database.read() as tx:
        drawn = [one.drawn_key for one in store.all_frames(tx, row.id) if one.drawn_key is not None]
        in_range = store.tally(tx, row.id, wishes.range).in_range
    if in_range == 0:
        raise BadInput(f"no frame is in the range {wishes.range}")
    if wishes.region is Region.MASK and not drawn:
        raise BadInput("there is no mask: draw one on a frame")
    here = installed(settings.models_dir)
    if missing := [id for id in _models_for(wishes) if id not in here]:
        raise MissingModel(missing)
    is_drawn = wishes.region is Region.MASK
    mask = mask_of(objects, drawn[0]) if is_drawn else np.full((whole.height, whole.width), 255, np.uint8)
    return _pace(wishes, mask, capabilities_of(wishes.engine, settings, database))


def _models_for(wishes: BatchWishes) -> tuple[str, ...]:
    """The small models that find the region; parts are told apart by the pose network only."""
    if wishes.region is Region.MASK or (wishes.region is Region.ALL and wishes.fill):
        return ()
    return (MASK_MODEL_ID,) if wishes.region is Region.ALL else (MASK_MODEL_ID, POSE_MODEL_ID)


def _pace(wishes: BatchWishes, mask: Mask, capabilities: Capabilities) -> str:
    plan = planned(wishes, Extent.of(mask), mask, capabilities)
    reference = wishes.reference is not None or wishes.first_as_reference
    request, lines = wishes.request(wishes.seed or 0), wishes.lineart is not None
    return effort(request, plan, capabilities, lines=lines, reference=reference).words
