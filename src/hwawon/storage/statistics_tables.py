"""What is counted once and kept: the visits of a day that is over.

It shares `tables.metadata`; a change here needs a migration as one there does.
"""

from sqlalchemy import Boolean, Column, Integer, String, Table, false

from hwawon.storage.tables import metadata
from hwawon.storage.types import Json, Utc

visit_day = Table(  # numbers of a day, of nobody
    "visit_day",
    metadata,
    Column("day", String(10), primary_key=True),  # 2026-11-27, UTC
    Column("visits", Integer, nullable=False),  # rows that were counted: where some went, it is counted anew
    Column("interactions", Integer, nullable=False),
    Column("counts", Json, nullable=False),  # by zone and whether they are made up
    Column("settled", Boolean, nullable=False, server_default=false()),  # its rows are gone by age: nothing to count
    Column("counted_at", Utc, nullable=False),
)
