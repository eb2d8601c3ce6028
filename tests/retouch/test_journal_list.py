"""The list of the journals, on SQLite and on PostgreSQL."""

from dataclasses import replace
from typing import Any

import pytest

from hwawon.errors import BadInput
from hwawon.retouch import journal_list, journal_order, journal_store
from hwawon.storage.database import Database
from support.journals import add_picture, begun, step, with_steps


def listed(database: Database, limit: int = 50, **wishes: Any) -> list[str]:
    """The ids of all pages, one after the other."""
    found: list[str] = []
    cursor = None
    while True:
        with database.read() as tx:
            page = journal_list.page(tx, limit, cursor, **wishes)
        assert len(page.items) <= limit
        found += [line.id for line in page.items]
        cursor = page.next_cursor
        if cursor is None:
            return found


@pytest.mark.parametrize("limit", [1, 2, 3, 50])
def test_the_newest_change_comes_first_and_each_journal_once(database: Database, limit: int) -> None:
    with database.write() as tx:
        first, second, third = (begun(tx) for _ in range(3))
        journal_store.rename(tx, second, "changed last")

    assert listed(database, limit) == [second, third, first]


def test_journals_of_one_picture_and_of_one_person(database: Database) -> None:
    with database.write() as tx:
        picture = add_picture(tx)
        mine, theirs, house = (begun(tx, owner, picture) for owner in ("me", "them", None))
        other = begun(tx, "me")

    assert listed(database, picture=picture) == [house, theirs, mine]
    assert listed(database, owners=("me", None)) == [other, house, mine]
    assert listed(database, picture=picture, owners=("them", None)) == [house, theirs]
    assert listed(database, owners=("me",)) == [other, mine]
    assert listed(database, owners=(None,)) == [house]


def test_a_line_counts_the_steps_that_are_shown(database: Database) -> None:
    with database.write() as tx:
        journal, (first, _second, _third) = with_steps(tx, 3)
        journal_order.remove_step(tx, journal, first)
        empty = begun(tx)
        lines = {line.id: line for line in journal_list.page(tx, 10).items}

    assert (lines[journal].steps, lines[empty].steps) == (2, 0)
    assert lines[journal].version == 3


def test_a_journal_is_shown_by_its_uppermost_picture_that_is_seen(database: Database) -> None:
    with database.write() as tx:
        base, below, above, muted, aside = (add_picture(tx) for _ in range(5))
        journal = begun(tx, picture=base)

        def face() -> str:
            (line,) = journal_list.page(tx, 10).items
            return line.face

        assert face() == base
        pictures = {below: False, above: False, muted: True, aside: False}
        steps = [replace(step(muted=is_muted), picture=id) for id, is_muted in pictures.items()]
        journal_order.add_steps(tx, journal, [*steps, step()])
        journal_order.remove_step(tx, journal, steps[3].id)
        assert face() == above
        journal_order.remove_step(tx, journal, steps[1].id)
        assert face() == below


@pytest.mark.parametrize("cursor", ["", "x", "AAAA", "ÿ" * 32, "_" * 32, "A" * 33])
def test_a_cursor_that_is_not_ours_is_bad_input(sqlite: Database, cursor: str) -> None:
    with sqlite.read() as tx, pytest.raises(BadInput, match="cursor"):
        journal_list.page(tx, 10, cursor)
