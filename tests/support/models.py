"""Comparing what a recommender has counted with what it would count if it read everything anew."""

from typing import Any

import numpy as np

from hwawon.recommend.follow import Follower
from hwawon.recommend.model import Model
from hwawon.recommend.recommender import Recommender
from hwawon.storage.database import Database

COUNTS = ("liked", "disliked", "recently_liked", "recently_disliked", "seen", "recently_seen", "by_context")
VIEWS = ("shown", "recently_shown")


def followed(recommender: Recommender) -> Model:
    """The model of a recommender as the database is now, slates of others included."""
    with recommender.keeper.following(30) as held:
        held.follower._polled_s -= 60
    with recommender.keeper.following(30) as held:
        return held.model


def rebuilt(database: Database) -> Model:
    """The model read anew."""
    return Follower(database).load()


def counts_of(model: Model) -> dict[str, Any]:
    """All counts by key, whatever numbers the pictures have; pictures of which nothing is counted are left out."""
    model.make_room()
    places = sorted(range(len(model.pictures)), key=model.pictures.keys.__getitem__)
    columns = {name: getattr(model.ledger, name)[places] for name in COUNTS}
    columns |= {name: getattr(model.views, name)[places] for name in VIEWS}
    columns["served"] = model.pictures.served[places].astype(np.int64)
    used = [at for at in range(len(places)) if any(np.any(column[at]) for column in columns.values())]
    return {
        "keys": [model.pictures.keys[places[at]] for at in used],
        "people": model.ledger.people,
        "by_facet": model.ledger.by_facet.tolist(),
        "together": {
            model.pictures.keys[place]: found
            for place in places
            if (found := _named(model, model.ledger.liked_together(place)))
        },
        **{name: column[used].tolist() for name, column in columns.items()},
    }


def _named(model: Model, row: Any) -> dict[str, int]:
    return {model.pictures.keys[int(at)]: int(row[at]) for at in np.flatnonzero(row)}
