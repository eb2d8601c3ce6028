"""How pictures for screens are chosen: by the recommender, else the newest; a protocol, and what is asked."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from hwawon.displays.settings import Source
from hwawon.displays.slots import Orientation
from hwawon.recommend.context import UNSURE, Context, surely
from hwawon.recommend.recommender import Recommender
from hwawon.recommend.wish import Wish
from hwawon.storage.database import Database
from hwawon.storage.garden_tables import pool

log = logging.getLogger(__name__)

SURFACE = "display"
_SEASONS = ("winter", "spring", "summer", "autumn")  # winter begins in December


@dataclass(frozen=True)
class Asked:
    """Pictures of one orientation for a zone. `without`: keys not to show."""

    zone: str
    orientation: Orientation
    size: int
    context: Context = field(default_factory=Context)
    without: frozenset[str] = frozenset()
    visit: str | None = None
    visitor: str | None = None


@dataclass(frozen=True)
class Choice:
    """The keys, best first, and the slate by which they were chosen and logged."""

    items: Sequence[str] = ()
    slate: str | None = None


Choose = Callable[[Asked], Choice]


def newest(database: Database) -> Choose:
    """Chooses what was published last: where there is no recommender."""

    def choose(asked: Asked) -> Choice:
        served = (pool.c.published_at.is_not(None), pool.c.orientation == asked.orientation)
        query = select(pool.c.serving_key).where(*served).order_by(pool.c.picture.desc())
        most = asked.size + len(asked.without)
        with database.read() as tx:
            found = [str(key) for key in tx.scalars(query.limit(most))]
        return Choice([key for key in found if key not in asked.without][: asked.size])

    return choose


def recommended(recommender: Recommender, otherwise: Choose) -> Choose:
    """Chooses by the recommender, which logs it with its chances; `otherwise` where that fails."""

    def choose(asked: Asked) -> Choice:
        words = (asked.context.season, asked.context.weather, asked.context.time)
        wish = Wish(
            asked.context,
            size=asked.size,
            visitor=asked.visitor,
            visit=asked.visit,
            surface=SURFACE,
            zone=asked.zone,
            orientation=asked.orientation,
            favorite=",".join(words) if all(words) else "",
            without=asked.without,
        )
        try:
            slate = recommender.slate(wish)
        except Exception:
            log.exception("the recommender chose nothing for %s", asked.zone)
            return otherwise(asked)
        return Choice([one.item for one in slate.shown], slate.id)

    return choose


def context_for(source: Source, local: datetime) -> Context:
    """What a source is of; where it names no favorite, the season and the time of the day that it is there."""
    season, weather, time = source.favorite.split(",") if source.favorite else (season_of(local), "", time_of(local))
    return context_of_words(source.emotion, season, weather, time)


def context_of_words(emotion: str, season: str, weather: str, time: str) -> Context:
    """A context in the garden's words; an empty one is unknown."""
    return Context(surely(emotion) if emotion else UNSURE, season=season, weather=weather, time=time)


def season_of(local: datetime) -> str:
    """The season of the northern half of the earth."""
    return _SEASONS[local.month % 12 // 3]


def time_of(local: datetime) -> str:
    """The garden's word for a time of the day."""
    if 4 <= local.hour < 7:
        return "the-early-dawn"
    if 7 <= local.hour < 17:
        return "day"
    return "sunset" if 17 <= local.hour < 20 else "the-middle-of-the-night"
