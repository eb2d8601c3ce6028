"""the numbers of days that are over."""

import sqlalchemy as sa
from alembic import op

from hwawon.storage.types import Json, Utc

revision = "0013"
down_revision = "0011"


def upgrade() -> None:
    """Go forward; there is no way back but a backup."""
    op.create_table(
        "visit_day",
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.Column("interactions", sa.Integer(), nullable=False),
        sa.Column("counts", Json, nullable=False),
        sa.Column("settled", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("counted_at", Utc, nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_visit_day")),
    )
