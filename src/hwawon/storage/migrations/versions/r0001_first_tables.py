"""first tables."""

import sqlalchemy as sa
from alembic import op

from hwawon.storage.types import Json, Utc

revision = "0001"
down_revision = None

# Pictures per kind and published, kept by the database itself, so that no way of writing can forget it.
_SQLITE_ADD = """
    INSERT INTO picture_count (kind, published, pictures) VALUES (NEW.kind, NEW.published, 1)
    ON CONFLICT (kind, published) DO UPDATE SET pictures = pictures + 1;"""
_SQLITE_TAKE = """
    UPDATE picture_count SET pictures = pictures - 1 WHERE kind = OLD.kind AND published = OLD.published;"""
_COUNT_PICTURES = {
    "sqlite": (
        f"CREATE TRIGGER picture_added AFTER INSERT ON picture BEGIN {_SQLITE_ADD} END",
        f"CREATE TRIGGER picture_removed AFTER DELETE ON picture BEGIN {_SQLITE_TAKE} END",
        "CREATE TRIGGER picture_moved AFTER UPDATE OF kind, published ON picture "
        f"BEGIN {_SQLITE_TAKE} {_SQLITE_ADD} END",
    ),
    "postgresql": (
        """
        CREATE FUNCTION count_pictures() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF TG_OP <> 'INSERT' THEN
            UPDATE picture_count SET pictures = pictures - 1 WHERE kind = OLD.kind AND published = OLD.published;
          END IF;
          IF TG_OP <> 'DELETE' THEN
            INSERT INTO picture_count (kind, published, pictures) VALUES (NEW.kind, NEW.published, 1)
            ON CONFLICT (kind, published) DO UPDATE SET pictures = picture_count.pictures + 1;
          END IF;
          RETURN NULL;
        END $$
        """,
        """
        CREATE TRIGGER picture_counted AFTER INSERT OR DELETE OR UPDATE OF kind, published ON picture
        FOR EACH ROW EXECUTE FUNCTION count_pictures()
        """,
    ),
}


