"""Unfinished, damaged or foreign backups are refused by name before anything changes; a second backup copies little."""

import gzip
import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, ForeignKey, MetaData, Table, delete, insert, inspect, select

from hwawon.backup import choice, take
from hwawon.backup.manifest import Manifest, sealed, unsealed
from hwawon.errors import BadInput, Conflict, NotFound
from hwawon.jobs.embedded import only_worker
from hwawon.storage.all_tables import metadata
from hwawon.storage.database import Database, head_revision
from hwawon.storage.migrate import config
from hwawon.storage.objects import hash_of
from hwawon.storage.tables import person, picture
from hwawon.storage.types import utc_now
from support.backups import ROWS, Place, empty_place, place_at
from support.command import environment, hwawon

GARDEN = "imgPool/happy/spring,sunny,day"
KILLED_AT_THE_TENTH = """
import os, signal, sys
from pathlib import Path
from typing import Any
from support.backups import place_at
from hwawon.storage.database import Database
what, data, backup = sys.argv[1:]
place = place_at(Database(f"sqlite:///{data}/hwawon.sqlite"), Path(data))
def count(done, all):
    if done == 10:
        os.kill(os.getpid(), signal.SIGKILL)
place.back_up(backup, on_count=count) if what == "backup" else place.restore(backup, on_count=count)
"""


@pytest.fixture
def filled(tmp_path: Path, sqlite_template: Path) -> Place:
    place = empty_place(tmp_path / "source", sqlite_template)
    place.fill()
    return place


@pytest.fixture
def empty(tmp_path: Path, sqlite_template: Path) -> Place:
    return empty_place(tmp_path / "target", sqlite_template)


@pytest.fixture
def backup(filled: Place, tmp_path: Path) -> Path:
    filled.back_up(tmp_path / "backup")
    return tmp_path / "backup"


def is_empty(place: Place) -> bool:
    return not any(place.rows().values())


def read_manifest(backup: Path) -> Manifest:
    return unsealed((backup / "manifest.json").read_bytes(), "here")


def rewrite(backup: Path, **changes: object) -> None:
    changed = read_manifest(backup).model_copy(update=changes)
    (backup / "manifest.json").write_bytes(sealed(changed))


def a_slice(backup: Path) -> Path:
    return backup / next(table for table in read_manifest(backup).tables if table.name == "person").parts[0].name


def a_blob(backup: Path) -> Path:
    return max(path for path in (backup / "objects").rglob("*") if path.is_file())


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def kill_in_the_middle(what: str, place: Place, backup: Path) -> None:
    tests = str(Path(__file__).resolve().parents[1])
    inherited = environment(place.folder)
    ended = subprocess.run(
        [sys.executable, "-c", KILLED_AT_THE_TENTH, what, str(place.folder), str(backup)],
        env=inherited | {"PYTHONPATH": f"{inherited['PYTHONPATH']}{os.pathsep}{tests}"},
        capture_output=True,
        check=False,
    )
    assert ended.returncode == -9, ended.stderr.decode()


@pytest.mark.parametrize("name", ["backup", "backup.zip"])
def test_a_second_backup_copies_only_what_is_new_or_changed(
    name: str, filled: Place, empty: Place, tmp_path: Path
) -> None:
    first = filled.back_up(tmp_path / name)
    named = next(key for key in filled.hashes() if key.startswith("imgPool/"))
    filled.objects.write(named, b"other bytes under the same name")
    with filled.database.write() as tx:
        tx.execute(delete(person))
    second = filled.back_up(tmp_path / name)
    third = filled.back_up(tmp_path / name)

    assert first.copied == first.objects == second.objects
    assert (second.copied, second.copied_bytes, third.copied) == (1, 31, 0)
    empty.restore(tmp_path / name)
    assert (empty.rows(), empty.hashes()) == (filled.rows(), filled.hashes())


def test_what_only_the_former_backup_needed_is_removed_from_a_folder(filled: Place, backup: Path) -> None:
    before = {path for path in backup.rglob("*") if path.is_file()}
    with filled.database.write() as tx:
        tx.execute(delete(metadata.tables["draft"]))
    filled.back_up(backup)
    after = {path for path in backup.rglob("*") if path.is_file()}
    assert len({path for path in before if "objects" in path.parts} - after) == 5
    runs = {path.parent for path in after if path.name.endswith(".gz")}
    assert len(runs) == 1


def test_objects_that_are_gone_or_damaged_are_left_out_and_named(filled: Place, empty: Place, tmp_path: Path) -> None:
    hashed = sorted(key for key in filled.hashes() if hash_of(key))
    filled.objects.delete(hashed[0])
    filled.objects.write(hashed[1], b"other bytes")
    warned: list[str] = []
    told = filled.back_up(tmp_path / "backup", warned=warned)
    assert (told.left_out, sorted(words.split()[2].strip(":") for words in warned)) == (2, hashed[:2])
    assert empty.restore(tmp_path / "backup").left_out == 2
    assert empty.rows() == filled.rows()
    assert set(filled.hashes()) - set(empty.hashes()) == {hashed[1]}


