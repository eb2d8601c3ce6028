"""${message}."""

import sqlalchemy as sa
from alembic import op

from hwawon.storage.types import Json, Utc

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    """Go forward; there is no way back but a backup."""
    ${upgrades if upgrades else "pass"}
