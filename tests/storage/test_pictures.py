"""Records of pictures, on SQLite and on PostgreSQL."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import insert, text

from hwawon.errors import BadInput, Conflict, NotFound
from hwawon.storage import pictures
from hwawon.storage.database import Database
from hwawon.storage.ids import new_id
from hwawon.storage.paging import Page
from hwawon.storage.pictures import Narrowing, NewPicture, PictureLine, PictureRecord
from hwawon.storage.tables import PICTURE_FAVOURITE, journal
from hwawon.storage.types import utc_now

REQUEST = {"prompt": "cosmos in the wind 코스모스", "seed": 7, "engine": "painter", "box": [1, 2, 3, 4]}
A_PICTURE = NewPicture(
    kind="generated", key="ab/cd/abcd.png", media_type="image/png", width=768, height=512, bytes=9, record=REQUEST
)


def add(database: Database, new: NewPicture = A_PICTURE) -> PictureRecord:
    with database.write() as tx:
        return pictures.add(tx, new)


def page(
    database: Database,
    limit: int = 10,
    cursor: str | None = None,
    kind: str | None = None,
    published: bool | None = None,
) -> Page[PictureLine]:
    with database.read() as tx:
        return pictures.page(tx, limit, cursor, kind, published)


def test_a_picture_comes_back_with_the_whole_request(database: Database) -> None:
    added = add(database, replace(A_PICTURE, name="emotions/happy/1.jpeg", title="코스모스", owner="Shin"))
    with database.read() as tx:
        assert pictures.get(tx, added.id) == added
        assert pictures.by_name(tx, "emotions/happy/1.jpeg") == added
    assert added.record == REQUEST


def test_what_is_not_there_is_not_found(database: Database) -> None:
    add(database)
    with database.read() as tx:
        for ask in (pictures.get, pictures.by_name):
            with pytest.raises(NotFound, match="no picture"):
                ask(tx, "nothing")


def test_the_picture_of_a_job_is_added_once_however_often_the_job_runs(database: Database) -> None:
    first = add(database, replace(A_PICTURE, job=new_id()))
    again = add(database, replace(A_PICTURE, job=first.job, key="ef/01/other.png"))
    second = add(database, replace(A_PICTURE, job=first.job, position=1))
    assert again == first
    assert second.id != first.id
    assert page(database).total == 2


def test_pictures_without_a_job_may_be_alike(database: Database) -> None:
    assert add(database).id != add(database).id


def test_two_pictures_cannot_share_a_public_name(database: Database) -> None:
    add(database, replace(A_PICTURE, name="emotions/happy/1.jpeg"))
    with pytest.raises(Conflict, match=r"emotions/happy/1\.jpeg"):
        add(database, replace(A_PICTURE, name="emotions/happy/1.jpeg"))
    assert page(database).total == 1


def test_a_picture_made_from_another_knows_it_until_that_is_gone(database: Database) -> None:
    base = add(database)
    retouched = add(database, replace(A_PICTURE, kind="retouched", base=base.id))
    with database.write() as tx:
        assert pictures.get(tx, retouched.id).base == base.id
        pictures.remove(tx, base.id)
        assert pictures.get(tx, retouched.id).base is None


def test_the_base_of_a_journal_stays(database: Database) -> None:
    base, now = add(database), utc_now()
    with database.write() as tx:
        row = {"id": new_id(), "base_picture": base.id, "created_at": now, "updated_at": now}
        tx.execute(insert(journal).values(row))
        with pytest.raises(Conflict, match="the base of the journal"):
            pictures.remove(tx, base.id)
    assert page(database).total == 1


def test_pages_show_every_picture_once_newest_first(database: Database) -> None:
    added = [add(database).id for _ in range(7)]
    seen: list[str] = []
    cursor, pages = None, 0
    while pages == 0 or cursor is not None:
        got = page(database, 3, cursor)
        seen += [record.id for record in got.items]
        cursor, pages = got.next_cursor, pages + 1
        assert got.total == 7
    assert seen == added[::-1]
    assert pages == 3


def test_a_page_is_not_disturbed_by_pictures_that_arrive_in_between(database: Database) -> None:
    added = [add(database).id for _ in range(4)]
    first = page(database, 2)
    add(database)
    assert [record.id for record in page(database, 2, first.next_cursor).items] == added[1::-1]


def test_the_last_page_ends_even_when_it_is_full(database: Database) -> None:
    for _ in range(4):
        add(database)
    second = page(database, 2, page(database, 2).next_cursor)
    assert len(second.items) == 2
    assert second.next_cursor is None


def test_a_page_of_one_kind_or_of_the_published_counts_only_those(database: Database) -> None:
    for kind, published in (("upload", False), ("generated", True), ("generated", False), ("generated", True)):
        add(database, replace(A_PICTURE, kind=kind, published=published))
    assert [record.kind for record in page(database, kind="upload").items] == ["upload"]
    assert page(database, kind="generated").total == 3
    assert page(database, published=True).total == len(page(database, published=True).items) == 2
    assert page(database, kind="upload", published=True).total == 0
    assert page(database, kind="unheard of").items == ()


def test_a_page_is_narrowed_to_favourites_a_base_and_words_of_the_title(database: Database) -> None:
    base = add(database, replace(A_PICTURE, title="Tulips at 100%_off 튤립", owner="shin"))
    child = add(database, replace(A_PICTURE, title="tulips in SNOW", base=base.id, favourite=True, owner="kim"))
    add(database, replace(A_PICTURE, kind="mask", favourite=True))

    def ids(visible_to: str | None = None, **more: Any) -> list[str]:
        with database.read() as tx:
            found = pictures.page(tx, 9, visible_to=visible_to, without=("mask",), more=Narrowing(**more))
        assert found.total == len(found.items)
        return [record.id for record in found.items]

    assert ids(favourite=True) == ids(base=base.id) == ids(words=("snow", "TULIPS")) == [child.id]
    assert ids(favourite=False) == ids(words=("튤립",)) == ids(words=("100%_",)) == [base.id]
    assert ids(words=("t_lips",)) == ids("shin", favourite=True) == ids(base=child.id) == []
    assert ids("kim", favourite=True, base=base.id, words=("in",)) == [child.id]


def test_words_are_sought_in_the_prompt_too_and_counted_up_to_a_thousand(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "MOST_COUNTED", 3)
    made = [add(database, replace(A_PICTURE, record={"request": {"prompt": f"a fox, no {n}"}})).id for n in range(5)]
    with database.read() as tx:
        first = pictures.page(tx, 2, more=Narrowing(words=("FO",)))
        assert (first.total, first.total_is_exact) == (3, False)
        assert [one.id for one in first.items] == made[:2:-1]
        rest = pictures.page(tx, 9, first.next_cursor, more=Narrowing(words=("FO",)))
        assert [one.id for one in rest.items] == made[2::-1]
        three = pictures.page(tx, 9, more=Narrowing(words=("fox", "3")))
        assert (three.total, three.total_is_exact, [one.id for one in three.items]) == (1, True, made[3:4])


def test_what_is_said_of_a_picture_changes_and_the_rest_stays(database: Database) -> None:
    added = add(database, replace(A_PICTURE, title="before"))
    with database.write() as tx:
        assert pictures.change(tx, added.id, favourite=True) == replace(added, favourite=True)
        assert pictures.change(tx, added.id, title="after") == replace(added, favourite=True, title="after")
        assert not pictures.change(tx, added.id, favourite=False).favourite
        with pytest.raises(NotFound):
            pictures.change(tx, "nothing", title="x")


def test_favourites_are_found_on_their_index(sqlite: Database) -> None:
    query = f"EXPLAIN QUERY PLAN SELECT * FROM picture WHERE id < 'f' AND {PICTURE_FAVOURITE} ORDER BY id DESC LIMIT 9"
    with sqlite.read() as tx:
        plan = " ".join(str(row) for row in tx.execute(text(query)))
    assert "ix_picture_favourite" in plan and "TEMP B-TREE" not in plan


@pytest.mark.parametrize("cursor", ["", "x", "0" * 22, "'; DROP TABLE picture; --", "꽃", "../../etc/passwd"])
def test_a_cursor_that_is_not_ours_is_bad_input(sqlite: Database, cursor: str) -> None:
    with pytest.raises(BadInput, match="cursor"):
        page(sqlite, 10, cursor)


@pytest.mark.parametrize("limit", [0, 501])
def test_a_limit_out_of_range_is_bad_input(sqlite: Database, limit: int) -> None:
    with pytest.raises(BadInput, match="limit"):
        page(sqlite, limit)


def test_publishing_moves_a_picture_from_one_count_to_the_other_and_back(database: Database) -> None:
    added = add(database)
    add(database)
    with database.write() as tx:
        assert pictures.publish(tx, added.id).published
        assert (pictures.count(tx, published=True), pictures.count(tx, published=False)) == (1, 1)
        pictures.publish(tx, added.id)
        assert pictures.count(tx, published=True) == 1
        assert not pictures.publish(tx, added.id, published=False).published
        assert (pictures.count(tx, published=True), pictures.count(tx)) == (0, 2)
        with pytest.raises(NotFound):
            pictures.publish(tx, "nothing")


def test_counts_stay_right_whatever_is_written_past_us(database: Database) -> None:
    ids = [add(database, replace(A_PICTURE, kind=kind)).id for kind in ("upload", "upload", "generated")]
    with database.write() as tx:
        pictures.remove(tx, ids[0])
        tx.execute(text("UPDATE picture SET kind = 'sample' WHERE kind = 'generated'"))
        counted = {kind: pictures.count(tx, kind) for kind in ("upload", "generated", "sample")}
    assert counted == {"upload": 1, "generated": 0, "sample": 1}


def test_a_count_rolled_back_is_as_before(database: Database) -> None:
    add(database)
    with pytest.raises(RuntimeError), database.write() as tx:
        pictures.add(tx, A_PICTURE)
        raise RuntimeError
    assert page(database).total == 1


@pytest.mark.parametrize("condition", ["1 = 1", "kind = 'x'", "published = 1", "kind = 'x' AND published = 1"])
def test_no_page_reads_or_sorts_the_whole_table(sqlite: Database, condition: str) -> None:
    query = f"EXPLAIN QUERY PLAN SELECT * FROM picture WHERE id < 'f' AND {condition} ORDER BY id DESC LIMIT 100"
    with sqlite.read() as tx:
        plan = " ".join(str(row) for row in tx.execute(text(query)))
    assert "SEARCH" in plan and "SCAN" not in plan and "TEMP B-TREE" not in plan
