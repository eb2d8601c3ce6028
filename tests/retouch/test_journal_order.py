"""Which steps a journal shows is decided by rows, on SQLite and on PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest

from hwawon.errors import BadInput, Conflict, NotFound
from hwawon.retouch import journal_order, journal_store
from hwawon.storage import events, pictures
from hwawon.storage.database import Database
from support.journals import add_picture, begun, step, with_steps


def shown(database: Database, journal: str) -> list[str]:
    with database.read() as tx:
        return [one.id for one in journal_store.get(tx, journal).steps]


def aside(database: Database, journal: str) -> list[str]:
    with database.read() as tx:
        return [one.id for one in journal_store.get(tx, journal).aside]


def version(database: Database, journal: str) -> int:
    with database.read() as tx:
        return journal_store.get(tx, journal).version


def test_an_arrangement_says_order_and_look_and_puts_the_rest_aside(database: Database) -> None:
    with database.write() as tx:
        journal, (first, second, third) = with_steps(tx, 3)
        journal_order.arrange(tx, journal, 2, {third: {"opacity": 0.5}, first: {"muted": True, "feather_px": 7.0}})

    with database.read() as tx:
        row = journal_store.get(tx, journal)
    assert [one.id for one in row.steps] == [third, first]
    assert [one.id for one in row.aside] == [second]
    assert row.version == 3
    assert {**row.steps[0].data, "id": ""} == {"id": "", "opacity": 0.5, "muted": False, "feather_px": None}
    assert {**row.steps[1].data, "id": ""} == {"id": "", "opacity": 1.0, "muted": True, "feather_px": 7.0}


def test_what_was_put_aside_comes_back_where_it_is_named_and_looks_as_it_did(database: Database) -> None:
    with database.write() as tx:
        journal, (first, second) = with_steps(tx, 2)
        journal_order.change_step(tx, journal, second, {"opacity": 0.25}, None)
        journal_order.remove_step(tx, journal, second)
        journal_order.remove_step(tx, journal, first)
    assert (shown(database, journal), aside(database, journal)) == ([], [first, second]), "newest first"

    with database.write() as tx:
        journal_order.arrange(tx, journal, 5, {second: {}, first: {}})

    assert (shown(database, journal), aside(database, journal)) == ([second, first], [])
    with database.read() as tx:
        assert journal_store.step(tx, journal, second).data["opacity"] == 0.25


def test_an_arrangement_of_an_older_version_changes_nothing_and_names_the_present_one(database: Database) -> None:
    with database.write() as tx:
        journal, ids = with_steps(tx, 2)
        journal_order.add_steps(tx, journal, [step()])

    with pytest.raises(Conflict, match="at version 3, the change is based on version 2"), database.write() as tx:
        journal_order.arrange(tx, journal, 2, {id: {} for id in ids})

    assert len(shown(database, journal)) == 3, "a step that the caller did not know of was put aside"
    assert version(database, journal) == 3


def test_of_arrangements_at_once_exactly_one_is_kept(database: Database) -> None:
    with database.write() as tx:
        journal, ids = with_steps(tx, 3)
    together = Barrier(len(ids))

    def alone(id: str) -> bool:
        together.wait()
        try:
            with database.write() as tx:
                journal_order.arrange(tx, journal, 2, {id: {}})
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(len(ids)) as pool:
        kept = list(pool.map(alone, ids))

    assert kept.count(True) == 1
    assert shown(database, journal) == [ids[kept.index(True)]]
    assert version(database, journal) == 3


def test_a_step_of_another_journal_is_not_taken(database: Database) -> None:
    with database.write() as tx:
        journal, _ = with_steps(tx, 1)
        _, (theirs,) = with_steps(tx, 1)

    with pytest.raises(NotFound, match=theirs), database.write() as tx:
        journal_order.arrange(tx, journal, 2, {theirs: {}})
    with pytest.raises(NotFound, match=theirs), database.write() as tx:
        journal_order.duplicate(tx, journal, theirs)
    assert version(database, journal) == 2


def test_a_step_named_twice_is_refused() -> None:
    with pytest.raises(BadInput, match="got a twice"):
        journal_order.looks_of([("a", {}), ("b", {}), ("a", {})])


def test_a_copy_lies_right_above_its_step_shows_the_same_and_is_no_candidate(database: Database) -> None:
    with database.write() as tx:
        journal, (first, second) = with_steps(tx, 2)
        copy = journal_order.duplicate(tx, journal, first)

    assert shown(database, journal) == [first, copy, second]
    with database.read() as tx:
        old, new = (journal_store.step(tx, journal, id) for id in (first, copy))
    assert (new.patch_key, new.mask_key) == (old.patch_key, old.mask_key)
    assert {**new.data, "id": first} == old.data
    assert (old.job, new.job) == ("painted", None)


def test_new_steps_lie_on_top_whatever_was_put_aside(database: Database) -> None:
    with database.write() as tx:
        journal, (first, second, _third) = with_steps(tx, 3)
        journal_order.arrange(tx, journal, 2, {second: {}, first: {}})
        new = step()
        journal_order.add_steps(tx, journal, [new])

    assert shown(database, journal) == [second, first, new.id]


def test_a_step_that_is_put_aside_is_changed_by_no_one(database: Database) -> None:
    with database.write() as tx:
        journal, (id,) = with_steps(tx, 1)
        journal_order.remove_step(tx, journal, id)
    for change in (
        lambda tx: journal_order.change_step(tx, journal, id, {"muted": True}, None),
        lambda tx: journal_order.remove_step(tx, journal, id),
        lambda tx: journal_order.duplicate(tx, journal, id),
    ):
        with pytest.raises(NotFound, match="put aside"), database.write() as tx:
            change(tx)


def test_a_step_forgets_its_picture_when_that_is_removed_and_stays(database: Database) -> None:
    with database.write() as tx:
        picture, journal = add_picture(tx), begun(tx)
        one = replace(step(), picture=picture)
        journal_order.add_steps(tx, journal, [one])
        assert journal_store.step(tx, journal, one.id).picture == picture
        pictures.remove(tx, picture)
        assert journal_store.step(tx, journal, one.id).picture is None


def test_a_removed_journal_takes_its_steps_and_frees_its_base(database: Database) -> None:
    with database.write() as tx:
        journal, (id,) = with_steps(tx, 1)
        base = journal_store.get(tx, journal).base_picture
        with pytest.raises(Conflict):
            pictures.remove(tx, base)
        journal_store.remove(tx, journal)
        with pytest.raises(NotFound):
            journal_store.step(tx, journal, id)
        with pytest.raises(NotFound):
            journal_store.remove(tx, journal)
        pictures.remove(tx, base)


def test_every_change_is_news_for_the_owners_other_pages(database: Database) -> None:
    with database.write() as tx:
        journal, (id,) = with_steps(tx, 1)
        journal_order.remove_step(tx, journal, id)
        journal_store.rename(tx, journal, "tulips")
        journal_store.remove(tx, journal)

    with database.read() as tx:
        news = events.after(tx, 0)
    assert {(one.topic, one.owner, one.payload["id"]) for one in news} == {("journal", "me", journal)}
    assert [one.payload["version"] for one in news] == [1, 2, 3, 4, None]
