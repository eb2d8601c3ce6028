"""A deep model laid over a recommender's own list of pictures, in which others stand and some are missing."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from hwawon.recommend.deep.ease import DeepModel


class Laid:
    """The hook of the recommender's core; `keys` may grow while it is used, as the recommender's list does."""

    def __init__(self, model: DeepModel, keys: Sequence[str]) -> None:
        self._model = model
        self._keys = keys
        self._known = {item: place for place, item in enumerate(model.items)}
        self._places = np.zeros(0, np.int64)

    def __call__(self, liked: Sequence[int]) -> NDArray[np.float32] | None:
        """How well each picture, (N,), goes with the liked ones, in standard deviations; indices into the list.

        Pictures that the model does not know have 0, the mean of the others: neither lifted nor sunk. None: it knows
        none of the liked ones, or cannot tell pictures apart.
        """
        self._follow()
        chosen = self._places[np.asarray(liked, np.int64)] if len(liked) else np.zeros(0, np.int64)
        chosen = chosen[chosen >= 0]
        has = self._places >= 0
        if not chosen.size:
            return None
        found = self._model.scores(chosen.tolist())[self._places[has]]
        spread = float(found.std())
        if spread <= 0:
            return None
        laid = np.zeros(len(self._places), np.float32)
        laid[has] = (found - found.mean()) / spread
        return laid

    def _follow(self) -> None:
        fresh = self._keys[len(self._places) :]
        if fresh:
            added = np.array([self._known.get(item, -1) for item in fresh], np.int64)
            self._places = np.concatenate([self._places, added])
