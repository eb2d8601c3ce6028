"""What to make next: the cells that need pictures most, as a run that can be started as it is."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from hwawon.bulk.request import MOST_CELLS
from hwawon.loop.cells import WANTED, CellStanding
from hwawon.pool.keys import EMOTIONS, FAVORITES

USUAL_SIZE = 128
LARGEST_SIZE = len(EMOTIONS) * len(FAVORITES) * WANTED * 2
REPEATS = 4  # pictures of a cell come in fours for each orientation: one run has one number for all its cells
FRESH = 8  # pictures in each orientation for a cell whose pictures tire


@dataclass(frozen=True)
class Wish:
    """Pictures to be made for a cell, in both orientations together."""

    standing: CellStanding
    pictures: int


def propose(cells: list[CellStanding], size: int) -> list[Wish]:
    """At most `size` pictures: cells of which visitors tire first, then thin ones, those that are shown most leading.

    They are given out in rounds of four for each orientation, until no cell needs more.
    """
    needy = sorted((one for one in cells if one.state in ("tired", "thin")), key=_urgency)
    if not needy:
        return []
    a_turn = REPEATS * len(needy[0].serving)
    rounds = ((turn, place) for place, one in enumerate(needy) for turn in range(_turns(one)))
    turns = Counter(place for _, place in sorted(rounds)[: min(size // a_turn, MOST_CELLS)])
    return [Wish(needy[place], count * a_turn) for place, count in sorted(turns.items())]


def run_of(wishes: list[Wish], title: str) -> dict[str, Any] | None:
    """The body of a bulk run that makes them: a cell is named once for each four in every orientation."""
    if not wishes:
        return None
    a_turn = REPEATS * len(wishes[0].standing.serving)
    named = [wish.standing.cell for wish in wishes for _ in range(wish.pictures // a_turn)]
    cells = [{"emotion": cell.emotion, "favorite": cell.favorite} for cell in named]
    return {"title": title, "cells": cells, "repeats": REPEATS, "favorite_in_prompt": True}


def _turns(one: CellStanding) -> int:
    """Fours that a cell needs in the orientation that lacks most; a run makes as many in the other."""
    missing = max(WANTED - count for count in one.serving.values())
    return -(-max(missing, FRESH if one.state == "tired" else 0) // REPEATS)


def _urgency(one: CellStanding) -> tuple[bool, int, int, str]:
    """Where nothing else tells cells apart, by favorite, so that all emotions come in turn."""
    return one.state != "tired", -one.rate.tries, -one.lacking, one.cell.favorite
