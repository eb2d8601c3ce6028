"""Journals in the database: one row a step, its pictures as objects.

A step that is taken out is put aside: its row and its pictures stay, and it can be brought back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, delete, insert, select, update

from hwawon.errors import Conflict, NotFound
from hwawon.storage import events
from hwawon.storage.ids import new_id
from hwawon.storage.objects import Objects
from hwawon.storage.tables import journal as journals
from hwawon.storage.tables import journal_step as steps
from hwawon.storage.tables import picture as pictures
from hwawon.storage.types import utc_now

if TYPE_CHECKING:
    from hwawon.imaging.picture import Picture
    from hwawon.retouch.journal import Journal, JournalStep


TOPIC = "journal"  # of the news that one has changed
GUIDES = "guides"  # in a step's data: the keys of the pictures that guided it
PROFILE = "profile"  # in a step's data: the key of its colours' ICC profile, where they are not sRGB
KEYS = (GUIDES, PROFILE)  # not for the API


@dataclass(frozen=True)
class JournalRow:
    """A journal without its pixels."""

    id: str
    base_picture: str
    owner: str | None
    title: str
    version: int  # grows with every change of the steps and of the title
    updated_at: datetime
    width: int  # of the base, in pixels
    height: int
    steps: tuple[StepRow, ...]  # shown, undermost first
    aside: tuple[StepRow, ...]  # taken out, newest first


@dataclass(frozen=True, kw_only=True)
class StepRow:
    id: str
    data: Mapping[str, Any]  # as `journal_file.step_json`; and the keys of the pictures that guided it
    patch_key: str
    mask_key: str
    job: str | None = None
    picture: str | None = None  # the candidate in the library
    created_at: datetime | None = None
    aside_at: datetime | None = None


STEP_COLUMNS = tuple(steps.c[name] for name in StepRow.__dataclass_fields__)


def create(tx: Connection, base_picture: str, owner: str | None, title: str, id: str | None = None) -> str:
    """Begin a journal over a picture, under an id made before where one is given; its id."""
    id, now = id or new_id(), utc_now()
    row = {"id": id, "base_picture": base_picture, "owner": owner, "title": title, "version": 1}
    tx.execute(insert(journals).values(row | {"created_at": now, "updated_at": now}))
    _tell(tx, id, 1, owner)
    return id


def get(tx: Connection, id: str) -> JournalRow:
    """The journal of that id.

    Raises:
        NotFound: there is none.
    """
    of_base = journals.join(pictures, pictures.c.id == journals.c.base_picture)
    columns = [journals.c[name] for name in ("id", "base_picture", "owner", "title", "version", "updated_at")]
    query = select(*columns, pictures.c.width, pictures.c.height).select_from(of_base)
    row = tx.execute(query.where(journals.c.id == id)).one_or_none()
    if row is None:
        raise NotFound(f"there is no journal {id}")
    found = tx.execute(select(*STEP_COLUMNS).where(steps.c.journal == id).order_by(steps.c.position, steps.c.id))
    all_steps = [StepRow(**one._mapping) for one in found]
    shown = tuple(step for step in all_steps if step.aside_at is None)
    aside = sorted((one for one in all_steps if one.aside_at), key=lambda one: (one.aside_at, one.id), reverse=True)
    return JournalRow(**row._mapping, steps=shown, aside=tuple(aside))


def owner_of(tx: Connection, id: str) -> str | None:
    """Whose journal it is; None is the house's.

    Raises:
        NotFound: there is no such journal.
    """
    row = tx.execute(select(journals.c.owner).where(journals.c.id == id)).one_or_none()
    if row is None:
        raise NotFound(f"there is no journal {id}")
    owner: str | None = row.owner
    return owner


def is_there(tx: Connection, id: str) -> bool:
    """Whether the journal has not been removed."""
    return tx.scalar(select(journals.c.id).where(journals.c.id == id)) is not None


def step(tx: Connection, journal: str, id: str) -> StepRow:
    """One step, shown or put aside.

    Raises:
        NotFound: the journal has no such step.
    """
    query = select(*STEP_COLUMNS).where(steps.c.journal == journal, steps.c.id == id)
    row = tx.execute(query).one_or_none()
    if row is None:
        raise NotFound(f"the journal {journal} has no step {id}")
    return StepRow(**row._mapping)


def rename(tx: Connection, id: str, title: str) -> None:
    """Give a journal another title.

    Raises:
        NotFound: there is no such journal.
    """
    touch(tx, id)
    tx.execute(update(journals).where(journals.c.id == id).values(title=title))


def remove(tx: Connection, id: str) -> None:
    """Forget a journal with its steps and its draft; the pictures in the library stay.

    Raises:
        NotFound: there is no such journal.
    """
    row = tx.execute(delete(journals).where(journals.c.id == id).returning(journals.c.owner)).one_or_none()
    if row is None:
        raise NotFound(f"there is no journal {id}")
    _tell(tx, id, None, row.owner)


def put_step(objects: Objects, step: JournalStep, profile: bytes | None = None) -> StepRow:
    """Store the pictures of a step, and the ICC profile of the picture under it; no row yet."""
    from hwawon.retouch.journal_file import step_json, step_pictures

    keys = {name: objects.put(data, ".png") for name, data in step_pictures(step).items()}
    patch, painted = keys.pop("patch"), keys.pop("painted")
    data = step_json(step) | {GUIDES: keys}
    if profile and b"sRGB" not in profile:
        data[PROFILE] = objects.put(profile, ".icc")
    return StepRow(id=step.id, data=data, patch_key=patch, mask_key=painted)


def loaded(row: JournalRow, base: Picture, objects: Objects) -> Journal:
    """The journal with all its pixels, over `base`: what replaying needs."""
    from hwawon.retouch.journal import start
    from hwawon.retouch.journal_file import step_of

    journal = start(base)
    for step in row.steps:
        journal = journal.with_step(step_of(step.data, stored_pictures(step, objects)))
    return journal


def stored_pictures(step: StepRow, objects: Objects) -> dict[str, bytes]:
    """The pictures of a step as they were stored, named as `journal_file.step_pictures` names them."""
    keys = {"patch": step.patch_key, "painted": step.mask_key, **step.data.get(GUIDES, {})}
    return {name: objects.get(key) for name, key in keys.items()}


def touch(tx: Connection, journal: str, based_on: int | None = None) -> int:
    """Note a change of the steps or the title; the new version.

    On PostgreSQL this also makes two writers of one journal take turns.

    Raises:
        NotFound: there is no such journal.
        Conflict: it is not at the version `based_on`.
    """
    change = update(journals).where(journals.c.id == journal)
    if based_on is not None:
        change = change.where(journals.c.version == based_on)
    values = {"version": journals.c.version + 1, "updated_at": utc_now()}
    row = tx.execute(change.values(values).returning(journals.c.version, journals.c.owner)).one_or_none()
    if row is None:
        present = tx.scalar(select(journals.c.version).where(journals.c.id == journal))
        if present is None:
            raise NotFound(f"there is no journal {journal}")
        raise Conflict(f"the journal {journal} is at version {present}, the change is based on version {based_on}")
    version = int(row.version)
    _tell(tx, journal, version, row.owner)
    return version


def _tell(tx: Connection, id: str, version: int | None, owner: str | None) -> None:
    """The news for other pages that show the journal; without a version it is gone."""
    events.append(tx, TOPIC, {"id": id, "version": version}, owner)
