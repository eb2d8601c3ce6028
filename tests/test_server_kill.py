"""Real servers and workers killed while people work: each job ends once, its pictures are right, nothing lies about."""

from pathlib import Path

import pytest

from support.survival import survive

JOBS, KILLS = 10, 3  # a tenth of the whole, which `python -m benchmarks.durability --full` runs


@pytest.mark.slow
def test_everything_asked_over_http_is_done_once_whatever_is_killed(tmp_path: Path) -> None:
    after = survive(tmp_path, JOBS, KILLS, seed=2026)
    assert sum(after.kills.values()) == KILLS
    assert after.interrupted >= 1
    assert after.kept, after
