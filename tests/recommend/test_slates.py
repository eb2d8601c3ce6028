"""What a slate holds: the visitor's emotion, no twins, its quotas; and never nothing while anything is published."""

import base64
import time
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from sqlalchemy import insert, select, update

from hwawon.pool.keys import EMOTIONS
from hwawon.recommend.likeness import unit_vectors
from hwawon.recommend.policies import PolicySettings
from hwawon.recommend.recommender import Recommender
from hwawon.recommend.slate import Slate
from hwawon.recommend.wish import Wish
from hwawon.storage.database import Database
from hwawon.storage.garden_tables import pool
from hwawon.storage.visitor_tables import picture_vector, policy
from support.visitors_world import feels, publish, retract, say, tails

ALL = [f"{emotion}/winter,snowy,day" for emotion in EMOTIONS]


def drawn(recommender: Recommender, wish: Wish, times: int) -> list[Slate]:
    """Many slates for the same wish."""
    return [recommender.slate(wish) for _ in range(times)]


def emotions(slate: Slate) -> Counter[str]:
    """How many pictures of each emotion are on a slate."""
    return Counter(one.item.split("/")[1] for one in slate.shown)


def items(slate: Slate) -> list[str]:
    """The keys on a slate."""
    return [one.item for one in slate.shown]


def star(database: Database, keys: Sequence[str]) -> None:
    """Curators give these pictures a star."""
    with database.write() as tx:
        tx.execute(update(pool).where(pool.c.serving_key.in_(keys)).values(stars=5))


@pytest.mark.parametrize(("size", "least"), [(3, 3), (5, 4), (10, 8)])
def test_a_sure_visitor_sees_mostly_the_own_emotion_from_the_first_moment(
    sqlite: Database, size: int, least: int
) -> None:
    publish(sqlite, tails(12, ALL))
    for slate in drawn(Recommender(sqlite), Wish(feels("fear"), size=size), 12):
        assert len(set(items(slate))) == size
        assert emotions(slate)["fear"] >= least


def test_who_is_not_sure_sees_many_emotions(sqlite: Database) -> None:
    publish(sqlite, tails(12, ALL))
    seen = [len(emotions(slate)) for slate in drawn(Recommender(sqlite), Wish(feels(), size=8), 10)]
    assert sum(seen) / len(seen) >= 4


def test_a_brand_new_picture_of_the_emotion_is_ahead_of_a_popular_other(sqlite: Database) -> None:
    old = publish(sqlite, tails(4, ["happy/winter,snowy,day"]))
    for number in range(12):
        say(sqlite, f"visitor {number}", old[0], context=feels("happy"))
    (new,) = publish(sqlite, ["calm/winter,snowy,day/newh.jpeg"])
    assert Recommender(sqlite).ranked(Wish(feels("calm"), size=1))[0][0] == new


def test_a_like_changes_the_next_slate_toward_what_others_liked_with_it(sqlite: Database) -> None:
    keys = publish(sqlite, tails(12, ["calm/winter,snowy,day"]))
    for number in range(10):
        for item in keys[:3] if number % 2 else keys[3:6]:
            say(sqlite, f"visitor {number}", item, context=feels("calm"))
    recommender, asked = Recommender(sqlite), Wish(feels("calm"), size=6, visitor="new")
    before = [key for key, _ in recommender.ranked(asked)]
    say(sqlite, "new", keys[4], context=feels("calm"))
    after = [key for key, _ in recommender.ranked(asked)]
    assert set(after[:2]) == {keys[3], keys[5]}
    assert before[:2] != after[:2]
    reasons = {one.item: one.reason for one in recommender.slate(asked).shown}
    assert reasons[keys[3]].code == "together"
    assert reasons[keys[3]].values == {"because": keys[4]}


def test_a_retracted_picture_leaves_the_next_slate_and_a_promoted_one_comes_at_once(database: Database) -> None:
    keys = publish(database, tails(2, ["calm/winter,snowy,day"]))
    recommender, asked = Recommender(database), Wish(feels("calm"), size=5)
    assert set(items(recommender.slate(asked))) == set(keys)
    retract(database, keys[0])
    assert items(recommender.slate(asked)) == keys[1:]
    (new,) = publish(database, ["calm/spring,sunny,day/newh.jpeg"])
    start_s = time.monotonic()
    assert set(items(recommender.slate(asked))) == {keys[1], new}
    assert time.monotonic() - start_s < 1