def upgrade() -> None:
    """Go forward; there is no way back but a backup."""
    op.create_table(
        "event",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("transaction", sa.BigInteger(), nullable=True),
        sa.Column("topic", sa.String(length=100), nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=True),
        sa.Column("payload", Json, nullable=False),
        sa.Column("created_at", Utc, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sqlite_autoincrement=True,
    )

    op.create_table(
        "job",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=50), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("request", Json, nullable=False),
        sa.Column("request_sha256", sa.String(length=64), nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=True),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("rank", sa.BigInteger(), nullable=False),
        sa.Column("lock", sa.String(length=200), nullable=True),
        sa.Column("blocked", sa.Boolean(), nullable=False),
        sa.Column("batch", sa.String(length=64), nullable=True),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("idempotency_key", sa.String(length=300), nullable=True),
        sa.Column("pace", sa.String(length=100), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("max_attempts", sa.Integer(), nullable=False),
        sa.Column("deaths", sa.Integer(), nullable=False),
        sa.Column("not_before", Utc, nullable=True),
        sa.Column("claim", sa.String(length=32), nullable=True),
        sa.Column("worker", sa.String(length=200), nullable=True),
        sa.Column("lease_until", Utc, nullable=True),
        sa.Column("cancel_requested", sa.Boolean(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("steps", sa.Integer(), nullable=False),
        sa.Column("eta_at", Utc, nullable=True),
        sa.Column("preview_key", sa.String(length=1024), nullable=True),
        sa.Column("result", Json, nullable=True),
        sa.Column("error", Json, nullable=True),
        sa.Column("traceback", sa.Text(), nullable=True),
        sa.Column("created_at", Utc, nullable=False),
        sa.Column("started_at", Utc, nullable=True),
        sa.Column("finished_at", Utc, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_job_idempotency_key")),
    )
    live = "finished_at IS NULL"
    ready = f"{live} AND claim IS NULL AND not_before IS NULL AND paused IS FALSE AND blocked IS FALSE"
    _index_jobs("ix_job_ready", ["priority", "rank", "id", "kind"], ready)
    _index_jobs("ix_job_turns", ["owner", "priority", "rank"], live)
    _index_jobs("ix_job_lock", ["lock", "id"], f"{live} AND lock IS NOT NULL")
    _index_jobs("ix_job_delayed", ["not_before"], f"{live} AND not_before IS NOT NULL")
    _index_jobs("ix_job_lease", ["lease_until"], "claim IS NOT NULL")
    _index_jobs("ix_job_pace", ["kind", "pace", "id"], "state = 'succeeded'")
    _index_jobs("ix_job_batch", ["batch", "id"], "batch IS NOT NULL")
    _index_jobs("ix_job_paused", ["batch"], "paused IS TRUE")
    op.create_index("ix_job_owner_id", "job", ["owner", "id"], unique=False)
    op.create_index("ix_job_state_id", "job", ["state", "id"], unique=False)

    op.create_table(
        "link",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("created_at", Utc, nullable=False),
        sa.Column("expires_at", Utc, nullable=False),
        sa.Column("used_at", Utc, nullable=True),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_link")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("created_at", Utc, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("name", name=op.f("uq_person_name")),
    )
    op.create_table(
        "picture",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("key", sa.String(length=1024), nullable=False),
        sa.Column("thumbnail_key", sa.String(length=1024), nullable=True),
        sa.Column("name", sa.String(length=1024), nullable=True),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("media_type", sa.String(length=50), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=True),
        sa.Column("base", sa.String(length=32), nullable=True),
        sa.Column("job", sa.String(length=32), nullable=True),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("record", Json, nullable=False),
        sa.Column("created_at", Utc, nullable=False),
        sa.ForeignKeyConstraint(["base"], ["picture.id"], name=op.f("fk_picture_base"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_picture")),
        sa.UniqueConstraint("job", "position", name=op.f("uq_picture_job_position")),
        sa.UniqueConstraint("name", name=op.f("uq_picture_name")),
    )
    op.create_index(op.f("ix_picture_base"), "picture", ["base"], unique=False)
    op.create_index("ix_picture_key", "picture", ["key"], unique=False)
    op.create_index("ix_picture_kind_id", "picture", ["kind", "id"], unique=False)
    op.create_index("ix_picture_kind_published_id", "picture", ["kind", "published", "id"], unique=False)
    op.create_index("ix_picture_owner_published_id", "picture", ["owner", "published", "id"], unique=False)
    op.create_index("ix_picture_published_id", "picture", ["published", "id"], unique=False)

    op.create_table(
        "picture_count",
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.Column("pictures", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "published", name=op.f("pk_picture_count")),
    )
    op.create_table(
        "token",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("created_at", Utc, nullable=False),
        sa.Column("last_used_at", Utc, nullable=True),
        sa.Column("revoked_at", Utc, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_token")),
        sa.UniqueConstraint("sha256", name=op.f("uq_token_sha256")),
    )
    op.create_table(
        "journal",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("base_picture", sa.String(length=32), nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=True),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", Utc, nullable=False),
        sa.Column("updated_at", Utc, nullable=False),
        sa.ForeignKeyConstraint(["base_picture"], ["picture.id"], name=op.f("fk_journal_base_picture")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal")),
    )
    op.create_index(op.f("ix_journal_base_picture"), "journal", ["base_picture"], unique=False)

    op.create_table(
        "session",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("created_at", Utc, nullable=False),
        sa.Column("expires_at", Utc, nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_session_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_session")),
    )
    op.create_index(op.f("ix_session_expires_at"), "session", ["expires_at"], unique=False)
    op.create_index(op.f("ix_session_person"), "session", ["person"], unique=False)

    op.create_table(
        "journal_step",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("journal", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("job", sa.String(length=32), nullable=True),
        sa.Column("data", Json, nullable=False),
        sa.Column("patch_key", sa.String(length=1024), nullable=True),
        sa.Column("mask_key", sa.String(length=1024), nullable=True),
        sa.Column("created_at", Utc, nullable=False),
        sa.ForeignKeyConstraint(["journal"], ["journal.id"], name=op.f("fk_journal_step_journal"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_step")),
    )
    op.create_index("ix_journal_step_journal_position", "journal_step", ["journal", "position"], unique=False)

    for statement in _COUNT_PICTURES[op.get_context().dialect.name]:
        op.execute(statement)


def _index_jobs(name: str, columns: list[str], where: str) -> None:
    op.create_index(name, "job", columns, unique=False, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
