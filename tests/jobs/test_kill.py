"""Servers and workers killed in the middle of their jobs: nothing is lost, doubled, wrong or left behind."""

from pathlib import Path

import pytest

from hwawon.storage.database import Database
from support.databases import address_of
from support.storm import weather

JOBS, KILLS = 10, 3  # a tenth of the whole, which `python -m benchmarks.durability --full` runs


@pytest.mark.slow
def test_every_job_finishes_once_whatever_is_killed(database: Database, tmp_path: Path) -> None:
    after = weather(database, address_of(database), tmp_path, JOBS, KILLS, seed=2026)
    assert sum(after.kills.values()) == KILLS
    assert (after.succeeded, after.pictures, after.right_pictures, after.told_succeeded) == (JOBS, JOBS, JOBS, JOBS)
    assert (after.failures, after.orphans, after.unfinished_files) == (0, 0, 0)
    assert after.deaths >= 1
