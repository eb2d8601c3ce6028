"""Many rows written by one statement where the database charges for each.

PostgreSQL runs its triggers, and a way over the network, for every statement; SQLite takes rows one by one as quickly
as any other way. The rows of one call have the same columns.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from typing import Any

from sqlalchemy import ARRAY, Connection, Table, and_, bindparam, column, func, select, update

Rows = Sequence[Mapping[str, Any]]
_OWN = "given_"  # before the names of parameters, which must not be those of columns


def update_many(tx: Connection, table: Table, by: tuple[str, ...], rows: Rows) -> None:
    """Change the rows of `table` that the columns `by` name, each once, to the other values of `rows`."""
    if not rows:
        return
    names = tuple(rows[0])
    if tx.dialect.name == "sqlite":
        tx.execute(_updated_by_one(table, by, names), [_named(row) for row in rows])
    else:
        tx.execute(_updated_at_once(table, by, names), _columns(names, rows))


def insert_many(tx: Connection, table: Table, rows: Rows, *, instead: tuple[str, ...] = ()) -> None:
    """Add rows; one whose primary key is there already gets the new values of the columns `instead`."""
    if not rows:
        return
    names = tuple(rows[0])
    if tx.dialect.name == "sqlite":
        tx.execute(_inserted_one_by_one(table, instead), list(rows))
    else:
        tx.execute(_inserted_at_once(table, names, instead), _columns(names, rows))


@cache
def _updated_by_one(table: Table, by: tuple[str, ...], names: tuple[str, ...]) -> Any:
    found = [table.c[name] == bindparam(_OWN + name) for name in by]
    return update(table).where(*found).values({name: bindparam(_OWN + name) for name in names if name not in by})


@cache
def _updated_at_once(table: Table, by: tuple[str, ...], names: tuple[str, ...]) -> Any:
    given = _given(table, names)
    found = and_(*(table.c[name] == given.c[name] for name in by))
    return update(table).where(found).values({name: given.c[name] for name in names if name not in by})


@cache
def _inserted_one_by_one(table: Table, instead: tuple[str, ...]) -> Any:
    return _or_else(insert_of("sqlite", table), table, instead)


@cache
def _inserted_at_once(table: Table, names: tuple[str, ...], instead: tuple[str, ...]) -> Any:
    given = _given(table, names)
    rows = select(*(given.c[name] for name in names))
    return _or_else(insert_of("postgresql", table).from_select(names, rows), table, instead)


def insert_of(dialect: str, table: Table) -> Any:
    """The database's own insert; the other database's dialect is not imported."""
    return import_module(f"sqlalchemy.dialects.{dialect}").insert(table)


def _or_else(inserted: Any, table: Table, instead: tuple[str, ...]) -> Any:
    if not instead:
        return inserted
    values = {name: inserted.excluded[name] for name in instead}
    return inserted.on_conflict_do_update(index_elements=list(table.primary_key.columns), set_=values)


def _given(table: Table, names: tuple[str, ...]) -> Any:
    """The rows as a table, from one array for each column."""
    arrays = [bindparam(_OWN + name, type_=ARRAY(table.c[name].type, dimensions=1)) for name in names]
    columns = [column(name, table.c[name].type) for name in names]
    return func.unnest(*arrays).table_valued(*columns, name="given").render_derived()


def _columns(names: tuple[str, ...], rows: Rows) -> dict[str, list[Any]]:
    return {_OWN + name: [row[name] for row in rows] for name in names}


def _named(row: Mapping[str, Any]) -> dict[str, Any]:
    return {_OWN + name: value for name, value in row.items()}
