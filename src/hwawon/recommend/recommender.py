"""The recommender of one process: pictures that fit, out of what is published and what visitors said."""

from __future__ import annotations

import threading
import time
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, bindparam, func, select

from hwawon.errors import BadInput
from hwawon.recommend.context import Context
from hwawon.recommend.log import keep_slate
from hwawon.recommend.policies import PolicySettings
from hwawon.recommend.simple import simple_slate
from hwawon.recommend.slate import Reason, Shown, Slate
from hwawon.recommend.trends import trending
from hwawon.recommend.wish import Wish
from hwawon.seeds import drawn
from hwawon.storage.database import Database
from hwawon.storage.garden_tables import interaction, pool
from hwawon.storage.ids import new_id
from hwawon.storage.objects import Objects

if TYPE_CHECKING:
    from hwawon.recommend.health import Health
    from hwawon.recommend.keeper import Keeper

WAIT_S = 1.0  # for a model that is being read; then a simple slate is better than none
PATIENCE_S = 120.0  # for a question that only the model can answer
MOST_TRIES = 5


class Recommender:
    """One for each process; safe to share between threads. It follows the database before each answer.

    Everything is read in the background, from the first question on; until then slates are simple ones.
    """

    def __init__(self, database: Database, objects: Objects | None = None) -> None:
        """`objects`: where the numbers of deep models lie; without, none helps to choose."""
        self._database = database
        self._objects = objects
        self._first = threading.Lock()
        self._keeper: Keeper | None = None

    @property
    def keeper(self) -> Keeper:
        """The model and who reads it; made when it is first asked for, since it brings numpy."""
        with self._first:
            if self._keeper is None:
                from hwawon.recommend.keeper import Keeper

                self._keeper = Keeper(self._database, self._objects)
            return self._keeper

    def slate(self, wish: Wish) -> Slate:
        """Pictures for a moment, logged with their chances; never none while anything is published.

        Raises:
            BadInput: fewer than one picture is wanted.
        """
        if wish.size < 1:
            raise BadInput(f"expected a slate of at least 1 picture, got {wish.size}")
        for _ in range(MOST_TRIES):
            slate = self._tried(wish, drawn() if wish.seed is None else wish.seed)
            if slate is not None:
                return slate
        return self._simple(wish, drawn() if wish.seed is None else wish.seed)

    def similar(self, item: str, size: int) -> list[Shown]:
        """Pictures that go with one; not logged. Propensities are 1: there is no draw.

        Raises:
            NotFound: nobody knows such a picture.
        """
        with self.keeper.following(PATIENCE_S) as held:
            from hwawon.recommend.similar import similar_to

            place = held.place_of(item)
            found = similar_to(held.chooser, place, size)
            pictures = held.model.pictures
            reason = Reason("similar", {"because": item})
            return [Shown(pictures.keys[one], pictures.ids[one], score, 1.0, reason) for one, score in found]

    def ranked(self, wish: Wish, settings: PolicySettings | None = None) -> list[tuple[str, float]]:
        """The best `wish.size` keys by their mean scores, without a draw; not logged."""
        with self.keeper.following(PATIENCE_S) as held:
            found = held.chooser.ranked(wish, settings or PolicySettings())
            return [(held.model.pictures.keys[one], score) for one, score in found]

    def trending(self, window_s: int, size: int) -> list[tuple[str, float]]:
        """What is liked more in the last `window_s` seconds than in as many before, with how much."""
        with self._database.read() as tx:
            return trending(tx, int(time.time()), window_s, size)

    def top_liked(self, size: int) -> list[tuple[str, int]]:
        """What most visitors like now, each visitor once for a picture, of what is served."""
        with self.keeper.following(PATIENCE_S) as held:
            return held.top_liked(size)

    def health(self) -> Health:
        """How it stands; answers at once, also while everything is still being read."""
        return self.keeper.health()

    def why(self, item: str, context: Context, visitor: str | None = None) -> Mapping[str, Any]:
        """The numbers behind a picture's score.

        Raises:
            NotFound: nobody knows such a picture.
        """
        with self.keeper.following(PATIENCE_S) as held:
            from hwawon.recommend.health import why

            return why(held.chooser, held.place_of(item), Wish(context, visitor=visitor))

    def reload(self) -> None:
        """Read everything anew, and wait for it."""
        self.keeper.reload()

    def _tried(self, wish: Wish, seed: int) -> Slate | None:
        """A slate that is logged; None where it holds a picture that visitors see no longer, or nothing is read yet."""
        id, keeper = new_id(), self.keeper
        made = keeper.chosen(wish, id, seed, WAIT_S)
        if made is None:
            return self._simple(wish, seed)
        slate, position = made
        try:
            with self._database.write() as tx:
                gone = _gone(tx, [one.item for one in slate.shown])
                if not gone:
                    keep_slate(tx, wish, slate, position)
        except BaseException:
            keeper.unsay(id, ())
            raise
        if gone:
            keeper.unsay(id, gone)
            return None
        return slate

    def _simple(self, wish: Wish, seed: int) -> Slate:
        with self._database.write() as tx:
            position = tx.scalar(select(func.max(interaction.c.id))) or 0
            slate = Slate(new_id(), "simple", seed, simple_slate(tx, wish, seed))
            keep_slate(tx, wish, slate, position)
        return slate


_SERVED = select(pool.c.serving_key).where(
    pool.c.serving_key.in_(bindparam("keys", expanding=True)), pool.c.published_at.is_not(None)
)


def _gone(tx: Connection, keys: Collection[str]) -> set[str]:
    return set(keys) - set(tx.scalars(_SERVED, {"keys": list(keys)}))
