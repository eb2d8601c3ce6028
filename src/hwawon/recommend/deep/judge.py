"""Whether a deep model is worth having: replayed on later likes, with it and without it, before anybody sees it."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hwawon.recommend.deep.ease import train
from hwawon.recommend.deep.placed import Laid
from hwawon.recommend.evaluate.core import Core
from hwawon.recommend.evaluate.replay import Outcome, gain, replay
from hwawon.recommend.evaluate.splits import Like, Trial, by_time
from hwawon.recommend.policies import PolicySettings
from hwawon.storage.database import Database

LEAST_LIKES, LEAST_TRIALS = 200, 30  # below which nothing can be told
MOST_TRIALS = 400
MARK = "ndcg@10"


@dataclass(frozen=True)
class Verdict:
    """Whether it is better by more than chance, and the numbers or the reason why not."""

    is_better: bool
    report: Mapping[str, Any]


def judge(database: Database, likes: Sequence[Like]) -> Verdict:
    """Learn from the older four fifths of the likes, foretell the later ones with the deep model and without it."""
    if len(likes) < LEAST_LIKES:
        return Verdict(False, {"because": f"{len(likes)} likes; at least {LEAST_LIKES} are needed to judge"})
    split = by_time(likes)
    trials = _some(split.trials)
    if len(trials) < LEAST_TRIALS or not split.learned:
        words = f"{len(trials)} visitors with later likes; at least {LEAST_TRIALS} are needed to judge"
        return Verdict(False, {"because": words})
    core = Core.as_of(database, split.learned[-1].moment_s)
    core.chooser.deep = Laid(train(split.learned), core.chooser.model.pictures.keys)
    without, with_it = (
        replay(name, core.ranker(PolicySettings(**settings)), trials, len(core.offered))
        for name, settings in (("without", {"deep_weight": 0.0}), ("with", {}))
    )
    found = gain(with_it, without, MARK)
    return Verdict(found.low > 0, _report(without, with_it, len(split.learned)) | {"gain": vars(found)})


def _some(trials: Sequence[Trial]) -> list[Trial]:
    """At most `MOST_TRIALS`, always the same."""
    ordered = sorted(trials, key=lambda one: one.visitor)
    return random.Random(1).sample(ordered, min(MOST_TRIALS, len(ordered)))


def _report(without: Outcome, with_it: Outcome, learned: int) -> dict[str, Any]:
    return {
        "mark": MARK,
        "learned": learned,
        "trials": without.lists,
        "without": vars(without.estimate(MARK)),
        "with": vars(with_it.estimate(MARK)),
        "coverage": {"without": without.coverage, "with": with_it.coverage},
    }
