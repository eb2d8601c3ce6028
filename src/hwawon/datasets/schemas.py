"""The three data sets, column by column, as the recommender services know them."""

from dataclasses import dataclass
from typing import Literal, get_args

from sqlalchemy import Column as TableColumn
from sqlalchemy import Table

from hwawon.storage.garden_tables import interaction, item, visitor

Name = Literal["users", "items", "interactions"]
NAMES: tuple[Name, ...] = get_args(Name)

SYNTHETIC_PREFIX = "synthetic-"  # of a visitor whom nobody met; in the id, so that the mark outlives export and import
LONGEST_IMPRESSION = 65_536
LIKES = ("click", "like")  # event types that say a visitor liked a picture; the original knows the first alone


@dataclass(frozen=True)
class Column:
    """One column of a CSV file and the column of the table behind it."""

    name: str
    field: str
    longest: int = 0  # characters; 0: a moment, in seconds since 1970
    may_be_empty: bool = False
    may_be_missing: bool = False  # from a file, as in older ones

    @property
    def is_moment(self) -> bool:
        return self.longest == 0


@dataclass(frozen=True)
class Schema:
    """One data set; the columns in the order of the file."""

    name: Name
    table: Table
    columns: tuple[Column, ...]
    order: tuple[str, ...]  # of the rows in a file; no two rows have the same values of these

    @property
    def header(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    @property
    def fields(self) -> tuple[TableColumn[object], ...]:
        return tuple(self.table.c[column.field] for column in self.columns)


USERS = Schema(
    "users",
    visitor,
    (
        Column("USER_ID", "id", 200),
        Column("GENERATION", "generation", 40, may_be_empty=True, may_be_missing=True),
        Column("GENDER", "gender", 40, may_be_empty=True),
        Column("EMOTION", "emotion", 40, may_be_empty=True),
    ),
    order=("id",),
)
ITEMS = Schema(
    "items",
    item,
    (Column("ITEM_ID", "id", 1024), Column("TIMESTAMP", "timestamp"), Column("EMOTION", "emotion", 200)),
    order=("id",),
)
INTERACTIONS = Schema(
    "interactions",
    interaction,
    (
        Column("USER_ID", "visitor", 200),
        Column("ITEM_ID", "item", 1024),
        Column("TIMESTAMP", "timestamp"),
        Column("EVENT_TYPE", "event_type", 40),
        Column("IMPRESSION", "impression", LONGEST_IMPRESSION, may_be_empty=True, may_be_missing=True),
    ),
    order=("timestamp", "id"),
)
SCHEMAS: dict[Name, Schema] = {schema.name: schema for schema in (USERS, ITEMS, INTERACTIONS)}
