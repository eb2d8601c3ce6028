"""What the original's paths for visitors do: a face registered, pictures ranked, likes written down."""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from sqlalchemy import Connection, select

from hwawon.compat.shapes import Shown
from hwawon.compat.visitor_shapes import LikeWish, likelier_gender, likeliest
from hwawon.errors import BadInput
from hwawon.garden import visits
from hwawon.garden.place import load
from hwawon.garden.register import LONGEST_ID, About, register
from hwawon.pool.keys import EMOTIONS, FAVORITES, SERVING, Cell, name_of
from hwawon.recommend import opinions
from hwawon.recommend.context import GENDERS, GENERATIONS, Context, surely
from hwawon.recommend.recommender import Recommender
from hwawon.recommend.wish import Wish
from hwawon.storage.database import Database
from hwawon.storage.garden_tables import pool
from hwawon.storage.types import utc_now
from hwawon.vision.faces.face import Face

MOST_RANKED = 25  # as many as the recommender behind the original gives where no number is asked for


@dataclass(frozen=True)
class Asked:
    """For whom pictures are ranked, and what the caller says of them; an empty word is unknown."""

    visitor: str | None
    search_key: str
    generation: str = ""
    gender: str = ""


def visitor_id(given: str | None) -> str:
    """The caller's own name for a visitor, else a new one.

    Raises:
        BadInput: too long, or signs that cannot be printed.
    """
    if not given:
        return str(uuid.uuid4())
    if len(given) > LONGEST_ID or not given.isprintable():
        raise BadInput(f"X-user-id: expected up to {LONGEST_ID} printable characters, got {given[:80]!r}")
    return given


def note_face(database: Database, visitor: str, face: Face, device: str) -> None:
    """Register the visitor, whose consent the caller holds, and count the visit; nothing else of the face is kept."""
    emotion = likeliest(face)
    with database.write() as tx:
        register(tx, visitor, About(face.generation, likelier_gender(face), emotion))
        visit = visits.begin(tx, device=device, surface="api", language="en", visitor=visitor)
        visit = visits.consented(tx, visit, camera=True)
        kept: dict[str, Any] = {
            "mood": face.mood,
            "emotion": emotion,
            "guessed": face.emotion or "",
            "mood_source": "face",
        }
        if load(tx).age_and_gender:
            kept |= {"generation": face.generation, "gender": face.gender or ""}
            kept |= {"age_low": face.age_low, "age_high": face.age_high}
        visits.changed(tx, visit, **kept, step="favorite", ended_at=utc_now())


def ranked(database: Database, recommender: Recommender, asked: Asked) -> list[Shown]:
    """Pictures for a visitor, best first; none only where none is published."""
    cell = wanted_cell(asked.search_key)
    with database.read() as tx:
        context = _context(tx, asked, cell)
    favorite = cell.favorite if cell else ""
    wish = Wish(context, size=MOST_RANKED, visitor=asked.visitor or None, surface="api", favorite=favorite)
    slate = recommender.slate(wish)
    names = [name_of(one.item) for one in slate.shown]
    return [Shown(name.serving_key, name.cell.search_key, name.orientation == "v") for name in names]


def wanted_cell(search_key: str) -> Cell | None:
    """The emotion, in any case, and the favorite of a search key; None where it names no emotion."""
    emotion, _, favorite = search_key.strip().partition("/")
    return Cell(emotion.lower(), favorite) if emotion.lower() in EMOTIONS else None


def like(database: Database, wish: LikeWish, key: str | None = None) -> None:
    """Write one like down, with what was on the screen; each call is one row.

    `key` is the caller's own name for this like: sent again because an answer was lost, it writes no second row.

    Raises:
        BadInput: an id or a key that is none.
    """
    visitor_id(wish.id)
    with database.write() as tx:
        keys = served_keys(tx, (wish.itemId, *wish.impression))
        event = None if key is None else _event(wish.id, keys[0], key)
        opinions.record(tx, visitor=wish.id, item=keys[0], kind="click", impression=keys[1:], event=event)


def _event(visitor: str, item: str, key: str) -> str:
    """A name for the whole house: the same key of another visitor or picture is another like."""
    return hashlib.sha256("\0".join(("like", visitor, item, key)).encode()).hexdigest()


def served_keys(tx: Connection, given: Sequence[str]) -> list[str]:
    """Keys as they are published; one that was cut from an address is taken as it was before it went into that.

    Raises:
        BadInput: it is no key of a picture below emotions/.
    """
    forms = {form for key in given for form in (_checked(key), unquote(key))}
    query = select(pool.c.serving_key).where(pool.c.serving_key.in_(sorted(one for one in forms if "\x00" not in one)))
    there = set(tx.scalars(query))
    return [key if key in there or unquote(key) not in there else unquote(key) for key in given]


def _checked(key: str) -> str:
    if not key.startswith(f"{SERVING}/"):
        raise BadInput(f"expected the bare key of a picture below {SERVING}/, got {key[:200]!r}")
    name_of(key)
    return key


def _context(tx: Connection, asked: Asked, cell: Cell | None) -> Context:
    """What the caller says of the visitor, over what is known."""
    known = opinions.context_of_visitor(tx, asked.visitor) if asked.visitor else Context()
    generation, gender = asked.generation.strip().lower(), asked.gender.strip().capitalize()
    season, weather, time = cell.favorite.split(",") if cell and cell.favorite in FAVORITES else ("", "", "")
    return Context(
        surely(cell.emotion) if cell else known.mood,
        generation if generation in GENERATIONS else known.generation,
        gender if gender in GENDERS else known.gender,
        season,
        weather,
        time,
    )
