"""Splits: nothing that is foretold was known, and nothing known is from later."""

from hwawon.recommend.evaluate.splits import Like, after, by_time, by_visitors

LIKES = [Like(f"v{number % 20}", f"p{(number * 7) % 23}", 1000 + number, number) for number in range(200)]


def test_by_time_everything_learned_is_older_than_everything_foretold() -> None:
    split = by_time(LIKES, 0.8)
    assert len(split.learned) == 160
    assert max(one.moment_s for one in split.learned) == 1159
    later = {one.visitor: {x.item for x in LIKES[160:] if x.visitor == one.visitor} for one in split.trials}
    assert all(trial.wanted <= later[trial.visitor] for trial in split.trials)
    assert not any(trial.wanted & set(trial.known) for trial in split.trials)


def test_by_time_a_visitor_who_came_later_is_known_by_the_first_like() -> None:
    likes = [Like("old", f"p{number}", number) for number in range(8)]
    split = by_time([*likes, Like("new", "a", 100), Like("new", "b", 101)], 0.8)
    (trial,) = split.trials
    assert (trial.visitor, trial.known, trial.wanted) == ("new", ("a",), frozenset({"b"}))


def test_by_visitors_one_in_ten_is_tested_on_the_newest_tenth_and_taught_by_none_of_them() -> None:
    likes = [Like(f"v{number % 50}", f"p{number}", number) for number in range(1000)]
    split = by_visitors(likes, seed=1)
    tested = {trial.visitor for trial in split.trials}
    assert len(tested) == 5
    assert not tested & {one.visitor for one in split.learned}
    assert all(len(trial.known) == 18 and len(trial.wanted) == 2 for trial in split.trials)
    assert split != by_visitors(likes, seed=2)
    assert split == by_visitors(list(reversed(likes)), seed=1)


def test_after_some_likes_all_later_ones_are_foretold() -> None:
    likes = [Like("v", item, moment) for moment, item in enumerate("abcd")]
    assert after(likes, 0).trials[0].wanted == frozenset("abcd")
    assert after(likes, 3).trials[0].known == ("a", "b", "c")
    assert after(likes, 4).trials == ()
