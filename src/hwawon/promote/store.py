"""Promotions in the database: what was asked, what became of each picture, and the counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, case, null, select, update

from hwawon.errors import NotFound
from hwawon.promote.goal import Kind
from hwawon.storage import events
from hwawon.storage.garden_tables import promotion, promotion_picture
from hwawon.storage.many import update_many
from hwawon.storage.paging import Page, check_limit, cut_page, decode_cursor
from hwawon.storage.types import utc_now

TOPIC = "promotion"
OUTCOMES = ("promoted", "skipped", "failed")


@dataclass(frozen=True, kw_only=True)
class Promotion:
    """One counted act. `promoted`, `skipped` and `failed` add up to `asked` once it is done."""

    id: str
    kind: Kind
    owner: str | None
    selection: Mapping[str, Any]
    state: str  # running, done, undone
    asked: int
    promoted: int
    skipped: int
    failed: int
    undoes: str | None
    undone_by: str | None
    job: str | None
    created_at: datetime
    finished_at: datetime | None

    @property
    def left(self) -> int:
        """Pictures whose turn is still to come."""
        return self.asked - self.promoted - self.skipped - self.failed

    @property
    def keep_file(self) -> bool:
        """Whether a retraction leaves the files in serving."""
        return bool(self.selection.get("unpublish_only"))

    @property
    def can_undo(self) -> bool:
        return self.state == "done" and self.kind != "remove" and self.promoted > 0 and self.undone_by is None

    def public(self) -> dict[str, Any]:
        """What curators see, as JSON values."""
        told = {field.name: getattr(self, field.name) for field in fields(self) if field.name != "owner"}
        return told | {"left": self.left, "can_undo": self.can_undo}


@dataclass(frozen=True)
class Due:
    """A picture whose turn has come; `kept` is the place that an undo restores."""

    position: int
    picture: str
    tail: str
    kept: Mapping[str, Any] | None


@dataclass(frozen=True)
class Settled:
    """What became of one picture; `before` is its place before, for an undo."""

    position: int
    outcome: str  # promoted, skipped, failed
    reason: str | None = None
    before: Mapping[str, Any] | None = None


_COLUMNS = tuple(promotion.c[field.name] for field in fields(Promotion))
_PICTURES = promotion_picture.c
_KEPT = promotion_picture.alias("kept")


def get(tx: Connection, id: str) -> Promotion:
    """The promotion with this id.

    Raises:
        NotFound: there is none.
    """
    row = tx.execute(select(*_COLUMNS).where(promotion.c.id == id)).one_or_none()
    if row is None:
        raise NotFound(f"there is no promotion {id}")
    return _of(row)


def page(tx: Connection, limit: int, cursor: str | None = None) -> Page[Promotion]:
    """Promotions, newest first.

    Raises:
        BadInput: limit not within 1..500, or a cursor that is not ours.
    """
    query = select(*_COLUMNS).order_by(promotion.c.id.desc()).limit(check_limit(limit) + 1)
    if cursor is not None:
        query = query.where(promotion.c.id < decode_cursor(cursor))
    found = [_of(row) for row in tx.execute(query)]
    return cut_page(found, [one.id for one in found], limit)


def pictures(tx: Connection, id: str, limit: int, after: int, outcome: str | None) -> list[dict[str, Any]]:
    """Up to `limit` pictures behind the position `after`, of one outcome where it is given."""
    told = ("position", "picture", "tail", "outcome", "reason")
    query = select(*(_PICTURES[name] for name in told))
    query = query.where(_PICTURES.promotion == id, _PICTURES.position > after).order_by(_PICTURES.position)
    query = query.where(_PICTURES.outcome == outcome) if outcome else query
    return [dict(zip(told, row, strict=True)) for row in tx.execute(query.limit(limit))]


def due(tx: Connection, asked: Promotion, limit: int) -> list[Due]:
    """The pictures whose turn is next."""
    restored = and_(_KEPT.c.promotion == asked.undoes, _KEPT.c.picture == _PICTURES.picture)
    mine = promotion_picture.join(_KEPT, restored) if asked.undoes else promotion_picture
    kept = _KEPT.c.before if asked.undoes else null()
    query = select(_PICTURES.position, _PICTURES.picture, _PICTURES.tail, kept).select_from(mine)
    query = query.where(_PICTURES.promotion == asked.id, _PICTURES.outcome.is_(None))
    return [Due(*row) for row in tx.execute(query.order_by(_PICTURES.position).limit(limit))]


def settle(tx: Connection, asked: Promotion, settled: Sequence[Settled]) -> Promotion:
    """Write what became of some pictures, and count them; how the promotion stands now, which is told."""
    rows = [{"promotion": asked.id, **vars(one)} for one in settled]
    update_many(tx, promotion_picture, ("promotion", "position"), rows)
    grown = {name: promotion.c[name] + sum(one.outcome == name for one in settled) for name in OUTCOMES}
    left = promotion.c.asked - promotion.c.promoted - promotion.c.skipped - promotion.c.failed - len(settled)
    state = case((and_(left <= 0, promotion.c.state == "running"), "done"), else_=promotion.c.state)
    tx.execute(update(promotion).where(promotion.c.id == asked.id).values(**grown, state=state))
    now = get(tx, asked.id)
    return _finish(tx, now) if now.state == "done" and now.finished_at is None else _told(tx, now)


def _finish(tx: Connection, done: Promotion) -> Promotion:
    tx.execute(update(promotion).where(promotion.c.id == done.id).values(finished_at=utc_now()))
    if done.undoes is not None:
        tx.execute(update(promotion).where(promotion.c.id == done.undoes).values(state="undone"))
        _told(tx, get(tx, done.undoes))
    return _told(tx, get(tx, done.id))


def _told(tx: Connection, now: Promotion) -> Promotion:
    counts = {name: getattr(now, name) for name in ("asked", *OUTCOMES, "left")}
    events.append(tx, TOPIC, {"id": now.id, "kind": now.kind, "state": now.state, "counts": counts})
    return now


def _of(row: Row[Any]) -> Promotion:
    return Promotion(**row._mapping)


def hold(tx: Connection, id: str) -> None:
    """Keep others from changing this promotion until the transaction ends."""
    tx.execute(select(promotion.c.id).where(promotion.c.id == id).with_for_update())
