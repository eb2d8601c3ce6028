"""What is taken in, in whatever form it comes; what is left out, and what is said of it."""

import io
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select

from hwawon.datasets import lines
from hwawon.datasets.importing import import_files, import_folder
from hwawon.datasets.report import ImportReport
from hwawon.datasets.schemas import INTERACTIONS
from hwawon.errors import BadInput, NotFound
from hwawon.storage.database import Database
from hwawon.storage.garden_tables import interaction, item, visitor

NOW_S = 1_780_000_000
KEY = "emotions/happy/spring,sunny,day/img_1h.jpeg"
LEGACY_USERS = b'"GENDER","EMOTION","USER_ID","GENERATION"\r\n"Male","CALM","u1","30s"\r\n"Female","sad","u2",""\r\n'
LEGACY_LIKES = (
    b'"ITEM_ID","IMPRESSION","EVENT_TYPE","USER_ID","TIMESTAMP"\r\n'
    b'"emotions/happy/spring,sunny,day/img_1h.jpeg","a|b","click","u1","1682246352997"\r\n'
)


def taken(database: Database, **files: bytes) -> ImportReport:
    given: Any = {name: io.BytesIO(data) for name, data in files.items()}
    return import_files(database, given, NOW_S)


def rows(database: Database, table: Any) -> list[tuple[Any, ...]]:
    own = ("created_at", "synthetic", "picture")  # no column of a file
    columns = INTERACTIONS.fields if table is interaction else [one for one in table.c if one.name not in own]
    with database.read() as tx:
        return [tuple(row) for row in tx.execute(select(*columns).order_by(*columns))]


def users(*lines: str, header: str = "USER_ID,GENERATION,GENDER,EMOTION") -> bytes:
    return "\n".join((header, *lines, "")).encode()


def likes(*lines: str, header: str = "USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE,IMPRESSION") -> bytes:
    return "\n".join((header, *lines, "")).encode()


def problems(report: ImportReport) -> list[tuple[int, str]]:
    return [(line.line, line.problem) for line in report.lines]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "with a byte order mark"])
def test_the_original_s_files_are_taken_as_they_are(database: Database, mark: bytes) -> None:
    report = taken(database, users=mark + LEGACY_USERS, interactions=mark + LEGACY_LIKES)
    assert rows(database, visitor) == [("u1", "30s", "Male", "CALM"), ("u2", "", "Female", "sad")]
    assert rows(database, interaction) == [("u1", KEY, 1682246352, "click", "a|b")]
    assert report.files["interactions"].unit == "milliseconds"
    assert report.bad == 0


def test_columns_that_older_files_lack_are_empty_and_others_are_ignored_by_name(database: Database) -> None:
    report = taken(
        database,
        users=users("u1,HAPPY,Male,x", header="USER_ID,EMOTION,GENDER,SHOE_SIZE"),
        interactions=likes(f"u1,k,{NOW_S},click", header="USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE"),
    )
    assert rows(database, visitor) == [("u1", "", "Male", "HAPPY")]
    assert rows(database, interaction) == [("u1", "k", NOW_S, "click", "")]
    assert report.files["users"].ignored_columns == ("SHOE_SIZE",)


def test_a_file_without_generations_leaves_those_that_are_known(database: Database) -> None:
    taken(database, users=users("u1,20s,Male,HAPPY"))
    report = taken(database, users=users("u1,Male,SAD", header="USER_ID,GENDER,EMOTION"))
    assert rows(database, visitor) == [("u1", "20s", "Male", "SAD")]
    assert report.files["users"].updated == 1


def test_seconds_and_milliseconds_in_one_file_are_told_apart_line_by_line(database: Database) -> None:
    report = taken(database, interactions=likes("u,a,1700000000,click,", "u,b,1700000001999,click,"))
    assert [row[2] for row in rows(database, interaction)] == [1_700_000_000, 1_700_000_001]
    assert report.files["interactions"].unit == "mixed"
    assert any("both in seconds and in milliseconds" in notice for notice in report.notices())


