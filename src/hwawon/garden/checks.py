"""How often a guess was right, by the visitors' own word: counts of nobody, without a face."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, case, func, select

from hwawon.garden.visits import Visit
from hwawon.storage.many import insert_of
from hwawon.storage.types import utc_now
from hwawon.storage.visitor_tables import mood_check


@dataclass(frozen=True)
class Group:
    """One group of visitors; an empty word is unknown."""

    generation: str
    gender: str
    guessed: str
    times: int
    right: int

    @property
    def error_rate(self) -> float:
        """0..1"""
        return 1 - self.right / self.times


def count(tx: Connection, visit: Visit, said: str) -> None:
    """Count what a visitor says of the guess, once for each guess; `visit` as it was before."""
    if visit.mood_source != "face":
        return
    about = {"generation": visit.generation, "gender": visit.gender, "guessed": visit.guessed, "said": said}
    row = {"day": f"{utc_now():%Y-%m-%d}", **about, "times": 1}
    put = insert_of(tx.dialect.name, mood_check).values(row)
    more = {"times": mood_check.c.times + 1}
    tx.execute(put.on_conflict_do_update(index_elements=list(mood_check.primary_key.columns), set_=more))


def groups(tx: Connection, minimum: int) -> Sequence[Group]:
    """All groups of at least `minimum` answers, in the order of their words."""
    by = (mood_check.c.generation, mood_check.c.gender, mood_check.c.guessed)
    times = func.sum(mood_check.c.times)
    right = func.sum(case((mood_check.c.said == mood_check.c.guessed, mood_check.c.times), else_=0))
    query = select(*by, times, right).group_by(*by).having(times >= minimum).order_by(*by)
    return [Group(*row[:3], int(row[3]), int(row[4])) for row in tx.execute(query)]
