"""Each cell of the garden: what there is, what visitors say of it, and whether it is thin or tired."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from sqlalchemy import Connection, func, select, text

from hwawon.loop.rate import Rate, halves
from hwawon.loop.shown import Tally
from hwawon.pool.keys import EMOTIONS, FAVORITES, Cell, Orientation
from hwawon.storage.garden_tables import POOL_SERVED, pool

WANTED = 16  # served pictures of a cell in one orientation: two screens of eight
ENOUGH_SHOWN = 50  # times, before a rate says anything
State = Literal["ok", "thin", "tired", "unknown"]
Cause = Literal["few_served", "falling", "liked_little", "not_enough_shown", "well"]
ORIENTATIONS: tuple[Orientation, ...] = ("h", "v")


@dataclass(frozen=True)
class CellStanding:
    """One cell, in both orientations or in one."""

    cell: Cell
    pictures: int
    serving: Mapping[Orientation, int]
    rate: Rate
    earlier: Rate | None = None  # of the two halves in which it was shown
    later: Rate | None = None
    causes: tuple[Cause, ...] = ()

    @property
    def served(self) -> int:
        return sum(self.serving.values())

    @property
    def lacking(self) -> int:
        """Pictures that are missing for every orientation to be full."""
        return sum(max(0, WANTED - count) for count in self.serving.values())

    @property
    def state(self) -> State:
        if {"falling", "liked_little"} & set(self.causes):
            return "tired"
        if "few_served" in self.causes:
            return "thin"
        return "unknown" if "not_enough_shown" in self.causes else "ok"


def standings(tx: Connection, tally: Tally, orientation: Orientation | None = None) -> list[CellStanding]:
    """All cells of eight emotions and 64 favorites, and whatever else was made or shown, in the order of the words."""
    wanted = ORIENTATIONS if orientation is None else (orientation,)
    pictures, serving = _counted(tx, wanted, served=False), _counted(tx, wanted, served=True)
    shown, liked = _by_day(tally.shown(), wanted), _by_day(tally.liked(), wanted)
    usual = [Cell(emotion, favorite) for emotion in EMOTIONS for favorite in FAVORITES]
    others = {cell for cell, _ in pictures} | set(shown)
    cells = usual + sorted(others - set(usual), key=lambda cell: (EMOTIONS.index(cell.emotion), cell.favorite))
    found = []
    for cell in cells:
        days, likes = shown.get(cell, {}), liked.get(cell, {})
        made = sum(pictures.get((cell, one), 0) for one in wanted)
        served = {one: serving.get((cell, one), 0) for one in wanted}
        earlier, later = halves(days, likes) or (None, None)
        rate = Rate(sum(likes.values()), sum(days.values()))
        found.append(CellStanding(cell, made, served, rate, earlier, later))
    whole = Rate(sum(one.rate.hits for one in found), sum(one.rate.tries for one in found))
    return [replace(one, causes=_causes(one, whole)) for one in found]


def _causes(one: CellStanding, whole: Rate) -> tuple[Cause, ...]:
    """Why a cell is as it is; a rate is weighed only where it was seen often enough."""
    causes: list[Cause] = []
    if one.rate.tries >= ENOUGH_SHOWN:
        if one.earlier and one.later and one.later.is_below(one.earlier):
            causes.append("falling")
        if one.rate.is_below(whole):
            causes.append("liked_little")
    else:
        causes.append("not_enough_shown")
    if one.lacking:
        causes.append("few_served")
    return tuple(causes) or ("well",)


def _counted(
    tx: Connection, orientations: Iterable[Orientation], *, served: bool
) -> dict[tuple[Cell, Orientation], int]:
    by = (pool.c.emotion, pool.c.favorite, pool.c.orientation)
    query = select(*by, func.count()).where(pool.c.orientation.in_(list(orientations))).group_by(*by)
    if served:
        query = query.where(text(POOL_SERVED))
    return {(Cell(emotion, favorite), side): count for emotion, favorite, side, count in tx.execute(query)}


def _by_day(
    counts: Iterable[tuple[tuple[Cell, Orientation, int], int]], wanted: Iterable[Orientation]
) -> dict[Cell, dict[int, int]]:
    found: dict[Cell, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    sides = set(wanted)
    for (cell, orientation, day), count in counts:
        if orientation in sides:
            found[cell][day] += count
    return found
