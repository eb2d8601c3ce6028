"""Fixtures: `database`, migrated and without rows, on SQLite and on PostgreSQL in turn.

A migration takes a third of a second, so it is done once for each kind and copied for every test.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import make_url

from hwawon.storage.database import Database
from support.postgresql import fresh_database, running_server


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The address of one PostgreSQL server for the whole run."""
    with running_server() as url:
        yield url


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: str) -> Iterator[str]:
    """The name of a migrated database on that server."""
    with fresh_database(postgresql_server) as url:
        _migrate(url)
        yield str(make_url(url).database)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database file."""
    path = tmp_path_factory.mktemp("template") / "hwawon.sqlite"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database_kind(request: pytest.FixtureRequest) -> str:
    """Each kind of database in turn."""
    return str(request.param)


@pytest.fixture
def database_url(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database that has no tables yet."""
    if database_kind == "sqlite":
        yield f"sqlite:///{tmp_path / 'data' / 'hwawon.sqlite'}"
    else:
        with fresh_database(request.getfixturevalue("postgresql_server")) as url:
            yield url


@pytest.fixture
def database(database_kind: str, request: pytest.FixtureRequest) -> Database:
    """A migrated database without rows."""
    made = request.getfixturevalue("sqlite" if database_kind == "sqlite" else "postgresql_database")
    assert isinstance(made, Database)
    return made


@pytest.fixture
def sqlite(sqlite_template: Path, tmp_path: Path) -> Iterator[Database]:
    """The same on SQLite alone, for what does not depend on the kind."""
    path = shutil.copy(sqlite_template, tmp_path / "hwawon.sqlite")
    with _opened(f"sqlite:///{path}") as made:
        yield made


@pytest.fixture
def postgresql_database(postgresql_server: str, postgresql_template: str) -> Iterator[Database]:
    """The same on PostgreSQL alone, for what only many writers at once can show."""
    with fresh_database(postgresql_server, postgresql_template) as url, _opened(url) as made:
        yield made


@pytest.fixture
def second_postgresql(postgresql_server: str, postgresql_template: str) -> Iterator[Database]:
    """Another such database, for what goes from one to the other."""
    with fresh_database(postgresql_server, postgresql_template) as url, _opened(url) as made:
        yield made


def address_of(database: Database) -> str:
    """The whole address, for a second program on the same database."""
    return database.engine.url.render_as_string(hide_password=False)


@contextmanager
def _opened(url: str) -> Iterator[Database]:
    made = Database(url)
    try:
        yield made
    finally:
        made.close()


def _migrate(url: str) -> None:
    with _opened(url) as made:
        made.migrate()
