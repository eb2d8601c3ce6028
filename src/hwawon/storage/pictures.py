"""Pictures: what is known of each, the whole request that made it included; the pixels lie in the objects."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, Select, bindparam, delete, func, insert, or_, select, text, update
from sqlalchemy.exc import IntegrityError

from hwawon.errors import Conflict, NotFound
from hwawon.storage import words
from hwawon.storage.ids import new_id
from hwawon.storage.list_tables import picture_text
from hwawon.storage.paging import Page, check_limit, cut_page, decode_cursor
from hwawon.storage.tables import PICTURE_FAVOURITE, journal, picture, picture_count
from hwawon.storage.types import utc_now


@dataclass(frozen=True, kw_only=True)
class NewPicture:
    """A picture about to be added. `key` names its object, `record` is what makes it again."""

    kind: str  # upload, generated, retouched ...
    key: str
    media_type: str
    width: int
    height: int
    bytes: int
    record: Mapping[str, Any]
    thumbnail_key: str | None = None
    name: str | None = None  # the public name
    title: str = ""
    published: bool = False
    owner: str | None = None
    base: str | None = None  # the picture it was made from
    job: str | None = None
    position: int = 0  # among the pictures of its job
    favourite: bool = False


@dataclass(frozen=True, kw_only=True)
class PictureRecord(NewPicture):
    """A picture that is in the database."""

    id: str
    created_at: datetime


class PictureLine(NamedTuple):
    """What a list says of a picture: all but its record, which is long. A plain tuple, since lists have 500 of them."""

    id: str
    kind: str
    key: str
    thumbnail_key: str | None
    title: str
    media_type: str
    width: int
    height: int
    bytes: int
    published: bool
    favourite: bool
    owner: str | None
    base: str | None
    created_at: datetime


_LINES = select(*(picture.c[name] for name in PictureLine._fields))  # built once: building costs a tenth of a page
_LINE = _LINES.where(picture.c.id == bindparam("id"))
MOST_BUILT = 256  # queries that are kept as they were built: building costs as much as running


@dataclass(frozen=True)
class Narrowing:
    """Which pictures of a list are wanted, beyond kind and publication."""

    favourite: bool | None = None
    base: str | None = None  # made from this picture
    words: tuple[str, ...] = ()  # title and prompt have all of them, whole or as beginnings, in any case


EVERY = Narrowing()
MOST_COUNTED = 1000  # pictures that have the words: counting 100,000 of them would take longer than the page


def add(tx: Connection, new: NewPicture, id: str | None = None) -> PictureRecord:
    """Add a picture, under an id made before where one is given.

    For a job and position that have one already, that one is given back and nothing changes.

    Raises:
        Conflict: another picture has this public name.
    """
    made = PictureRecord(**vars(new), id=id or new_id(), created_at=utc_now())
    try:
        with tx.begin_nested():
            tx.execute(insert(picture).values(vars(made)))
    except IntegrityError:
        present = _of_job(tx, new.job, new.position)
        if present is not None:
            return present
        if new.name is not None and _first(tx, select(picture).where(picture.c.name == new.name)):
            raise Conflict(f"there is a picture named {new.name!r} already") from None
        raise
    return made


def get(tx: Connection, picture_id: str) -> PictureRecord:
    """The picture with this id.

    Raises:
        NotFound: there is none.
    """
    found = _first(tx, select(picture).where(picture.c.id == picture_id))
    if found is None:
        raise NotFound(f"there is no picture {picture_id!r}")
    return found


def line(tx: Connection, picture_id: str) -> PictureLine:
    """As `get`, without the record.

    Raises:
        NotFound: there is none.
    """
    found = tx.execute(_LINE, {"id": picture_id}).first()
    if found is None:
        raise NotFound(f"there is no picture {picture_id!r}")
    return PictureLine._make(found)


def by_name(tx: Connection, name: str) -> PictureRecord:
    """The picture with this public name.

    Raises:
        NotFound: there is none.
    """
    found = _first(tx, select(picture).where(picture.c.name == name))
    if found is None:
        raise NotFound(f"there is no picture named {name!r}")
    return found


def page(
    tx: Connection,
    limit: int,
    cursor: str | None = None,
    kind: str | None = None,
    published: bool | None = None,
    visible_to: str | None = None,
    without: Collection[str] = (),
    more: Narrowing = EVERY,
) -> Page[PictureLine]:
    """Up to `limit` pictures, newest first, of one kind and one state of publication where these are given.

    `visible_to` leaves only the published ones and those of this owner; `without` leaves kinds out.

    Raises:
        BadInput: limit not within 1..500, or a cursor that is not ours.
    """
    before = None if cursor is None else decode_cursor(cursor)
    if more.words:
        query = words.newest(tx, _sought(tx, more, limit).with_only_columns(*_LINES.selected_columns), before)
        query = _plainly_narrowed(_narrowed(query, more), kind, published, visible_to, without).limit(bindparam("most"))
    else:
        query = _newest(before is None, kind, published, visible_to, tuple(without), more)
    given = {"most": check_limit(limit) + 1} | ({} if before is None else {"before": before})
    lines = [PictureLine._make(row) for row in tx.execute(query, given).all()]
    total = count(tx, kind, published, visible_to, without, more)
    page = cut_page(lines, [line.id for line in lines], limit, total)
    if more.words and total > MOST_COUNTED:
        page = replace(page, total=MOST_COUNTED, total_is_exact=False)
    return page


def count(
    tx: Connection,
    kind: str | None = None,
    published: bool | None = None,
    visible_to: str | None = None,
    without: Collection[str] = (),
    more: Narrowing = EVERY,
) -> int:
    """How many pictures `page` would give in all; of words 1001 where there are more."""
    if more.words:
        sought = _narrowed(_sought(tx, more, MOST_COUNTED), more)
        sought = _plainly_narrowed(sought, kind, published, visible_to, without)
        return int(tx.scalar(select(func.count()).select_from(sought.limit(MOST_COUNTED + 1).subquery())) or 0)
    if more != EVERY:  # the kept counts know nothing of it
        query = _narrowed(select(func.count()).select_from(picture), more)
        return int(tx.scalar(_plainly_narrowed(query, kind, published, visible_to, without)) or 0)
    if visible_to is not None:
        own = 0 if published else _own_unpublished(tx, kind, visible_to, without)
        return own + (0 if published is False else count(tx, kind, True, without=without))
    return int(tx.scalar(_kept_count(kind, published, tuple(without))) or 0)


@lru_cache(maxsize=MOST_BUILT)
def _newest(
    is_first: bool,
    kind: str | None,
    published: bool | None,
    visible_to: str | None,
    without: tuple[str, ...],
    more: Narrowing,
) -> Select[Any]:
    query = _LINES.order_by(picture.c.id.desc())
    query = query if is_first else query.where(picture.c.id < bindparam("before"))
    return _plainly_narrowed(_narrowed(query, more), kind, published, visible_to, without).limit(bindparam("most"))


@lru_cache(maxsize=MOST_BUILT)
def _kept_count(kind: str | None, published: bool | None, without: tuple[str, ...]) -> Select[Any]:
    query = select(func.coalesce(func.sum(picture_count.c.pictures), 0))
    if kind is not None:
        query = query.where(picture_count.c.kind == kind)
    if published is not None:
        query = query.where(picture_count.c.published == published)
    return query.where(picture_count.c.kind.not_in(without)) if without else query


def _narrowed(query: Select[Any], more: Narrowing) -> Select[Any]:
    if more.favourite is not None:
        query = query.where(text(PICTURE_FAVOURITE) if more.favourite else picture.c.favourite.is_(False))
    if more.base is not None:
        query = query.where(picture.c.base == more.base)
    return query


def _sought(tx: Connection, more: Narrowing, most: int) -> Select[Any]:
    return words.having(tx, " ".join(more.words), most).join(picture, picture.c.id == picture_text.c.picture)


def _plainly_narrowed(
    query: Select[Any], kind: str | None, published: bool | None, visible_to: str | None, without: Collection[str]
) -> Select[Any]:
    if kind is not None:
        query = query.where(picture.c.kind == kind)
    if published is not None:
        query = query.where(picture.c.published == published)
    if visible_to is not None:
        query = query.where(or_(picture.c.published, picture.c.owner == visible_to))
    return query.where(picture.c.kind.not_in(without)) if without else query


def _own_unpublished(tx: Connection, kind: str | None, owner: str, without: Collection[str]) -> int:
    query = select(func.count()).where(picture.c.owner == owner, picture.c.published.is_(False))
    query = query.where(picture.c.kind.not_in(without)) if without else query
    return int(tx.scalar(query if kind is None else query.where(picture.c.kind == kind)) or 0)


def publish(tx: Connection, picture_id: str, published: bool = True) -> PictureRecord:
    """Show a picture to visitors, or no longer.

    Raises:
        NotFound: there is none with this id.
    """
    tx.execute(update(picture).where(picture.c.id == picture_id).values(published=published))
    return get(tx, picture_id)


def change(
    tx: Connection, picture_id: str, *, favourite: bool | None = None, title: str | None = None
) -> PictureRecord:
    """Change what people say of a picture; None leaves it as it is.

    Raises:
        NotFound: there is none with this id.
    """
    values = {"favourite": favourite, "title": title}
    given = {name: value for name, value in values.items() if value is not None}
    if given:
        tx.execute(update(picture).where(picture.c.id == picture_id).values(given))
    return get(tx, picture_id)


def remove(tx: Connection, picture_id: str) -> None:
    """Forget a picture; its object is swept later, unless another row points at it.

    Raises:
        NotFound: there is none with this id.
        Conflict: a journal is built on it, which the message names; or something else is.
    """
    get(tx, picture_id)
    try:
        with tx.begin_nested():
            tx.execute(delete(picture).where(picture.c.id == picture_id))
    except IntegrityError:
        raise Conflict(f"picture {picture_id} {_use_of(tx, picture_id)}: delete that first") from None


def _use_of(tx: Connection, picture_id: str) -> str:
    built = tx.execute(select(journal.c.id, journal.c.title).where(journal.c.base_picture == picture_id)).first()
    return "is part of other work" if built is None else f"is the base of the journal {built.title!r} ({built.id})"


def _of_job(tx: Connection, job: str | None, position: int) -> PictureRecord | None:
    if job is None:
        return None
    return _first(tx, select(picture).where(picture.c.job == job, picture.c.position == position))


def _first(tx: Connection, query: Select[Any]) -> PictureRecord | None:
    row = tx.execute(query).first()
    return None if row is None else _record(row)


def _record(row: Row[Any]) -> PictureRecord:
    return PictureRecord(**row._mapping)