@pytest.mark.parametrize(
    ("stamp", "is_kept"),
    [
        (946_684_800, True),
        (946_684_799, False),
        (NOW_S + 86_400, True),
        (NOW_S + 86_401, False),
        (946_684_800_000, True),
        (946_684_799_999, False),
        ((NOW_S + 86_400) * 1000 + 999, True),
        ((NOW_S + 86_401) * 1000, False),
        ("1.68E+09", False),
        ("-5", False),
        ("", False),
    ],
)
def test_a_stamp_lies_between_2000_and_one_day_ahead(sqlite: Database, stamp: object, is_kept: bool) -> None:
    report = taken(sqlite, items=f"ITEM_ID,TIMESTAMP,EMOTION\nk,{stamp},happy\n".encode())
    assert len(rows(sqlite, item)) == is_kept
    assert [line for line, _ in problems(report)] == ([] if is_kept else [2])


def test_a_bad_line_is_told_by_its_number_and_the_others_go_in(database: Database) -> None:
    bad = ["u2,20s", "u3,20s,Male," + "x" * 41, ",20s,Male,HAPPY", 'u4,"20s,Male,HAPPY', "u5,a\x00b,Male,HAPPY"]
    data = users("u1,20s,Male,HAPPY", *bad, "", "u9,20s,Male,HAPPY") + b"u10,\xff,Male,HAPPY\n"
    report = taken(database, users=data)
    assert [row[0] for row in rows(database, visitor)] == ["u1", "u9"]
    assert [line for line, _ in problems(report)] == [3, 4, 5, 6, 7, 10]
    said = " ".join(problem for _, problem in problems(report))
    for words in ("expected 4 values", "41 characters", "USER_ID is empty", "not CSV", "control", "not UTF-8"):
        assert words in said
    assert (report.files["users"].rows, report.files["users"].added, report.bad) == (8, 2, 6)


def test_a_line_without_end_is_left_out_and_the_next_is_read(sqlite: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "LONGEST_LINE", 1_000)
    report = taken(sqlite, users=users("u1," + "x" * 5_000, "u2,20s,Male,HAPPY"))
    assert [row[0] for row in rows(sqlite, visitor)] == ["u2"]
    assert problems(report) == [(2, "longer than 1000 bytes")]


def test_a_hundred_bad_lines_are_told_and_all_are_counted(sqlite: Database) -> None:
    report = taken(sqlite, users=users(*["x"] * 250))
    assert (len(report.lines), report.bad) == (100, 250)


@pytest.mark.parametrize(
    "header",
    [
        b"",
        b"USER_ID,GENDER\n",
        b"USER_ID,USER_ID,GENDER,EMOTION\n",
        b"user_id,gender,emotion\n",
        b'"\n',
        b"\xff\xfeU\x00",
    ],
)
def test_a_wrong_header_is_refused_before_anything_is_kept(sqlite: Database, header: bytes) -> None:
    good = b"ITEM_ID,TIMESTAMP,EMOTION\nk,1700000000,happy\n"
    with pytest.raises(BadInput, match=r"users\.csv"):
        taken(sqlite, items=good, users=header)
    assert rows(sqlite, item) == []


def test_of_an_id_that_comes_twice_the_last_line_counts(database: Database) -> None:
    report = taken(database, users=users("u1,10s,Male,HAPPY", "u2,10s,Male,HAPPY", "u1,50s,Female,SAD"))
    assert rows(database, visitor) == [("u1", "50s", "Female", "SAD"), ("u2", "10s", "Male", "HAPPY")]
    assert (report.files["users"].added, report.files["users"].repeated) == (2, 1)


def test_five_equal_likes_in_one_second_all_stay_however_often_they_are_taken_in(database: Database) -> None:
    five = likes(*[f"u1,k,{NOW_S},click,a|b"] * 5)
    assert taken(database, interactions=five).files["interactions"].added == 5
    again = taken(database, interactions=five).files["interactions"]
    assert (again.added, again.skipped, len(rows(database, interaction))) == (0, 5, 5)
    more = likes(*[f"u1,k,{NOW_S},click,a|b"] * 7, f"u1,k,{NOW_S},click,a")
    assert taken(database, interactions=more).files["interactions"].added == 3


