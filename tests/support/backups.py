"""An installation with something in every table that a backup holds, and all that can be compared of one."""

import hashlib
import shutil
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, Table, insert, select, update

from hwawon.backup.choice import counted_tables, kept_tables, kind_of, loops_of
from hwawon.backup.restore import Installation, restore
from hwawon.backup.take import Told, back_up
from hwawon.storage.database import Database
from hwawon.storage.objects import Objects, open_objects
from hwawon.storage.types import utc_now

ROWS = 2  # the first has a value everywhere, the second nothing where it may
TEXT = '정원 \u2028\x85 "庭" \\u0041 🌷\ttab'


@dataclass(frozen=True)
class Place:
    """An installation, without the program around it."""

    database: Database
    objects: Objects
    folder: Path

    @property
    def installation(self) -> Installation:
        return Installation(self.database, self.objects, self.folder, lease_s=30)

    def back_up(self, to: object, on_count: Any = None, warned: list[str] | None = None) -> Told:
        said = warned.append if warned is not None else _unexpected
        return back_up(self.database, self.objects, str(to), on_count or _silent, said)

    def restore(self, source: object, *, replace: bool = False, on_count: Any = None) -> Told:
        return restore(self.installation, str(source), replace=replace, on_count=on_count or _silent)

    def rows(self) -> dict[str, list[dict[str, Any]]]:
        """All rows of the tables that a backup holds, in the order of their keys."""
        with self.database.read() as tx:
            return {
                table.name: sorted(
                    (dict(row._mapping) for row in tx.execute(select(table))),
                    key=lambda row: [str(row[column.name]) for column in table.primary_key.columns],
                )
                for table in kept_tables()
            }

    def counts(self) -> dict[str, Counter[tuple[Any, ...]]]:
        """What triggers keep, whatever way a database keeps it: counts and words by what they are of."""
        with self.database.read() as tx:
            return {table.name: _counted(tx, table) for table in counted_tables()}

    def hashes(self) -> dict[str, str]:
        """SHA-256 by key of every object."""
        keys = self.objects.keys()
        return {key: hashlib.sha256(self.objects.get(key)).hexdigest() for key in keys}

    def fill(self) -> None:
        """Put rows into every table, and the objects that they point at."""
        with self.database.write() as tx:
            for table in kept_tables():
                rows = [self._row(table, number) for number in range(ROWS)]
                tx.execute(insert(table), [{**row, **dict.fromkeys(loops_of(table))} for row in rows])
                for column in loops_of(table):  # the first points at the second, which comes later
                    pointing = table.c.id == rows[0]["id"]
                    tx.execute(update(table).where(pointing).values({column: rows[1]["id"]}))

    def _row(self, table: Table, number: int) -> dict[str, Any]:
        return {column.name: self._value(table, column, number) for column in table.columns}

    def _value(self, table: Table, column: Column[Any], number: int) -> Any:
        if number and column.nullable:
            return None
        for key in column.foreign_keys:
            return self._value(key.column.table, key.column, number)
        if column.info.get("object_key"):
            return self._object(f"{table.name}/{column.name}", number)
        kind = kind_of(column)
        if kind == "json":
            mask = self._object(f"{table.name}-{column.name}", 0)
            return {"text": TEXT, "mask": mask, "seed": 2**53 + 1, "at": 0.1}
        values: Mapping[str, Any] = {
            "utc": utc_now(),
            "boolean": number == 0,
            "float": 0.1 + number,
            "integer": 40 + 2 * number,
        }
        if kind != "text":
            return values[kind]
        if (table.name, column.name) == ("job", "state"):
            return "enqueued"
        length = getattr(column.type, "length", None) or 200
        return f"{number}{table.name}.{column.name} {TEXT}"[:length]

    def _object(self, name: str, number: int) -> str:
        if number == 0:
            return self.objects.put(f"bytes of {name}".encode(), ".png")
        key = f"imgPool/happy/spring,sunny,day/{name.replace('/', '-')}_{number}h.jpeg"
        self.objects.write(key, f"bytes of {key}".encode())
        return key


def empty_place(folder: Path, template: Path) -> Place:
    """A new installation on SQLite and a folder."""
    folder.mkdir(parents=True)
    shutil.copy(template, folder / "hwawon.sqlite")
    return place_at(Database(f"sqlite:///{folder / 'hwawon.sqlite'}"), folder)


def place_at(database: Database, folder: Path, objects_url: str | None = None) -> Place:
    folder.mkdir(parents=True, exist_ok=True)
    return Place(database, open_objects(objects_url or (folder / "objects").resolve().as_uri()), folder)


def _counted(tx: Connection, table: Table) -> Counter[tuple[Any, ...]]:
    found: Counter[tuple[Any, ...]] = Counter()
    keys = [column for column in table.columns if column.name not in ("slot", "n", "vector", "pictures")]
    for row in tx.execute(select(table)):
        found[tuple(row._mapping[key] for key in keys)] += row._mapping.get("pictures", 1)
    return +found


def _silent(_done: int, _all: int) -> None:
    """Progress, to nobody."""


def _unexpected(words: str) -> None:
    raise AssertionError(f"not to be warned of: {words}")