@pytest.mark.parametrize(
    ("damage", "named"),
    [
        (lambda backup: (backup / "manifest.json").unlink(), "no finished backup"),
        (lambda backup: (backup / "manifest.json").write_text("{"), "manifest.json is damaged"),
        (lambda backup: flip(backup / "manifest.json"), "manifest.json is damaged"),
        (lambda backup: flip(a_slice(backup)), "person-00000.jsonl.gz"),
        (lambda backup: a_slice(backup).unlink(), "person-00000.jsonl.gz"),
        (lambda backup: flip(a_blob(backup)), "objects|is not what was written"),
        (lambda backup: a_blob(backup).unlink(), "is not there"),
        (lambda backup: rewrite(backup, revision="9999"), "schema 9999.*newer"),
        (lambda backup: rewrite(backup, format=2), "format 2"),
    ],
)
@pytest.mark.parametrize("replace", [False, True])
def test_an_unfinished_damaged_or_newer_backup_is_refused_by_name(
    damage: Callable[[Path], object], named: str, replace: bool, backup: Path, empty: Place
) -> None:
    damage(backup)
    with empty.database.write() as tx:
        if replace:
            tx.execute(insert(person).values(id="1", name="Shin", role="admin", created_at=utc_now()))
    empty.objects.write(f"{GARDEN}/own_1h.jpeg", b"own")
    before = empty.rows()
    with pytest.raises(BadInput, match=named):
        empty.restore(backup, replace=replace)
    assert empty.rows() == before
    assert empty.objects.get(f"{GARDEN}/own_1h.jpeg") == b"own"


def test_a_zip_that_was_cut_off_is_refused(filled: Place, empty: Place, tmp_path: Path) -> None:
    filled.back_up(tmp_path / "backup.zip")
    whole = (tmp_path / "backup.zip").read_bytes()
    (tmp_path / "backup.zip").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(BadInput, match="unfinished or damaged"):
        empty.restore(tmp_path / "backup.zip")
    assert is_empty(empty)


def test_a_full_installation_is_replaced_only_when_asked(backup: Path, filled: Place) -> None:
    before = (filled.rows(), filled.hashes())
    filled.objects.write(f"{GARDEN}/later_1h.jpeg", b"put in later")
    with filled.database.write() as tx:
        tx.execute(insert(person).values(id="9", name="later", role="viewer", created_at=utc_now()))
    with pytest.raises(BadInput, match=r"person.*--replace"):
        filled.restore(backup)
    filled.restore(backup, replace=True)
    assert (filled.rows(), filled.hashes()) == before


