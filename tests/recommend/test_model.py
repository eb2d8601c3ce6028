"""What is counted one by one is what would be counted from the rows anew, whatever happened and in whatever order."""

import itertools
import random
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, insert, select

from hwawon.recommend import erase
from hwawon.recommend.attributes import parts_of
from hwawon.recommend.follow import POLL_S, Follower
from hwawon.recommend.log import keep_slate
from hwawon.recommend.model import Model
from hwawon.recommend.recommender import Recommender
from hwawon.recommend.slate import Reason, Shown, Slate
from hwawon.recommend.wish import Wish
from hwawon.storage.database import Database
from hwawon.storage.garden_tables import interaction, visitor
from hwawon.storage.ids import new_id
from hwawon.storage.types import utc_now
from hwawon.storage.visitor_tables import slate
from support.models import counts_of, followed, rebuilt
from support.visitors_world import feels, publish, retract, say, tails

PEOPLE = ("ada", "bob", "cho", "dan")
DAY_S = 86_400
NUMBERS = itertools.count()


def act(database: Database, recommender: Recommender, keys: list[str], chance: random.Random) -> None:
    """One thing that may happen."""
    who, item = chance.choice(PEOPLE), chance.choice(keys)
    now_s = int(utc_now().timestamp()) - DAY_S * chance.choice((0, 0, 1, 40, 900))
    felt = feels(chance.choice(("calm", "sad", "")), generation=chance.choice(("adult", "")))
    what = chance.choices(("say", "show", "forget", "retract", "prune"), (12, 4, 1, 1, 1))[0]
    if what == "say":
        kind = chance.choice(("click", "click", "dislike", "unlike"))
        shown = {"slate": "0" * 32} if chance.random() < 0.5 else {"impression": chance.sample(keys, 3)}
        say(database, who, item, kind, context=felt, now_s=now_s, **shown)
    elif what == "show":
        recommender.slate(Wish(felt, visitor=chance.choice((*PEOPLE, None))))
    elif what == "retract" and len(keys) > 6:
        retract(database, keys.pop())
    else:
        with database.write() as tx:
            if what == "forget":
                erase.forget(tx, who)
            else:
                erase.forget_before(tx, utc_now() - timedelta(seconds=chance.choice((0, 3600))))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32 - 1))
def test_counts_follow_any_history_as_if_all_was_read_anew(seed: int, sqlite: Database) -> None:
    chance = random.Random(seed)
    keys = publish(sqlite, [f"{tail[:-6]}{next(NUMBERS)}{tail[-6:]}" for tail in tails(3)])
    recommender = Recommender(sqlite)
    followed(recommender)
    for step in range(40):
        act(sqlite, recommender, keys, chance)
        if step % 8 == 7:
            with recommender.keeper.following(30) as held:  # rows that are kept up to date from now on
                held.chooser.together.lift(list(range(6)))
    ours = followed(recommender)
    assert counts_of(ours) == counts_of(rebuilt(sqlite))
    with recommender.keeper.following(30) as held:
        for place, row in held.chooser.together._rows.items():
            assert np.array_equal(row[: len(ours.pictures)], ours.ledger.liked_together(place)[: len(ours.pictures)])


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_any_order_of_the_same_rows_gives_the_same_counts(seed: int) -> None:
    chance = random.Random(seed)
    keys = [f"emotions/{tail}" for tail in tails(2)]
    kinds = ("click", "like", "dislike", "unlike", "view")
    parts = [parts_of(feels("calm")), parts_of(feels("sad", gender="Male")), parts_of(feels())]
    rows = [
        (id, chance.choice(PEOPLE), chance.choice(keys), chance.choice(kinds), DAY_S * chance.randrange(20_000, 20_050))
        for id in range(60)
    ]
    rest = [(chance.choice(parts), chance.choice((None, (), tuple(keys[:3])))) for _ in rows]
    models = []
    for _ in range(2):
        model = Model(20_050)
        model.count_all(20_050)
        order = list(range(60))
        chance.shuffle(order)
        for at in order:
            model.take(*rows[at], *rest[at])
        models.append(counts_of(model))
    assert models[0] == models[1]


def test_an_opinion_that_is_taken_back_leaves_every_score_as_it_was(sqlite: Database) -> None:
    keys = publish(sqlite, tails(6))
    recommender = Recommender(sqlite)
    for who, item in (("ada", 0), ("ada", 1), ("bob", 1), ("bob", 7), ("cho", 2)):
        say(sqlite, who, keys[item], context=feels("calm", generation="adult"))
    asked = Wish(feels("calm", season="winter"), size=24, visitor="ada")
    before = recommender.ranked(asked)
    for kind in ("click", "dislike"):
        say(sqlite, "ada", keys[8], kind, impression=keys[6:9])
        assert recommender.ranked(asked) != before
        say(sqlite, "ada", keys[8], "unlike")
        assert recommender.ranked(asked) == before


