"""Every table of the database. A change here needs a migration: `python -m hwawon.storage.revise "what changes"`."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from hwawon.storage.types import Counter, Id, Json, Utc

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _object_key(name: str, *, nullable: bool = True) -> Column[Any]:
    """A column that points at an object; what no such column names is an orphan (`orphans.py`)."""
    return Column(name, String(1024), nullable=nullable, info={"object_key": True})


person = Table(
    "person",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", String(200), nullable=False, unique=True),
    Column("role", String(20), nullable=False),
    Column("created_at", Utc, nullable=False),
)

session = Table(
    "session",
    metadata,
    Column("sha256", String(64), primary_key=True),  # of the cookie's secret, which is kept nowhere
    Column("person", Id, ForeignKey("person.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("csrf", String(64), nullable=False),
    Column("created_at", Utc, nullable=False),
    Column("expires_at", Utc, nullable=False, index=True),
)

token = Table(
    "token",
    metadata,
    Column("id", Id, primary_key=True),
    Column("sha256", String(64), nullable=False, unique=True),
    Column("role", String(20), nullable=False),
    Column("name", String(200), nullable=False),
    Column("created_at", Utc, nullable=False),
    Column("last_used_at", Utc),
    Column("revoked_at", Utc),
)

link = Table(
    "link",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("role", String(20), nullable=False),
    Column("created_at", Utc, nullable=False),
    Column("expires_at", Utc, nullable=False),
    Column("used_at", Utc),
)

_WAITING = text("state = 'enqueued'")

job = Table(
    "job",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", String(50), nullable=False),
    Column("state", String(20), nullable=False),
    Column("request", Json, nullable=False),
    Column("request_sha256", String(64), nullable=False),
    Column("owner", String(64)),
    Column("priority", Integer, nullable=False),
    Column("lock", String(200)),
    Column("batch", String(64)),
    Column("idempotency_key", String(300), unique=True),  # owner and the client's key, joined: unique per owner
    Column("attempt", Integer, nullable=False, server_default="0"),
    Column("max_attempts", Integer, nullable=False),
    Column("deaths", Integer, nullable=False, server_default="0"),
    Column("not_before", Utc),
    Column("lease_until", Utc),
    Column("worker", String(200)),
    Column("claim", String(64)),
    Column("step", Integer, nullable=False, server_default="0"),
    Column("steps", Integer, nullable=False, server_default="0"),
    _object_key("preview_key"),
    Column("cancel_requested", Boolean, nullable=False, default=False),
    Column("result", Json),
    Column("error", Json),
    Column("created_at", Utc, nullable=False),
    Column("started_at", Utc),
    Column("finished_at", Utc),
    Index("ix_job_waiting", "priority", "id", sqlite_where=_WAITING, postgresql_where=_WAITING),
    Index("ix_job_lock_state_id", "lock", "state", "id"),
    Index("ix_job_state_id", "state", "id"),
    Index("ix_job_owner_id", "owner", "id"),
    Index("ix_job_batch_id", "batch", "id"),
)

event = Table(
    "event",
    metadata,
    Column("id", Counter, primary_key=True, autoincrement=True),
    Column("transaction", BigInteger),  # PostgreSQL's transaction id, see `events.after`
    Column("topic", String(100), nullable=False),
    Column("owner", String(64)),
    Column("payload", Json, nullable=False),
    Column("created_at", Utc, nullable=False, index=True),
    sqlite_autoincrement=True,
)

picture = Table(
    "picture",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", String(30), nullable=False),  # upload, generated, retouched ...
    _object_key("key", nullable=False),
    _object_key("thumbnail_key"),
    Column("name", String(1024), unique=True),  # the public name, such as emotions/happy/....jpeg
    Column("title", Text, nullable=False, server_default=""),
    Column("media_type", String(50), nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("published", Boolean, nullable=False, default=False),
    Column("owner", String(64)),
    Column("base", Id, ForeignKey("picture.id", ondelete="SET NULL"), index=True),  # what it was retouched from
    Column("job", Id),
    Column("position", Integer, nullable=False, server_default="0"),  # among the pictures of one job
    Column("record", Json, nullable=False),  # the whole request, engine, seed, plan: what makes it again
    Column("created_at", Utc, nullable=False),
    UniqueConstraint("job", "position"),  # an attempt run again cannot add a picture twice
    Index("ix_picture_kind_id", "kind", "id"),
    Index("ix_picture_published_id", "published", "id"),
    Index("ix_picture_kind_published_id", "kind", "published", "id"),
    Index("ix_picture_key", "key"),
)

picture_count = Table(  # kept by triggers on `picture`: counting 100,000 rows on every page costs milliseconds
    "picture_count",
    metadata,
    Column("kind", String(30), primary_key=True),
    Column("published", Boolean, primary_key=True),
    Column("pictures", BigInteger, nullable=False),
)

journal = Table(
    "journal",
    metadata,
    Column("id", Id, primary_key=True),
    Column("base_picture", Id, ForeignKey("picture.id"), nullable=False, index=True),
    Column("owner", String(64)),
    Column("title", Text, nullable=False, server_default=""),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("created_at", Utc, nullable=False),
    Column("updated_at", Utc, nullable=False),
)

journal_step = Table(
    "journal_step",
    metadata,
    Column("id", Id, primary_key=True),
    Column("journal", Id, ForeignKey("journal.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("job", Id),
    Column("data", Json, nullable=False),  # box, request, plan, opacity, mute, feather ...
    _object_key("patch_key"),
    _object_key("mask_key"),
    Column("created_at", Utc, nullable=False),
    Index("ix_journal_step_journal_position", "journal", "position"),
)
