"""Visits: a visitor's minutes before a kiosk, as steps from one row to the next.

Every step is a function of a transaction; a visit belongs to the device that began it. Before consent a visit is a
random name and nothing else.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, insert, select, text, update

from hwawon.errors import BadInput, Conflict, ConsentNeeded, NotFound
from hwawon.pool.keys import EMOTIONS, FAVORITES
from hwawon.recommend.context import UNSURE, Context, surely
from hwawon.recommend.policies import choose_policy
from hwawon.storage.ids import new_id
from hwawon.storage.types import utc_now
from hwawon.storage.visitor_tables import VISIT_OPEN
from hwawon.storage.visitor_tables import visit as visits

SEEN_EVERY = timedelta(seconds=5)  # a row is not written for every look at it
IDLE_TIMES = 2  # a kiosk begins anew by itself after the place's idle time; we wait for it longer
SOURCES = ("hand", "corrected", "confirmed")


@dataclass(frozen=True)
class Visit:
    """The row of a visit, see `visitor_tables.visit`."""

    id: str
    visitor: str
    device: str | None
    zone: str | None
    surface: str
    language: str
    consent: str
    consented_at: datetime | None
    adult: bool
    remember: bool
    mood: tuple[int, ...] | None
    mood_source: str
    emotion: str
    guessed: str
    generation: str
    gender: str
    age_low: int | None
    age_high: int | None
    favorite: str
    policy: str
    step: str
    chosen: str | None
    synthetic: bool
    started_at: datetime
    seen_at: datetime
    ended_at: datetime | None

    @property
    def moods(self) -> Mapping[str, int] | None:
        """Parts of 1000 by emotion; None: unknown."""
        return None if self.mood is None else dict(zip(EMOTIONS, self.mood, strict=True))

    @property
    def context(self) -> Context:
        """What the pictures follow."""
        words = dict(zip(("season", "weather", "time"), self.favorite.split(","), strict=False))
        named = words if self.favorite in FAVORITES else {}
        return Context(self.mood or UNSURE, generation=self.generation, gender=self.gender, **named)


_COLUMNS = [visits.c[one.name] for one in fields(Visit)]
_KNOWN = select(*_COLUMNS).where(visits.c.id == bindparam("id"), visits.c.device == bindparam("device"))
_HELD = _KNOWN.with_for_update()
_BLANK: dict[str, Any] = {"mood": None, "mood_source": "", "emotion": "", "guessed": "", "generation": ""} | {
    "gender": "",
    "age_low": None,
    "age_high": None,
}


def begin(
    tx: Connection,
    *,
    device: str | None,
    surface: str,
    language: str,
    zone: str | None = None,
    visitor: str | None = None,
    synthetic: bool = False,
) -> Visit:
    """A new visit; `visitor` is one who came back, else a new random name, never made from a face."""
    now = utc_now()
    id = new_id()
    begun = {"id": id, "visitor": visitor or str(uuid.uuid4()), "device": device, "zone": zone, "synthetic": synthetic}
    kept = {"surface": surface, "language": language, "policy": choose_policy(tx, id)}
    tx.execute(insert(visits).values(**begun, **kept, consent="none", step="consent", started_at=now, seen_at=now))
    return _of(tx.execute(select(*_COLUMNS).where(visits.c.id == id)).one()._mapping)


def find(tx: Connection, id: str, device: str, idle: timedelta, *, hold: bool = False) -> Visit:
    """The open visit of this device; `idle` is the place's. `hold`: nobody erases or changes it meanwhile.

    Raises:
        NotFound: there is none, or another device began it.
        Conflict: it has ended, by word or by silence.
    """
    found = known(tx, id, device, hold=hold)
    if found.ended_at is not None or found.seen_at < utc_now() - idle * IDLE_TIMES:
        raise Conflict("this visit has ended; begin another")
    return found


def known(tx: Connection, id: str, device: str, *, hold: bool = False) -> Visit:
    """The visit of this device, also one that has ended. Raises NotFound as `find`."""
    row = tx.execute(_HELD if hold else _KNOWN, {"id": id, "device": device}).one_or_none()
    if row is None:
        raise NotFound(f"there is no visit {id[:64]!r}")
    return _of(row._mapping)


def is_there(tx: Connection, id: str, *, hold: bool = False) -> bool:
    """Whether a visit is kept still. `hold`: nobody erases or changes it meanwhile."""
    query = select(visits.c.id).where(visits.c.id == id)
    return tx.scalar(query.with_for_update() if hold else query) is not None


def is_stale(visit: Visit) -> bool:
    """Whether it is time to note again that the visitor is still there."""
    return utc_now() - visit.seen_at >= SEEN_EVERY


def consented(tx: Connection, visit: Visit, *, camera: bool, adult: bool = False, remember: bool = False) -> Visit:
    """The visitor agrees: to the camera, or to the visit without one, which forgets what a camera has told before."""
    if not camera:
        blank = _BLANK if visit.mood_source in ("face", "confirmed") else {}
        given: dict[str, Any] = {"consent": "hand", "adult": False, "remember": False} | blank
    else:
        given = {"consent": "camera", "adult": visit.adult or adult, "remember": remember}
    step = "mood" if visit.step == "consent" else visit.step
    return changed(tx, visit, **given, consented_at=utc_now(), step=step)


def need_consent(visit: Visit) -> None:
    """Raises ConsentNeeded where the visitor has agreed to nothing."""
    if visit.consent == "none":
        raise ConsentNeeded("the visitor has not agreed yet: consent comes first")


def need_camera(visit: Visit) -> None:
    """Raises ConsentNeeded where the visitor has not agreed to the camera."""
    if visit.consent != "camera":
        raise ConsentNeeded("the visitor has not agreed to the camera: consent comes first")


def felt(tx: Connection, visit: Visit, emotion: str, source: str) -> Visit:
    """A mood by the visitor's own word; empty is "not sure".

    Raises:
        ConsentNeeded: nothing was agreed to.
        BadInput: no emotion of the eight, or a confirmation of what nobody guessed.
    """
    need_consent(visit)
    if source not in SOURCES:
        raise BadInput(f"source: expected one of {', '.join(SOURCES)}, got {source[:40]!r}")
    mood = surely(emotion) if emotion else UNSURE
    if source != "hand" and visit.mood_source not in ("face", "confirmed", "corrected"):
        raise BadInput(f"source {source!r}: no mood was read from a face in this visit")
    if source == "confirmed":
        if emotion != visit.guessed:
            raise BadInput(f"confirmed: expected what was guessed, {visit.guessed or 'not sure'!r}, got {emotion!r}")
        mood = visit.mood if visit.mood and visit.mood_source != "corrected" else mood
    return changed(tx, visit, mood=mood, emotion=emotion, mood_source=source, step=_after("mood", visit))


def wished(tx: Connection, visit: Visit, favorite: str) -> Visit:
    """A season, weather and time; empty is none.

    Raises:
        ConsentNeeded: nothing was agreed to.
        BadInput: it is none of the 64.
    """
    need_consent(visit)
    if favorite and favorite not in FAVORITES:
        raise BadInput(f"favorite: expected season,weather,time such as {FAVORITES[0]}, got {favorite[:100]!r}")
    return changed(tx, visit, favorite=favorite, step=_after("favorite", visit))


def taken(tx: Connection, visit: Visit, item: str) -> Visit:
    """The picture that is taken home."""
    need_consent(visit)
    return changed(tx, visit, chosen=item, step="final")


def ended(tx: Connection, visit: Visit) -> Visit:
    """The end; ending twice is fine."""
    return visit if visit.ended_at else changed(tx, visit, ended_at=utc_now())


def end_idle(tx: Connection, idle: timedelta) -> int:
    """End the visits that fell silent; how many."""
    now = utc_now()
    silent = select(visits.c.id).where(text(VISIT_OPEN), visits.c.seen_at < now - idle * IDLE_TIMES)
    free = silent.with_for_update(skip_locked=True)  # who erases one holds several, and neither may wait for the other
    return tx.execute(update(visits).where(visits.c.id.in_(free)).values(ended_at=now)).rowcount


def changed(tx: Connection, visit: Visit, **values: Any) -> Visit:
    """The visit with other values, written and seen now."""
    values["seen_at"] = utc_now()
    after = replace(visit, **values)
    tx.execute(update(visits).where(visits.c.id == visit.id).values(values | {"mood": after.moods}))
    return after


def _after(step: str, visit: Visit) -> str:
    order = ("consent", "mood", "favorite", "pictures", "chosen", "final")
    following = order[order.index(step) + 1]
    return following if visit.step in order[: order.index(step) + 1] else visit.step


def _of(row: RowMapping) -> Visit:
    moods = row["mood"]
    return Visit(**dict(row) | {"mood": moods and tuple(moods[name] for name in EMOTIONS)})
