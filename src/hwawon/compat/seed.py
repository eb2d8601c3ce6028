"""`/generateDataset`: made-up visitors who like every picture of their emotion, marked so that they can be removed."""

from collections.abc import Iterator, Sequence
from itertools import islice

from sqlalchemy import Connection, insert, select

from hwawon.compat.visitor_shapes import NewUser
from hwawon.datasets.schemas import SYNTHETIC_PREFIX
from hwawon.garden.register import About, register
from hwawon.pool.keys import EMOTIONS
from hwawon.recommend.context import GENDERS
from hwawon.recommend.opinions import context_of_words
from hwawon.storage.database import Database
from hwawon.storage.garden_tables import interaction, pool
from hwawon.storage.types import utc_now

ANY = "surprised"  # what the original takes for "any"
MOST_LIKED = 1000  # newest pictures of an emotion
_ROWS_AT_ONCE = 5000


def about_of(user: NewUser) -> About:
    """The garden's own words; others, such as `any`, are unknown."""
    gender, emotion = user.gender.strip().capitalize(), user.emotion.strip().lower()
    return About("", gender if gender in GENDERS else "", emotion if emotion in EMOTIONS else "")


def made_up(database: Database, users: Sequence[NewUser]) -> None:
    """Register the visitors under ids that begin with `synthetic-`, and let each like the pictures of its emotion."""
    with database.write() as tx:
        for user in users:
            register(tx, _id(user), about_of(user), synthetic=True)
        liked = {emotion: _pictures(tx, emotion) for emotion in {_liked_emotion(user) for user in users}}
    rows = _likes(users, liked)
    while some := list(islice(rows, _ROWS_AT_ONCE)):
        with database.write() as tx:
            tx.execute(insert(interaction), some)


def _likes(users: Sequence[NewUser], liked: dict[str, list[str]]) -> Iterator[dict[str, object]]:
    now_s = int(utc_now().timestamp())
    for user in users:
        about = about_of(user)
        context = context_of_words(about.emotion, "", about.gender).as_json()
        fixed = {"visitor": _id(user), "timestamp": now_s, "event_type": "click", "synthetic": True}
        for key in liked[_liked_emotion(user)]:
            yield fixed | {"item": key, "impression": "", "context": context}


def _pictures(tx: Connection, emotion: str) -> list[str]:
    served = select(pool.c.serving_key).where(pool.c.published_at.is_not(None), pool.c.emotion == emotion)
    return list(tx.scalars(served.order_by(pool.c.picture.desc()).limit(MOST_LIKED)))


def _liked_emotion(user: NewUser) -> str:
    return about_of(user).emotion or ANY


def _id(user: NewUser) -> str:
    return user.userId if user.userId.startswith(SYNTHETIC_PREFIX) else f"{SYNTHETIC_PREFIX}{user.userId}"[:200]
