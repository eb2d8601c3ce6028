"""The database's rows as the model takes them."""

import base64
import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Connection, Text, cast, select, text

from hwawon.errors import BadInput
from hwawon.recommend.attributes import parts_of
from hwawon.recommend.context import context_of
from hwawon.recommend.model import Model
from hwawon.recommend.opinions import context_of_words
from hwawon.recommend.pictures import Served
from hwawon.storage.garden_tables import POOL_STARRED, interaction, pool
from hwawon.storage.garden_tables import visitor as visitors
from hwawon.storage.visitor_tables import picture_vector
from hwawon.storage.visitor_tables import shown as shown_rows

ROWS_AT_ONCE = 5_000
Parts = tuple[int, ...]
_SAID = select(
    interaction.c.id,
    interaction.c.visitor,
    interaction.c.item,
    interaction.c.event_type,
    interaction.c.timestamp,
    interaction.c.impression,
    interaction.c.slate,
    cast(interaction.c.context, Text),
).order_by(interaction.c.id)
_SERVED = select(
    pool.c.serving_key,
    pool.c.picture,
    pool.c.stars,
    pool.c.cluster,
    pool.c.published_at,
    pool.c.fingerprint,
).where(pool.c.published_at.is_not(None), pool.c.serving_key.is_not(None))


class Contexts:
    """The parts of contexts, each text looked into once."""

    def __init__(self) -> None:
        self._of_text: dict[str, Parts] = {}

    def of(self, told: str) -> Parts:
        """The parts of a context as JSON; of what is none, nothing is known."""
        known = self._of_text.get(told)
        if known is None:
            known = self._of_text[told] = _parts_of_json(told)
        return known


def read_said(tx: Connection, model: Model, where: ColumnElement[bool], contexts: Contexts) -> Sequence[int]:
    """Take at most `ROWS_AT_ONCE` interactions in; their ids, in order."""
    rows = tx.execute(_SAID.where(where).limit(ROWS_AT_ONCE)).all()
    of_visitor = _of_visitors(tx, {row[1] for row in rows if row[7] is None})
    unknown = (0,) * len(parts_of(context_of({})))
    for id, who, item, kind, moment_s, impression, slate, context in rows:
        parts = of_visitor.get(who, unknown) if context is None else contexts.of(context)
        seen = None if slate is not None else impression.split("|") if impression else ()
        model.take(id, who, item, kind, moment_s, parts, seen)
    return [row[0] for row in rows]


def read_served(tx: Connection, model: Model, after: str) -> str | None:
    """Some thousand of the pictures that visitors see, behind the picture `after`; the last, None at the end."""
    rows = tx.execute(_SERVED.where(pool.c.picture > after).order_by(pool.c.picture).limit(ROWS_AT_ONCE)).all()
    _serve(model, rows)
    return str(rows[-1].picture) if len(rows) == ROWS_AT_ONCE else None


def read_keys(tx: Connection, model: Model, keys: Sequence[str]) -> None:
    """These pictures, with what they look like, as they are now: shown, or shown no longer."""
    for start in range(0, len(keys), ROWS_AT_ONCE):
        some = keys[start : start + ROWS_AT_ONCE]
        rows = tx.execute(_SERVED.where(pool.c.serving_key.in_(some))).all()
        there = {row.serving_key for row in rows}
        for key in some:
            if key not in there:
                model.pictures.withdraw(key)
        _serve(model, rows)
        read_looks(tx, model, [row.picture for row in rows])
    model.version += 1


def read_vectors(tx: Connection, model: Model, after: str) -> str | None:
    """Some thousand vectors of pictures that are served, behind the picture `after`; the last, None at the end."""
    query = select(picture_vector.c.picture, picture_vector.c.vector).order_by(picture_vector.c.picture)
    rows = tx.execute(query.where(picture_vector.c.picture > after).limit(ROWS_AT_ONCE)).all()
    for id, vector in rows:
        model.pictures.look(id, base64.b64decode(vector))
    return str(rows[-1].picture) if len(rows) == ROWS_AT_ONCE else None


def read_looks(tx: Connection, model: Model, ids: Sequence[str]) -> None:
    """What these pictures look like."""
    query = select(picture_vector.c.picture, picture_vector.c.vector).where(picture_vector.c.picture.in_(ids))
    for id, vector in tx.execute(query):
        model.pictures.look(id, base64.b64decode(vector))


def read_stars(tx: Connection, model: Model) -> None:
    """How many stars the pictures have that visitors see."""
    query = select(pool.c.picture, pool.c.stars).where(text(POOL_STARRED), pool.c.published_at.is_not(None))
    model.pictures.star({row.picture: row.stars for row in tx.execute(query)})


def read_shown(tx: Connection, model: Model, after: str, before: str) -> str | None:
    """The pictures of some thousand slates between the slates `after` and `before`; the last, None at the end."""
    between = (shown_rows.c.slate > after, shown_rows.c.slate < before)
    query = select(shown_rows.c.slate, shown_rows.c.item).where(*between)
    query = query.order_by(shown_rows.c.slate, shown_rows.c.position)
    rows = tx.execute(query.limit(ROWS_AT_ONCE)).all()
    is_last = len(rows) < ROWS_AT_ONCE
    slates = [(slate, [row.item for row in some]) for slate, some in groupby(rows, key=itemgetter(0))]
    whole = slates if is_last or len(slates) < 2 else slates[:-1]  # the last may go on behind these rows
    for slate, items in whole:
        model.show(slate, items)
    return None if is_last else str(whole[-1][0])


def read_slates(tx: Connection, model: Model, slates: Iterable[str]) -> None:
    """The pictures of these slates."""
    columns = (shown_rows.c.slate, shown_rows.c.item)
    rows = tx.execute(select(*columns).where(shown_rows.c.slate.in_(list(slates))).order_by(shown_rows.c.slate)).all()
    for slate, some in groupby(rows, key=itemgetter(0)):
        model.show(slate, [row.item for row in some])


def _serve(model: Model, rows: Sequence[Any]) -> None:
    for key, picture, stars, cluster, since, fingerprint in rows:
        served = Served(key, picture, stars, cluster or picture, int(since.timestamp()), fingerprint)
        model.pictures.serve(served)


def _of_visitors(tx: Connection, ids: set[str]) -> dict[str, Parts]:
    columns = (visitors.c.id, visitors.c.emotion, visitors.c.generation, visitors.c.gender)
    found: Iterator[Any] = iter(tx.execute(select(*columns).where(visitors.c.id.in_(ids)))) if ids else iter(())
    return {id: parts_of(context_of_words(*words)) for id, *words in found}


def _parts_of_json(told: str) -> Parts:
    try:
        return parts_of(context_of(json.loads(told)))
    except (BadInput, ValueError, TypeError):
        return parts_of(context_of({}))
