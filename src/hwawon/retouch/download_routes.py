"""HTTP of what a journal gives away as a file."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from hwawon.accounts.guard import Guard
from hwawon.accounts.identity import Identity
from hwawon.accounts.roles import Role
from hwawon.errors import BadInput
from hwawon.gallery.file_routes import Quality, saved
from hwawon.gallery.names import saved_name
from hwawon.gallery.schema import FileBytes
from hwawon.retouch.journal_answers import Drawer
from hwawon.storage import pictures
from hwawon.storage.database import Database
from hwawon.storage.objects import Objects
from hwawon.web.few import WHOLE_PICTURES

JournalFormat = Literal["png", "jpeg", "webp", "tiff", "ora", "hwawon"]
WITH_ALPHA = ("png", "webp", "tiff")
OneStep = Annotated[str | None, Query(min_length=1, max_length=64)]


def router(database: Database, objects: Objects, guard: Guard) -> APIRouter:
    """Downloads of journals, for those who may see the journal."""
    routes = APIRouter(prefix="/api/journals", tags=["journals"])
    Retoucher = Annotated[Identity, Depends(guard.needs(Role.RETOUCHER))]
    drawer = Drawer(database)

    @routes.get("/{id}/download", response_class=FileBytes)
    def download_journal(
        id: str,
        who: Retoucher,
        format: JournalFormat = "png",
        quality: Quality = None,
        metadata: bool = True,
        step: OneStep = None,
    ) -> Response:
        """What the journal shows now, its layers (`ora`), all that it holds (`hwawon`), or one step's patch alone."""
        row = drawer.journal(id, who)
        if step is not None and format not in WITH_ALPHA:
            raise BadInput(f"expected {', '.join(WITH_ALPHA)} for one step's patch, which is transparent, got {format}")
        with database.read() as tx:
            title = row.title or pictures.get(tx, row.base_picture).title
        from hwawon.retouch import journal_download as made
        from hwawon.retouch import journal_work

        with WHOLE_PICTURES.turn():
            if format == "hwawon":
                data = journal_work.exported(row, database, objects)
                return saved(data, "application/zip", saved_name(title, "journal", ".hwawon"))
            base, _ = journal_work.read_base(row, database, objects)
            wish = (base, objects, format.upper())
            if step is not None:
                taken = made.one_patch(drawer.step(id, step, who), *wish, quality=quality, metadata=metadata)
            elif format == "ora":
                taken = made.layered(row, base, objects, title or "base", metadata=metadata)
            else:
                taken = made.whole(row, *wish, quality=quality, metadata=metadata)
        suffix = taken.suffix if step is None else f" patch{taken.suffix}"
        return saved(taken.data, taken.media_type, saved_name(title, "journal", suffix), taken.notices)

    return routes
