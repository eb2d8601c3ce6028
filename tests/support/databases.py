"""Fixtures: `database`, migrated and empty, on SQLite and on PostgreSQL in turn."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hwawon.storage.database import Database
from support.postgresql import fresh_database, running_server


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The address of one PostgreSQL server for the whole run."""
    with running_server() as url:
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database that has no tables yet."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'data' / 'hwawon.sqlite'}"
    else:
        with fresh_database(request.getfixturevalue("postgresql_server")) as url:
            yield url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A migrated database without rows."""
    made = Database(database_url)
    made.migrate()
    yield made
    made.close()


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Database]:
    """A migrated SQLite database, for what does not depend on the kind."""
    made = Database(f"sqlite:///{tmp_path / 'hwawon.sqlite'}")
    made.migrate()
    yield made
    made.close()


@pytest.fixture
def postgresql_database(postgresql_server: str) -> Iterator[Database]:
    """A migrated PostgreSQL database, for what only many writers at once can show."""
    with fresh_database(postgresql_server) as url:
        made = Database(url)
        made.migrate()
        yield made
        made.close()
