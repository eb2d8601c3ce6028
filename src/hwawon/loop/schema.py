"""What the routes of the loop answer."""

from typing import Any, Literal

from pydantic import BaseModel

from hwawon.loop.cells import Cause, CellStanding, State
from hwawon.loop.proposal import Wish
from hwawon.loop.rate import Rate
from hwawon.loop.words import reason_of
from hwawon.pool.keys import Orientation


class CellOut(BaseModel):
    """One cell. `rate` is liked/shown, null where it was never shown; `low` and `high` are its interval of 95 %."""

    emotion: str
    favorite: str
    pictures: int  # in the garden, judged or not
    serving: int  # shown to visitors
    serving_h: int | None  # landscape; null where the other orientation was asked for
    serving_v: int | None
    shown: int  # times
    liked: int
    rate: float | None
    low: float
    high: float
    earlier: float | None  # the rate in the first half of the times it was shown
    later: float | None
    state: State
    causes: list[Cause]
    reason: str


class TotalsOut(BaseModel):
    """All cells together."""

    cells: int
    pictures: int
    serving: int
    shown: int
    liked: int
    rate: float | None
    low: float
    high: float
    states: dict[State, int]


class CellsOut(BaseModel):
    """The cells, and whether any of the numbers come from made-up visitors."""

    items: list[CellOut]
    totals: TotalsOut
    wanted: int  # served pictures of a cell in each orientation
    interactions: int
    synthetic: int  # of them
    from_synthetic: bool


class WishOut(BaseModel):
    """Pictures to be made for one cell."""

    emotion: str
    favorite: str
    pictures: int
    state: Literal["thin", "tired"]
    reason: str


class ProposalOut(BaseModel):
    """What to make next, and the body for `POST /api/bulks` that makes it; null where nothing is missing."""

    cells: list[WishOut]
    pictures: int
    request: dict[str, Any] | None
    notices: list[str]


def cell_json(one: CellStanding) -> dict[str, Any]:
    """A cell as the API shows it."""
    sides: tuple[Orientation, ...] = ("h", "v")
    return {
        "emotion": one.cell.emotion,
        "favorite": one.cell.favorite,
        "pictures": one.pictures,
        "serving": one.served,
        **{f"serving_{side}": one.serving.get(side) for side in sides},
        **_rate(one.rate),
        "earlier": one.earlier.value if one.earlier else None,
        "later": one.later.value if one.later else None,
        "state": one.state,
        "causes": one.causes,
        "reason": reason_of(one),
    }


def totals_json(cells: list[CellStanding]) -> dict[str, Any]:
    """All cells together as the API shows them."""
    states: dict[State, int] = {"ok": 0, "thin": 0, "tired": 0, "unknown": 0}
    for one in cells:
        states[one.state] += 1
    whole = Rate(sum(one.rate.hits for one in cells), sum(one.rate.tries for one in cells))
    pictures, serving = sum(one.pictures for one in cells), sum(one.served for one in cells)
    return {"cells": len(cells), "pictures": pictures, "serving": serving, **_rate(whole), "states": states}


def wish_json(wish: Wish) -> dict[str, Any]:
    """One wish of a proposal as the API shows it."""
    one = wish.standing
    about = {"emotion": one.cell.emotion, "favorite": one.cell.favorite, "state": one.state}
    return about | {"pictures": wish.pictures, "reason": reason_of(one)}


def _rate(rate: Rate) -> dict[str, Any]:
    low, high = rate.interval
    return {"shown": rate.tries, "liked": rate.hits, "rate": rate.value, "low": low, "high": high}