def test_nothing_is_restored_under_a_worker(backup: Path, empty: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hwawon.jobs.embedded._LOCK_WITHIN_S", 0.1)
    with only_worker(empty.folder / "worker.lock"), pytest.raises(Conflict, match="another worker"):
        empty.restore(backup)
    assert is_empty(empty)


def test_a_killed_backup_leaves_the_former_one_and_is_seen_as_unfinished(
    filled: Place, empty: Place, tmp_path: Path
) -> None:
    for name in ("first", "zip.zip"):
        kill_in_the_middle("backup", filled, tmp_path / name)
        with pytest.raises((BadInput, NotFound)):
            empty.restore(tmp_path / name)
    filled.back_up(tmp_path / "second")
    before = filled.rows()
    with filled.database.write() as tx:
        tx.execute(delete(person))
    kill_in_the_middle("backup", filled, tmp_path / "second")
    empty.restore(tmp_path / "second")
    assert empty.rows() == before
    filled.back_up(tmp_path / "first")
    empty.restore(tmp_path / "first", replace=True)
    assert (empty.rows(), empty.hashes()) == (filled.rows(), filled.hashes())


def test_a_killed_restore_is_run_again(backup: Path, filled: Place, empty: Place) -> None:
    kill_in_the_middle("restore", empty, backup)
    assert is_empty(empty)
    told = empty.restore(backup)
    assert 0 < told.copied < told.objects
    assert (empty.rows(), empty.hashes()) == (filled.rows(), filled.hashes())


def test_no_backup_is_written_over_something_else(filled: Place, tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "cat.jpg").write_bytes(b"cat")
    (tmp_path / "photos" / "notes.txt").write_text("notes")
    for to in (tmp_path / "photos", tmp_path / "photos" / "notes.txt", filled.folder / "objects" / "backup"):
        with pytest.raises(BadInput):
            filled.back_up(to)
    assert sorted(path.name for path in (tmp_path / "photos").iterdir() if path.name != ".lock") == [
        "cat.jpg",
        "notes.txt",
    ]


def test_a_backup_of_an_older_schema_is_migrated_on_the_way(
    empty: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = place_at(Database(f"sqlite:///{tmp_path / 'older.sqlite'}"), tmp_path / "older")
    downgrade_to("0004", older.database)
    tables = tables_of(older.database)
    with monkeypatch.context() as patch:
        patch.setattr(choice, "kept_tables", lambda: tables)
        patch.setattr(take, "kept_tables", lambda: tables)
        patch.setattr("support.backups.kept_tables", lambda: tables)
        older.fill()
        told = older.back_up(tmp_path / "backup")
    assert told.revision == "0004" < head_revision()

    empty.restore(tmp_path / "backup")

    rows = empty.rows()
    assert {name for name, some in rows.items() if some} == {table.name for table in tables}
    assert len(rows["picture"]) == ROWS
    assert empty.hashes() == older.hashes()
    assert empty.database.revision() == head_revision()
    with empty.database.read() as tx:
        assert {row.base for row in tx.execute(select(picture.c.base))} == {None, rows["picture"][1]["id"]}


def downgrade_to(revision: str, database: Database) -> None:
    from alembic import command

    with database.engine.begin() as tx:
        command.upgrade(config(tx), revision)


def tables_of(database: Database) -> list[Table]:
    """The tables of an older database, with the columns that it had."""
    found = inspect(database.engine)
    there = found.get_table_names()
    names = [table.name for table in choice.kept_tables() if table.name in there]
    older = MetaData()
    for name in names:
        had = {column["name"] for column in found.get_columns(name)}
        columns = [copied(column) for column in metadata.tables[name].columns if column.name in had]
        Table(name, older, *columns)
    return [older.tables[name] for name in names]


def copied(column: Column[Any]) -> Column[Any]:
    made: Column[Any] = column._copy()
    for key in column.foreign_keys:
        made.append_foreign_key(ForeignKey(key.target_fullname))
    return made


def test_the_commands_speak_as_all_do(filled: Place, tmp_path: Path) -> None:
    backed = hwawon("backup", tmp_path / "b.zip", "--json", data_dir=filled.folder)
    refused = hwawon("restore", tmp_path / "b.zip", data_dir=filled.folder)
    missing = hwawon("restore", tmp_path / "nothing", data_dir=filled.folder)
    restored = hwawon("restore", tmp_path / "b.zip", "--json", data_dir=tmp_path / "new")
    plain = hwawon("restore", tmp_path / "b.zip", "--replace", data_dir=tmp_path / "new")

    keys = ["revision", "pictures", "rows", "objects", "copied", "bytes", "copied_bytes", "left_out", "seconds"]
    assert list(backed.answer) == ["to", *keys]
    assert list(restored.answer) == ["from", *keys]
    assert (refused.status, missing.status, plain.status) == (2, 2, 0)
    assert "--replace" in refused.err and "Traceback" not in refused.err + missing.err
    assert restored.answer["rows"] == backed.answer["rows"] > 0
    assert (
        place_at(Database(f"sqlite:///{tmp_path / 'new' / 'hwawon.sqlite'}"), tmp_path / "new").rows() == filled.rows()
    )


def with_rows(backup: Path, change: Callable[[bytes], bytes]) -> None:
    """Rows that somebody wrote, with hashes that fit them."""
    tables = []
    for table in read_manifest(backup).tables:
        if table.name == "person":
            (part,) = table.parts
            data = change((backup / part.name).read_bytes())
            (backup / part.name).write_bytes(data)
            fitting = part.model_copy(update={"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)})
            table = table.model_copy(update={"parts": (fitting,)})
        tables.append(table)
    rewrite(backup, tables=tuple(tables))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda _: b"no gzip", "cannot be unpacked"),
        (lambda data: data[:-9], "has no end"),
        (lambda _: gzip.compress(b" " * 70_000_000), "unpacks to more than"),
        (lambda _: gzip.compress(b"{not json\n"), "is no row of"),
        (lambda _: gzip.compress(b"[1]\n"), "is no row of"),
        (lambda _: gzip.compress(b"[" * 100_000), "is no row of"),
        (lambda data: gzip.compress(gzip.decompress(data).replace(b'"name"', b'"nome"')), "is no row of"),
        (
            lambda data: gzip.compress(gzip.decompress(data).replace(b'"created_at":"2', b'"created_at":"x')),
            "no row of",
        ),
    ],
)
def test_rows_that_somebody_wrote_are_refused_before_anything_is_kept(
    backup: Path, empty: Place, change: Callable[[bytes], bytes], words: str
) -> None:
    with_rows(backup, change)
    with pytest.raises(BadInput, match=words):
        empty.restore(backup)
    assert is_empty(empty) and list(empty.objects.keys()) == []


def test_a_backup_of_tables_or_of_a_schema_that_never_were_is_refused(backup: Path, empty: Place) -> None:
    whole = read_manifest(backup)
    rewrite(backup, tables=whole.tables[1:])
    with pytest.raises(BadInput, match="lacks the table"):
        empty.restore(backup)
    rewrite(backup, tables=whole.tables, revision="-1")
    with pytest.raises(BadInput, match="there is no schema '-1'"):
        empty.restore(backup)
    (backup / "manifest.json").write_bytes(b"[" * 100_000)
    with pytest.raises(BadInput, match="cannot be read"):
        empty.restore(backup)
    assert is_empty(empty)