def test_likes_of_nobody_that_is_known_are_kept_and_counted(database: Database) -> None:
    report = taken(
        database,
        users=users("u1,10s,Male,HAPPY"),
        items=b"ITEM_ID,TIMESTAMP,EMOTION\nk,1700000000,happy\n",
        interactions=likes(*[f"{who},{what},{NOW_S},click," for who in ("u1", "u2") for what in ("k", "l", "m")]),
    )
    found = report.files["interactions"]
    assert (found.added, found.unknown_users, found.unknown_items) == (6, 3, 4)
    assert found.examples == {"unknown_users": ["u2"], "unknown_items": ["l", "m"]}


def test_emotions_keep_their_letters_and_one_that_is_none_is_counted(sqlite: Database) -> None:
    report = taken(sqlite, users=users("u1,,,Happy", "u2,,,HAPPY", "u3,,,bored", "u4,,,"))
    assert [row[3] for row in rows(sqlite, visitor)] == ["Happy", "HAPPY", "bored", ""]
    assert report.files["users"].unknown_emotions == 1


def test_an_item_that_is_served_here_keeps_its_picture(sqlite: Database) -> None:
    with sqlite.write() as tx:
        tx.execute(insert(item).values(id=KEY, timestamp=1_600_000_000, emotion="happy", picture="p" * 32))
    taken(sqlite, items=f'ITEM_ID,TIMESTAMP,EMOTION\n"{KEY}",1700000000,sad\n'.encode())
    with sqlite.read() as tx:
        row = tx.execute(select(item.c.timestamp, item.c.emotion, item.c.picture)).one()
    assert tuple(row) == (1_700_000_000, "sad", "p" * 32)


def test_a_made_up_visitor_is_known_by_the_id_after_a_journey(sqlite: Database) -> None:
    taken(
        sqlite,
        users=users("synthetic-1-00001,,,HAPPY", "u1,,,SAD"),
        interactions=likes(f"synthetic-1-00001,k,{NOW_S},click,"),
    )
    with sqlite.read() as tx:
        marked = dict(tx.execute(select(visitor.c.id, visitor.c.synthetic)).all())
        liked = tx.scalars(select(interaction.c.synthetic)).all()
    assert (marked, liked) == ({"synthetic-1-00001": True, "u1": False}, [True])


def test_a_folder_may_hold_one_file_and_one_that_holds_none_is_refused(sqlite: Database, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="none of users"):
        import_folder(sqlite, tmp_path)
    (tmp_path / "users.csv").write_bytes(LEGACY_USERS)
    assert list(import_folder(sqlite, tmp_path).files) == ["users"]


def test_others_write_between_the_slices_of_a_long_import(sqlite: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    from hwawon.datasets import importing, putting, staging

    monkeypatch.setattr(staging, "ROWS_AT_ONCE", 10)
    slices: list[int] = []
    put = putting.put_interactions

    def counted(tx: Any, part: Any, report: Any) -> None:
        slices.append(len(part))
        put(tx, part, report)

    monkeypatch.setattr(importing, "put_interactions", counted)
    taken(sqlite, interactions=likes(*[f"u,k,{NOW_S - second // 3},click," for second in range(60)]))
    assert len(slices) == 5
    assert len(rows(sqlite, interaction)) == 60


@pytest.mark.postgresql
def test_a_second_in_which_more_people_liked_than_a_statement_takes_is_taken_in(postgresql_database: Database) -> None:
    count = 66_000
    given = b"USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE\n" + b"".join(b"u%d,a,1682246352,click\n" % n for n in range(count))
    report = taken(postgresql_database, interactions=given).files["interactions"]
    assert (report.added, report.unknown_users, report.unknown_items) == (count, count, count)
