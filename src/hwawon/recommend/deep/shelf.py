"""The live deep model in memory: read once, laid out over the pictures that a recommender knows."""

import logging
import threading
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from hwawon.errors import HwawonError
from hwawon.recommend.deep import store
from hwawon.recommend.deep.ease import DeepModel
from hwawon.recommend.deep.file import from_bytes
from hwawon.storage.database import Database
from hwawon.storage.objects import Objects

log = logging.getLogger(__name__)


class Placed:
    """A model over a recommender's own list of pictures, in which other pictures may stand and some be missing."""

    def __init__(self, model: DeepModel, pictures: Sequence[str]) -> None:
        self._model = model
        known = {item: place for place, item in enumerate(model.items)}
        self._places = np.array([known.get(item, -1) for item in pictures], np.int64)
        self._has = self._places >= 0

    def scores(self, liked: Sequence[int]) -> NDArray[np.float32] | None:
        """How well each picture, (N,), goes with the liked ones, in standard deviations; indices into the list.

        Pictures that the model does not know have the mean of the others, 0, so that they are neither lifted nor sunk.
        None: it knows none of the liked ones, or no picture.
        """
        chosen = self._places[np.asarray(liked, np.int64)] if len(liked) else np.zeros(0, np.int64)
        chosen = chosen[chosen >= 0]
        if not chosen.size or not self._has.any():
            return None
        found = self._model.scores(chosen.tolist())[self._places[self._has]]
        spread = float(found.std())
        if spread <= 0:
            return None
        laid = np.zeros(len(self._places), np.float32)
        laid[self._has] = (found - found.mean()) / spread
        return laid


class DeepShelf:
    """Holds the live model of a database. Safe to share between threads; `refresh` follows what others did."""

    def __init__(self, database: Database, objects: Objects) -> None:
        self._database = database
        self._objects = objects
        self._turn = threading.Lock()
        self._held: tuple[str | None, DeepModel | None] = None, None

    @property
    def id(self) -> str | None:
        """The id of the model that is held."""
        return self._held[0]

    def refresh(self) -> DeepModel | None:
        """The model that is live now; None where there is none, or its numbers cannot be read (the log says why)."""
        with self._turn:
            with self._database.read() as tx:
                now = store.live(tx)
            if now is None or now.key is None:
                self._held = None, None
            elif now.id != self._held[0]:
                self._held = now.id, self._read(now.key)
            return self._held[1]

    def _read(self, key: str) -> DeepModel | None:
        try:
            return from_bytes(self._objects.get(key))
        except HwawonError as error:
            log.warning("the deep model %s cannot be used: %s", key, error)
            return None
