"""Verdicts, their undoing, second opinions and the queue, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from hwawon.errors import BadInput, Conflict, NotFound
from hwawon.pool import acts, queue, rows
from hwawon.pool.acts import Said
from hwawon.pool.agreement import agreement, kappa
from hwawon.pool.filter import PoolFilter
from hwawon.pool.rows import PoolPicture
from hwawon.pool.summary import summary
from hwawon.storage.database import Database
from hwawon.storage.garden_tables import pool, verdict
from hwawon.storage.types import utc_now
from support.pool import many

ANN, BEN, CHO = "ann", "ben", "cho"


def judge(database: Database, who: str, ids: list[str], word: str, stars: int = 0, second: bool | None = None) -> None:
    with database.write() as tx:
        acts.judge(tx, who, dict.fromkeys(ids, Said(word, stars)), second=second)


def undo(database: Database, who: str) -> None:
    with database.write() as tx:
        acts.undo(tx, who)


def rows_of(database: Database, ids: list[str]) -> tuple[PoolPicture, ...]:
    with database.read() as tx:
        return rows.all_of(tx, ids)


def standing(database: Database, ids: list[str]) -> list[tuple[str, int, bool]]:
    return [(one.state, one.stars, one.disputed) for one in rows_of(database, ids)]


def made(database: Database, count: int = 3) -> list[str]:
    with database.write() as tx:
        return many(tx, count)


def test_each_word_has_its_state_and_its_stars(database: Database) -> None:
    ids = made(database, 1)
    for word, stars, state, left in (
        ("keep", 0, "kept", 0),
        ("star", 4, "kept", 4),
        ("keep", 0, "kept", 4),
        ("retouch", 0, "retouch", 0),
        ("star", 1, "kept", 1),
        ("reject", 0, "rejected", 0),
        ("clear", 0, "unreviewed", 0),
    ):
        judge(database, ANN, ids, word, stars)
        assert standing(database, ids) == [(state, left, False)], word


@pytest.mark.parametrize(("word", "stars"), [("star", 0), ("star", 6), ("keep", 2), ("love", 0), ("reject", -1)])
def test_a_word_that_is_none_is_refused(word: str, stars: int) -> None:
    with pytest.raises(BadInput, match=r"expected|unknown"):
        Said(word, stars)


def test_undo_brings_back_exactly_what_was_before_act_by_act(database: Database) -> None:
    ids = made(database)
    states = [rows_of(database, ids)]
    for word, stars, some in (("star", 3, ids), ("reject", 0, ids[:2]), ("keep", 0, ids[1:]), ("clear", 0, ids)):
        judge(database, ANN, some, word, stars)
        states.append(rows_of(database, ids))
    for before in states[-2::-1]:
        undo(database, ANN)
        assert rows_of(database, ids) == before
    with pytest.raises(Conflict, match="no verdict of yours"):
        undo(database, ANN)


def test_undo_takes_ones_own_last_act_though_others_judged_other_pictures_since(database: Database) -> None:
    ids = made(database)
    judge(database, ANN, ids[:1], "star", 5)
    judge(database, BEN, ids[1:], "reject")
    undo(database, ANN)
    assert [one[0] for one in standing(database, ids)] == ["unreviewed", "rejected", "rejected"]


def test_undo_is_refused_where_somebody_has_judged_since_until_that_is_taken_back(database: Database) -> None:
    ids = made(database)
    judge(database, ANN, ids, "keep")
    judge(database, BEN, ids[1:2], "reject")
    with pytest.raises(Conflict, match=ids[1]):
        undo(database, ANN)
    assert [one[0] for one in standing(database, ids)] == ["kept", "rejected", "kept"]
    undo(database, BEN)
    undo(database, ANN)
    assert [one[0] for one in standing(database, ids)] == ["unreviewed"] * 3


def test_an_act_on_a_picture_that_is_not_there_changes_nothing(database: Database) -> None:
    ids = made(database)
    with pytest.raises(NotFound, match="nowhere"):
        judge(database, ANN, [*ids, "nowhere"], "keep")
    assert [one[0] for one in standing(database, ids)] == ["unreviewed"] * 3


def test_a_verdict_that_is_taken_back_stays_in_the_history_crossed_out(database: Database) -> None:
    ids = made(database, 1)
    judge(database, ANN, ids, "star", 2)
    undo(database, ANN)
    with database.read() as tx:
        line = tx.execute(select(verdict)).one()
    assert (line.verdict, line.stars, line.owner) == ("star", 2, ANN) and line.undone_at is not None


def test_keeping_the_best_rejects_the_others_in_one_act(database: Database) -> None:
    ids = made(database, 4)
    with database.write() as tx:
        tx.execute(update(pool).where(pool.c.picture.in_(ids[:3])).values(cluster=ids[0]))
        with pytest.raises(BadInput, match=ids[3]):
            acts.keep_best(tx, ANN, ids[0], ids[3])
        acts.keep_best(tx, ANN, ids[0], ids[1])
    assert [one[0] for one in standing(database, ids)] == ["rejected", "kept", "rejected", "unreviewed"]
    undo(database, ANN)
    assert [one[0] for one in standing(database, ids)] == ["unreviewed"] * 4


def test_a_second_opinion_changes_no_state_and_one_that_differs_is_a_dispute_that_a_plain_verdict_settles(
    database: Database,
) -> None:
    ids = made(database, 2)
    judge(database, ANN, ids, "star", 3)
    judge(database, BEN, ids[:1], "keep", second=True)
    judge(database, BEN, ids[1:], "reject", second=True)
    assert standing(database, ids) == [("kept", 3, False), ("kept", 3, True)]
    undo(database, BEN)
    assert standing(database, ids)[1] == ("kept", 3, False)
    judge(database, BEN, ids[1:], "reject", second=True)
    judge(database, CHO, ids[1:], "reject")
    assert standing(database, ids)[1] == ("rejected", 0, False)


def take(database: Database, who: str, limit: int, have: list[str] | None = None, **rest: object) -> list[str]:
    with database.write() as tx:
        handed = queue.take(tx, who, limit, PoolFilter(), have=have or (), **rest)  # type: ignore[arg-type]
    return [one.id for one in handed.items]


def test_the_queue_hands_out_the_oldest_unreviewed_and_never_twice(database: Database) -> None:
    ids = made(database, 5)
    judge(database, ANN, ids[:1], "keep")
    assert take(database, ANN, 2) == ids[1:3]
    assert take(database, BEN, 9) == ids[3:]
    assert take(database, ANN, 9, have=ids[1:3]) == []
    assert take(database, ANN, 9) == ids[1:3], "after a reload they come again"


def test_holds_that_ran_out_come_back_and_each_call_renews_what_is_on_the_screen(database: Database) -> None:
    ids, now = made(database, 2), utc_now()
    assert take(database, ANN, 1, now=now) == ids[:1]
    assert take(database, ANN, 1, have=ids[:1], now=now + timedelta(minutes=9)) == ids[1:]
    assert take(database, BEN, 9, now=now + timedelta(minutes=11)) == []
    assert take(database, BEN, 9, now=now + timedelta(minutes=20)) == ids
    assert take(database, ANN, 9, have=ids, now=now + timedelta(minutes=21)) == [], "another has them now"
    assert {one.held_by for one in rows_of(database, ids)} == {BEN}


def test_what_is_released_or_judged_is_held_no_longer(database: Database) -> None:
    ids = made(database, 3)
    take(database, ANN, 3)
    judge(database, ANN, ids[:1], "keep")
    with database.write() as tx:
        assert queue.release(tx, BEN) == 0
        assert queue.release(tx, ANN, ids[1:2]) == 1
    assert take(database, BEN, 9) == ids[1:2]
    with database.write() as tx:
        assert queue.release(tx, ANN) == 1
    assert take(database, BEN, 9) == ids[1:], "those already handed out come with the new ones"


def test_a_verdict_on_somebody_elses_picture_leaves_it_on_their_screen(database: Database) -> None:
    ids = made(database, 1)
    take(database, ANN, 1)
    judge(database, BEN, ids, "keep")
    assert rows_of(database, ids)[0].held_by == ANN


def test_second_opinions_are_asked_of_what_one_other_has_judged(database: Database) -> None:
    ids = made(database, 5)
    judge(database, ANN, ids[:2], "keep")
    judge(database, CHO, ids[2:4], "reject")
    assert take(database, ANN, 9, second=True) == ids[2:4]
    with database.write() as tx:
        assert queue.take(tx, BEN, 9, PoolFilter(), second=True).left == 4
    judge(database, ANN, ids[2:3], "reject")  # held for a second opinion: no word is needed
    assert standing(database, ids)[2] == ("rejected", 0, False)
    with database.read() as tx:
        assert [row.second for row in tx.execute(select(verdict).where(verdict.c.owner == ANN).order_by(verdict.c.id))]
    assert ids[2] not in take(database, BEN, 9, second=True)


@pytest.mark.parametrize("rounds", [6])
def test_curators_at_once_never_get_the_same_picture_and_all_are_judged(database: Database, rounds: int) -> None:
    ids = made(database, 90)

    def curate(who: str) -> list[str]:
        seen: list[str] = []
        for _ in range(rounds):
            mine = take(database, who, 3)
            seen += mine
            judge(database, who, mine[:2], "keep") if mine else None
            if mine[2:]:
                judge(database, who, mine[2:], "star", 2)
        return seen

    with ThreadPoolExecutor(5) as threads:
        found = list(threads.map(curate, [f"curator {n}" for n in range(5)]))
    handed = [id for one in found for id in one]
    assert len(handed) == len(set(handed)) == 90 and set(handed) == set(ids)
    assert {one.state for one in rows_of(database, ids)} == {"kept"}


def test_kappa_is_that_of_the_worked_example() -> None:
    # 50 pairs: both keep 20, both reject 15, keep then reject 5, reject then keep 10: 0.7 observed, 0.5 by chance
    both = [("kept", "kept")] * 20 + [("rejected", "rejected")] * 15
    pairs = [*both, *[("kept", "rejected")] * 5, *[("rejected", "kept")] * 10]
    assert kappa(pairs) == pytest.approx(0.4)
    assert kappa([("kept", "kept")] * 3) == 1.0 and kappa([]) is None


def test_agreement_is_counted_over_the_second_opinions_that_stand(database: Database) -> None:
    ids = made(database, 5)
    judge(database, ANN, ids[:2], "star", 5)
    judge(database, ANN, ids[2:4], "reject")
    judge(database, BEN, [ids[0], ids[3]], "keep", second=True)
    judge(database, BEN, [ids[1], ids[2]], "reject", second=True)
    judge(database, CHO, [ids[1]], "retouch", second=True)
    undo(database, CHO)
    with database.read() as tx:
        found = agreement(tx)
    assert (found.pairs, found.same, found.share, found.disputed) == (4, 2, 0.5, 2)
    assert found.kappa == pytest.approx(0.0)


def test_the_commit_screen_counts_what_is_to_be_decided(database: Database) -> None:
    ids = made(database, 6)
    judge(database, ANN, ids[:3], "keep")
    judge(database, ANN, ids[3:5], "reject")
    with database.write() as tx:
        tx.execute(update(pool).where(pool.c.picture == ids[0]).values(published_at=utc_now(), unsafe=0.9))
        tx.execute(update(pool).where(pool.c.picture == ids[3]).values(pool_key=None))
        found, none = summary(tx, PoolFilter()), summary(tx, PoolFilter(q="nothing"))
    assert found == {
        **{"kept": 3, "rejected": 2, "retouch": 0, "unreviewed": 1},
        **{"kept_not_published": 2, "rejected_in_pool": 1, "unsafe_kept": 1},
    }
    assert set(none.values()) == {0}
