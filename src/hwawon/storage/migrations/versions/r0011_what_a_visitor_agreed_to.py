"""what a visitor agreed to beside the camera, and the visits that are open."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0009"


def upgrade() -> None:
    """Go forward; there is no way back but a backup."""
    for name in ("adult", "remember"):
        op.add_column("visit", sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False))
    is_open = sa.text("ended_at IS NULL")
    op.create_index("ix_visit_open", "visit", ["seen_at"], sqlite_where=is_open, postgresql_where=is_open)
