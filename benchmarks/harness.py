"""Measure two sides in turn, compare with the bar, print one table.

A bar is a file `benchmarks/pN_name.py` with `def run(full: bool) -> list[Row]`. Times are CPU seconds of this process,
the best of several rounds, both sides in each round, because queueing and neighbours disturb everything else. A bar
counts as missed only when a second run misses it, too.
"""

import gc
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

ROUNDS = 5
HEAD = ("bar", "what", "ours", "reference", "ratio", "pass", "stretch", "verdict")


@dataclass(frozen=True)
class Row:
    """One line of the table; `ratio` is ours / reference, or the figure itself where there is no reference.

    `limit` is what passes, `stretch` what is aimed at. A row without a ratio was not measured, one with a note has no
    verdict; the note says why.
    """

    bar: str
    what: str
    ours: str
    reference: str
    ratio: float | None
    limit: float | None
    stretch: float | None = None
    higher_is_better: bool = False
    note: str = ""

    @property
    def misses(self) -> bool:
        return self.ratio is not None and not self.note and not self._reaches(self.ratio, self.limit)

    @property
    def verdict(self) -> str:
        if self.ratio is None:
            return f"not measured: {self.note}"
        if self.note:
            return self.note
        if self.misses:
            return "MISSED"
        return "stretch" if self.stretch is not None and self._reaches(self.ratio, self.stretch) else "pass"

    def _reaches(self, ratio: float, limit: float | None) -> bool:
        return limit is None or (ratio >= limit if self.higher_is_better else ratio <= limit)

    def cells(self) -> tuple[str, ...]:
        sign = ">=" if self.higher_is_better else "<="
        ratio = "" if self.ratio is None else f"{self.ratio:.3g}"
        stretch = "" if self.stretch is None else f"{sign} {self.stretch:g}"
        limit = "" if self.limit is None else f"{sign} {self.limit:g}"
        return (self.bar, self.what, self.ours, self.reference, ratio, limit, stretch, self.verdict)


def cpu_seconds(*sides: Callable[[], object], rounds: int = ROUNDS) -> tuple[float, ...]:
    """The best CPU time of each side; every round runs each side once, so both meet the same disturbances."""
    best = [float("inf")] * len(sides)
    for _ in range(rounds):
        for index, side in enumerate(sides):
            gc.collect()
            started = time.process_time()
            side()
            best[index] = min(best[index], time.process_time() - started)
    return tuple(best)


def measured(run: Callable[[bool], list[Row]], full: bool) -> list[Row]:
    """The rows of a bar; where one misses, the bar runs again and each row keeps its better result."""
    first = run(full)
    if not any(row.misses for row in first):
        return first
    again = {(row.bar, row.what): row for row in run(full)}
    return [again.get((row.bar, row.what), row) if row.misses else row for row in first]


def as_text(rows: Sequence[Row]) -> str:
    table = [HEAD, *(row.cells() for row in rows)]
    widths = [max(len(line[column]) for line in table) for column in range(len(HEAD))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in table)


def as_markdown(rows: Sequence[Row]) -> str:
    lines = [HEAD, ("---",) * len(HEAD), *(row.cells() for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def as_json(rows: Sequence[Row]) -> str:
    return json.dumps([asdict(row) | {"verdict": row.verdict} for row in rows], ensure_ascii=False)
