"""Seed data: visitors and likes made up, so that there is something to see and to learn before anybody comes."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import Connection, delete, exists, func, insert, select

from hwawon.datasets.reading import slices
from hwawon.datasets.schemas import ITEMS, SYNTHETIC_PREFIX
from hwawon.datasets.tastes import Made, Offer, choose, draw_screen, make_offer, make_visitor
from hwawon.errors import Conflict
from hwawon.recommend.erase import tell_reload
from hwawon.storage.database import Database
from hwawon.storage.garden_tables import interaction, item, visitor
from hwawon.storage.types import utc_now

FEWEST_VISITORS = 25  # what recommender services ask for at least, and the next
FEWEST_INTERACTIONS = 1_000
DAYS = 60
DAY_S = 86_400
OPENING_S = (9 * 3600, 21 * 3600)  # of the day, when visitors come
MOST_OFFERED = 5_000  # pictures that made-up visitors see
_ROWS_AT_ONCE = 5_000


@dataclass(frozen=True)
class SeedCounts:
    """How many rows were made, or removed."""

    visitors: int
    interactions: int


def make_seed(database: Database, visitors: int, interactions: int, seed: int) -> SeedCounts:
    """Make visitors and likes over the items that are there; the same seed and the same items give the same rows.

    Everything is marked synthetic. The likes lie in the sixty days before the newest item.

    Raises:
        Conflict: there is no item to like, or there is seed data already.
    """
    chance = random.Random(f"seed data {seed}")
    with database.read() as tx:
        if tx.scalar(select(exists().where(visitor.c.synthetic.is_(True)))):
            raise Conflict("there is seed data already; remove it first")
        offers, newest_s = _offers(tx, chance), tx.scalar(select(func.max(item.c.timestamp)))
    if not offers or newest_s is None:
        raise Conflict("seed data needs pictures that visitors see; publish some, or import items.csv")
    people = [make_visitor(chance, f"{SYNTHETIC_PREFIX}{seed}-{number:05d}") for number in range(visitors)]
    with database.write() as tx:
        now = utc_now()
        tx.execute(insert(visitor), [_visitor_row(one) | {"created_at": now} for one in people])
    likes = _likes(chance, people, offers, newest_s, interactions)
    while rows := list(islice(likes, _ROWS_AT_ONCE)):
        with database.write() as tx:
            tx.execute(insert(interaction), rows)
    return SeedCounts(visitors, interactions)


def remove_seed(database: Database) -> SeedCounts:
    """Remove all that is marked synthetic, and nothing else."""
    with database.write() as tx:
        liked = tx.execute(delete(interaction).where(interaction.c.synthetic.is_(True))).rowcount
        people = tx.execute(delete(visitor).where(visitor.c.synthetic.is_(True))).rowcount
        tell_reload(tx, "synthetic rows were removed")
    return SeedCounts(people, liked)


def _offers(tx: Connection, chance: random.Random) -> list[Offer]:
    """Some thousand of the items, each as likely as the others, in a fixed order."""
    kept: list[tuple[str, str]] = []
    rows = ((row.id, row.emotion) for slice_ in slices(tx, ITEMS) for row in slice_)
    for place, row in enumerate(rows):
        if place < MOST_OFFERED:
            kept.append(row)
        elif (other := chance.randrange(place + 1)) < MOST_OFFERED:
            kept[other] = row
    return [offer for key, emotion in kept if (offer := make_offer(chance, key, emotion))]


def _likes(
    chance: random.Random, people: Sequence[Made], offers: Sequence[Offer], newest_s: int, count: int
) -> Iterator[dict[str, Any]]:
    """Likes in the order in which they happened."""
    by_emotion: dict[str, list[Offer]] = {}
    for offer in offers:
        by_emotion.setdefault(offer.cell.emotion.upper(), []).append(offer)
    for moment_s in _moments(chance, newest_s, count):
        person = chance.choice(people)
        screen = draw_screen(chance, by_emotion.get(person.emotion, ()), offers)
        yield {
            "visitor": person.id,
            "item": choose(chance, person, screen, moment_s).key,
            "timestamp": moment_s,
            "event_type": "click",
            "impression": "|".join(offer.key for offer in screen),
            "synthetic": True,
        }


def _moments(chance: random.Random, newest_s: int, count: int) -> list[int]:
    """In opening hours of the sixty days that end with the day before `newest_s`."""
    today_s = newest_s - newest_s % DAY_S
    days = (today_s - DAY_S * chance.randint(1, DAYS) for _ in range(count))
    return sorted(day + chance.randrange(*OPENING_S) for day in days)


def _visitor_row(one: Made) -> dict[str, Any]:
    about = {"generation": one.generation, "gender": one.gender, "emotion": one.emotion}
    return {"id": one.id, **about, "synthetic": True}