def test_the_chain_goes_from_the_favorite_to_the_emotion_to_anything_and_says_so(sqlite: Database) -> None:
    wished = publish(sqlite, tails(2, ["calm/winter,snowy,day"]))
    own = publish(sqlite, tails(3, ["calm/spring,sunny,day"]))
    others = publish(sqlite, tails(4, ["sad/spring,sunny,day"]))
    slate = Recommender(sqlite).slate(Wish(feels("calm"), size=9, favorite="winter,snowy,day"))
    assert set(items(slate)) == {*wished, *own, *others}
    assert set(items(slate)[:2]) == set(wished)
    wider = [one.item for one in slate.shown if one.reason.code == "wider"]
    assert set(wider) == {*own, *others}


def test_nothing_that_fits_is_no_reason_for_an_empty_slate(sqlite: Database) -> None:
    (key,) = publish(sqlite, ["sad/rainy/oneh.jpeg"])
    recommender = Recommender(sqlite)
    for wish in (
        Wish(feels("calm"), orientation="v"),
        Wish(feels("calm"), without=frozenset([key])),
        Wish(feels("happy"), emotion="fear", favorite="none,such,favorite"),
    ):
        assert items(recommender.slate(wish)) == [key]
    retract(sqlite, key)
    assert items(recommender.slate(Wish(feels("sad")))) == []


def test_what_was_seen_is_left_out_and_the_chosen_one_leads(sqlite: Database) -> None:
    keys = publish(sqlite, tails(8, ["calm/winter,snowy,day"]))
    slate = Recommender(sqlite).slate(Wish(feels("calm"), size=4, without=frozenset(keys[:4]), first=(keys[5],)))
    assert items(slate)[0] == keys[5]
    assert (slate.shown[0].propensity, slate.shown[0].reason.code) == (1.0, "chosen")
    assert set(items(slate)) == set(keys[4:])


def test_orientation_and_a_list_to_rank_are_kept(sqlite: Database) -> None:
    keys = publish(sqlite, tails(8))
    recommender = Recommender(sqlite)
    portrait = recommender.slate(Wish(feels("calm"), size=6, orientation="v"))
    assert all(key.endswith("v.jpeg") for key in items(portrait))
    ranked = recommender.slate(Wish(feels("happy"), size=3, only=(keys[0], keys[17], "emotions/no/suchh.jpeg")))
    assert items(ranked) == [keys[17], keys[0]]
    assert all(one.propensity == 1 for one in ranked.shown)


def test_a_disliked_picture_is_not_shown_again_while_others_are_there(sqlite: Database) -> None:
    keys = publish(sqlite, tails(4, ["calm/winter,snowy,day"]))
    say(sqlite, "ada", keys[0], "dislike")
    recommender = Recommender(sqlite)
    for slate in drawn(recommender, Wish(feels("calm"), visitor="ada"), 8):
        assert keys[0] not in items(slate)
    assert keys[0] in items(recommender.slate(Wish(feels("calm"), visitor="ada", size=4)))


def test_near_twins_are_not_beside_each_other(sqlite: Database) -> None:
    twins = publish(sqlite, tails(10, ["calm/winter,snowy,day"]), cluster="c" * 32)
    publish(sqlite, tails(4, ["calm/spring,sunny,day"]))
    for slate in drawn(Recommender(sqlite), Wish(feels("calm"), size=4), 10):
        assert len(set(twins) & set(items(slate))) <= 1


def test_twins_of_the_own_emotion_come_before_another_emotion(sqlite: Database) -> None:
    publish(sqlite, tails(8, ["calm/winter,snowy,day"]), cluster="c" * 32)
    publish(sqlite, tails(8, ["happy/spring,sunny,day"]))
    for slate in drawn(Recommender(sqlite), Wish(feels("calm"), size=5, favorite="spring,sunny,day"), 10):
        assert emotions(slate)["calm"] >= 4


def test_stars_and_fresh_pictures_get_their_share(sqlite: Database) -> None:
    keys = publish(sqlite, tails(60, ["calm/winter,snowy,day"]))
    for number in range(30):  # what everybody likes
        for item in keys[:20]:
            say(sqlite, f"visitor {number}", item, context=feels("calm"))
    star(sqlite, keys[30:36])
    with sqlite.write() as tx:
        chosen = {"exploration": 0.0, "promoted_share": 0.2, "fresh_share": 0.2}
        row = {"name": "shares", "settings": chosen, "share": 0.0}
        now = tx.scalar(select(pool.c.published_at).limit(1))
        tx.execute(insert(policy), row | {"created_at": now, "updated_at": now})
    recommender, starred, fresh = Recommender(sqlite), set(keys[30:36]), set(keys[20:])
    large = recommender.slate(Wish(feels("calm"), size=10, policy="shares"))
    assert len(starred & set(items(large))) >= 2
    assert len(fresh & set(items(large))) >= 4
    small = drawn(recommender, Wish(feels("calm"), size=3, policy="shares"), 80)
    assert sum(len(starred & set(items(slate))) for slate in small) / 240 == pytest.approx(0.2, abs=0.09)
    codes = {one.reason.code for slate in small for one in slate.shown if one.item in starred}
    assert "starred" in codes
    assert codes <= {"starred", "fresh"}


