"""The page on privacy names tests that exist, and the numbers that hold."""

import re
from pathlib import Path

from hwawon.garden.place import Retention

TESTS = Path(__file__).resolve().parents[1]
PAGE = (TESTS.parent / "docs" / "privacy.md").read_text(encoding="utf-8")
NAMED = re.findall(r"`([a-z_/]+\.py)::(test_\w+)`", PAGE)


def test_every_test_that_the_page_names_exists() -> None:
    assert len(NAMED) > 20
    missing = [
        f"{file}::{name}" for file, name in NAMED if f"def {name}(" not in (TESTS / file).read_text(encoding="utf-8")
    ]
    assert missing == []


def test_every_period_of_the_page_is_the_default() -> None:
    told = dict(re.findall(r"`retention\.(\w+)`, (\d+)", PAGE))
    assert told == {name: str(days) for name, days in Retention().model_dump().items()}
