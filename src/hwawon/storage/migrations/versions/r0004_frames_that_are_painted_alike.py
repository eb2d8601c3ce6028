"""frames that are painted alike."""

import sqlalchemy as sa
from alembic import op

from hwawon.storage.types import Json, Utc

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Go forward; there is no way back but a backup."""
    op.create_table(
        "batch",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=True),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("source", Json, nullable=False),
        sa.Column("source_key", sa.String(length=1024), nullable=True),
        sa.Column("wishes", Json, nullable=False),
        sa.Column("export", Json, nullable=True),
        sa.Column("export_key", sa.String(length=1024), nullable=True),
        sa.Column("created_at", Utc, nullable=False),
        sa.Column("updated_at", Utc, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch")),
    )
    op.create_index("ix_batch_owner_id", "batch", ["owner", "id"])
    op.create_table(
        "batch_frame",
        sa.Column("batch", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=True),
        sa.Column("source_key", sa.String(length=1024), nullable=True),
        sa.Column("drawn_key", sa.String(length=1024), nullable=True),
        sa.Column("mask_key", sa.String(length=1024), nullable=True),
        sa.Column("patch_key", sa.String(length=1024), nullable=True),
        sa.Column("thumbnail_key", sa.String(length=1024), nullable=True),
        sa.Column("job", sa.String(length=32), nullable=True),
        sa.Column("report", Json, nullable=True),
        sa.Column("flicker", sa.Float(), nullable=True),
        sa.Column("accepted", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["batch"], ["batch.id"], name=op.f("fk_batch_frame_batch"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("batch", "position", name=op.f("pk_batch_frame")),
    )
