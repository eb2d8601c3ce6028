"""What makes long lists cheap: counts of the pool, and the words of titles and prompts. Triggers keep all of it.

On PostgreSQL each transaction counts in rows of its own (`slot`), so that writers never wait for each other; now and
then a trigger gathers them in slot 0. A count is the sum over the slots.
"""

from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Dialect, ForeignKey, Index, Integer, String, Table, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

from hwawon.storage.tables import metadata
from hwawon.storage.types import Counter, Id

KEPT = {"kept_by_triggers": True}  # nothing else writes them: a copy of the database leaves them out
WORDS = "picture_words"  # SQLite's index of the words; PostgreSQL's is on `vector`


class Vector(TypeDecorator[str]):
    """PostgreSQL's tsvector; on SQLite, where it stays empty, text."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The database's own type."""
        if dialect.name != "postgresql":
            return super().load_dialect_impl(dialect)
        from sqlalchemy.dialects.postgresql import TSVECTOR

        return dialect.type_descriptor(TSVECTOR())


def is_of_a_table(name: str | None, kind: str, _parents: object) -> bool:
    """Whether what lies in a database has a table in the program; the parts of SQLite's index of words have none."""
    return not (kind == "table" and name is not None and name.startswith(WORDS))


def _slot() -> tuple[Column[Any], Column[Any]]:
    slot = Column("slot", BigInteger, primary_key=True, autoincrement=False)
    return slot, Column("pictures", BigInteger, nullable=False)


pool_count = Table(  # empty where the picture has no model
    "pool_count",
    metadata,
    Column("emotion", String(20), primary_key=True),
    Column("orientation", String(1), primary_key=True),
    Column("state", String(12), primary_key=True),
    Column("stars", Integer, primary_key=True, autoincrement=False),
    Column("model", String(200), primary_key=True),
    Column("published", Boolean, primary_key=True),
    Column("disputed", Boolean, primary_key=True),
    *_slot(),
    info=KEPT,
)

pool_cell_count = Table(
    "pool_cell_count",
    metadata,
    Column("emotion", String(20), primary_key=True),
    Column("favorite", String(100), primary_key=True),
    Column("orientation", String(1), primary_key=True),
    Column("state", String(12), primary_key=True),
    *_slot(),
    info=KEPT,
)

pool_bulk_count = Table(  # of the pictures of bulk runs
    "pool_bulk_count",
    metadata,
    Column("bulk", Id, primary_key=True),
    Column("emotion", String(20), primary_key=True),
    Column("orientation", String(1), primary_key=True),
    Column("state", String(12), primary_key=True),
    *_slot(),
    info=KEPT,
)

picture_text = Table(  # what can be searched: title and prompt
    "picture_text",
    metadata,
    Column("n", Counter, primary_key=True, autoincrement=True),  # SQLite's words know a picture by it
    Column("picture", Id, ForeignKey("picture.id", ondelete="CASCADE"), nullable=False, unique=True),
    Column("words", Text, nullable=False),
    Column("vector", Vector),
    Index("ix_picture_text_vector", "vector"),
    info=KEPT,
)
