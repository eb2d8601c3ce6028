"""Journals as the API shows them, and the tags by which a browser keeps their pictures."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from hwawon.accounts.identity import Identity
from hwawon.errors import BadInput, Conflict, NotFound
from hwawon.retouch import journal_store
from hwawon.retouch.journal_list import Line
from hwawon.retouch.journal_store import KEYS, PROFILE, JournalRow, StepRow
from hwawon.storage.database import Database
from hwawon.storage.pictures import PictureRecord

ASK_AGAIN = "private, no-cache"  # an answer that may change: kept, and asked for whether it still holds
_FORM = 1  # of the patches' files; another number makes browsers ask again


@dataclass(frozen=True)
class Drawer:
    """Where a caller's journals are found; other people's are as if they were not there."""

    database: Database

    def journal(self, id: str, who: Identity) -> JournalRow:
        """Raises NotFound: there is no such journal, or it is somebody else's."""
        with self.database.read() as tx:
            row = journal_store.get(tx, id)
        _check(id, row.owner, who)
        return row

    def step(self, id: str, step: str, who: Identity) -> StepRow:
        """Raises NotFound: there is no such step, or the journal is somebody else's."""
        self.check(id, who)
        with self.database.read() as tx:
            return journal_store.step(tx, id, step)

    def check(self, id: str, who: Identity) -> None:
        """Raises NotFound: there is no such journal, or it is somebody else's."""
        with self.database.read() as tx:
            _check(id, journal_store.owner_of(tx, id), who)


def _check(id: str, owner: str | None, who: Identity) -> None:
    if not who.may_see(owner):
        raise NotFound(f"there is no journal {id}")


def journal_json(row: JournalRow, base_path: str) -> dict[str, Any]:
    """A journal as the API shows it."""
    address = f"{base_path}/api/journals/{row.id}"
    return {
        "id": row.id,
        "picture": row.base_picture,
        "title": row.title,
        "version": row.version,
        "width": row.width,
        "height": row.height,
        "updated_at": row.updated_at,
        "steps": [_step_json(step, address) for step in row.steps],
        "aside": [_step_json(step, address) for step in row.aside],
    }


def line_json(line: Line, base_path: str) -> dict[str, Any]:
    """A journal as the list shows it."""
    rest = {name: value for name, value in vars(line).items() if name != "face"}
    return rest | {"thumbnail_url": f"{base_path}/api/pictures/{line.face}/thumbnail"}


def check_journal(row: JournalRow, picture: str, who: Identity) -> None:
    """Refuse to paint over a journal of somebody else's, or of another picture.

    Raises:
        NotFound: it is somebody else's.
        Conflict: it was begun on another picture.
    """
    _check(row.id, row.owner, who)
    if row.base_picture != picture:
        raise Conflict(f"the journal {row.id} was begun on the picture {row.base_picture}, not on {picture}")


def check_size(row: JournalRow, other: PictureRecord) -> None:
    """Refuse a picture that the journal's steps do not fit.

    Raises:
        BadInput: it has another size; says both.
    """
    if (other.width, other.height) != (row.width, row.height):
        sizes = f"{row.width}x{row.height}; the picture {other.id} is {other.width}x{other.height}"
        raise BadInput(f"expected a picture of the journal's size, {sizes}")


def patch_tag(step: StepRow, feather_px: float | None) -> str:
    """What stands for the bytes of the patch under this feather: it changes whenever they do."""
    feather = "" if feather_px is None else repr(float(feather_px))
    said = " ".join((str(_FORM), step.patch_key, step.mask_key, feather, step.data.get(PROFILE, "")))
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def _step_json(step: StepRow, address: str) -> dict[str, Any]:
    tag = patch_tag(step, step.data["feather_px"])
    return {
        "seam_score": None,  # of a step from before it was written down
        **{name: value for name, value in step.data.items() if name not in KEYS},
        "id": step.id,
        "job": step.job,
        "picture": step.picture,
        "created_at": step.created_at,
        "patch_url": f"{address}/steps/{step.id}/patch?v={tag}",
    }
