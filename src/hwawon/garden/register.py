"""A visitor's row in the recommender's data, written once consent is given, with the words that the original has."""

from dataclasses import dataclass

from sqlalchemy import Connection

from hwawon.errors import BadInput
from hwawon.garden.visits import Visit
from hwawon.pool.keys import EMOTIONS
from hwawon.storage.garden_tables import visitor
from hwawon.storage.many import insert_of
from hwawon.storage.types import utc_now

LONGEST_ID = 200


@dataclass(frozen=True)
class About:
    """USERS' columns; an empty word is unknown. `emotion` is one of the eight in small letters."""

    generation: str = ""
    gender: str = ""
    emotion: str = ""


def about_of(visit: Visit) -> About:
    """What a visit knows."""
    return About(visit.generation, visit.gender, visit.emotion)


def register(tx: Connection, id: str, about: About, *, renew: bool = True, synthetic: bool = False) -> bool:
    """Write the visitor's row; False: it was there already. `renew` brings a known one up to `about`.

    Raises:
        BadInput: an id that is empty or too long, or no emotion of the eight.
    """
    if not 0 < len(id) <= LONGEST_ID or not id.isprintable():
        raise BadInput(f"a visitor's id: expected 1 to {LONGEST_ID} printable characters, got {id[:80]!r}")
    if about.emotion and about.emotion not in EMOTIONS:
        raise BadInput(f"unknown emotion {about.emotion[:80]!r}; the emotions are {', '.join(EMOTIONS)}")
    words = {"generation": about.generation, "gender": about.gender, "emotion": about.emotion.upper()}
    put = insert_of(tx.dialect.name, visitor).values(id=id, **words, synthetic=synthetic, created_at=utc_now())
    added = tx.execute(put.on_conflict_do_nothing(index_elements=[visitor.c.id])).rowcount == 1
    if renew and not added:
        tx.execute(visitor.update().where(visitor.c.id == id).values(words))
    return added
