"""The schema's history, on SQLite and on PostgreSQL."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, delete, func, select, text

import hwawon
from hwawon.errors import BadSetting, NotWritable
from hwawon.jobs.claims import Claims
from hwawon.jobs.dispatch import open_dispatcher
from hwawon.storage import pictures
from hwawon.storage.database import Database, head_revision
from hwawon.storage.list_tables import is_of_a_table
from hwawon.storage.migrate import config
from hwawon.storage.tables import journal, journal_step, metadata, person, picture

ENVIRONMENT = os.environ | {"PYTHONPATH": str(Path(hwawon.__file__).parents[1])}
MIGRATE = "import sys; from hwawon.storage.database import Database; Database(sys.argv[1]).migrate()"


def test_the_migrations_make_exactly_the_tables_of_the_program(database: Database) -> None:
    with database.read() as tx:
        options = {"compare_type": True, "include_name": is_of_a_table}
        differences = compare_metadata(MigrationContext.configure(tx, opts=options), metadata)
    assert differences == [], 'write the migration: python -m hwawon.storage.revise "what changes"'


def test_the_newest_file_is_where_the_history_ends() -> None:
    assert ScriptDirectory.from_config(config()).get_heads() == [head_revision()]


def test_an_empty_folder_is_enough_and_a_second_time_changes_nothing(database_url: str) -> None:
    database = Database(database_url)
    database.migrate()
    with database.write() as tx:
        tx.execute(text("INSERT INTO person VALUES ('1', 'Shin', 'admin', '2026-11-22 00:00:00')"))
    database.migrate()
    assert database.revision() == head_revision()
    with database.read() as tx:
        assert tx.scalar(select(func.count()).select_from(person)) == 1
    database.close()


def test_programs_that_start_at_once_on_an_empty_database_all_succeed(database_url: str) -> None:
    started = [
        subprocess.Popen(
            [sys.executable, "-c", MIGRATE, database_url], stderr=subprocess.PIPE, text=True, env=ENVIRONMENT
        )
        for _ in range(2)
    ]
    ends = [(process.communicate(timeout=60)[1], process.returncode) for process in started]
    assert ends == [("", 0)] * 2
    database = Database(database_url)
    assert database.revision() == head_revision()
    database.close()


def test_an_installation_of_the_first_schema_keeps_its_jobs_and_they_can_be_claimed(
    database_url: str, tmp_path: Path
) -> None:
    (tmp_path / "data").mkdir()  # of SQLite's file
    database = Database(database_url)
    with database.engine.begin() as tx:
        command.upgrade(config(tx), "0001")
        values = {
            **{"id": "1", "kind": "echo", "state": "enqueued", "request": "{}", "request_sha256": "", "pace": ""},
            **{"priority": 50, "rank": 0, "failures": 0, "max_attempts": 3, "deaths": 0, "step": 0, "steps": 0},
            **{"blocked": False, "paused": False, "cancel_requested": False, "created_at": "2026-11-22 00:00:00"},
        }
        _insert(tx, "job", values)
    database.migrate()
    assert database.revision() == head_revision()
    job = Claims(database, open_dispatcher(database), "worker", 30.0).claim(["echo"], frozenset({"painter"}))
    assert job is not None
    assert (job.id, job.engine) == ("1", None)
    database.close()


def test_pictures_and_steps_of_the_second_schema_stay_and_are_counted_on(database_url: str, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()  # of SQLite's file
    database = Database(database_url)
    moment = {"created_at": "2026-11-22 00:00:00"}
    sizes = {"media_type": "image/png", "width": 1, "height": 1, "bytes": 1}
    with database.engine.begin() as tx:
        command.upgrade(config(tx), "0002")
        _insert(
            tx,
            "picture",
            {"id": "p", "kind": "upload", "key": "k", "published": False, "record": "{}"} | sizes | moment,
        )
        _insert(tx, "journal", {"id": "j", "base_picture": "p", "updated_at": moment["created_at"]} | moment)
        _insert(tx, "journal_step", {"id": "s", "journal": "j", "position": 1, "data": '{"opacity": 1}'} | moment)
    database.migrate()
    with database.write() as tx:
        assert tx.execute(select(picture.c.favourite)).scalar_one() is False
        step = tx.execute(select(journal_step)).one()
        assert (step.data, step.position, step.aside_at, step.picture) == ({"opacity": 1}, 1, None, None)
        _insert(
            tx, "picture", {"id": "q", "kind": "mask", "key": "l", "published": True, "record": "{}"} | sizes | moment
        )
        assert pictures.count(tx) == 2, "the triggers that count went with the migration"
        tx.execute(delete(journal))
        assert tx.scalar(select(func.count()).select_from(journal_step)) == 0
    database.close()


def _insert(tx: Connection, table: str, values: Mapping[str, object]) -> None:
    names = ", ".join(values)
    tx.execute(text(f"INSERT INTO {table} ({names}) VALUES ({', '.join(f':{name}' for name in values)})"), values)


def test_a_migration_that_fails_leaves_the_database_as_it_was(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database(database_url)
    with monkeypatch.context() as patch:
        patch.setattr("alembic.op.execute", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            database.migrate()
    assert database.revision() is None
    with database.read() as tx:
        assert not database.engine.dialect.has_table(tx, "person")
    database.migrate()
    assert database.revision() == head_revision()
    database.close()


def test_a_database_of_a_newer_program_is_refused_and_left_alone(database: Database) -> None:
    with database.write() as tx:
        tx.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(BadSetting, match=f"schema 9999, this program knows up to {head_revision()}.*newer Hwawon"):
        database.migrate()
    assert database.revision() == "9999"


def test_being_at_the_head_is_seen_in_no_time_and_without_alembic(sqlite: Database, tmp_path: Path) -> None:
    started = time.perf_counter()
    for _ in range(20):
        sqlite.migrate()
    assert (time.perf_counter() - started) / 20 < 0.02
    code = MIGRATE + "; assert 'alembic' not in sys.modules"
    subprocess.run([sys.executable, "-c", code, f"sqlite:///{tmp_path / 'hwawon.sqlite'}"], check=True, env=ENVIRONMENT)


def test_a_data_folder_that_cannot_be_made_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(NotWritable, match="cannot write"):
        Database(f"sqlite:///{tmp_path / 'file' / 'hwawon.sqlite'}").migrate()


def test_a_new_migration_is_drafted_from_the_difference(tmp_path: Path) -> None:
    """Run in a copy of the package whose `person` has one more column."""
    copy = tmp_path / "src" / "hwawon"
    shutil.copytree(Path(hwawon.__file__).parent, copy, ignore=shutil.ignore_patterns("__pycache__"))
    tables = copy / "storage" / "tables.py"
    name = 'Column("name", String(200), nullable=False, unique=True),'
    tables.write_text(tables.read_text().replace(name, f'{name} Column("motto", String(9)),', 1))
    draft = subprocess.run(
        [sys.executable, "-m", "hwawon.storage.revise", "give people a motto"],
        env=os.environ | {"PYTHONPATH": str(tmp_path / "src")},
        capture_output=True,
        text=True,
        check=True,
    )
    written = Path(draft.stdout.splitlines()[-1]).read_text()
    assert f"down_revision = '{head_revision()}'" in written.replace('"', "'")
    assert "motto" in written and "picture" not in written
