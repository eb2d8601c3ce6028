"""favourite pictures, preferences, drafts, and steps that are put aside and know their picture."""

import sqlalchemy as sa
from alembic import op

from hwawon.storage.types import Json, Utc

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Go forward; there is no way back but a backup."""
    # Not in a batch, which would write SQLite's table anew and lose the triggers that count pictures.
    op.add_column("picture", sa.Column("favourite", sa.Boolean(), server_default=sa.false(), nullable=False))
    where = sa.text("favourite IS TRUE")
    op.create_index("ix_picture_favourite", "picture", ["id"], sqlite_where=where, postgresql_where=where)
    op.create_index("ix_journal_updated_at_id", "journal", ["updated_at", "id"])
    with op.batch_alter_table("journal_step") as steps:
        steps.add_column(sa.Column("aside_at", Utc, nullable=True))
        steps.add_column(sa.Column("picture", sa.String(length=32), nullable=True))
        name = op.f("fk_journal_step_picture")
        steps.create_foreign_key(name, "picture", ["picture"], ["id"], ondelete="SET NULL")
    op.create_index(op.f("ix_journal_step_picture"), "journal_step", ["picture"])
    _add_tables()


def _add_tables() -> None:
    op.create_table(
        "draft",
        sa.Column("journal", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("data", Json, nullable=True),
        sa.Column("mask_key", sa.String(length=1024), nullable=True),
        sa.Column("drawn_key", sa.String(length=1024), nullable=True),
        sa.Column("erased_key", sa.String(length=1024), nullable=True),
        sa.Column("strengths_key", sa.String(length=1024), nullable=True),
        sa.Column("updated_at", Utc, nullable=False),
        sa.ForeignKeyConstraint(["journal"], ["journal.id"], name=op.f("fk_draft_journal"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("journal", name=op.f("pk_draft")),
    )
    op.create_table(
        "preference",
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("data", Json, nullable=False),
        sa.Column("updated_at", Utc, nullable=False),
        sa.PrimaryKeyConstraint("owner", name=op.f("pk_preference")),
    )
