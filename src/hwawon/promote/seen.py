"""What is known of each file of imgPool/ and emotions/: as it was when it was last looked at, or why it was refused."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from hwawon.storage.garden_tables import outside, outside_look
from hwawon.storage.objects import ObjectInfo
from hwawon.storage.tables import job
from hwawon.storage.types import utc_now

MOST_SHOWN = 200


@dataclass(frozen=True)
class Seen:
    """A file as it was. `job` takes it in while it is arriving."""

    etag: str
    state: str  # seen, arriving, refused
    job: str | None


def among(tx: Connection, keys: Collection[str]) -> dict[str, Seen]:
    """What is known of those of these keys that were looked at."""
    query = select(outside.c.key, outside.c.etag, outside.c.state, outside.c.job).where(outside.c.key.in_(keys))
    return {row.key: Seen(row.etag, row.state, row.job) for row in tx.execute(query)}


def note(
    tx: Connection, files: Mapping[str, ObjectInfo], state: str, *, reason: str | None = None, by: str | None = None
) -> None:
    """Write down how these files are, in place of what was known of them."""
    forget(tx, files)
    rows = [
        {"key": key, "etag": info.etag, "size": info.size, "state": state, "reason": reason, "job": by}
        for key, info in files.items()
    ]
    if rows:
        tx.execute(insert(outside), [row | {"seen_at": utc_now()} for row in rows])


def forget(tx: Connection, keys: Iterable[str]) -> None:
    """Know nothing of these files any more."""
    if wanted := list(keys):
        tx.execute(delete(outside).where(outside.c.key.in_(wanted)))


def give_up(tx: Connection) -> None:
    """Refuse the files whose job is over and did not take them in; it can be restarted."""
    alive = select(job.c.id).where(job.c.finished_at.is_(None))
    lost = (outside.c.state == "arriving") & outside.c.job.not_in(alive)
    reason = "the job that was to take it in failed or was cancelled"
    tx.execute(update(outside).where(lost).values(state="refused", reason=reason))


def looked(tx: Connection, now: datetime) -> None:
    """All files were looked through."""
    if not tx.execute(update(outside_look).values(looked_at=now)).rowcount:
        tx.execute(insert(outside_look).values(id=1, looked_at=now))


def last_look(tx: Connection) -> datetime | None:
    """When all files were last looked through."""
    found: datetime | None = tx.scalar(select(outside_look.c.looked_at))
    return found


def report(tx: Connection) -> dict[str, Any]:
    """What curators are told of it, as JSON values."""
    refused = select(outside.c.key, outside.c.reason).where(outside.c.state == "refused").order_by(outside.c.key)
    counts = select(outside.c.state, func.count()).where(outside.c.state != "seen").group_by(outside.c.state)
    found = {state: int(files) for state, files in tx.execute(counts)}
    return {
        "last_look_at": last_look(tx),
        "refused": [{"key": row.key, "reason": row.reason} for row in tx.execute(refused.limit(MOST_SHOWN))],
        "refused_total": found.get("refused", 0),
        "arriving": found.get("arriving", 0),
    }
