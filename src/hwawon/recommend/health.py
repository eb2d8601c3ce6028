"""How a recommender stands, and the numbers behind one picture's score."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hwawon.recommend.attributes import COLUMNS
from hwawon.recommend.choose import FRESH_TIMES, Chooser
from hwawon.recommend.context import WHOLE
from hwawon.recommend.ledger import ONE
from hwawon.recommend.model import Model
from hwawon.recommend.policies import PolicySettings
from hwawon.recommend.wish import Wish


@dataclass(frozen=True)
class Health:
    """`ready`: everything was read; until then slates are simple ones and the numbers 0.

    `hit_rate`: likes for each time that a picture was shown, None where none was. `age_s`: since everything was read.
    `last_interaction_s`: seconds since 1970, None where there is none. `memory_bytes`: of the columns.
    """

    ready: bool
    pictures: int
    with_vector: int
    visitors: int
    likes: int
    dislikes: int
    shown: int
    hit_rate: float | None
    age_s: float
    position: int
    last_interaction_s: int | None
    memory_bytes: int


def health_of(model: Model, position: int, age_s: float) -> Health:
    """The numbers of a model."""
    model.make_room()
    count = len(model.pictures)
    likes, shown = int(model.ledger.liked.sum()), int(model.ledger.seen.sum() + model.views.shown.sum())
    return Health(
        ready=True,
        pictures=model.pictures.count_served,
        with_vector=int((model.pictures.has_vector & model.pictures.served)[:count].sum()),
        visitors=model.ledger.people,
        likes=likes,
        dislikes=int(model.ledger.disliked.sum()),
        shown=shown,
        hit_rate=likes / shown if shown else None,
        age_s=round(age_s, 1),
        position=position,
        last_interaction_s=model.last_s or None,
        memory_bytes=sum(_bytes(part) for part in (model.pictures, model.ledger, model.views)),
    )


def why(chooser: Chooser, place: int, wish: Wish) -> Mapping[str, Any]:
    """The parts of a picture's score for a context, and the counts behind them."""
    scores, model = chooser.scores(wish, PolicySettings()), chooser.model
    ledger, views = model.ledger, model.views
    shown = int(views.shown[place] + ledger.seen[place])
    parts = {name: round(float(getattr(scores, name)[place]), 4) for name in ("worth", "kind", "own", "lift", "deep")}
    by_context = ledger.by_context[place]
    return {
        "item": model.pictures.keys[place],
        "picture": model.pictures.ids[place],
        "served": bool(model.pictures.served[place]),
        "score": round(float(scores.mean[place]), 4),
        "parts": parts,
        "spread": round(float(scores.spread[place]), 4),
        "likes": int(ledger.liked[place]),
        "dislikes": int(ledger.disliked[place]),
        "shown": shown,
        "recent_likes": round(float(ledger.recently_liked[place]) / ONE, 3),
        "recent_shown": round(float(ledger.recently_seen[place] + views.recently_shown[place]) / ONE, 3),
        "fresh": shown < FRESH_TIMES,
        "stars": int(model.pictures.stars[place]),
        "liked_by": {
            f"{name}:{word}": round(int(count) / WHOLE, 3)
            for (name, word), count in zip(COLUMNS, by_context, strict=True)
            if count
        },
    }


def _bytes(part: object) -> int:
    return sum(getattr(value, "nbytes", 0) for value in vars(part).values())
