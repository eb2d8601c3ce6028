"""What a visit is shown: the wish for a slate, and what was on which."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, select

from hwawon.errors import BadInput, NotFound
from hwawon.garden.visits import Visit
from hwawon.recommend.wish import Wish
from hwawon.storage.garden_tables import interaction, pool
from hwawon.storage.visitor_tables import shown
from hwawon.storage.visitor_tables import slate as slates


def wish(
    visit: Visit,
    *,
    size: int,
    orientation: str | None = None,
    first: tuple[str, ...] = (),
    without: frozenset[str] = frozenset(),
) -> Wish:
    """What is asked of the recommender; before consent it is nobody's."""
    return Wish(
        context=visit.context,
        size=size,
        visitor=visit.visitor if visit.consent != "none" else None,
        visit=visit.id,
        surface=visit.surface,
        zone=visit.zone,
        orientation=orientation,
        favorite=visit.favorite,
        without=without,
        first=first,
        policy=visit.policy or None,
        synthetic=visit.synthetic,
    )


def info(visit: Visit) -> Mapping[str, Any]:
    """The visitor's words for the screens, and what the recommender needs to fill them."""
    ages = {"age_low": visit.age_low, "age_high": visit.age_high}
    words = {"emotion": visit.emotion, "favorite": visit.favorite, "generation": visit.generation} | ages
    who = {"visit": visit.id, "visitor": visit.visitor, "context": visit.context.as_json()}
    return words | {"gender": visit.gender} | who


_SERVED = select(pool.c.picture).where(pool.c.serving_key == bindparam("item"), pool.c.published_at.is_not(None))


def need_served(tx: Connection, item: str) -> None:
    """Raises NotFound where visitors cannot see this picture."""
    if tx.scalar(_SERVED, {"item": item}) is None:
        raise NotFound(f"there is no picture {item[:200]!r}")


def in_visit(tx: Connection, visit: str) -> frozenset[str]:
    """All that was shown in a visit."""
    query = select(shown.c.item).join(slates, slates.c.id == shown.c.slate).where(slates.c.visit == visit)
    return frozenset(tx.scalars(query))


_OF_VISIT = shown.join(slates, slates.c.id == shown.c.slate)
_LAST_WITH = (
    select(shown.c.slate)
    .select_from(_OF_VISIT)
    .where(slates.c.visit == bindparam("visit"), shown.c.item == bindparam("item"))
    .order_by(slates.c.id.desc())
    .limit(1)
)
_ITEMS = (
    select(shown.c.item)
    .select_from(_OF_VISIT)
    .where(slates.c.visit == bindparam("visit"), slates.c.id == bindparam("slate"))
    .order_by(shown.c.position)
)


def impression(tx: Connection, visit: str, item: str, slate: str | None) -> tuple[str | None, list[str]]:
    """The slate on which a visitor saw a picture, and all that was on it; the last one where `slate` is not named.

    Raises:
        NotFound: the visit had no such slate.
        BadInput: the picture was not on it.
    """
    if slate is None:
        slate = tx.scalar(_LAST_WITH, {"visit": visit, "item": item})
        if slate is None:
            need_served(tx, item)
            return None, [item]
    items = list(tx.scalars(_ITEMS, {"visit": visit, "slate": slate}))
    if not items:
        raise NotFound(f"this visit had no slate {slate!r}")
    if item not in items:
        raise BadInput(f"{item[:200]!r} was not on the slate {slate!r}")
    return slate, items


def has_opinions(tx: Connection, visitor: str) -> bool:
    """Whether a visitor has liked or disliked anything."""
    return tx.scalar(select(interaction.c.id).where(interaction.c.visitor == visitor).limit(1)) is not None
