"""what comes from outside, and promotions asked for twice."""

import sqlalchemy as sa
from alembic import op

from hwawon.storage.types import Utc

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Go forward; there is no way back but a backup."""
    op.create_table(
        "outside",
        sa.Column("key", sa.String(length=1024), nullable=False),
        sa.Column("etag", sa.String(length=200), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("job", sa.String(length=32), nullable=True),
        sa.Column("seen_at", Utc, nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_outside")),
    )
    is_open = sa.text("state <> 'seen'")
    op.create_index("ix_outside_open", "outside", ["state", "key"], sqlite_where=is_open, postgresql_where=is_open)
    op.create_table(
        "outside_look",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("looked_at", Utc, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_look")),
    )
    op.add_column("promotion", sa.Column("idempotency_key", sa.String(length=300), nullable=True))
    op.add_column("promotion", sa.Column("request_sha256", sa.String(length=64), nullable=True))
    op.create_index("ix_promotion_idempotency_key", "promotion", ["idempotency_key"], unique=True)
