"""Holds the model of a process: read in the background, followed under a lock, read anew where it must be."""

import logging
import threading
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from sqlalchemy import Connection

from hwawon.errors import HwawonError, NotFound
from hwawon.recommend.best import best_places
from hwawon.recommend.choose import Choice, Chooser
from hwawon.recommend.deep.shelf import DeepShelf
from hwawon.recommend.follow import Follower
from hwawon.recommend.health import Health, health_of
from hwawon.recommend.model import Model
from hwawon.recommend.policies import policy_of
from hwawon.recommend.reasons import reason_of
from hwawon.recommend.slate import Shown, Slate
from hwawon.recommend.wish import Wish
from hwawon.storage.database import Database
from hwawon.storage.objects import Objects

log = logging.getLogger(__name__)
AGAIN_AFTER_S = 5.0


@dataclass
class Held:
    """A model, who follows the database for it and who chooses from it."""

    follower: Follower
    chooser: Chooser
    since_s: float

    @property
    def model(self) -> Model:
        """The counts."""
        return self.chooser.model

    def place_of(self, item: str) -> int:
        """The number of a picture. Raises NotFound."""
        place = self.model.pictures.number.get(item)
        if place is None:
            raise NotFound(f"there is no picture {item[:200]!r}")
        return place

    def top_liked(self, size: int) -> list[tuple[str, int]]:
        """The served pictures that most visitors like."""
        self.model.make_room()
        pictures = self.model.pictures
        liked = self.model.ledger.liked[: len(pictures)] * pictures.served[: len(pictures)]
        best = best_places(liked.astype(np.float32), size)
        return [(pictures.keys[one], int(liked[one])) for one in best if liked[one]]


class Keeper:
    """Safe to share between threads."""

    def __init__(self, database: Database, objects: Objects | None = None) -> None:
        self._database = database
        self._shelf = DeepShelf(database, objects) if objects else None
        self._lock = threading.Lock()
        self._held: Held | None = None
        self._is_read = threading.Event()
        self._reading: threading.Thread | None = None
        self._not_before_s = float("-inf")

    @contextmanager
    def following(self, patience_s: float) -> Iterator[Held]:
        """The model as the database is now, for the block alone.

        Raises:
            HwawonError: it was not read within `patience_s`.
        """
        self._begin()
        if not self._is_read.wait(patience_s):
            raise HwawonError("the recommender is still being read")
        with self._lock:
            with self._database.read() as tx:
                held = self._followed(tx)
            yield held

    def chosen(self, wish: Wish, id: str, seed: int, patience_s: float) -> tuple[Slate, int] | None:
        """A slate, counted as shown, and the last interaction it knew of; None while everything is still being read."""
        self._begin()
        if not self._is_read.wait(patience_s):
            return None
        with self._lock:
            with self._database.read() as tx:
                held = self._followed(tx)
                policy, settings = policy_of(tx, wish.policy, wish.visit)
            choice = held.chooser.choose(wish, settings, seed)
            shown = tuple(_shown(held, choice, wish))
            held.follower.showed(held.model, id, [one.item for one in shown])
            return Slate(id, policy, seed, shown), held.follower.position

    def unsay(self, slate: str, gone: Collection[str]) -> None:
        """A slate was not shown; `gone` are pictures that visitors see no longer."""
        with self._lock:
            if self._held is not None:
                self._held.model.views.forget([slate])
                self._held.model.version += 1
                for key in gone:
                    self._held.model.pictures.withdraw(key)

    def reload(self) -> None:
        """Read everything anew, in this thread."""
        fresh = self._read()
        with self._lock:
            self._held = fresh
        self._is_read.set()

    def health(self) -> Health:
        """How the model stands, without waiting for one."""
        self._begin()
        if not self._is_read.is_set():
            return Health(False, 0, 0, 0, 0, 0, 0, None, 0.0, 0, None, 0)
        with self._lock:
            with self._database.read() as tx:
                held = self._followed(tx)
            return health_of(held.model, held.follower.position, time.monotonic() - held.since_s)

    def _followed(self, tx: Connection) -> Held:
        """The model as the transaction sees the database; the transaction begins when the lock is held."""
        assert self._held is not None
        self._held.follower.follow(tx, self._held.model)
        if self._shelf is not None and self._held.follower.has_deep_changed:
            self._held.follower.has_deep_changed = False
            self._held.chooser.deep = self._shelf.hook(self._held.model.pictures.keys)
        if self._held.follower.must_reload:
            self._held.follower.must_reload = False
            self._begin(again=True)
        return self._held

    def _begin(self, *, again: bool = False) -> None:
        """Read in the background, unless that is done or under way."""
        if not again and self._is_read.is_set():
            return
        if time.monotonic() >= self._not_before_s and (self._reading is None or not self._reading.is_alive()):
            self._reading = threading.Thread(target=self._read_behind, name="recommender", daemon=True)
            self._reading.start()

    def _read_behind(self) -> None:
        try:
            self.reload()
        except Exception:  # whoever asks meanwhile is answered simply, and asks again
            self._not_before_s = time.monotonic() + AGAIN_AFTER_S
            log.exception("the recommender could not read the database")

    def _read(self) -> Held:
        follower = Follower(self._database)
        return Held(follower, Chooser(follower.load()), time.monotonic())


def _shown(held: Held, choice: Choice, wish: Wish) -> Iterator[Shown]:
    pictures = held.model.pictures
    for pick in choice.picks:
        reason = reason_of(pick, choice, wish, pictures, held.chooser.together.because)
        yield Shown(pictures.keys[pick.picture], pictures.ids[pick.picture], pick.score, pick.propensity, reason)
