"""Lists, thumbnails and originals cost the server little more than bare answers of the same bytes."""

import os

import pytest

from benchmarks import p6_answers
from benchmarks.harness import Row, measured

pytestmark = pytest.mark.alone

FACTOR = 2.0  # of the bar: machines that run tests have neighbours, and a page that has grown slow is worse than that
BUSY = 1.5  # programs that want a core: copying a megabyte then takes three times as long, nginx's small pieces do not


@pytest.mark.slow
def test_lists_thumbnails_and_originals_are_measured_and_cost_little(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(p6_answers, "ROUNDS", 3)
    rows = measured(p6_answers.run, False)
    assert {row.bar for row in rows} == {"P6", "P7", "P8"}
    assert [row.what for row in rows if row.ratio is None and not _needs_nginx(row)] == []
    if os.getloadavg()[0] > BUSY * (os.cpu_count() or 1):
        return
    slow = [row.cells() for row in rows if row.ratio and row.limit and row.ratio > FACTOR * row.limit]
    assert slow == []


def _needs_nginx(row: Row) -> bool:
    return row.bar == "P8" and p6_answers.NGINX is None
