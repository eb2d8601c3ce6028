"""Slates, likes and visits as rows, for what reads the recommender's log."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert

from hwawon.jobs.dispatch import open_dispatcher
from hwawon.jobs.queue import JobQueue
from hwawon.promote.job import AT_ONCE, PromotionDesk
from hwawon.promote.schema import PromotionWish
from hwawon.recommend.context import Context
from hwawon.storage.database import Database
from hwawon.storage.folder import FolderObjects
from hwawon.storage.garden_tables import interaction
from hwawon.storage.ids import new_id
from hwawon.storage.types import utc_now
from hwawon.storage.visitor_tables import shown, slate
from support.planting import plant


def plant_slate(
    tx: Connection,
    items: Sequence[str],
    chances: Sequence[float] | float = 0.5,
    *,
    liked: Sequence[str] = (),
    **more: Any,
) -> str:
    """A slate with these pictures, and likes of some of them; its id. `more`: of its row."""
    id = new_id()
    usual = {"visitor": "v", "surface": "kiosk", "policy": "default", "seed": 1, "context": Context().as_json()}
    usual |= {"position": 0, "synthetic": False, "created_at": utc_now()}
    row = {**usual, "id": id, **more}
    tx.execute(insert(slate), row)
    all_chances = [chances] * len(items) if isinstance(chances, float) else chances
    pictures = [
        {"slate": id, "position": place, "item": item, "propensity": chance, "score": 0.0, "reason": "fits"}
        for place, (item, chance) in enumerate(zip(items, all_chances, strict=True))
    ]
    tx.execute(insert(shown), pictures)
    for item in liked:
        plant_act(tx, str(row["visitor"]), item, slate=id, synthetic=row["synthetic"])
    return id


def plant_act(tx: Connection, visitor: str, item: str, kind: str = "click", moment_s: int = 1, **more: Any) -> None:
    """One interaction."""
    row = {"visitor": visitor, "item": item, "event_type": kind, "timestamp": moment_s, "impression": ""}
    tx.execute(insert(interaction), row | {"synthetic": False} | more)


def publish(database: Database, folder: Path, tails: Sequence[str]) -> list[str]:
    """Small files under these tails, planted and promoted; their ids."""
    objects = FolderObjects(folder)
    ids = plant(database, objects, *tails)
    desk = PromotionDesk(database, objects, JobQueue(database, open_dispatcher(database)))
    for start in range(0, len(ids), AT_ONCE):
        desk.begin(PromotionWish(kind="promote", pictures=tuple(ids[start : start + AT_ONCE])), None)
    return ids
