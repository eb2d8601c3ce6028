"""Out, wiped, in and out again: the same bytes, on both databases; and what is written when something goes wrong."""

import random
import threading
from pathlib import Path

import pytest
from sqlalchemy import delete, func, insert, select

from hwawon.datasets import export as exporting
from hwawon.datasets.export import export
from hwawon.datasets.importing import import_folder
from hwawon.datasets.report import ImportReport
from hwawon.errors import NotWritable
from hwawon.recommend.opinions import KINDS, record
from hwawon.storage.database import Database
from hwawon.storage.garden_tables import interaction, item, visitor
from hwawon.storage.types import utc_now
from support.models import counts_of, rebuilt

FILES = ("users.csv", "items.csv", "interactions.csv")
NOW_S = 1_780_000_000
FAVORITES = ("spring,sunny,day", "winter,snowy,sunset", "autumn,rainy,the-early-dawn")


def key(number: int) -> str:
    return f"emotions/happy/{FAVORITES[number % 3]}/img_20260101-000000-{number:05d}h.jpeg"


def fill(database: Database, interactions: int, seed: int = 1) -> None:
    """Visitors, items and likes, many in one second and some of them equal."""
    chance = random.Random(seed)
    words = ("10s", 'say "hi", or not', "", "서른", "a b ")
    people = [
        {"id": f"user {number},Ä", "generation": words[number % 5], "gender": "Male", "emotion": "HAPPY"}
        for number in range(50)
    ]
    pictures = [{"id": key(number), "timestamp": NOW_S - number, "emotion": "happy/a,b"} for number in range(200)]
    likes = [
        {
            "visitor": f"user {chance.randrange(50)},Ä",
            "item": key(chance.randrange(200)),
            "timestamp": NOW_S - chance.randrange(max(1, interactions // 4)),
            "event_type": "click",
            "impression": "|".join(key(chance.randrange(200)) for _ in range(chance.randrange(4))),
        }
        for _ in range(interactions)
    ]
    likes += likes[: interactions // 10]
    with database.write() as tx:
        tx.execute(insert(visitor), [one | {"created_at": utc_now()} for one in people])
        tx.execute(insert(item), pictures)
        if likes:
            tx.execute(insert(interaction), likes)


def wipe(database: Database) -> None:
    with database.write() as tx:
        for table in (visitor, item, interaction):
            tx.execute(delete(table))


def read(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in FILES}


def count(database: Database) -> int:
    with database.read() as tx:
        return tx.scalar(select(func.count()).select_from(interaction)) or 0


def went_in(report: ImportReport) -> int:
    return sum(one.added for one in report.files.values())


@pytest.mark.parametrize("interactions", [0, 3_000])
def test_what_is_taken_out_wiped_and_taken_in_again_is_the_same_byte_for_byte(
    database: Database, tmp_path: Path, interactions: int
) -> None:
    fill(database, interactions)
    export(database, tmp_path / "first")
    wipe(database)
    report = import_folder(database, tmp_path / "first")
    export(database, tmp_path / "second")
    assert read(tmp_path / "first") == read(tmp_path / "second")
    assert report.bad == 0
    assert count(database) == interactions + interactions // 10


def test_what_was_said_and_taken_back_gives_the_same_recommender_and_the_same_files(
    database: Database, tmp_path: Path
) -> None:
    fill(database, 0)
    chance = random.Random(4)
    for number in range(240):  # some in one second, where the order alone tells the last word
        who, item = f"user {chance.randrange(8)},Ä", key(chance.randrange(6))
        screen = [key(chance.randrange(9)) for _ in range(chance.randrange(3))]
        kind = chance.choice(KINDS)
        with database.write() as tx:
            record(tx, visitor=who, item=item, kind=kind, impression=screen, now_s=NOW_S + number // 9)
    before = counts_of(rebuilt(database))
    export(database, tmp_path / "first")
    wipe(database)
    import_folder(database, tmp_path / "first")
    export(database, tmp_path / "second")
    assert read(tmp_path / "first") == read(tmp_path / "second")
    assert all(f",{kind}," in (tmp_path / "first" / "interactions.csv").read_text() for kind in KINDS)
    assert counts_of(rebuilt(database)) == before


@pytest.mark.slow
def test_a_hundred_thousand_likes_come_back_byte_for_byte(sqlite: Database, tmp_path: Path) -> None:
    fill(sqlite, 91_000)
    done = export(sqlite, tmp_path / "first")
    assert done.interactions == 100_100
    wipe(sqlite)
    import_folder(sqlite, tmp_path / "first")
    export(sqlite, tmp_path / "second")
    assert read(tmp_path / "first") == read(tmp_path / "second")


def test_an_empty_installation_gives_three_headers(database: Database, tmp_path: Path) -> None:
    export(database, tmp_path / "new" / "folder")
    assert read(tmp_path / "new" / "folder") == {
        "users.csv": b"USER_ID,GENERATION,GENDER,EMOTION\n",
        "items.csv": b"ITEM_ID,TIMESTAMP,EMOTION\n",
        "interactions.csv": b"USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE,IMPRESSION\n",
    }
    report = import_folder(database, tmp_path / "new" / "folder")
    assert (went_in(report), report.bad) == (0, 0)


def test_both_databases_write_the_same_files(sqlite: Database, postgresql_database: Database, tmp_path: Path) -> None:
    for name, database in (("sqlite", sqlite), ("postgresql", postgresql_database)):
        fill(database, 500)
        export(database, tmp_path / name)
    assert read(tmp_path / "sqlite") == read(tmp_path / "postgresql")


def test_the_same_files_taken_in_twice_add_nothing(database: Database, tmp_path: Path) -> None:
    fill(database, 1_000)
    export(database, tmp_path)
    report = import_folder(database, tmp_path)
    assert went_in(report) == 0
    assert report.files["interactions"].skipped == 1_100
    assert count(database) == 1_100


def test_an_import_that_was_cut_off_is_made_whole_by_the_next(database: Database, tmp_path: Path) -> None:
    fill(database, 1_000)
    export(database, tmp_path)
    with database.write() as tx:
        tx.execute(delete(interaction).where(interaction.c.id % 3 == 0))
    lost = 1_100 - count(database)
    assert import_folder(database, tmp_path).files["interactions"].added == lost > 300
    assert count(database) == 1_100


def test_all_files_show_one_moment_while_others_write(database: Database, tmp_path: Path) -> None:
    """A like of a visitor who came while the file of the visitors was written is in no file."""
    fill(database, 100)
    original, came = exporting._write, threading.Event()

    def write_and_let_somebody_in(tx: object, schema: object, file: object) -> int:
        rows = original(tx, schema, file)  # type: ignore[arg-type]
        if not came.is_set():
            came.set()
            thread = threading.Thread(target=fill_late, args=(database,))
            thread.start()
            thread.join()
        return rows

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(exporting, "_write", write_and_let_somebody_in)
        export(database, tmp_path)
    assert count(database) == 111
    assert b"late" not in b"".join(read(tmp_path).values())


def fill_late(database: Database) -> None:
    with database.write() as tx:
        like = {"visitor": "late", "item": key(1), "timestamp": NOW_S, "event_type": "click"}
        tx.execute(insert(interaction), like)


@pytest.mark.parametrize("end", [RuntimeError, KeyboardInterrupt])
def test_an_export_that_ends_early_leaves_no_file_and_none_half_new(
    sqlite: Database, tmp_path: Path, end: type[BaseException]
) -> None:
    fill(sqlite, 10)
    export(sqlite, tmp_path)
    before = read(tmp_path)
    fill_late(sqlite)

    def fail(*_: object) -> object:
        raise end("stop")

    with pytest.MonkeyPatch.context() as patch, pytest.raises(end):
        patch.setattr(exporting, "small_groups", fail)
        export(sqlite, tmp_path)
    assert read(tmp_path) == before
    assert sorted(path.name for path in tmp_path.glob("*.csv")) == sorted(FILES)
    assert not list(tmp_path.glob(".part-*"))


def test_a_file_in_the_way_of_the_folder_is_told(sqlite: Database, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(NotWritable, match="out"):
        export(sqlite, tmp_path / "out")
