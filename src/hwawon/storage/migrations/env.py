"""Run by Alembic for every command: hands it the caller's connection and our tables."""

from typing import Any, Literal

from alembic import context

from hwawon.storage.all_tables import metadata
from hwawon.storage.list_tables import is_of_a_table
from hwawon.storage.types import Json, Utc


def render(kind: str, thing: Any, _autogenerate: Any) -> str | Literal[False]:
    """How a new migration spells our own column types."""
    if kind == "type" and isinstance(thing, (Json, Utc)):
        return type(thing).__name__
    return False


for table in metadata.tables.values():
    for index in table.indexes:
        if index.dialect_options["sqlite"]["where"] is not None:
            index.dialect_options["postgresql"]["where"] = index.dialect_options["sqlite"]["where"]

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_item=render,
    include_name=is_of_a_table,
    render_as_batch=True,  # SQLite cannot alter a column: the table is written anew
    transactional_ddl=False,  # the caller's transaction holds all
)
context.run_migrations()
