"""The rows of trained models: one at most is live; one that knows likes of a forgotten visitor loses its numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from hwawon.storage import events
from hwawon.storage.database import Database
from hwawon.storage.garden_tables import interaction
from hwawon.storage.ids import new_id
from hwawon.storage.objects import Objects
from hwawon.storage.types import utc_now
from hwawon.storage.visitor_tables import deep_model as t

KIND = "ease"
LIVE, REFUSED, RETIRED = "live", "refused", "retired"
TOPIC = "visitors"
FORGOTTEN = "a visitor was forgotten whose likes it was trained with"


@dataclass(frozen=True)
class Trained:
    """One model: its object's key, the last interaction it was trained with, and how it did in the replay."""

    id: str
    kind: str
    key: str | None
    state: str
    position: int
    report: Mapping[str, Any]
    created_at: datetime


def live(tx: Connection) -> Trained | None:
    """The model that helps to choose, if there is one."""
    row = tx.execute(select(*_COLUMNS).where(t.c.state == LIVE).order_by(t.c.id.desc()).limit(1)).one_or_none()
    return Trained(*row) if row else None


def newest(tx: Connection, most: int = 20) -> tuple[Trained, ...]:
    """The models, newest first."""
    return tuple(Trained(*row) for row in tx.execute(select(*_COLUMNS).order_by(t.c.id.desc()).limit(most)))


def add(tx: Connection, key: str | None, position: int, report: Mapping[str, Any], *, is_better: bool) -> str:
    """Keep a trained model; a better one takes the place of the live one, another is refused and has no numbers."""
    if is_better:
        tx.execute(update(t).where(t.c.state == LIVE).values(state=RETIRED))
    id, state = new_id(), LIVE if is_better else REFUSED
    values = {"id": id, "kind": KIND, "key": key if is_better else None, "state": state, "position": position}
    tx.execute(insert(t).values(**values, report=dict(report), created_at=utc_now()))
    events.append(tx, TOPIC, {"deep": state})
    return id


def add_retired(tx: Connection, position: int) -> None:
    """Note a training during which a visitor was forgotten whose likes it knew: nothing of it is kept."""
    values = {"id": new_id(), "kind": KIND, "state": RETIRED, "position": position, "created_at": utc_now()}
    tx.execute(insert(t).values(**values, report={"because": FORGOTTEN}))


def retire_trained_with(tx: Connection, visitor: str) -> bool:
    """Take the models away that may know likes of this visitor; call it before the likes are removed.

    Whether the live one was among them: then it has to be trained anew, which the worker sees to (`again.py`).
    """
    query = select(func.min(interaction.c.id)).where(interaction.c.visitor == visitor)
    first = tx.scalar(query)
    if first is None:
        return False
    knows = t.c.position >= first
    was_live = tx.scalar(select(func.count()).select_from(t).where(knows, t.c.state == LIVE)) or 0
    tx.execute(update(t).where(knows, t.c.state == LIVE).values(state=RETIRED))
    if was_live:
        add_retired(tx, first)
        events.append(tx, TOPIC, {"deep": RETIRED})
    return bool(was_live)


def discard_retired(database: Database, objects: Objects) -> int:
    """Delete the numbers of models that were taken away; how many. Nobody reads them: shelves hold what is live."""
    taken_away = (t.c.state == RETIRED, t.c.key.is_not(None))
    with database.read() as tx:
        found = tx.execute(select(t.c.id, t.c.key).where(*taken_away)).all()
        used = set(tx.scalars(select(t.c.key).where(t.c.state == LIVE)))  # the same likes, the same numbers
    for _, key in found:
        if key not in used:
            objects.delete(key)
    if found:
        with database.write() as tx:
            tx.execute(update(t).where(t.c.id.in_([id for id, _ in found])).values(key=None))
    return len(found)


_COLUMNS = (t.c.id, t.c.kind, t.c.key, t.c.state, t.c.position, t.c.report, t.c.created_at)
