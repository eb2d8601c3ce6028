"""Verdicts, given by acts: one key is one act, whether it judges one picture or five hundred."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from hwawon.errors import BadInput, Conflict
from hwawon.pool import rows
from hwawon.pool.rows import PoolPicture
from hwawon.storage import events
from hwawon.storage.garden_tables import pool, verdict
from hwawon.storage.ids import new_id
from hwawon.storage.types import utc_now

TOPIC = "pool"
STATE_OF = {"keep": "kept", "star": "kept", "reject": "rejected", "retouch": "retouch", "clear": "unreviewed"}
MOST_STARS = 5
_STANDING = ("state", "stars", "disputed", "judged_at", "judged_by", "opinions")  # what a verdict changes
_CHANGE = update(pool).where(pool.c.picture == bindparam("id"))
_CHANGE = _CHANGE.values({name: bindparam(f"new_{name}") for name in (*_STANDING, "held_by", "held_until")})


@dataclass(frozen=True)
class Said:
    """One verdict: keep, reject, star (keep, with stars), retouch or clear; `stars` 1..5 for star alone."""

    verdict: str
    stars: int = 0

    def __post_init__(self) -> None:
        if self.verdict not in STATE_OF:
            raise BadInput(f"unknown verdict {self.verdict[:80]!r}; the verdicts are {', '.join(STATE_OF)}")
        if (self.verdict == "star") != (1 <= self.stars <= MOST_STARS) or self.stars < 0:
            raise BadInput(f"expected 1 to {MOST_STARS} stars with star and none with others, got {self.stars}")

    @property
    def state(self) -> str:
        return STATE_OF[self.verdict]


@dataclass(frozen=True)
class Act:
    """What one key did, and the pictures as they are after it."""

    id: str
    items: tuple[PoolPicture, ...]


def judge(
    tx: Connection, owner: str, said: Mapping[str, Said], *, second: bool | None = None, act: str | None = None
) -> Act:
    """Judge pictures, given with what is said of each.

    `second` asks for second opinions: they change no state, and a picture of which another says otherwise is disputed.
    None: a picture that somebody else has judged, and that is held for the caller, gets one. A plain verdict settles
    a dispute.

    Raises:
        NotFound: one of them is not in the pool; nothing is changed.
    """
    now, act = utc_now(), act or new_id()
    found = held_fast(tx, said)
    known = _curators_of(tx, said)
    lines, changes = [], []
    for one in found:
        word = said[one.id]
        is_second = _is_second(one, owner, second, now)
        after = _after_second(one, word) if is_second else _after(one, word, owner, now)
        after["opinions"] = _opinions(known.get(one.id, set()) | {owner}, word, is_second=is_second)
        lines.append(_line(one, word, owner, act, now, is_second=is_second))
        changes.append(_change(one, after, owner))
    tx.execute(insert(verdict), lines)
    tx.execute(_CHANGE, changes)
    events.append(tx, TOPIC, {"changed": len(changes)})
    return Act(act, rows.all_of(tx, said))


def undo(tx: Connection, owner: str) -> Act:
    """Take back the caller's last act: state and stars are as they were before it.

    Raises:
        Conflict: there is none, or somebody else has judged one of its pictures since; the message names it.
    """
    query = select(verdict.c.act).where(verdict.c.owner == owner, verdict.c.undone_at.is_(None))
    act = tx.scalar(query.order_by(verdict.c.id.desc()).limit(1))
    if act is None:
        raise Conflict("there is no verdict of yours to take back")
    given = tx.execute(select(verdict).where(verdict.c.act == act).order_by(verdict.c.id)).all()
    found = held_fast(tx, [row.picture for row in given])
    _check_last(tx, owner, given)
    tx.execute(update(verdict).where(verdict.c.act == act).values(undone_at=utc_now()))
    before = {row.picture: _read(row.before) for row in given}
    tx.execute(_CHANGE, [_change(one, before[one.id], owner) for one in found])
    events.append(tx, TOPIC, {"changed": len(found)})
    return Act(act, rows.all_of(tx, [row.picture for row in given]))


def keep_best(tx: Connection, owner: str, cluster: str, best: str) -> Act:
    """Keep one picture of a cluster of near-duplicates and reject the others, in one act.

    Raises:
        BadInput: the picture is not in the cluster.
    """
    members = list(tx.scalars(select(pool.c.picture).where(pool.c.cluster == cluster).order_by(pool.c.picture)))
    if best not in members:
        raise BadInput(f"expected a picture of the cluster {cluster}, got {best[:80]}")
    return judge(tx, owner, {id: Said("keep" if id == best else "reject") for id in members}, second=False)


def held_fast(tx: Connection, ids: Any) -> tuple[PoolPicture, ...]:
    """The pictures, which nobody else changes until the transaction ends.

    Raises:
        NotFound: one is not in the pool.
    """
    wanted = list(ids)
    tx.execute(select(pool.c.picture).where(pool.c.picture.in_(wanted)).order_by(pool.c.picture).with_for_update())
    return rows.all_of(tx, wanted)


def _is_second(one: PoolPicture, owner: str, asked: bool | None, now: datetime) -> bool:
    is_judged = one.state != "unreviewed" and one.judged_by not in (None, owner)
    is_held = one.held_by == owner and one.held_until is not None and one.held_until > now
    return is_judged and (is_held if asked is None else asked)


def _after(one: PoolPicture, said: Said, owner: str, now: datetime) -> dict[str, Any]:
    if said.verdict == "clear":
        nobody = {"judged_at": None, "judged_by": None}
        return {"state": "unreviewed", "stars": 0, "disputed": False} | nobody
    stars = one.stars if said.verdict == "keep" and one.state == "kept" else said.stars
    judged = {"judged_at": now, "judged_by": one.judged_by or owner}
    return {"state": said.state, "stars": stars, "disputed": False} | judged


def _after_second(one: PoolPicture, said: Said) -> dict[str, Any]:
    return _standing(one) | {"disputed": said.state != one.state}


def _opinions(curators: set[str], said: Said, *, is_second: bool) -> int:
    return 0 if said.verdict == "clear" and not is_second else len(curators)


def _curators_of(tx: Connection, ids: Any) -> dict[str, set[str]]:
    """Who has judged each picture, since it was last cleared."""
    query = select(verdict.c.picture, verdict.c.owner, verdict.c.verdict, verdict.c.second)
    query = query.where(verdict.c.picture.in_(list(ids)), verdict.c.undone_at.is_(None)).order_by(verdict.c.id)
    known: dict[str, set[str]] = {}
    for row in tx.execute(query):
        if row.verdict == "clear" and not row.second:
            known[row.picture] = set()
        else:
            known.setdefault(row.picture, set()).add(row.owner)
    return known


def _check_last(tx: Connection, owner: str, given: Sequence[Row[Any]]) -> None:
    later = select(verdict.c.picture).where(
        verdict.c.picture.in_([row.picture for row in given]),
        verdict.c.id > given[-1].id,
        verdict.c.owner != owner,
        verdict.c.undone_at.is_(None),
    )
    judged = tx.scalar(later.limit(1))
    if judged is not None:
        raise Conflict(f"somebody else has judged the picture {judged} since: your verdict on it cannot be taken back")


def _line(one: PoolPicture, said: Said, owner: str, act: str, now: datetime, *, is_second: bool) -> dict[str, Any]:
    before = _standing(one)
    before["judged_at"] = one.judged_at.isoformat() if one.judged_at else None
    told = {"id": new_id(), "picture": one.id, "act": act, "owner": owner, "verdict": said.verdict}
    return told | {"stars": said.stars, "second": is_second, "before": before, "created_at": now}


def _standing(one: PoolPicture) -> dict[str, Any]:
    return {name: getattr(one, name) for name in _STANDING}


def _read(before: Mapping[str, Any]) -> dict[str, Any]:
    moment = before["judged_at"]
    return dict(before) | {"judged_at": datetime.fromisoformat(moment) if moment else None}


def _change(one: PoolPicture, after: Mapping[str, Any], owner: str) -> dict[str, Any]:
    """The row's new values; a picture that was on the caller's screen is held no longer."""
    is_theirs = one.held_by not in (None, owner)
    held = (
        {"held_by": one.held_by, "held_until": one.held_until} if is_theirs else {"held_by": None, "held_until": None}
    )
    return {"id": one.id, **{f"new_{name}": value for name, value in (dict(after) | held).items()}}
