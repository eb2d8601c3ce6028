"""How fast a run goes on, measured from when its pictures were begun and finished."""

from datetime import UTC, datetime, timedelta

import pytest

from hwawon.bulk.counts import Span, Tally, eta_s, rate
from hwawon.bulk.store import Order

NOON = datetime(2026, 5, 2, 12, tzinfo=UTC)


def at(begin_s: float, end_s: float) -> Span:
    return NOON + timedelta(seconds=begin_s), NOON + timedelta(seconds=end_s)


@pytest.mark.parametrize(
    ("spans", "pictures_per_s"),
    [
        ([at(2 * n, 2 * n + 2) for n in range(20)], 0.5),
        ([at(2 * (n // 4), 2 * (n // 4) + 2) for n in range(40)], 2.0),  # four workers
        ([at(8 * (n // 8), 8 * (n // 8) + 8) for n in range(40)], 1.0),  # eight pictures in one go
        ([at(4 * n, 4 * n + 2) for n in range(20)], 0.25),  # every second turn is somebody else's
        ([at(2 * n + (9000 if n > 9 else 0), 2 * n + 2 + (9000 if n > 9 else 0)) for n in range(20)], 0.5),  # a night
        ([at(0, 3)], 1 / 3),
        ([at(n, n + 10) for n in range(50)], 50 / 59),  # ten workers, one after the other
    ],
)
def test_the_rate_is_that_of_the_work_by_however_many(spans: list[Span], pictures_per_s: float) -> None:
    assert rate(spans) == pytest.approx(pictures_per_s, rel=0.1)
    assert rate(reversed(spans)) == rate(spans)


def test_without_a_finished_picture_nothing_is_said() -> None:
    assert rate([]) is None
    assert rate([at(1, 1)]) is None


def test_the_time_left_follows_while_the_run_goes_on() -> None:
    half_done = Tally(Order.RUNNING, 20, done=10, running=2, left=8)

    assert eta_s(half_done, 0.5) == 18
    assert eta_s(half_done, None) is None
    assert eta_s(Tally(Order.PAUSED, 20, done=10, left=10), 0.5) is None
    assert eta_s(Tally(Order.RUNNING, 20, done=10, left=10, held=True), 0.5) is None
    assert eta_s(Tally(Order.RUNNING, 20, done=20), 0.5) is None
    assert eta_s(Tally(Order.CANCELLED, 20, done=10, cancelled=10), 0.5) is None
