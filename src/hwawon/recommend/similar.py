"""Pictures that go with one: liked by the same visitors, and alike to look at."""

import numpy as np
from numpy.typing import NDArray

from hwawon.recommend.best import best_places
from hwawon.recommend.choose import Chooser
from hwawon.recommend.likeness import SAME_EMOTION, SAME_WORD, unit_vectors

BY_LIKES = 0.5  # of the lift of their likes, in logarithms
_AT_ONCE = 8192


def similar_to(chooser: Chooser, picture: int, size: int) -> list[tuple[int, float]]:
    """The served pictures that go best with one, and how well: its likeness -1..1 plus half the lift of the likes."""
    pictures = chooser.model.pictures
    count = len(pictures)
    looks = _looks(chooser, picture)
    together = chooser.together.lift([picture]) / 0.5 if chooser.model.ledger.liked[picture] else np.zeros(count)
    score = np.asarray(looks + BY_LIKES * together, np.float32)
    may = pictures.served[:count].copy()
    may[picture] = False
    best = best_places(np.where(may, score, -np.inf).astype(np.float32), size)
    return [(int(one), float(score[one])) for one in best if may[one]]


def _looks(chooser: Chooser, picture: int) -> NDArray[np.float32]:
    """How alike all pictures look, (N,): by vectors, else by words."""
    pictures = chooser.model.pictures
    facets = pictures.facets[: len(pictures)]
    same = facets == facets[picture]
    looks = np.asarray(SAME_EMOTION * same[:, 0] + SAME_WORD * same[:, 1:].sum(axis=1), np.float32)
    if not pictures.has_vector[picture]:
        return looks
    wanted = unit_vectors(pictures, [picture])[0]
    known = np.flatnonzero(pictures.has_vector[: len(pictures)])
    for start in range(0, len(known), _AT_ONCE):
        some = known[start : start + _AT_ONCE]
        looks[some] = unit_vectors(pictures, some) @ wanted
    return looks
