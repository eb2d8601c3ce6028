"""A house with a curator, a kiosk and others at its doors."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from support.api import Studio, open_studio


@pytest.fixture
def studio(tmp_path: Path, sqlite_template: Path) -> Iterator[Studio]:
    shutil.copy(sqlite_template, tmp_path / "hwawon.sqlite")
    with open_studio(tmp_path, engine="painter:flat") as made:
        yield made


@pytest.fixture
def curator(studio: Studio) -> TestClient:
    return studio.caller("curator")


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """One for all tests of what is refused, and so changes nothing."""
    with open_studio(tmp_path_factory.mktemp("untouched"), engine="painter:flat") as made:
        yield made
