"""Trained models: one at most is live, and none outlives the likes that it knows."""

from pathlib import Path

import numpy as np
from sqlalchemy import insert

from hwawon.recommend.deep import store
from hwawon.recommend.deep.ease import train
from hwawon.recommend.deep.file import as_bytes
from hwawon.recommend.deep.placed import Laid
from hwawon.recommend.deep.shelf import DeepShelf
from hwawon.recommend.evaluate.splits import Like
from hwawon.storage.database import Database
from hwawon.storage.folder import FolderObjects
from hwawon.storage.garden_tables import interaction

LIKES = [Like(f"v{n % 5}", f"p{n % 7}", n, n) for n in range(60)]


def like_rows(database: Database, *visitors: str) -> None:
    rows = [{"visitor": one, "item": "p", "timestamp": 1, "event_type": "click"} for one in visitors]
    with database.write() as tx:
        tx.execute(insert(interaction), rows)


def test_a_better_model_takes_the_place_of_the_live_one_and_a_refused_one_does_not(database: Database) -> None:
    with database.write() as tx:
        first = store.add(tx, "aa/first.npz", 10, {"gain": 0.1}, is_better=True)
        store.add(tx, "aa/second.npz", 20, {"gain": -0.1}, is_better=False)
        found = store.live(tx)
        assert found is not None and (found.id, found.key, found.position) == (first, "aa/first.npz", 10)
        third = store.add(tx, "aa/third.npz", 30, {}, is_better=True)
        states = {one.id: (one.state, one.key) for one in store.newest(tx)}
    assert states[third] == ("live", "aa/third.npz")
    assert states[first] == ("retired", "aa/first.npz")
    assert sorted(state for state, _ in states.values()) == ["live", "refused", "retired"]


def test_forgetting_a_visitor_retires_the_model_that_knows_their_likes(database: Database) -> None:
    like_rows(database, "known", "known", "later")
    with database.write() as tx:
        store.add(tx, "aa/model.npz", 2, {}, is_better=True)
        assert not store.retire_trained_with(tx, "nobody")
        assert not store.retire_trained_with(tx, "later")
        assert store.live(tx) is not None
        assert store.retire_trained_with(tx, "known")
        assert store.live(tx) is None
        note, left = store.newest(tx)
    assert (left.state, left.key) == ("retired", "aa/model.npz")
    assert (note.state, note.key, note.report) == ("retired", None, {"because": store.FORGOTTEN})


def test_the_shelf_holds_what_is_live_now(sqlite: Database, tmp_path: Path) -> None:
    objects = FolderObjects(tmp_path / "objects")
    shelf, model = DeepShelf(sqlite, objects), train(LIKES)
    assert shelf.refresh() is None
    like_rows(sqlite, "known")
    with sqlite.write() as tx:
        store.add(tx, objects.put(as_bytes(model), ".npz"), 1, {}, is_better=True)
    held = shelf.refresh()
    assert held is not None and held.items == model.items
    assert shelf.refresh() is held
    with sqlite.write() as tx:
        store.retire_trained_with(tx, "known")
    assert shelf.refresh() is None


def test_the_numbers_of_a_model_that_was_taken_away_are_deleted(database: Database, tmp_path: Path) -> None:
    objects = FolderObjects(tmp_path / "objects")
    like_rows(database, "known")
    keys = [objects.put(as_bytes(train(LIKES[:count])), ".npz") for count in (30, 60)]
    with database.write() as tx:
        for key in (keys[0], keys[1], keys[1]):  # the last two were trained with the same likes
            store.add(tx, key, 1, {}, is_better=True)
    assert store.discard_retired(database, objects) == 2
    assert list(objects.keys()) == keys[1:]
    assert store.discard_retired(database, objects) == 0
    assert DeepShelf(database, objects).refresh() is not None
    with database.write() as tx:
        assert store.retire_trained_with(tx, "known")
    assert store.discard_retired(database, objects) == 1
    assert list(objects.keys()) == []
    with database.read() as tx:
        assert all(one.key is None for one in store.newest(tx))


def test_a_model_whose_numbers_are_gone_is_not_used(sqlite: Database, tmp_path: Path) -> None:
    objects = FolderObjects(tmp_path / "objects")
    with sqlite.write() as tx:
        store.add(tx, "aa/bb/gone.npz", 1, {}, is_better=True)
    assert DeepShelf(sqlite, objects).refresh() is None


def test_a_model_is_laid_over_the_pictures_that_a_recommender_knows() -> None:
    model = train(LIKES)
    keys = ["new", "p3", "p0", "other", "p5"]
    laid = Laid(model, keys)
    scores = laid([1])
    assert scores is not None
    assert scores[0] == scores[3] == 0
    own = model.scores([model.items.index("p3")])
    order = [model.items.index(item) for item in ("p3", "p0", "p5")]
    assert np.argsort(scores[[1, 2, 4]]).tolist() == np.argsort(own[order]).tolist()
    keys += ["p1", "newest"]
    grown = laid([1])
    assert grown is not None and len(grown) == 7
    assert grown[5] != 0 and grown[6] == 0
    assert laid([]) is None
    assert laid([0]) is None
    assert Laid(model, ["new"])([0]) is None
