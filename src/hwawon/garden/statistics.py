"""The numbers of the dashboard from tallies: counts by words and pairs of words, ages, and how often a guess fits."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, case, func, select

from hwawon.garden.tally import KINDS, QUARTER_S, Tally
from hwawon.storage.visitor_tables import mood_check

HOUR_S, DAY_S = 3600, 86_400
Counts = dict[str, int]


@dataclass(frozen=True)
class Ages:
    """How estimated ages are spread, in years; quartiles lie between two ages where they have to."""

    count: int
    least: float
    lower: float
    median: float
    upper: float
    most: float
    average: float


@dataclass(frozen=True)
class Guesses:
    """How often the visitors of a group said that a guess was right, and how often that it was wrong."""

    generation: str
    gender: str
    confirmed: int
    corrected: int


def counts_of(tally: Tally) -> dict[str, Counts]:
    """Visits by one kind of words; words that are not known are left out."""
    found: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    for (pair, first, second), count in tally.pairs.items():
        if pair == "emotion/quarter":
            found["emotion"][first] += count
        elif pair.startswith("emotion/") and (kind := pair.partition("/")[2]) in found:
            found[kind][second] += count
    return {kind: _known(counts) for kind, counts in found.items()}


def pairs_of(tally: Tally, utc_offset_min: int = 0) -> dict[str, dict[str, Counts]]:
    """Visits by two kinds of words, as `emotion/season`; and `emotion/hour`, the hours 0 to 23 of the place.

    `utc_offset_min`: how many minutes the place's clocks are ahead of UTC.
    """
    found: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for (pair, first, second), count in tally.pairs.items():
        if not (first and second) or pair == "emotion/age":
            continue
        if pair == "emotion/quarter":
            pair, second = "emotion/hour", str(_hour(int(second), utc_offset_min))
        found[pair][first][second] += count
    return {pair: {first: dict(counts) for first, counts in rows.items()} for pair, rows in sorted(found.items())}


def ages_of(tally: Tally) -> dict[str, Ages]:
    """The estimated ages by emotion; those of no emotion, and all together, under an empty word."""
    found: dict[str, Counter[float]] = defaultdict(Counter)
    for (pair, emotion, doubled), count in tally.pairs.items():
        if pair == "emotion/age" and doubled:
            for name in {emotion, ""}:
                found[name][int(doubled) / 2] += count
    return {emotion: spread(ages) for emotion, ages in found.items()}


def spread(ages: Mapping[float, int]) -> Ages:
    """Box and whiskers of ages that were counted, one at least."""
    steps = sorted(ages.items())
    count = sum(ages.values())
    lower, median, upper = (_quantile(steps, count, share) for share in (0.25, 0.5, 0.75))
    average = sum(age * times for age, times in steps) / count
    return Ages(count, steps[0][0], lower, median, upper, steps[-1][0], round(average, 2))


def guesses_of(tx: Connection, first: date | None, last: date | None, minimum: int) -> tuple[list[Guesses], int]:
    """How often guesses were right on these days; groups of fewer than `minimum` answers are told together, as of no
    known group, where they reach it. And how many groups that were."""
    times = mood_check.c.times
    right = func.sum(case((mood_check.c.said == mood_check.c.guessed, times), else_=0))
    by = (mood_check.c.generation, mood_check.c.gender)
    query = select(*by, right, func.sum(times)).where(mood_check.c.guessed != "").group_by(*by).order_by(*by)
    if first:
        query = query.where(mood_check.c.day >= str(first))
    if last:
        query = query.where(mood_check.c.day <= str(last))
    found = [Guesses(row[0], row[1], int(row[2]), int(row[3]) - int(row[2])) for row in tx.execute(query)]
    return _large_enough(found, minimum)


def without_small(counts: Counts, minimum: int) -> tuple[Counts, int]:
    """Only the counts that reach `minimum`, for what leaves the house; and how many did not."""
    kept = {word: count for word, count in counts.items() if count >= minimum}
    return kept, len(counts) - len(kept)


def _known(counts: Counter[str]) -> Counts:
    return {word: count for word, count in counts.items() if word}


def _hour(quarter: int, utc_offset_min: int) -> int:
    return (quarter * QUARTER_S + utc_offset_min * 60) % DAY_S // HOUR_S


def _quantile(steps: Sequence[tuple[float, int]], count: int, share: float) -> float:
    """Between the two ages around the place that `share` of all come before, as most programs have it."""
    place = share * (count - 1)
    below, above = _nth(steps, int(place)), _nth(steps, min(count - 1, int(place) + 1))
    return round(below + (above - below) * (place - int(place)), 2)


def _nth(steps: Sequence[tuple[float, int]], place: int) -> float:
    for age, times in steps:
        if place < times:
            return age
        place -= times
    raise ValueError("there are fewer ages than places")


def _large_enough(found: Sequence[Guesses], minimum: int) -> tuple[list[Guesses], int]:
    small = [one for one in found if one.confirmed + one.corrected < minimum]
    told = [one for one in found if one not in small]
    rest = Guesses("", "", sum(one.confirmed for one in small), sum(one.corrected for one in small))
    own = next((one for one in told if not one.generation and not one.gender), None)
    if own is not None:
        told.remove(own)
        rest = Guesses("", "", rest.confirmed + own.confirmed, rest.corrected + own.corrected)
    if rest.confirmed + rest.corrected >= max(1, minimum):
        told.append(rest)
    return told, len(small)
