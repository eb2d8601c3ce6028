"""Rows read in the order of their numbers, none left out.

PostgreSQL gives a number at insert and shows the row at commit: number 6 may be there while 5 is still being written.
So missing numbers are remembered and asked for again, until every transaction that was open at that time is over.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Column, ColumnElement, Connection, Text, cast, func, or_, select

MOST_GAPS = 200  # ranges; what was removed long ago leaves gaps as well, and nobody waits for those
LEAST_WAIT_S = 5.0  # a number is given some microseconds before its transaction can be seen


@dataclass(frozen=True)
class Gap:
    """Numbers from `low` to `high` that were missing when transaction `until` had not begun, at `since_s`."""

    low: int
    high: int
    until: int
    since_s: float


class Numbering:
    """Which rows of a table are known, by their numbers."""

    def __init__(self, number: Column[Any]) -> None:
        self._number = number
        self.last = 0
        self.gaps: list[Gap] = []
        self._open: Sequence[Gap] = ()  # those that may still be filled

    def wanted(self, tx: Connection) -> ColumnElement[bool]:
        """The rows that are not known yet; ask for them in the order of their numbers."""
        if tx.dialect.name != "postgresql" or not self.gaps:
            return self._number > self.last
        oldest = tx.scalar(select(_number_of(func.pg_snapshot_xmin(func.pg_current_snapshot())))) or 0
        late = time.monotonic() - LEAST_WAIT_S
        self._open = [gap for gap in self.gaps if gap.until > oldest or gap.since_s > late]
        return or_(self._number > self.last, *(self._number.between(gap.low, gap.high) for gap in self.gaps))

    def took(self, tx: Connection, numbers: Sequence[int]) -> None:
        """Remember these rows, which are all that were wanted or the first of them, as known."""
        if tx.dialect.name != "postgresql":
            self.last = max([self.last, *numbers[-1:]])
            return
        left = [part for gap in self.gaps if gap in self._open for part in _without(gap, numbers)]
        fresh = [number for number in numbers if number > self.last]
        if fresh:
            until = tx.scalar(select(_number_of(func.pg_snapshot_xmax(func.pg_current_snapshot())))) or 0
            edges, now = zip([self.last, *fresh], fresh, strict=False), time.monotonic()
            left += [Gap(low + 1, high - 1, until, now) for low, high in edges if high > low + 1]
            self.last = fresh[-1]
        self.gaps = left[-MOST_GAPS:]


def _without(gap: Gap, numbers: Sequence[int]) -> list[Gap]:
    inside = [number for number in numbers if gap.low <= number <= gap.high]
    edges = zip([gap.low - 1, *inside], [*inside, gap.high + 1], strict=True)
    return [Gap(low + 1, high - 1, gap.until, gap.since_s) for low, high in edges if high > low + 1]


def _number_of(xid8: Any) -> Any:
    return cast(cast(xid8, Text), BigInteger)
