"""What was backed up comes back the same: rows, counts and bytes, also on the other database and in a bucket."""

import zipfile
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, text

from hwawon.backup import slices
from hwawon.backup.choice import LEFT_OUT, counted_tables, kept_tables
from hwawon.storage.all_tables import metadata
from hwawon.storage.database import Database
from hwawon.storage.garden_tables import interaction
from hwawon.storage.tables import job, picture, picture_count
from support.backups import ROWS, Place, empty_place, place_at

ALL = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql))


@pytest.fixture
def source(database: Database, tmp_path: Path) -> Place:
    """A filled installation on each database in turn."""
    place = place_at(database, tmp_path / "source")
    place.fill()
    return place


@pytest.fixture(params=ALL)
def target(request: pytest.FixtureRequest, tmp_path: Path, sqlite_template: Path) -> Place:
    """An empty installation on each database in turn."""
    if request.param == "sqlite":
        return empty_place(tmp_path / "target", sqlite_template)
    with_template = request.getfixturevalue("second_postgresql")
    return place_at(with_template, tmp_path / "target")


@pytest.fixture
def filled(tmp_path: Path, sqlite_template: Path) -> Place:
    place = empty_place(tmp_path / "source", sqlite_template)
    place.fill()
    return place


@pytest.fixture
def empty(tmp_path: Path, sqlite_template: Path) -> Place:
    return empty_place(tmp_path / "target", sqlite_template)


def test_every_table_is_kept_or_left_out_for_a_reason() -> None:
    decided = {table.name for table in [*kept_tables(), *counted_tables()]} | set(LEFT_OUT)
    assert decided == set(metadata.tables)
    assert "job" not in LEFT_OUT


def test_all_rows_counts_and_bytes_come_back_on_either_database(source: Place, target: Place, tmp_path: Path) -> None:
    backed = source.back_up(tmp_path / "backup")
    restored = target.restore(tmp_path / "backup")

    assert target.rows() == source.rows()
    assert target.hashes() == source.hashes()
    assert target.counts() == source.counts()
    assert all(len(rows) == ROWS for rows in target.rows().values())
    assert all(target.counts().values())
    assert backed.rows == restored.rows == ROWS * len(kept_tables())
    assert (backed.objects, backed.bytes, backed.pictures) == (restored.objects, restored.bytes, restored.pictures)
    assert backed.objects == len(source.hashes()) == restored.copied


def test_counters_go_on_behind_what_was_restored(source: Place, target: Place, tmp_path: Path) -> None:
    source.back_up(tmp_path / "backup")
    target.restore(tmp_path / "backup")
    row = {"visitor": "v", "item": "i", "timestamp": 1, "event_type": "click"}
    with target.database.write() as tx:
        highest = tx.scalar(select(func.max(interaction.c.id)))
        key = tx.execute(insert(interaction), row).inserted_primary_key
    assert highest is not None and key is not None and key[0] > highest


def test_counts_that_triggers_keep_are_right_also_when_a_full_installation_is_replaced(
    source: Place, target: Place, tmp_path: Path
) -> None:
    source.back_up(tmp_path / "backup")
    target.restore(tmp_path / "backup")
    target.restore(tmp_path / "backup", replace=True)
    with target.database.read() as tx:
        counted = tx.scalar(select(func.sum(picture_count.c.pictures)))
        assert counted == tx.scalar(select(func.count()).select_from(picture)) == ROWS
    assert (target.rows(), target.counts()) == (source.rows(), source.counts())


def test_words_are_found_after_a_restore(source: Place, target: Place, tmp_path: Path) -> None:
    source.back_up(tmp_path / "backup")
    target.restore(tmp_path / "backup")
    target.restore(tmp_path / "backup", replace=True)
    with target.database.read() as tx:
        on_sqlite = tx.dialect.name == "sqlite"
        found = "picture_words MATCH '정원'" if on_sqlite else "vector @@ to_tsquery('simple', '정원')"
        assert (
            tx.scalar(text(f"SELECT count(*) FROM {'picture_words' if on_sqlite else 'picture_text'} WHERE {found}"))
            == ROWS
        )


def test_a_zip_holds_the_same(filled: Place, empty: Place, tmp_path: Path) -> None:
    filled.back_up(tmp_path / "backup.zip")
    empty.restore(tmp_path / "backup.zip")
    assert (empty.rows(), empty.hashes()) == (filled.rows(), filled.hashes())
    with zipfile.ZipFile(tmp_path / "backup.zip") as zipped:
        assert {info.compress_type for info in zipped.infolist()} == {zipfile.ZIP_STORED}
        assert zipped.namelist()[-1] == "manifest.json"


@pytest.mark.parametrize("name", ["backup", "backup.zip"])
def test_what_does_not_fit_into_memory_goes_through_files(
    name: str, filled: Place, empty: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("hwawon.backup.bodies", "hwawon.backup.zip_place"):
        monkeypatch.setattr(f"{module}.IN_MEMORY_BYTES", 10)
    monkeypatch.setattr(slices, "SLICE_BYTES", 500)
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 1000)
    filled.back_up(tmp_path / name)
    again = filled.back_up(tmp_path / name)
    empty.restore(tmp_path / name)
    assert again.copied == 0
    assert (empty.rows(), empty.hashes()) == (filled.rows(), filled.hashes())


@pytest.mark.s3
def test_folder_to_bucket_and_bucket_to_folder(
    filled: Place, s3_url: str, sqlite_template: Path, tmp_path: Path
) -> None:
    address, options = s3_url.split("?")
    in_bucket = empty_place(tmp_path / "bucket", sqlite_template)
    in_bucket = place_at(in_bucket.database, in_bucket.folder, f"{address}/live?{options}")
    back = empty_place(tmp_path / "back", sqlite_template)

    first = filled.back_up(f"{address}/backup?{options}")
    second = filled.back_up(f"{address}/backup?{options}")
    in_bucket.restore(f"{address}/backup?{options}")
    in_bucket.back_up(tmp_path / "backup.zip")
    back.restore(tmp_path / "backup.zip")

    assert "secret" not in first.place
    assert (first.copied, second.copied) == (first.objects, 0)
    for place in (in_bucket, back):
        assert (place.rows(), place.hashes()) == (filled.rows(), filled.hashes())


def test_a_job_that_runs_comes_back_as_one_that_waits(filled: Place, empty: Place, tmp_path: Path) -> None:
    with filled.database.write() as tx:
        tx.execute(job.update().values(state="running", claim="c", worker="w"))
    filled.back_up(tmp_path / "backup")
    empty.restore(tmp_path / "backup")
    with empty.database.read() as tx:
        rows = tx.execute(select(job.c.state, job.c.claim, job.c.worker, job.c.lease_until, job.c.preview_key)).all()
    assert [tuple(row) for row in rows] == [("enqueued", None, None, None, None)] * ROWS


def test_the_rows_are_those_of_one_moment(
    source: Place, target: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = source.rows()

    def someone_works_meanwhile(done: str) -> None:
        if done.endswith("/batch-00000.jsonl.gz"):  # the first of all
            with source.database.write() as tx:
                tx.execute(interaction.delete())
                tx.execute(job.update().values(step=99))

    written = slices._written

    def watched(lines: list[str], name: str, write: slices.Write) -> object:
        part = written(lines, name, write)
        someone_works_meanwhile(name)
        return part

    monkeypatch.setattr(slices, "_written", watched)
    source.back_up(tmp_path / "backup")
    target.restore(tmp_path / "backup")
    assert source.rows() != before
    assert target.rows() == before