def test_the_same_seed_over_the_same_counts_draws_the_same_pictures(sqlite: Database) -> None:
    publish(sqlite, tails(40))
    recommender = Recommender(sqlite)
    wish = Wish(feels("calm"), size=5, seed=7)
    with recommender.keeper.following(30) as held:
        first, again = (held.chooser.choose(wish, PolicySettings(), 7) for _ in range(2))
    assert first.picks == again.picks


def test_the_dial_of_diversity_makes_a_slate_less_alike(sqlite: Database) -> None:
    keys = publish(sqlite, tails(40, ["calm/winter,snowy,day"]))
    look(sqlite, keys)
    recommender = Recommender(sqlite)
    together = {dial: likeness(recommender, Wish(feels("calm"), size=4, diversity=dial)) for dial in (0.0, 1.0)}
    assert together[1.0] < 0.5 * together[0.0]


def test_likes_lead_to_pictures_that_look_like_them(sqlite: Database) -> None:
    keys = publish(sqlite, tails(40, ["calm/winter,snowy,day"]))
    look(sqlite, keys)
    recommender = Recommender(sqlite)
    alike = {one.item for one in recommender.similar(keys[0], 9)}
    assert alike == {key for at, key in enumerate(keys) if at % 4 == 0 and at}
    for key in keys[0:12:4]:
        say(sqlite, "ada", key, context=feels("calm"))
    shown = Counter(
        keys.index(key) % 4
        for slate in drawn(recommender, Wish(feels("calm"), visitor="ada", diversity=0.0), 20)
        for key in items(slate)
    )
    assert shown[0] > 2 * max(shown[at] for at in (1, 2, 3))


def test_the_own_like_alone_is_no_word_of_people_like_the_visitor(sqlite: Database) -> None:
    keys = publish(sqlite, tails(1, ["calm/winter,snowy,day"]))
    felt = feels("sad", generation="child", gender="Female")
    say(sqlite, "ada", keys[0], context=felt)
    recommender = Recommender(sqlite)
    wishes = {who: Wish(felt, visitor=who, emotion="calm") for who in ("ada", "bob")}
    codes = {who: recommender.slate(wish).shown[0].reason.code for who, wish in wishes.items()}
    assert codes["bob"] == "people"  # for another one of the same age it is true
    assert codes["ada"] not in ("people", "together")


def test_a_picture_that_is_retracted_while_a_slate_is_chosen_is_not_on_it(
    sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = publish(sqlite, tails(2, ["calm/winter,snowy,day"]))
    recommender = Recommender(sqlite)
    choose, gone = recommender.keeper.chosen, iter(keys[:1])

    def chosen_and_retracted(*given: Any) -> Any:
        found = choose(*given)
        for key in gone:
            retract(sqlite, key)
        return found

    monkeypatch.setattr(recommender.keeper, "chosen", chosen_and_retracted)
    assert items(recommender.slate(Wish(feels("calm"), size=2))) == keys[1:]


def look(database: Database, keys: Sequence[str]) -> None:
    """Vectors of four kinds of pictures, in turn; those of a kind are alike and no twins."""
    chance = np.random.default_rng(3)
    kinds = chance.normal(0, 40, (4, 256))
    with database.write() as tx:
        ids = {row.serving_key: row.picture for row in tx.execute(select(pool.c.serving_key, pool.c.picture))}
        rows = [
            {"picture": ids[key], "model": "test", "vector": packed(kinds[at % 4] + chance.normal(0, 20, 256))}
            for at, key in enumerate(keys)
        ]
        tx.execute(insert(picture_vector), rows)


def packed(vector: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> str:
    """A vector as it is stored."""
    return base64.b64encode(np.clip(vector, -127, 127).astype(np.int8).tobytes()).decode()


def likeness(recommender: Recommender, wish: Wish) -> float:
    """How alike the pictures of slates are, on average."""
    found = []
    for slate in drawn(recommender, wish, 12):
        with recommender.keeper.following(30) as held:
            vectors = unit_vectors(held.model.pictures, held.model.pictures.known(items(slate)))
        cosines = vectors @ vectors.T
        found.append(float(cosines[np.triu_indices(len(cosines), 1)].mean()))
    return sum(found) / len(found)
