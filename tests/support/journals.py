"""Journals with steps that were never painted: rows alone, for what is decided by rows; and files that lie."""

import io
import json
import zipfile
from typing import Any

from sqlalchemy import Connection

from hwawon.retouch import journal_order, journal_store
from hwawon.retouch.journal_store import StepRow
from hwawon.storage import pictures
from hwawon.storage.ids import new_id
from hwawon.storage.pictures import NewPicture

KEY = "ab/cd/" + "abcd" * 16 + ".png"


def add_picture(tx: Connection, width: int = 320, height: int = 240, owner: str | None = None) -> str:
    new = NewPicture(
        kind="upload", key=KEY, media_type="image/png", width=width, height=height, bytes=1, record={}, owner=owner
    )
    return pictures.add(tx, new).id


def begun(tx: Connection, owner: str | None = "me", picture: str | None = None) -> str:
    """An empty journal; its id."""
    return journal_store.create(tx, picture or add_picture(tx), owner, "")


def step(**changes: Any) -> StepRow:
    """A step that is shown as it was painted."""
    id = new_id()
    data = {"id": id, "opacity": 1.0, "muted": False, "feather_px": None}
    return StepRow(id=id, data=data | changes, patch_key=KEY, mask_key=KEY)


def with_steps(tx: Connection, count: int) -> tuple[str, list[str]]:
    """A journal of so many steps; its id and theirs."""
    journal, steps = begun(tx), [step() for _ in range(count)]
    journal_order.add_steps(tx, journal, steps, job="painted")
    return journal, [one.id for one in steps]


def said_otherwise(data: bytes, *path: str, value: object) -> bytes:
    """The journal file with another value in its first step."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    head = json.loads(parts["journal.json"])
    place = head["steps"][0]
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = value
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, part in (parts | {"journal.json": json.dumps(head).encode()}).items():
            archive.writestr(name, part)
    return target.getvalue()
