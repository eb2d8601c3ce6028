"""One evaluation of everything: replays by two protocols, policies on what they showed, and groups of visitors."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from hwawon.recommend.evaluate.by_policy import by_policy, most_popular
from hwawon.recommend.evaluate.core import Core
from hwawon.recommend.evaluate.groups import SMALLEST_GROUP, by_group
from hwawon.recommend.evaluate.logs import shown_log, standing_likes
from hwawon.recommend.evaluate.replay import Outcome, Popular, Random, Ranker, replay
from hwawon.recommend.evaluate.splits import Like, Split, Trial, by_time, by_visitors
from hwawon.storage.database import Database
from hwawon.storage.garden_tables import pool
from hwawon.storage.types import utc_now

USUAL_DAYS = 30
MOST_TRIALS = 300
LEAST_LIKES = 20


def evaluate(database: Database, days: int = USUAL_DAYS) -> dict[str, Any]:
    """All numbers as JSON. Takes seconds to minutes: keep it off requests.

    `days`: how far back slates are looked at; likes are replayed from the beginning.
    """
    now = utc_now()
    since = now - timedelta(days=days)
    with database.read() as tx:
        likes, log = standing_likes(tx), shown_log(tx, since)
        offered = tx.scalar(select(func.count()).where(pool.c.published_at.is_not(None))) or 0
    before = most_popular(one.item for one in likes if one.moment_s < since.timestamp())
    return {
        "computed_at": now.isoformat(),
        "days": days,
        "likes": len(likes),
        "offered": int(offered),
        "smallest_group": SMALLEST_GROUP,
        "replays": [found for found in _replays(database, likes) if found],
        "policies": [asdict(one) for one in by_policy(log, int(offered), before)],
    }


def _replays(database: Database, likes: Sequence[Like]) -> list[dict[str, Any] | None]:
    if len(likes) < LEAST_LIKES:
        return []
    later = by_time(likes)
    cut_s = later.learned[-1].moment_s if later.learned else 0
    others = by_visitors(likes)
    return [
        _replay("time", later, Core.as_of(database, cut_s)),
        _replay("visitors", others, Core.of_likes(database, others.learned)),
    ]


def _replay(name: str, split: Split, core: Core) -> dict[str, Any] | None:
    """Random, popular and our own choice on the same trials.

    The live deep model has seen all likes, those that should be foretold as well, so it takes part in none of them.
    """
    trials = list(split.trials[:MOST_TRIALS])
    if not trials:
        return None
    vectors = core.vectors()
    ways: dict[str, Ranker] = {
        "random": Random(core.offered),
        "popular": Popular(split.learned, core.offered),
        "ours": core.ranker(),
    }
    outcomes = [replay(way, ranker, trials, len(core.offered), vectors) for way, ranker in ways.items()]
    return {
        "protocol": name,
        "learned": len(split.learned),
        "trials": len(trials),
        "ways": [one.as_json() for one in outcomes],
        "groups": _groups(core, trials, outcomes[-1]),
    }


def _groups(core: Core, trials: Sequence[Trial], ours: Outcome) -> list[dict[str, Any]]:
    """NDCG@10 of our choice by group."""
    contexts = [core.context(one.visitor) for one in trials]
    words: list[Mapping[str, str]] = [
        {"generation": one.generation, "gender": one.gender, "emotion": one.emotion} for one in contexts
    ]
    return [asdict(one) for one in by_group(words, ours.each["ndcg@10"].tolist())]
