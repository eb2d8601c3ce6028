"""Promotions are counted, can be repeated, undone and continued, and leave no file or row behind."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from hwawon.errors import Conflict, StorageFull
from hwawon.jobs.dispatch import open_dispatcher
from hwawon.jobs.queue import JobQueue
from hwawon.pool import rows
from hwawon.promote import store
from hwawon.promote.forget import forgetting
from hwawon.promote.job import PromotionDesk
from hwawon.promote.run import carry_on
from hwawon.promote.schema import PromotionWish
from hwawon.promote.store import Promotion
from hwawon.storage import events
from hwawon.storage.database import Database
from hwawon.storage.garden_tables import item, pool
from hwawon.storage.objects import Objects, open_objects
from hwawon.storage.tables import journal
from hwawon.storage.types import utc_now
from hwawon.validation import validated
from support.planting import JPEG, plant, rows_of, served, tails_of

TAILS = tails_of(5)


@pytest.fixture(params=["folder", pytest.param("s3", marks=pytest.mark.s3)])
def objects(request: pytest.FixtureRequest, tmp_path: Path) -> Objects:
    if request.param == "folder":
        return open_objects((tmp_path / "objects").as_uri())
    return open_objects(request.getfixturevalue("s3_url"))


@pytest.fixture
def desk(database: Database, objects: Objects) -> Iterator[PromotionDesk]:
    yield PromotionDesk(database, objects, JobQueue(database, open_dispatcher(database)))


def act(desk: PromotionDesk, kind: str, ids: list[str] | None = None, **rest: Any) -> Promotion:
    asked = {"kind": kind} | ({"pictures": ids} if ids else {}) | rest
    return desk.begin(validated(PromotionWish, asked), "curator")


def counts(one: Promotion) -> tuple[int, int, int, int]:
    return one.asked, one.promoted, one.skipped, one.failed


def everything(desk: PromotionDesk, ids: list[str]) -> tuple[Any, ...]:
    """All that a promotion may touch: rows, items, files."""
    return [rows_of(desk.database, id) for id in ids], served(desk.database), sorted(desk.objects.keys())


def outcomes(desk: PromotionDesk, one: Promotion) -> list[tuple[str, str | None]]:
    with desk.database.read() as tx:
        return [(row["outcome"], row["reason"]) for row in store.pictures(tx, one.id, 500, -1, None)]


def test_pictures_are_promoted_once_and_a_repeat_changes_nothing(desk: PromotionDesk) -> None:
    ids = plant(desk.database, desk.objects, *TAILS)
    done = act(desk, "promote", ids[:3])
    assert (counts(done), done.state) == ((3, 3, 0, 0), "done")
    assert served(desk.database) == [f"emotions/{tail}" for tail in TAILS[:3]]
    assert all(desk.objects.get(f"emotions/{tail}") == JPEG + tail.encode() for tail in TAILS[:3])
    assert all(desk.objects.exists(f"imgPool/{tail}") for tail in TAILS)
    before = everything(desk, ids)
    again = act(desk, "promote", ids[:3])
    assert counts(again) == (3, 0, 3, 0)
    assert everything(desk, ids) == before
    assert outcomes(desk, again) == [("skipped", "it is served already")] * 3


@pytest.mark.parametrize("keep_file", [False, True])
def test_each_act_is_undone_exactly_and_the_undo_too(desk: PromotionDesk, keep_file: bool) -> None:
    ids = plant(desk.database, desk.objects, *TAILS)
    asked = [("promote", {}), ("retract", {"unpublish_only": keep_file}), ("promote", {})]
    for kind, rest in asked:
        before = everything(desk, ids)
        done = act(desk, kind, ids[:3], **rest)
        after = everything(desk, ids)
        assert (done.promoted, after != before) == (3, True)
        undo = desk.undo(done.id, "curator")
        assert (counts(undo), undo.undoes) == ((3, 3, 0, 0), done.id)
        assert everything(desk, ids) == before
        desk.undo(undo.id, "curator")
        assert everything(desk, ids) == after


def test_a_retraction_takes_the_file_away_or_leaves_it_as_was_asked(desk: PromotionDesk) -> None:
    ids = plant(desk.database, desk.objects, *TAILS[:2])
    act(desk, "promote", ids)
    act(desk, "retract", ids[:1])
    act(desk, "retract", ids[1:], unpublish_only=True)
    assert served(desk.database) == []
    assert list(desk.objects.keys("emotions")) == [f"emotions/{TAILS[1]}"]
    assert counts(act(desk, "retract", ids)) == (2, 1, 1, 0)  # the file that was left goes, the other is gone already
    assert list(desk.objects.keys("emotions")) == []


def test_a_picture_that_is_in_serving_alone_comes_back_to_the_pool_when_it_is_retracted(desk: PromotionDesk) -> None:
    ids = plant(desk.database, None, TAILS[0], pool_key=None, serving_key=f"emotions/{TAILS[0]}")
    desk.objects.write(f"emotions/{TAILS[0]}", JPEG)
    act(desk, "promote", ids)
    before = everything(desk, ids)
    done = act(desk, "retract", ids)
    assert list(desk.objects.keys()) == [f"imgPool/{TAILS[0]}"]
    assert rows_of(desk.database, ids[0])["key"] == f"imgPool/{TAILS[0]}"
    desk.undo(done.id, None)
    assert everything(desk, ids) == before


def test_a_picture_without_its_file_fails_with_the_reason_and_the_rest_goes_on(desk: PromotionDesk) -> None:
    ids = plant(desk.database, desk.objects, *TAILS)
    desk.objects.delete(f"imgPool/{TAILS[1]}")
    done = act(desk, "promote", [*ids, "0" * 32, ids[0]])
    assert (counts(done), done.left) == ((6, 4, 0, 2), 0)
    reasons = [reason for outcome, reason in outcomes(desk, done) if outcome == "failed"]
    assert reasons == [f"its file imgPool/{TAILS[1]} is gone", f"there is no picture {'0' * 32} in the garden"]
    assert rows_of(desk.database, ids[1])["published"] is False
    assert len(served(desk.database)) == 4


def test_removed_pictures_are_gone_everywhere_for_good(desk: PromotionDesk) -> None:
    ids = plant(desk.database, desk.objects, *TAILS)
    act(desk, "promote", ids[:2])
    with desk.database.write() as tx:
        values = {"id": "j", "base_picture": ids[2], "created_at": utc_now(), "updated_at": utc_now()}
        tx.execute(journal.insert().values(values))
    done = act(desk, "remove", ids[:3])
    assert counts(done) == (3, 2, 0, 1)
    assert "is the base of the journal" in str(outcomes(desk, done)[2][1])
    with desk.database.read() as tx:
        assert tx.scalar(select(func.count()).select_from(pool)) == 3
        assert tx.scalar(select(func.count()).select_from(item)) == 0
        told = [one.payload for one in events.after(tx, 0) if one.topic == "garden"]
    assert told[-1] == {"promoted": [], "retracted": [f"emotions/{tail}" for tail in TAILS[:2]]}
    assert sorted(desk.objects.keys()) == sorted(f"imgPool/{tail}" for tail in TAILS[2:])
    assert counts(act(desk, "remove", filter={"emotion": "happy"})) == (3, 2, 0, 1)
    with pytest.raises(Conflict, match="what is removed is gone"):
        desk.undo(done.id, None)


def test_an_undo_is_refused_twice_and_where_nothing_was_changed(desk: PromotionDesk) -> None:
    ids = plant(desk.database, desk.objects, *TAILS)
    done = act(desk, "promote", ids)
    undo = desk.undo(done.id, None)
    with pytest.raises(Conflict, match=f"it was undone by {undo.id}"):
        desk.undo(done.id, None)
    with pytest.raises(Conflict, match="it changed nothing"):
        desk.undo(act(desk, "retract", ids).id, None)


def test_an_undo_says_which_pictures_are_gone_since(desk: PromotionDesk) -> None:
    ids = plant(desk.database, desk.objects, *TAILS)
    done = act(desk, "promote", ids)
    act(desk, "remove", ids[:1])
    undo = desk.undo(done.id, None)
    assert counts(undo) == (5, 4, 0, 1)
    assert served(desk.database) == []


def test_a_filter_means_what_the_pool_shows_by_it(desk: PromotionDesk) -> None:
    plant(desk.database, desk.objects, *TAILS, state="kept")
    plant(desk.database, desk.objects, *tails_of(2, "sad"), state="rejected")
    assert counts(act(desk, "promote", filter={"state": ["kept"], "orientation": "v"})) == (2, 2, 0, 0)
    assert counts(act(desk, "promote", filter={"state": "kept", "published": False})) == (3, 3, 0, 0)
    assert counts(act(desk, "promote", filter={"emotion": ["angry"]})) == (0, 0, 0, 0)
    assert counts(act(desk, "promote", filter={})) == (7, 2, 5, 0)


def test_a_store_that_is_full_ends_the_slice_without_a_trace_and_it_can_go_on(
    desk: PromotionDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = plant(desk.database, desk.objects, *TAILS)
    before = everything(desk, ids)
    copied = type(desk.objects).copy

    def copy(objects: Any, source: str, target: str) -> None:
        if source.endswith(TAILS[3]):
            raise StorageFull
        copied(objects, source, target)

    with monkeypatch.context() as patch, pytest.raises(StorageFull):
        patch.setattr(type(desk.objects), "copy", copy)
        act(desk, "promote", ids)
    assert everything(desk, ids) == before
    with desk.database.read() as tx:
        (made,) = store.page(tx, 10).items
    assert (made.state, made.left) == ("running", 5)
    assert counts(carry_on(desk.database, desk.objects, made.id)) == (5, 5, 0, 0)


def test_a_picture_forgotten_between_copy_and_commit_is_counted_as_failed(
    desk: PromotionDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = plant(desk.database, desk.objects, *TAILS[:2])
    copied = type(desk.objects).copy

    def copy(objects: Any, source: str, target: str) -> None:
        copied(objects, source, target)
        if source.endswith(TAILS[0]):
            with desk.database.write() as tx:
                rows.forget(tx, ids[0])

    monkeypatch.setattr(type(desk.objects), "copy", copy)
    done = act(desk, "promote", ids)
    assert (counts(done), done.state) == ((2, 1, 0, 1), "done")
    assert served(desk.database) == [f"emotions/{TAILS[1]}"]
    assert list(desk.objects.keys("emotions")) == [f"emotions/{TAILS[1]}"]  # a copy would be shown as if put in


def test_what_a_promotion_that_died_has_copied_goes_with_its_picture(desk: PromotionDesk) -> None:
    ids = plant(desk.database, desk.objects, *TAILS[:2])
    for tail in TAILS[:2]:
        desk.objects.copy(f"imgPool/{tail}", f"emotions/{tail}")
    act(desk, "remove", ids[:1])
    with desk.database.write() as tx:
        assert forgetting(desk.objects)(tx, ids[1], True)
    assert list(desk.objects.keys()) == []
