"""What a filter leaves, by state, emotion, orientation, model and cell."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from hwawon.pool import counts, listing
from hwawon.pool.filter import PoolFilter
from hwawon.storage.garden_tables import pool

FACETS = ("state", "emotion", "orientation", "model")


@dataclass(frozen=True)
class Facets:
    """How many pictures, by each facet; from the newest 1000 alone where `is_exact` is false."""

    total: int
    is_exact: bool
    by: dict[str, dict[str, int]]
    cells: list[dict[str, Any]]


def facets(tx: Connection, wanted: PoolFilter) -> Facets:
    """The facets of a filter, at the same cost in a pool of any size."""
    kept = counts.grouped(tx, wanted, *FACETS)
    cells = counts.grouped(tx, wanted, "emotion", "favorite")
    if kept is not None and cells is not None:
        return Facets(sum(kept.values()), True, _by(kept), _cells(cells))
    sample = _sample(tx, wanted)
    total, is_exact = listing.total(tx, wanted)
    groups = Counter(tuple(getattr(row, name) or "" for name in FACETS) for row in sample)
    found = Counter((row.emotion, row.favorite) for row in sample)
    by = _by(groups) if kept is None else _by(kept)
    whole = len(sample) <= listing.COUNTED
    return Facets(total, is_exact and (whole or kept is not None), by, _cells(cells or found))


def _sample(tx: Connection, wanted: PoolFilter) -> list[Any]:
    ids = listing.found(tx, wanted, listing.COUNTED)
    columns = [pool.c[name] for name in (*FACETS, "favorite")]
    return list(tx.execute(select(*columns).where(pool.c.picture.in_(ids))))


def _by(groups: dict[Any, int]) -> dict[str, dict[str, int]]:
    found: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    for values, pictures in groups.items():
        for name, value in zip(FACETS, values, strict=True):
            found[name][value] += pictures
    return {name: dict(sorted(counter.items())) for name, counter in found.items()}


def _cells(found: dict[Any, int]) -> list[dict[str, Any]]:
    return [
        {"emotion": emotion, "favorite": favorite, "pictures": pictures}
        for (emotion, favorite), pictures in sorted(found.items())
    ]
