"""Visits and opinions of known words, written as rows."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert

from hwawon.pool.keys import EMOTIONS, FAVORITES
from hwawon.recommend.context import GENDERS, GENERATIONS
from hwawon.storage.database import Database
from hwawon.storage.garden_tables import interaction
from hwawon.storage.ids import new_id
from hwawon.storage.types import utc_now
from hwawon.storage.visitor_tables import slate, visit

NOON = datetime(2026, 5, 2, 12, 10, tzinfo=UTC)
BLANK: dict[str, Any] = {
    **{"zone": None, "surface": "kiosk", "language": "en", "consent": "camera", "emotion": "", "generation": ""},
    **{"gender": "", "age_low": None, "age_high": None, "favorite": "", "chosen": None, "synthetic": False},
}


def visits_of(database: Database, facts: Iterable[Mapping[str, Any]]) -> list[str]:
    """Write visits with these columns; the others are blank. Their ids."""
    rows = []
    for told in facts:
        at: datetime = told.get("started_at") or utc_now()
        id = new_id()
        rows.append(BLANK | {"id": id, "visitor": f"v-{id}", "started_at": at, "seen_at": at} | dict(told))
    with database.write() as tx:
        tx.execute(insert(visit), rows)
    return [row["id"] for row in rows]


def slates_of(database: Database, visits: Iterable[str]) -> None:
    """A slate for each of these visits."""
    now = utc_now()
    about = {"surface": "kiosk", "policy": "usual", "seed": 1, "context": {}, "position": 0, "created_at": now}
    with database.write() as tx:
        tx.execute(insert(slate), [about | {"id": new_id(), "visit": id} for id in visits])


def opinions_of(database: Database, *told: Mapping[str, Any]) -> None:
    """Rows of interactions; what is not told is a like of nobody's in particular, now."""
    blank = {"visitor": "v", "item": "emotions/happy/a_1h.jpeg", "event_type": "click", "visit": None}
    now = {"timestamp": int(utc_now().timestamp()), "synthetic": False}
    with database.write() as tx:
        tx.execute(insert(interaction), [blank | now | dict(one) for one in told])


def fifty() -> list[dict[str, Any]]:
    """Fifty visits whose words follow from their number."""
    return [
        {
            "emotion": EMOTIONS[number % 4],
            "favorite": FAVORITES[number % 64] if number % 5 else "",
            "generation": GENERATIONS[number % 7],
            "gender": GENDERS[number % 2] if number % 10 else "",
            "age_low": 20 + number,
            "age_high": 30 + number,
            "zone": f"zone{number % 2 + 1}",
            "chosen": "emotions/happy/a_1h.jpeg" if number < 10 else None,
            "started_at": NOON + timedelta(minutes=15 * number),
        }
        for number in range(50)
    ]
