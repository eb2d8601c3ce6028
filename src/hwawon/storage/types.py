"""Column types that behave alike on SQLite and PostgreSQL."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Integer, String
from sqlalchemy.types import TypeDecorator, TypeEngine

from hwawon.errors import BadInput

Id = String(32)
Counter = BigInteger().with_variant(Integer, "sqlite")  # SQLite autoincrements nothing but INTEGER

_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")


class Json(TypeDecorator[Any]):
    """Any JSON value, None as NULL; JSONB on PostgreSQL.

    Not `JSON().with_variant(JSONB())`: that imports all of PostgreSQL's dialect in a web process on SQLite, a tenth of
    its start.
    """

    impl = JSON
    cache_ok = True

    def __init__(self) -> None:
        super().__init__(none_as_null=True)

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The database's own type."""
        if dialect.name != "postgresql":
            return super().load_dialect_impl(dialect)
        from sqlalchemy.dialects.postgresql import JSONB

        return dialect.type_descriptor(JSONB(none_as_null=True))


class Utc(TypeDecorator[datetime]):
    """A moment: takes aware datetimes of any zone, gives aware datetimes in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The value as the database keeps it: SQLite has no zones, so UTC without one."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"expected a datetime with a time zone, got {value.isoformat()} without one")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        """SQLite's text in one call: the usual way takes four, which is a third of a long list."""
        return _moment_of if dialect.name == "sqlite" else super().result_processor(dialect, coltype)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """The stored moment, aware, in UTC."""
        if value is None:
            return None
        return value.astimezone(UTC)


def _moment_of(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(f"{text}+00:00")


def utc_now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def to_json(value: Any) -> str:
    """`value` as JSON text that both databases can hold.

    Raises:
        BadInput: a NUL character, half a surrogate pair, NaN or an infinity, nested too deep, or something
            JSON has no form for.
    """
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        text.encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise BadInput(f"cannot be stored as JSON: {error}") from None
    if _NUL.search(text):
        raise BadInput("cannot be stored as JSON: a text holds a NUL character")
    return text
