"""Training as a job on a real database: a model that helps goes live and is used, one that does not is refused."""

import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import insert

from hwawon.jobs.dispatch import open_dispatcher
from hwawon.jobs.queue import JobQueue
from hwawon.jobs.worker import Worker
from hwawon.recommend.context import Context
from hwawon.recommend.deep import job, store
from hwawon.recommend.deep.ease import train
from hwawon.recommend.deep.file import from_bytes
from hwawon.recommend.erase import forget
from hwawon.recommend.evaluate.logs import standing_likes
from hwawon.recommend.policies import PolicySettings
from hwawon.recommend.recommender import Recommender
from hwawon.recommend.simulate.planting import plant
from hwawon.recommend.simulate.world import make_world
from hwawon.recommend.wish import Wish
from hwawon.storage.database import Database
from hwawon.storage.folder import FolderObjects
from hwawon.storage.garden_tables import interaction

NOW_S = 1_790_000_000
WORLD = make_world(160)


class Training:
    """A garden, its queue and a worker that trains."""

    def __init__(self, database: Database, folder: Path) -> None:
        plant(database, WORLD)
        self.database = database
        self.objects = FolderObjects(folder / "objects")
        self.queue = JobQueue(database, open_dispatcher(database))

    def likes(self, liked: Sequence[tuple[str, str]]) -> None:
        rows = [
            {"visitor": who, "item": item, "timestamp": NOW_S + place * 60, "event_type": "click", "impression": ""}
            for place, (who, item) in enumerate(liked)
        ]
        with self.database.write() as tx:
            tx.execute(insert(interaction), rows)

    def train(self) -> store.Trained:
        with self.database.write() as tx:
            job.submit(tx, self.queue, None)
        self.work()
        with self.database.read() as tx:
            return store.newest(tx, 1)[0]

    def work(self) -> int:
        handlers = {job.KIND: job.handler(self.database, self.objects)}
        return Worker(self.database, open_dispatcher(self.database), handlers, objects=self.objects).work_off()


@pytest.fixture
def training(sqlite: Database, tmp_path: Path) -> Training:
    return Training(sqlite, tmp_path)


def chained(seed: int = 1, visitors: int = 160) -> list[tuple[str, str]]:
    """Everybody likes eight of the twenty pictures of their own hidden circle, of which words tell nothing."""
    dice = random.Random(seed)
    circles = np.array(dice.sample(WORLD.keys, 160)).reshape(8, 20).tolist()
    return [(f"v{n}", item) for n in range(visitors) for item in dice.sample(circles[n % 8], 8)]


def mixed_up(seed: int = 2) -> list[tuple[str, str]]:
    """Likes that follow no taste at all."""
    dice = random.Random(seed)
    return [(f"v{dice.randrange(120)}", item) for item in dice.choices(WORLD.keys, k=900)]


def interleaved(likes: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Visitors come and go, so that many have likes both before a moment and after it."""
    return random.Random(3).sample(likes, len(likes))


def test_likes_without_a_taste_give_a_model_that_is_refused_with_its_report(training: Training) -> None:
    training.likes(mixed_up())
    trained = training.train()
    assert (trained.state, trained.key) == ("refused", None)
    assert trained.report["gain"]["low"] <= 0
    assert trained.report["trials"] >= 30


def test_too_few_likes_are_told_as_the_reason(training: Training) -> None:
    training.likes(chained()[:50])
    trained = training.train()
    assert trained.state == "refused"
    assert "50 likes; at least 200 are needed" in trained.report["because"]


def test_a_better_model_is_live_at_once_and_after_an_erasure_is_as_if_the_visitor_had_never_been(
    training: Training, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The core is kept from seeing what goes together, which leaves that to the deep model."""
    monkeypatch.setattr("hwawon.recommend.lift.WEIGHT", 0.0)
    training.likes(interleaved(chained()))
    recommender = Recommender(training.database, training.objects)
    wish = Wish(Context(), size=10, visitor="v3")
    before = recommender.ranked(wish)
    live = training.train()
    assert live.state == "live", live.report
    assert live.report["gain"]["low"] > 0
    assert recommender.ranked(wish) != before
    assert recommender.ranked(wish, PolicySettings(deep_weight=0.0)) == before

    with training.database.write() as tx:
        forget(tx, "v5")
    without = recommender.ranked(wish)
    assert without == recommender.ranked(wish, PolicySettings(deep_weight=0.0))
    with training.database.read() as tx:
        assert store.live(tx) is None

    again = job.train_again(training.database, training.queue)
    assert again is not None
    assert job.train_again(training.database, training.queue) is None
    training.work()
    with training.database.read() as tx:
        found, likes = store.live(tx), standing_likes(tx)
    assert found is not None and found.key is not None
    anew = from_bytes(training.objects.get(found.key))
    never = train([one for one in likes if one.visitor != "v5"])
    assert "v5" not in {one.visitor for one in likes}
    np.testing.assert_array_equal(anew.weights, never.weights)
    assert job.train_again(training.database, training.queue) is None


def test_a_training_that_waits_is_not_asked_for_twice(training: Training) -> None:
    with training.database.write() as tx:
        first = job.submit(tx, training.queue, "me")
    with training.database.write() as tx:
        assert job.submit(tx, training.queue, "you").id == first.id


def test_a_visitor_who_is_forgotten_during_a_training_is_not_in_what_it_gives(
    training: Training, monkeypatch: pytest.MonkeyPatch
) -> None:
    from hwawon.recommend.deep import judge as judging

    training.likes(chained()[:300])

    def forget_meanwhile(*_: object) -> judging.Verdict:
        with training.database.write() as tx:
            forget(tx, "v1")
        return judging.Verdict(True, {})

    monkeypatch.setattr(judging, "judge", forget_meanwhile)
    trained = training.train()
    assert (trained.state, trained.report) == ("retired", {"because": store.FORGOTTEN})
    assert job.train_again(training.database, training.queue) is not None
