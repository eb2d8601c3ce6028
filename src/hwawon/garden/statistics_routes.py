"""HTTP of the dashboard: what visitors chose, in numbers, and what they like best."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from sqlalchemy import Connection, select
from starlette.responses import Response

from hwawon.accounts.guard import Guard
from hwawon.accounts.identity import Identity
from hwawon.accounts.roles import Role
from hwawon.config import Settings
from hwawon.garden.kept_days import KeptDays
from hwawon.garden.place import load
from hwawon.garden.statistics import ages_of, counts_of, guesses_of, pairs_of, without_small
from hwawon.garden.statistics_schema import StatisticsOut, StatisticsWish, TopLikedOut
from hwawon.garden.tally import NUMBERS, Tally
from hwawon.garden.top_liked import TopLiked, liked_pictures
from hwawon.storage.database import Database
from hwawon.storage.visitor_tables import zone
from hwawon.web.answers import json_answer

MostTold = Annotated[int, Query(ge=1, le=100)]


def router(database: Database, guard: Guard, settings: Settings, top_liked: TopLiked) -> APIRouter:
    """For curators: the numbers are of people."""
    routes = APIRouter(tags=["statistics"])
    Curator = Annotated[Identity, Depends(guard.needs(Role.CURATOR))]
    days = KeptDays(database)

    @routes.get("/api/statistics", response_model=StatisticsOut)
    def get_statistics(_: Curator, wish: Annotated[StatisticsWish, Query()]) -> Response:
        """What visitors felt, chose and liked; made-up visits apart. `published`: without counts of small groups."""
        both = days.both(wish.first, wish.last, wish.zone)
        with database.read() as tx:
            smallest = load(tx).minimum_group
            numbers = _numbers(both[wish.synthetic], wish.utc_offset_min)
            answer = numbers | {"synthetic": both[True].numbers["visits"]}
            guesses, hidden = guesses_of(tx, wish.first, wish.last, smallest)
            zones = list(tx.scalars(select(zone.c.name).order_by(zone.c.name)))
        answer |= {"guesses": list(map(asdict, guesses)), "hidden_groups": hidden, "zones": zones}
        return json_answer(_for_others(answer, smallest) if wish.published else answer)

    @routes.get("/api/top-liked", response_model=TopLikedOut)
    def get_top_liked(_: Curator, limit: MostTold = 20) -> Response:
        """The pictures that most visitors like now, of those that are shown."""
        with database.read() as tx:
            return json_answer({"items": _liked(tx, top_liked, limit, settings)})

    return routes


def _numbers(tally: Tally, utc_offset_min: int) -> dict[str, Any]:
    ages = ages_of(tally)
    everybody = ages.pop("", None)
    numbers = {name: tally.numbers[name] for name in NUMBERS}
    return {
        "total": numbers.pop("visits"),
        **numbers,
        "counts": counts_of(tally),
        "pairs": pairs_of(tally, utc_offset_min),
        "ages": {
            "average": everybody.average if everybody else None,
            "by_emotion": {emotion: asdict(one) for emotion, one in ages.items()},
        },
    }


def _for_others(answer: dict[str, Any], smallest: int) -> dict[str, Any]:
    """Without what could tell of somebody."""
    hidden: int = answer["hidden_groups"]
    counts: dict[str, Any] = {}
    pairs: dict[str, dict[str, Any]] = {}
    for kind, found in answer["counts"].items():
        counts[kind], small = without_small(found, smallest)
        hidden += small
    for pair, rows in answer["pairs"].items():
        pairs[pair] = {}
        for first, found in rows.items():
            pairs[pair][first], small = without_small(found, smallest)
            hidden += small
    ages = answer["ages"]
    spreads = {emotion: one for emotion, one in ages["by_emotion"].items() if one["count"] >= smallest}
    hidden += len(ages["by_emotion"]) - len(spreads)
    average = ages["average"] if answer["total"] >= smallest else None
    told = {"counts": counts, "pairs": pairs, "ages": {"average": average, "by_emotion": spreads}}
    return answer | told | {"hidden_groups": hidden}


def _liked(tx: Connection, top_liked: TopLiked, limit: int, settings: Settings) -> list[dict[str, Any]]:
    return liked_pictures(tx, top_liked(2 * limit), settings.base_path)[:limit]
