"""What visitors say of pictures: each accepted call is one row, and the last word of a visitor on a picture counts."""

from collections.abc import Collection, Sequence
from typing import Any, Literal, get_args

from sqlalchemy import Connection, bindparam, select

from hwawon.errors import BadInput
from hwawon.pool.keys import EMOTIONS
from hwawon.recommend.context import GENDERS, GENERATIONS, UNSURE, Context, surely
from hwawon.storage.garden_tables import interaction
from hwawon.storage.garden_tables import visitor as visitors
from hwawon.storage.many import insert_of
from hwawon.storage.types import utc_now

Kind = Literal["click", "dislike", "unlike"]
KINDS: tuple[Kind, ...] = get_args(Kind)
VALUES = {"click": 1, "like": 1, "dislike": -1, "unlike": 0}
LONGEST_EVENT = 64


def record(
    tx: Connection,
    *,
    visitor: str,
    item: str,
    kind: Kind | str,
    impression: Sequence[str] = (),
    event: str | None = None,
    visit: str | None = None,
    slate: str | None = None,
    context: Context | None = None,
    now_s: int | None = None,
    synthetic: bool = False,
) -> bool:
    """Write an opinion down; False: an event of that name is there already, and nothing was written.

    `kind`: `click` is a like; `unlike` withdraws a like or a dislike. `impression`: the keys that were on the screen.
    `context` None is what is known of the visitor at this moment.

    Raises:
        BadInput: another kind, or an event name longer than 64 characters.
    """
    if kind not in KINDS:
        raise BadInput(f"unknown kind of opinion {kind[:80]!r}; the kinds are {', '.join(KINDS)}")
    if event is not None and not 0 < len(event) <= LONGEST_EVENT:
        raise BadInput(f"expected the name of an event of 1 to {LONGEST_EVENT} characters, got {len(event)}")
    felt = context_of_visitor(tx, visitor) if context is None else context
    row = {
        "visitor": visitor,
        "item": item,
        "timestamp": int(utc_now().timestamp()) if now_s is None else now_s,
        "event_type": kind,
        "impression": "|".join(impression),
        "synthetic": synthetic,
        "event": event,
        "visit": visit,
        "slate": slate,
        "context": felt.as_json(),
    }
    return tx.scalar(_or_nothing(tx), row) is not None


def opinions_of(tx: Connection, visitor: str, items: Collection[str]) -> dict[str, int]:
    """What a visitor thinks of these pictures: 1 likes, -1 dislikes; of what was taken back nothing is there."""
    rows = tx.execute(_OPINIONS, {"visitor": visitor, "items": list(items)})
    said = {row.item: VALUES[row.event_type] for row in rows}
    return {item: value for item, value in said.items() if value}


def context_of_visitor(tx: Connection, visitor: str) -> Context:
    """What the visitor's row tells; nothing where there is none."""
    row = tx.execute(_VISITOR.where(visitors.c.id == visitor)).one_or_none()
    return Context() if row is None else context_of_words(*row)


def context_of_words(emotion: str, generation: str, gender: str) -> Context:
    """A context from the words of a visitor's row, whichever the case; words that we do not know say nothing."""
    mood = surely(emotion.lower()) if emotion.lower() in EMOTIONS else UNSURE
    known = generation.lower() if generation.lower() in GENERATIONS else ""
    return Context(mood, known, gender.capitalize() if gender.capitalize() in GENDERS else "")


_OPINIONS = (
    select(interaction.c.item, interaction.c.event_type)
    .where(
        interaction.c.visitor == bindparam("visitor"),
        interaction.c.item.in_(bindparam("items", expanding=True)),
        interaction.c.event_type.in_(list(VALUES)),
    )
    .order_by(interaction.c.id)
)
_VISITOR = select(visitors.c.emotion, visitors.c.generation, visitors.c.gender)


def _or_nothing(tx: Connection) -> Any:
    """The insert that leaves an event of the same name alone."""
    made = insert_of(tx.dialect.name, interaction).on_conflict_do_nothing(index_elements=["event"])
    return made.returning(interaction.c.id)
