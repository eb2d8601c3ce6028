"""The recommender itself as it was at a moment, or as it would be with other likes, to be judged beside others."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Text, cast, select

from hwawon.recommend import reading
from hwawon.recommend.attributes import parts_of
from hwawon.recommend.choose import Chooser
from hwawon.recommend.context import Context, context_of
from hwawon.recommend.evaluate.splits import Like, Trial
from hwawon.recommend.ledger import DAY_S
from hwawon.recommend.model import Model
from hwawon.recommend.opinions import context_of_visitor
from hwawon.recommend.policies import PolicySettings
from hwawon.recommend.wish import Wish
from hwawon.storage.database import Database
from hwawon.storage.garden_tables import interaction

Deep = Callable[[Sequence[int]], "NDArray[np.float32] | None"]


class Core:
    """A recommender over a model of its own. `offered`: the keys that visitors may be shown."""

    def __init__(self, database: Database, model: Model) -> None:
        self._database = database
        self.chooser = Chooser(model)
        pictures = model.pictures
        self.offered = [key for key, served in zip(pictures.keys, pictures.served, strict=False) if served]

    @classmethod
    def as_of(cls, database: Database, moment_s: int) -> "Core":
        """With all that visitors had said up to that moment, and the pictures that are served now."""
        model = _pictures(database, moment_s)
        contexts, last = reading.Contexts(), 0
        while True:
            with database.read() as tx:
                where = (interaction.c.id > last) & (interaction.c.timestamp <= moment_s)
                ids = reading.read_said(tx, model, where, contexts)
            if not ids:
                break
            last = ids[-1]
        model.count_all(moment_s // DAY_S)
        return cls(database, model)

    @classmethod
    def of_likes(cls, database: Database, likes: Iterable[Like]) -> "Core":
        """With these likes alone, each in the context that its visitor's row tells."""
        ordered = list(likes)
        newest_s = max((one.moment_s for one in ordered), default=0)
        model = _pictures(database, newest_s)
        with database.read() as tx:
            for one, parts in zip(ordered, _parts(tx, ordered), strict=True):
                model.take(one.id, one.visitor, one.item, "click", one.moment_s, parts, ())
        model.count_all(newest_s // DAY_S)
        return cls(database, model)

    def ranker(self, settings: PolicySettings | None = None) -> "CoreRanker":
        """The recommender by these settings, by its best scores."""
        return CoreRanker(self, settings or PolicySettings())

    def learn(self, trial: Trial, context: Context) -> None:
        """The trial's known likes are in the model, whether they were before or not."""
        model = self.chooser.model
        known = model.opinions(trial.visitor)
        for key in trial.known:
            if model.pictures.number_of(key) not in known:
                model.take(1, trial.visitor, key, "click", model.last_s, parts_of(context), ())

    def context(self, visitor: str) -> Context:
        """The newest that the visitor's interactions or row tell."""
        with self._database.read() as tx:
            return _newest_context(tx, visitor)

    def vectors(self) -> dict[str, NDArray[np.float32]]:
        """What the pictures on offer look like, by key, where it is known."""
        pictures = self.chooser.model.pictures
        places = [pictures.number[key] for key in self.offered]
        return {
            pictures.keys[place]: pictures.vectors[place].astype(np.float32)
            for place in places
            if pictures.has_vector[place]
        }


class CoreRanker:
    """See `Ranker`."""

    def __init__(self, core: Core, settings: PolicySettings) -> None:
        self._core = core
        self._settings = settings

    def rank(self, trial: Trial, size: int) -> list[str]:
        """The best by their scores, without what is known to be liked."""
        context, known = self._core.context(trial.visitor), set(trial.known)
        self._core.learn(trial, context)
        wish = Wish(context, size=size + len(known), visitor=trial.visitor)
        keys = self._core.chooser.model.pictures.keys
        ranked = [keys[place] for place, _ in self._core.chooser.ranked(wish, self._settings)]
        return [key for key in ranked if key not in known][:size]


def _pictures(database: Database, moment_s: int) -> Model:
    model = Model(moment_s // DAY_S)
    for read in (reading.read_served, reading.read_vectors):
        after: str | None = ""
        while after is not None:
            with database.read() as tx:
                after = read(tx, model, after)
    return model


def _newest_context(tx: Connection, visitor: str) -> Context:
    t = interaction.c
    query = select(t.context).where(t.visitor == visitor, t.context.is_not(None)).order_by(t.timestamp.desc())
    found: Any = tx.scalar(query.limit(1))
    return context_of(found) if found else context_of_visitor(tx, visitor)


def _parts(tx: Connection, likes: Sequence[Like]) -> Iterable[tuple[int, ...]]:
    """The context of each like's row."""
    contexts = reading.Contexts()
    found: dict[int, tuple[int, ...]] = {}
    ids = [one.id for one in likes]
    for start in range(0, len(ids), reading.ROWS_AT_ONCE):
        some = ids[start : start + reading.ROWS_AT_ONCE]
        told = select(interaction.c.id, cast(interaction.c.context, Text)).where(interaction.c.id.in_(some))
        found |= {id: contexts.of(text or "{}") for id, text in tx.execute(told)}
    return [found[id] for id in ids]
