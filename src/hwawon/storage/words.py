"""Seeking pictures by words of their titles and prompts: whole words or their beginnings, in any case."""

import re
from typing import Any

from sqlalchemy import Connection, Select, case, column, false, func, literal, select, table, text, true

from hwawon.storage.list_tables import WORDS, picture_text

_WORDS = table(WORDS, column("rowid"))
_PARTS = re.compile(r"\w+")
MOST_PARTS = 20
SAMPLE = 500  # of the newest pictures, which tell how common words are


def parts_of(sought: str) -> tuple[str, ...]:
    """The words in what was typed, as the databases part them; at most 20."""
    return tuple(part for part in _PARTS.findall(sought.replace("_", " ")))[:MOST_PARTS]


def having(tx: Connection, sought: str, most: int | None = None) -> Select[Any]:
    """A query for `picture_text.picture` of the pictures that have all of these words; of all of them for none.

    `most`: only so many will be read of it, in the order of the list or in any.
    """
    parts = parts_of(sought)
    if not parts:
        return select(picture_text.c.picture)
    if tx.dialect.name == "sqlite":
        joined = picture_text.join(_WORDS, picture_text.c.n == _WORDS.c.rowid)
        asked = " AND ".join(f'"{part}" *' for part in parts)
        return (
            select(picture_text.c.picture)
            .select_from(joined)
            .where(text(f"{WORDS} MATCH :words").bindparams(words=asked))
        )
    asked = " & ".join(f"'{part}':*" for part in parts)
    has_them = picture_text.c.vector.op("@@")(func.to_tsquery(literal("simple").op("::")(text("regconfig")), asked))
    walked = most is not None and _is_common(tx, has_them, most)
    return select(picture_text.c.picture).where(case((has_them, true()), else_=false()) if walked else has_them)


def _is_common(tx: Connection, has_them: Any, most: int) -> bool:
    """Whether `most` pictures with the words are found sooner by walking the list than by fetching all that have them.

    PostgreSQL has no numbers of beginnings and takes them for rare: it would fetch and sort them. For a walk the
    condition is put so that no index serves it and half of the pictures are thought to meet it.
    """
    newest = select(picture_text.c.n, has_them.label("has_them")).order_by(picture_text.c.n.desc()).limit(SAMPLE)
    sample = newest.subquery()
    sums = select(func.count(), func.count().filter(sample.c.has_them), func.coalesce(func.max(sample.c.n), 0))
    looked_at, found, pictures = tx.execute(sums).one()
    share = found / max(1, looked_at)
    return bool(share > 0 and most / share < share * pictures)


def newest(tx: Connection, query: Select[Any], before: str | None, *, oldest: bool = False) -> Select[Any]:
    """The query of `having` in the order of arrival, newest first or oldest; behind the picture `before`.

    On SQLite that is the order of the index of words, which is read only as far as the page reaches; pictures are
    numbered as they come, as their ids are.
    """
    if tx.dialect.name != "sqlite":
        place: Any = picture_text.c.picture
        if before is not None:
            query = query.where(place > before if oldest else place < before)
        return query.order_by(place if oldest else place.desc())
    place = _WORDS.c.rowid
    if before is not None:
        here = select(picture_text.c.n).where(picture_text.c.picture == before).scalar_subquery()
        near = select(func.max(picture_text.c.n)).where(picture_text.c.picture < before).scalar_subquery()
        n = func.coalesce(here, near, 0)
        query = query.where(place > n if oldest else place < n)
    return query.order_by(place if oldest else place.desc())
