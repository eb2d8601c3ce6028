from typing import Any

import pytest

from hwawon.batch import store
from hwawon.batch.store import NewFrame
from hwawon.batch.wishes import BatchWishes, Range
from hwawon.errors import NotFound
from hwawon.storage.database import Database


def batch(database: Database, count: int = 5, owner: str = "kim") -> str:
    with database.write() as tx:
        id = store.create(tx, owner, "a walk", {"kind": "frames", "width": 4, "height": 3}, BatchWishes(seed=3))
        store.add_frames(tx, id, [NewFrame(f"f{place}.png", place) for place in range(count - 1)])
        store.add_frames(tx, id, [NewFrame("cover.png", None)], count - 1)
    return id


def painted(database: Database, id: str, position: int, **more: Any) -> None:
    report = {"changed_outside": 0, "seconds": 2.0 + position, "box": None}
    with database.write() as tx:
        store.change_frame(tx, id, position, report=report, **more)


def test_a_new_batch_is_a_draft_of_idle_frames(database: Database) -> None:
    id = batch(database)

    with database.read() as tx:
        tally, row = store.tally(tx, id, Range()), store.get(tx, id)

    assert (tally.state, tally.counts["idle"], tally.in_range, tally.flicker) == ("draft", 5, 5, None)
    assert row.asked.seed == 3 and not row.is_video


def test_a_range_counts_only_its_frames_and_those_without_a_number(database: Database) -> None:
    id = batch(database)

    with database.read() as tx:
        assert [store.tally(tx, id, one).in_range for one in (Range(1, 2), Range(3), Range(9, 9))] == [3, 2, 1]


def test_scores_and_times_are_averaged_over_what_is_painted(database: Database) -> None:
    id = batch(database)
    painted(database, id, 1, flicker=0.5)
    painted(database, id, 2, flicker=-0.1, accepted=True)
    painted(database, id, 3)

    with database.read() as tx:
        tally = store.tally(tx, id, Range())

    assert tally.flicker == pytest.approx(0.2)
    assert tally.seconds_per_frame == pytest.approx(4)
    assert (tally.accepted, tally.changed_outside) == (1, 0)


def test_the_nearest_painted_frame_is_found_on_either_side(database: Database) -> None:
    id = batch(database)
    painted(database, id, 0)
    painted(database, id, 3)
    with database.write() as tx:
        store.change_frame(tx, id, 1, drawn_key="ab/cd/abcd")

    with database.read() as tx:
        found = [
            store.neighbour(tx, id, 2, earlier=True, drawn=False),
            store.neighbour(tx, id, 2, earlier=True, drawn=True),
            store.neighbour(tx, id, 2, earlier=False, drawn=True),
            store.neighbour(tx, id, 3, earlier=False, drawn=True),
        ]
        keys = store.tally(tx, id, Range()).keys

    assert [one.position if one else None for one in found] == [0, 1, 3, None]
    assert keys == (1,)


def test_frames_come_in_order_and_in_pages(database: Database) -> None:
    id = batch(database)

    with database.read() as tx:
        first, total = store.frame_page(tx, id, 2, 0, None)
        rest, _ = store.frame_page(tx, id, 9, 2, "idle")
        none, left = store.frame_page(tx, id, 9, 0, "failed")

    assert [one.name for one in first] == ["f0.png", "f1.png"] and total == 5
    assert [one.position for one in rest] == [2, 3, 4]
    assert (none, left) == ([], 0)


def test_a_draft_takes_a_new_order_with_what_was_drawn(database: Database) -> None:
    id = batch(database, 3)
    with database.write() as tx:
        store.change_frame(tx, id, 1, drawn_key="ab/cd/abcd")
        store.reorder(tx, id, ["cover.png", "f1.png", "f0.png"])

    with database.read() as tx:
        found = store.all_frames(tx, id)

    assert [one.name for one in found] == ["cover.png", "f1.png", "f0.png"]
    assert [one.drawn_key for one in found] == [None, "ab/cd/abcd", None]


def test_only_painted_frames_are_accepted(database: Database) -> None:
    id = batch(database)
    painted(database, id, 0)
    painted(database, id, 1)

    with database.write() as tx:
        store.accept(tx, id, None, True)
        store.accept(tx, id, [1, 2], False)

    with database.read() as tx:
        assert [one.accepted for one in store.all_frames(tx, id)] == [True, False, False, False, False]


def test_a_removed_batch_takes_its_frames_along(database: Database) -> None:
    id, other = batch(database), batch(database)

    with database.write() as tx:
        store.remove(tx, id)

    with database.read() as tx:
        assert [len(store.all_frames(tx, one)) for one in (id, other)] == [0, 5]
        with pytest.raises(NotFound, match=id):
            store.get(tx, id)
        with pytest.raises(NotFound, match="no frame 7"):
            store.frame(tx, other, 7)


def test_people_page_through_their_own_batches(database: Database) -> None:
    mine = [batch(database, 1) for _ in range(3)]
    batch(database, 1, "lee")

    with database.read() as tx:
        first = store.page(tx, 2, None, "kim")
        second = store.page(tx, 2, first.next_cursor, "kim")
        everybody = store.page(tx, 10, None, None)

    assert [row.id for row in (*first.items, *second.items)] == mine[::-1]
    assert second.next_cursor is None and len(everybody.items) == 4
