"""Why a cell is as it is, in plain words; the pages say the same in three languages from the same causes."""

from hwawon.loop.cells import ENOUGH_SHOWN, WANTED, Cause, CellStanding
from hwawon.loop.rate import Rate


def reason_of(one: CellStanding) -> str:
    """One sentence for each cause."""
    return "; ".join(_sentence(one, cause) for cause in one.causes)


def _sentence(one: CellStanding, cause: Cause) -> str:
    if cause == "falling" and one.earlier and one.later:
        return f"visitors tire: liked {_percent(one.later)} of the times shown lately, {_percent(one.earlier)} before"
    if cause == "liked_little":
        return f"shown {one.rate.tries} times and liked {_percent(one.rate)} of them, less than the whole garden"
    if cause == "few_served":
        served = " and ".join(f"{count} {_SIDES[side]}" for side, count in one.serving.items())
        return f"thin: {served} pictures are shown to visitors, {WANTED} are wanted of each"
    if cause == "not_enough_shown":
        return f"shown {one.rate.tries} times; a like rate needs {ENOUGH_SHOWN}"
    return f"liked {_percent(one.rate)} of the {one.rate.tries} times it was shown"


_SIDES = {"h": "landscape", "v": "portrait"}


def _percent(rate: Rate) -> str:
    return f"{100 * (rate.value or 0):.1f} %"
