"""Events, users and items that scripts for Amazon Personalize send."""

import hashlib

from sqlalchemy import Connection, exists, select

from hwawon.compat.personalize_context import CONTEXT, context_for, known_words, user_row
from hwawon.compat.personalize_shapes import EVENTS, Event, PutEvents, PutItems, PutUsers
from hwawon.datasets.putting import put_items
from hwawon.datasets.report import FileReport
from hwawon.errors import BadInput
from hwawon.pool.keys import SERVING, name_of
from hwawon.recommend.opinions import record
from hwawon.storage.garden_tables import item, visitor
from hwawon.storage.many import insert_many
from hwawon.storage.types import utc_now
from hwawon.storage.visitor_tables import shown, slate

SESSION = "session:"  # before the session that stands for a visitor who is not named


def put_events(tx: Connection, wish: PutEvents) -> int:
    """Record what a visitor did; how many events are new. One that is not as it should be refuses all of the call.

    Raises:
        BadInput: a picture that is not here, a recommendation that was never given, or an unknown property.
    """
    who = wish.userId or SESSION + wish.sessionId
    return sum(_put_event(tx, wish.trackingId, who, one, place) for place, one in enumerate(wish.eventList))


def put_visitors(tx: Connection, wish: PutUsers) -> None:
    """Add visitors, or bring what is known of them up to the call; properties that it does not name stay.

    Raises:
        BadInput: an unknown property or word.
    """
    given = {one.userId: user_row(one.userId, one.properties) for one in wish.users}
    columns = (visitor.c.id, visitor.c.generation, visitor.c.gender, visitor.c.emotion)
    stored = {row.id: dict(row._mapping) for row in tx.execute(select(*columns).where(visitor.c.id.in_(list(given))))}
    blank = {"generation": "", "gender": "", "emotion": "", "created_at": utc_now(), "synthetic": False}
    rows = [blank | stored.get(id, {}) | row for id, row in given.items()]
    insert_many(tx, visitor, rows, instead=("generation", "gender", "emotion"))


def put_pictures(tx: Connection, wish: PutItems) -> None:
    """Add items, or bring them up to the call. Such as are no pictures here can be liked and are never shown.

    Raises:
        BadInput: no serving key, an unknown property, or an emotion that is not the key's.
    """
    rows = []
    for one in wish.items:
        words = known_words(one.properties, ("EMOTION", "TIMESTAMP", "CREATION_TIMESTAMP"), "properties")
        named = name_of(one.itemId)
        if not one.itemId.startswith(f"{SERVING}/"):
            raise BadInput(f"itemId: expected a key below {SERVING}/, got {one.itemId[:200]!r}")
        emotion = words.get("emotion", named.cell.search_key)
        if not isinstance(emotion, str) or emotion not in (named.cell.search_key, named.cell.emotion):
            raise BadInput(f"properties.emotion: expected {named.cell.search_key!r} as in the key, got {emotion!r:.80}")
        moment = words.get("timestamp", words.get("creation_timestamp", int(utc_now().timestamp())))
        if type(moment) is not int or moment < 0:
            raise BadInput(f"properties.timestamp: expected whole seconds since 1970, got {moment!r:.80}")
        rows.append({"id": one.itemId, "timestamp": moment, "emotion": named.cell.search_key})
    put_items(tx, list({row["id"]: row for row in rows}.values()), FileReport())


def _put_event(tx: Connection, tracking: str, who: str, event: Event, place: int) -> bool:
    where = f"eventList.{place}"
    if not tx.scalar(select(exists().where(item.c.id == event.itemId))):
        raise BadInput(f"{where}.itemId: there is no item {event.itemId[:200]!r}")
    if event.recommendationId and not tx.scalar(select(exists().where(slate.c.id == event.recommendationId))):
        raise BadInput(f"{where}.recommendationId: no recommendation {event.recommendationId!r} was given")
    words = known_words(event.properties, CONTEXT, f"{where}.properties")
    for name, value in words.items():
        if not isinstance(value, str):
            raise BadInput(f"{where}.properties.{name}: expected a word, got {value!r:.80}")
    return record(
        tx,
        visitor=who,
        item=event.itemId,
        kind=EVENTS[event.eventType],
        impression=event.impression or _implicit(tx, event.recommendationId),
        event=_event_id(tracking, who, event.eventId),
        slate=event.recommendationId,
        context=context_for(tx, who, words),
        now_s=int(event.sentAt),
    )


def _implicit(tx: Connection, recommendation: str | None) -> list[str]:
    """What was shown, by the recommendation that the event names."""
    if recommendation is None:
        return []
    return list(tx.scalars(select(shown.c.item).where(shown.c.slate == recommendation).order_by(shown.c.position)))


def _event_id(tracking: str, who: str, event: str | None) -> str | None:
    """A name of ours for the sender's: theirs may be 256 letters long, and another tracker may use the same."""
    return None if event is None else hashlib.sha256(f"{tracking}\n{who}\n{event}".encode()).hexdigest()
