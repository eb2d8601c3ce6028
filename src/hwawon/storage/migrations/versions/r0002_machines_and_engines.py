"""which engine a job needs, who works, the machine that is switched, and what its engines can do."""

import sqlalchemy as sa
from alembic import op

from hwawon.storage.types import Json, Utc

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Go forward; there is no way back but a backup."""
    op.add_column("job", sa.Column("engine", sa.String(length=100), nullable=True))
    live = "finished_at IS NULL"
    ready = f"{live} AND claim IS NULL AND not_before IS NULL AND paused IS FALSE AND blocked IS FALSE"
    op.drop_index("ix_job_ready", "job")
    op.drop_index("ix_job_paused", "job")
    _index_jobs("ix_job_ready", ["priority", "rank", "id", "kind", "engine"], ready)
    _index_jobs("ix_job_engine", ["engine", "finished_at"], "engine IS NOT NULL")
    _index_jobs("ix_job_paused", ["batch"], "paused IS TRUE")  # last, see `tables.py`

    op.create_table(
        "worker",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("engines", Json, nullable=True),
        sa.Column("device", Json, nullable=True),
        sa.Column("started_at", Utc, nullable=False),
        sa.Column("seen_at", Utc, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_worker")),
    )
    op.create_table(
        "power",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=True),
        sa.Column("engine_ready", sa.Boolean(), nullable=False),
        sa.Column("since", Utc, nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("retry_at", Utc, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_power")),
    )
    op.create_table(
        "engine",
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("capabilities", Json, nullable=False),
        sa.Column("seen_at", Utc, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_engine")),
    )


def _index_jobs(name: str, columns: list[str], where: str) -> None:
    op.create_index(name, "job", columns, unique=False, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
