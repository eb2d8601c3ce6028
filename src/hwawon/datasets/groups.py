"""Groups of visitors so small that a row could be told to be somebody."""

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from hwawon.storage.garden_tables import visitor

SMALL = 5
MOST_SHOWN = 100


@dataclass(frozen=True)
class Group:
    """Visitors who share what is known of them."""

    generation: str
    gender: str
    emotion: str
    people: int


@dataclass(frozen=True)
class SmallGroups:
    """How many groups have fewer than `SMALL` people, and the first of them, smallest first."""

    count: int
    first: tuple[Group, ...]


def small_groups(tx: Connection) -> SmallGroups:
    """Groups by generation, gender and emotion; visitors of whom nothing is known, or who are made up, are no group."""
    about = (visitor.c.generation, visitor.c.gender, visitor.c.emotion)
    people = func.count().label("people")
    known = (visitor.c.generation + visitor.c.gender + visitor.c.emotion) != ""
    real = visitor.c.synthetic.is_(False)
    grouped = select(*about, people).where(known, real).group_by(*about).having(func.count() < SMALL)
    count = tx.scalar(select(func.count()).select_from(grouped.subquery())) or 0
    rows = tx.execute(grouped.order_by(people, *about).limit(MOST_SHOWN))
    return SmallGroups(count, tuple(Group(*row) for row in rows))


def warning(groups: SmallGroups) -> str | None:
    """A sentence for who hands the data on; None where every group is large enough."""
    if not groups.count:
        return None
    examples = ", ".join(_words(group) for group in groups.first[:3])
    have = "1 group has" if groups.count == 1 else f"{groups.count} groups have"
    return (
        f"{have} fewer than {SMALL} visitors ({examples}): by generation, gender and emotion together somebody "
        f"might be recognised; think twice before you hand these files on"
    )


def _words(group: Group) -> str:
    return f"{' / '.join((group.generation or '-', group.gender or '-', group.emotion or '-'))}: {group.people}"