def test_five_likes_in_one_second_are_five_rows_and_one_like(database: Database) -> None:
    keys = publish(database, tails(2))
    recommender = Recommender(database)
    followed(recommender)
    with ThreadPoolExecutor(5) as pool:
        list(pool.map(lambda number: say(database, "ada", keys[0], event=f"event {number}", now_s=1000), range(5)))
    assert not say(database, "ada", keys[0], event="event 3")
    with database.read() as tx:
        assert tx.scalar(select(func.count()).select_from(interaction)) == 5
    assert recommender.top_liked(3) == [(keys[0], 1)]


def test_a_forgotten_visitor_leaves_the_model_and_others_stay(database: Database) -> None:
    keys = publish(database, tails(3))
    recommender = Recommender(database)
    for who in PEOPLE:
        say(database, who, keys[0], context=feels("calm"))
        recommender.slate(Wish(feels("calm"), visitor=who))
    with database.write() as tx:
        erase.forget(tx, "bob")
    ours = followed(recommender)
    assert "bob" not in ours.visitors
    assert recommender.top_liked(1) == [(keys[0], 3)]
    assert int(ours.views.shown.sum()) == 9
    assert counts_of(ours) == counts_of(rebuilt(database))


def test_likes_from_many_threads_are_all_counted(database: Database) -> None:
    keys = publish(database, tails(3))
    recommender = Recommender(database)

    def visit(number: int) -> None:
        for item in keys[:4]:
            say(database, f"visitor {number}", item, context=feels("calm"))
            recommender.slate(Wish(feels("calm"), visitor=f"visitor {number}"))

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(visit, range(6)))
    assert recommender.top_liked(4) == sorted(((key, 6) for key in keys[:4]), key=lambda one: keys.index(one[0]))
    assert counts_of(followed(recommender)) == counts_of(rebuilt(database))


def test_an_old_row_takes_what_is_known_of_its_visitor(sqlite: Database) -> None:
    keys = publish(sqlite, tails(2))
    with sqlite.write() as tx:
        about = {"generation": "adult", "gender": "Female", "emotion": "CALM"}
        tx.execute(insert(visitor), {"id": "old", "created_at": utc_now(), "synthetic": False} | about)
        row = {"visitor": "old", "item": keys[0], "timestamp": 5, "event_type": "like", "synthetic": False}
        tx.execute(insert(interaction), row)
    model = rebuilt(sqlite)
    assert model.ledger.by_context[model.pictures.number[keys[0]]].tolist() == list(
        parts_of(feels("calm", generation="adult", gender="Female"))
    )


@pytest.mark.postgresql
def test_a_like_that_is_committed_behind_a_later_one_is_not_missed(postgresql_database: Database) -> None:
    keys = publish(postgresql_database, tails(2))
    recommender = Recommender(postgresql_database)
    followed(recommender)
    slow, quick = postgresql_database.engine.connect(), postgresql_database
    with slow.begin():
        row = {"item": keys[0], "timestamp": 5, "event_type": "click", "visitor": "slow", "synthetic": False}
        slow.execute(insert(interaction), row)
        say(quick, "quick", keys[1])
        assert recommender.top_liked(2) == [(keys[1], 1)]
    slow.close()
    assert dict(recommender.top_liked(2)) == {keys[0]: 1, keys[1]: 1}


def test_a_slate_that_is_written_after_others_looked_is_counted_once(sqlite: Database) -> None:
    keys = publish(sqlite, tails(3))
    moment_s = time.time()
    follower = Follower(sqlite, lambda: moment_s)
    model = follower.load()
    made = Slate(new_id(), "default", 1, (Shown(keys[0], "", 0.0, 1.0, Reason("mood")),))
    follower.showed(model, made.id, [keys[0]])  # chosen, and not written yet
    for _ in range(3):
        moment_s += POLL_S
        with sqlite.read() as tx:
            follower.follow(tx, model)
        with sqlite.write() as tx:
            if tx.scalar(select(func.count()).select_from(slate)) == 0:
                keep_slate(tx, Wish(feels("calm")), made, 0)
    assert model.views.shown[model.pictures.number[keys[0]]] == 1
