"""P13: one rating taken in and the next 50 of 100,000 pictures ready, against reading everything anew; and scoring.

Reading anew is what this recommender has in place of a training: all rows of the database at 10,000 ratings. Scoring
and the best 50 is compared with the bare product of the same numbers as one matrix: 29 attributes and the worth of
each picture.
"""

import time
from itertools import count

import numpy as np

from benchmarks.harness import Row, cpu_seconds
from benchmarks.recommend import felt, garden
from hwawon.recommend import opinions
from hwawon.recommend.attributes import parts_of
from hwawon.recommend.choose import Chooser
from hwawon.recommend.columns import Floats
from hwawon.recommend.policies import PolicySettings
from hwawon.recommend.recommender import Recommender
from hwawon.recommend.wish import Wish
from hwawon.storage.database import Database
from hwawon.storage.ids import new_id

PICTURES, RATINGS, WANTED = 100_000, 10_000, 50


def run(_: bool) -> list[Row]:
    """Both rows."""
    return compared(PICTURES, RATINGS)


def compared(pictures: int, ratings: int) -> list[Row]:
    """The rows for a garden of this size."""
    with garden(pictures, ratings) as (database, keys):
        recommender = Recommender(database)
        anew = _cpu_of(recommender)
        update = _update(database, recommender, keys)
        with recommender.keeper.following(60) as held:
            scoring, product = _scoring(held.chooser)
    what = f"one rating in, next {WANTED} of {pictures:,} / everything read anew at {ratings:,} ratings"
    first = Row("P13", what, f"{update * 1000:.1f} ms", f"{anew * 1000:.0f} ms", update / anew, 0.02, 0.008)
    ours, bare = f"{scoring * 1000:.2f} ms", f"{product * 1000:.2f} ms"
    what = f"scoring {pictures:,} and the best {WANTED} / bare matrix product"
    return [first, Row("P13", what, ours, bare, scoring / product, 1.5, 1.2)]


def _cpu_of(recommender: Recommender) -> float:
    best = float("inf")
    for _ in range(2):
        started = time.process_time()
        recommender.reload()
        best = min(best, time.process_time() - started)
    return best


def _update(database: Database, recommender: Recommender, keys: list[str]) -> float:
    numbers = count()
    wish = Wish(felt(3), size=WANTED, visitor="visitor 3")

    def rate() -> None:
        with database.write() as tx:
            item = keys[next(numbers) * 8 + 3]
            opinions.record(tx, visitor="visitor 3", item=item, kind="click", context=felt(3), slate=new_id())
        assert recommender.keeper.chosen(wish, new_id(), 1, 10)

    rate()
    return cpu_seconds(rate, rounds=12)[0]


def _scoring(chooser: Chooser) -> tuple[float, float]:
    wish = Wish(felt(3), size=WANTED)
    settings = PolicySettings()
    matrix = _as_matrix(chooser)
    weights = np.array([*(part / 1000 for part in parts_of(felt(3))), 1.0], np.float32)
    expected = matrix @ weights
    best = chooser.ranked(wish, settings)
    assert np.allclose([score for _, score in best], np.sort(expected)[::-1][:WANTED], atol=1e-3)
    ours, product = cpu_seconds(lambda: chooser.ranked(wish, settings), lambda: matrix @ weights, rounds=40)
    return ours, product


def _as_matrix(chooser: Chooser) -> Floats:
    """The same scores as one matrix, (N, 30)."""
    affinity, worth = chooser._refreshed()
    columns = [np.add(*affinity.of([1000 * (at == place) for at in range(29)])) for place in range(29)]
    return np.ascontiguousarray(np.stack([*columns, worth.mean], axis=1), np.float32)
