"""Every picture that is served or spoken of, as columns of numbers. A picture keeps its number for good."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hwawon.recommend.attributes import facets_of, kind_of, words_of_key

DIMENSIONS = 256  # of a vector of what a picture looks like
_LEAST = 1024


class Served(NamedTuple):
    """What the pool says of a picture that visitors see. `since_s` in seconds since 1970."""

    key: str
    picture: str
    stars: int
    cluster: str
    since_s: int
    fingerprint: str | None


def grown(array: NDArray[Any], size: int) -> NDArray[Any]:
    """The same numbers with room for at least `size` rows; what is new is 0."""
    if len(array) >= size:
        return array
    larger = np.zeros((max(size, 2 * len(array), _LEAST), *array.shape[1:]), array.dtype)
    larger[: len(array)] = array
    return larger


class Pictures:
    """Columns with one row for each picture; only the first `len(...)` rows mean something."""

    def __init__(self) -> None:
        self.number: dict[str, int] = {}
        self.keys: list[str] = []
        self.ids: list[str] = []
        self.by_id: dict[str, int] = {}
        self.served = np.zeros(0, np.bool_)
        self.portrait = np.zeros(0, np.bool_)
        self.facets = np.zeros((0, 4), np.int8)
        self.kind = np.zeros(0, np.int16)
        self.favorite = np.zeros(0, np.int32)
        self.stars = np.zeros(0, np.int8)
        self.cluster = np.zeros(0, np.int32)
        self.fingerprint = np.zeros(0, np.uint64)
        self.since_s = np.zeros(0, np.int64)
        self.has_vector = np.zeros(0, np.bool_)
        self.vectors = np.zeros((0, DIMENSIONS), np.int8)
        self.count_served = 0
        self._clusters: dict[str, int] = {}
        self._favorites: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self.keys)

    def number_of(self, key: str) -> int:
        """The number of a key, which is made where it is new."""
        known = self.number.get(key)
        return self._added(key) if known is None else known

    def favorite_of(self, favorite: str) -> int:
        """The number of a favorite; -1 where no picture has it."""
        return self._favorites.get(favorite, -1)

    def serve(self, one: Served) -> int:
        """A picture is shown to visitors from now on, or what is known of it has changed."""
        place = self.number_of(one.key)
        self.count_served += not self.served[place]
        self.served[place] = True
        self.ids[place] = one.picture
        self.by_id[one.picture] = place
        self.stars[place] = one.stars
        self.cluster[place] = self._clusters.setdefault(one.cluster, len(self._clusters) + 1)
        self.fingerprint[place] = int(one.fingerprint, 16) if one.fingerprint else 0
        self.since_s[place] = one.since_s
        return place

    def withdraw(self, key: str) -> None:
        """A picture is shown no longer."""
        place = self.number.get(key)
        if place is not None and self.served[place]:
            self.served[place] = False
            self.count_served -= 1

    def star(self, stars: Mapping[str, int]) -> None:
        """These pictures, by their ids, have stars, and no others."""
        self.stars[:] = 0
        for id, count in stars.items():
            if id in self.by_id:
                self.stars[self.by_id[id]] = count

    def look(self, id: str, vector: bytes) -> None:
        """What a served picture looks like: 256 signed numbers of 8 bits."""
        place = self.by_id.get(id)
        if place is None:
            return
        self.vectors[place] = np.frombuffer(vector, np.int8)
        self.has_vector[place] = True

    def known(self, keys: Iterable[str]) -> list[int]:
        """The numbers of those keys that are known."""
        return [self.number[key] for key in keys if key in self.number]

    def _added(self, key: str) -> int:
        place = self.number[key] = len(self.keys)
        self.keys.append(key)
        self.ids.append("")
        self._make_room(place + 1)
        emotion, favorite, portrait = words_of_key(key)
        facets = facets_of(emotion, favorite)
        self.facets[place], self.kind[place], self.portrait[place] = facets, kind_of(facets), portrait
        self.favorite[place] = self._favorites.setdefault(favorite, len(self._favorites))
        return place

    def _make_room(self, size: int) -> None:
        if len(self.served) >= size:
            return
        for name in _COLUMNS:
            setattr(self, name, grown(getattr(self, name), size))


_COLUMNS = (
    *("served", "portrait", "facets", "kind", "favorite", "stars", "cluster"),
    *("fingerprint", "since_s", "has_vector", "vectors"),
)
