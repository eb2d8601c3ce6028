"""Every table of the database. A change here needs a migration: `python -m hwawon.storage.revise "what changes"`."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
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


def object_key(name: str, *, nullable: bool = True) -> Column[Any]:
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

# What a claim may take, what is not over, and what waits for its back-off: words of the partial indexes below, which a
# query must repeat to the letter to be served by them. They do not name the state, since SQLite would then take the
# index on it, and sort all that wait.
JOB_LIVE = "finished_at IS NULL"
JOB_RUNNING = "claim IS NOT NULL"
JOB_READY = f"{JOB_LIVE} AND claim IS NULL AND not_before IS NULL AND paused IS FALSE AND blocked IS FALSE"
JOB_DELAYED = f"{JOB_LIVE} AND not_before IS NOT NULL"
JOB_DONE = "state = 'succeeded'"


def _partial(name: str, *columns: str, where: str) -> Index:
    # `migrations/env.py` says the same to PostgreSQL: naming it here would import its dialect wherever tables are used.
    return Index(name, *columns, sqlite_where=text(where))


job = Table(
    "job",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", String(50), nullable=False),
    Column("state", String(20), nullable=False),
    Column("request", Json, nullable=False),
    Column("request_sha256", String(64), nullable=False),
    Column("owner", String(64)),
    Column("priority", Integer, nullable=False),  # smaller is sooner
    Column("rank", BigInteger, nullable=False),  # the round in which the owner gets its turn, within a priority
    Column("lock", String(200)),  # jobs of one lock run one at a time, in submission order
    Column("blocked", Boolean, nullable=False),  # an earlier job of the same lock is not over
    Column("batch", String(64)),
    Column("paused", Boolean, nullable=False),
    Column("idempotency_key", String(300), unique=True),  # owner and the client's key, joined: unique per owner
    Column("engine", String(100)),  # what must be there to run it; NULL: any worker can
    Column("pace", String(100), nullable=False),  # jobs of one kind and pace take about the same time per step
    Column("failures", Integer, nullable=False),  # attempts that ended with an error
    Column("max_attempts", Integer, nullable=False),
    Column("deaths", Integer, nullable=False),  # attempts in a row whose worker fell silent
    Column("not_before", Utc),  # the end of the back-off
    Column("claim", String(32)),  # the attempt that runs; only who knows it may write
    Column("worker", String(200)),
    Column("lease_until", Utc),
    Column("cancel_requested", Boolean, nullable=False),
    Column("step", Integer, nullable=False),
    Column("steps", Integer, nullable=False),
    Column("eta_at", Utc),
    object_key("preview_key"),
    Column("result", Json),
    Column("error", Json),
    Column("traceback", Text),
    Column("created_at", Utc, nullable=False),
    Column("started_at", Utc),
    Column("finished_at", Utc),
    _partial("ix_job_ready", "priority", "rank", "id", "kind", "engine", where=JOB_READY),
    _partial("ix_job_turns", "owner", "priority", "rank", where=JOB_LIVE),
    _partial("ix_job_engine", "engine", "finished_at", where="engine IS NOT NULL"),
    _partial("ix_job_lock", "lock", "id", where=f"{JOB_LIVE} AND lock IS NOT NULL"),
    _partial("ix_job_delayed", "not_before", where=JOB_DELAYED),
    _partial("ix_job_lease", "lease_until", where=JOB_RUNNING),
    _partial("ix_job_pace", "kind", "pace", "id", where=JOB_DONE),
    _partial("ix_job_batch", "batch", "id", where="batch IS NOT NULL"),
    _partial("ix_job_paused", "batch", where="paused IS TRUE"),  # last: of two that fit, SQLite takes the newer
    Index("ix_job_state_id", "state", "id"),
    Index("ix_job_owner_id", "owner", "id"),
)

event = Table(
    "event",
    metadata,
    Column("id", Counter, primary_key=True, autoincrement=True),
    Column("transaction", BigInteger),  # PostgreSQL's transaction id, see `events.after`
    Column("topic", String(100), nullable=False),
    Column("owner", String(64)),
    Column("payload", Json, nullable=False),
    Column("created_at", Utc, nullable=False),
    sqlite_autoincrement=True,
)

PICTURE_FAVOURITE = "favourite IS TRUE"  # as above, a query repeats it to the letter

picture = Table(
    "picture",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", String(30), nullable=False),  # upload, generated, retouched ...
    object_key("key", nullable=False),
    object_key("thumbnail_key"),
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
    Column("favourite", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("job", "position"),  # an attempt run again cannot add a picture twice
    Index("ix_picture_kind_id", "kind", "id"),
    Index("ix_picture_published_id", "published", "id"),
    Index("ix_picture_kind_published_id", "kind", "published", "id"),
    Index("ix_picture_key", "key"),
    Index("ix_picture_owner_published_id", "owner", "published", "id"),
    _partial("ix_picture_favourite", "id", where=PICTURE_FAVOURITE),
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
    Index("ix_journal_updated_at_id", "updated_at", "id"),
)

journal_step = Table(
    "journal_step",
    metadata,
    Column("id", Id, primary_key=True),
    Column("journal", Id, ForeignKey("journal.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("job", Id),
    Column("data", Json, nullable=False),  # box, request, plan, opacity, mute, feather ...
    object_key("patch_key"),
    object_key("mask_key"),
    Column("created_at", Utc, nullable=False),
    Column("aside_at", Utc),  # when it was taken out: kept, and shown no longer
    Column("picture", Id, ForeignKey("picture.id", ondelete="SET NULL"), index=True),  # the candidate in the library
    Index("ix_journal_step_journal_position", "journal", "position"),
)

draft = Table(  # what is painted and typed over a journal, and not sent yet
    "draft",
    metadata,
    Column("journal", Id, ForeignKey("journal.id", ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, nullable=False),  # compare and set: of two writers one is told
    Column("data", Json),
    object_key("mask_key"),
    object_key("drawn_key"),
    object_key("erased_key"),
    object_key("strengths_key"),
    Column("updated_at", Utc, nullable=False),
)

preference = Table(  # one row a person: what the pages remember
    "preference",
    metadata,
    Column("owner", String(64), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("data", Json, nullable=False),
    Column("updated_at", Utc, nullable=False),
)

batch = Table(  # one set of wishes for many frames
    "batch",
    metadata,
    Column("id", Id, primary_key=True),
    Column("owner", String(64)),
    Column("title", Text, nullable=False, server_default=""),
    Column("source", Json, nullable=False),  # frames or video, size, rate, sound, when each frame is shown ...
    object_key("source_key"),  # the video
    Column("wishes", Json, nullable=False),
    Column("export", Json),  # of the last video that was made: format, frames, job
    object_key("export_key"),
    Column("created_at", Utc, nullable=False),
    Column("updated_at", Utc, nullable=False),
    Index("ix_batch_owner_id", "owner", "id"),
)

batch_frame = Table(
    "batch_frame",
    metadata,
    Column("batch", Id, ForeignKey("batch.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("number", BigInteger),  # what a range counts
    object_key("source_key"),  # the picture; a video's frames have none of their own
    object_key("drawn_key"),  # the mask of a key frame
    object_key("mask_key"),  # the mask as it was followed, soft
    object_key("patch_key"),  # the result; NULL where nothing was to be painted
    object_key("thumbnail_key"),
    Column("job", Id),  # the last one
    Column("report", Json),  # seed, rectangle, proof ...; NULL until it is painted
    Column("flicker", Float),
    Column("accepted", Boolean, nullable=False, server_default=false()),
)

worker = Table(  # who is there to work, as each says by itself; silent ones are forgotten
    "worker",
    metadata,
    Column("name", String(200), primary_key=True),
    Column("engines", Json),  # names, NULL: all
    Column("device", Json),  # kind, name, memory_bytes, precision
    Column("started_at", Utc, nullable=False),
    Column("seen_at", Utc, nullable=False),
)

power = Table(  # one row: the machine that can be switched
    "power",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),  # compare and set: whoever raises it may act
    Column("state", String(20), nullable=False),
    Column("reason", Text, nullable=False),  # of the last failure, for administrators
    Column("address", String(200)),
    Column("engine_ready", Boolean, nullable=False),
    Column("since", Utc, nullable=False),
    Column("failures", Integer, nullable=False),  # commands that failed one after the other
    Column("retry_at", Utc),
)

engine = Table(  # what the engines of the machine that is switched could do when they were last there
    "engine",
    metadata,
    Column("name", String(100), primary_key=True),
    Column("capabilities", Json, nullable=False),
    Column("seen_at", Utc, nullable=False),
)
