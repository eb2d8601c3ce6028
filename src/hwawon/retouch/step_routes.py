"""HTTP of a journal's steps: shown, put aside, copied, and laid over the picture by the page itself."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from pydantic import Field
from sqlalchemy import Connection
from starlette.responses import Response

from hwawon.accounts.guard import Guard
from hwawon.accounts.identity import Identity
from hwawon.accounts.roles import Role
from hwawon.config import Settings
from hwawon.gallery.schema import PARTS, FileBytes
from hwawon.retouch import journal_order
from hwawon.retouch.journal_answers import ASK_AGAIN, Drawer, journal_json, patch_tag
from hwawon.retouch.schema import JournalOut
from hwawon.storage.database import Database
from hwawon.storage.objects import Objects
from hwawon.validation import FrozenModel
from hwawon.web.answers import FOREVER, is_known, json_answer

MOST_STEPS = 10_000
Opacity = Annotated[float, Field(ge=0, le=1)]
Feather = Annotated[float, Field(ge=0, le=512)]


class StepChange(FrozenModel):
    """How a step is shown; what is left out stays."""

    opacity: Opacity | None = None
    muted: bool | None = None
    feather_px: Feather | None = None
    position: Annotated[int, Field(ge=0)] | None = None

    @property
    def look(self) -> dict[str, Any]:
        """What changes; a feather of None is one: as planned."""
        named = self.model_dump(include={"opacity", "muted", "feather_px"}, exclude_unset=True)
        return {name: value for name, value in named.items() if value is not None or name == "feather_px"}


class StepLook(StepChange):
    """A step that is to be shown, and how."""

    id: Annotated[str, Field(min_length=1, max_length=64)]
    position: None = None  # its place in the list is its place


class Arrangement(FrozenModel):
    """All steps that are to be shown, undermost first."""

    version: int  # of the journal that this is based on
    steps: Annotated[list[StepLook], Field(max_length=MOST_STEPS)]

    @property
    def looks(self) -> dict[str, Mapping[str, Any]]:
        return journal_order.looks_of([(step.id, step.look) for step in self.steps])


def router(database: Database, objects: Objects, guard: Guard, settings: Settings) -> APIRouter:
    routes = APIRouter(prefix="/{id}/steps")  # of the journals
    Retoucher = Annotated[Identity, Depends(guard.needs(Role.RETOUCHER))]
    drawer = Drawer(database)

    def changed(id: str, who: Identity, change: Callable[[Connection], object]) -> Response:
        drawer.check(id, who)
        with database.write() as tx:
            change(tx)
        return json_answer(journal_json(drawer.journal(id, who), settings.base_path))

    @routes.put("", response_model=JournalOut)
    def arrange_steps(id: str, arrangement: Arrangement, who: Retoucher) -> Response:
        """Show exactly these steps in this order; those not named are put aside, and aside ones come back."""
        looks = arrangement.looks
        return changed(id, who, lambda tx: journal_order.arrange(tx, id, arrangement.version, looks))

    @routes.patch("/{step}", response_model=JournalOut)
    def change_step(id: str, step: str, change: StepChange, who: Retoucher) -> Response:
        """Change opacity, mute, feather or place of a step."""
        return changed(id, who, lambda tx: journal_order.change_step(tx, id, step, change.look, change.position))

    @routes.delete("/{step}", response_model=JournalOut)
    def remove_step(id: str, step: str, who: Retoucher) -> Response:
        """Put a step aside; it can be brought back."""
        return changed(id, who, lambda tx: journal_order.remove_step(tx, id, step))

    @routes.post("/{step}/duplicate", response_model=JournalOut)
    def duplicate_step(id: str, step: str, who: Retoucher) -> Response:
        """Put a copy of the same pixels right above the step."""
        return changed(id, who, lambda tx: journal_order.duplicate(tx, id, step))

    @routes.get("/{step}/patch", response_class=FileBytes, responses={304: PARTS[304]})
    def get_patch(
        id: str,
        step: str,
        who: Retoucher,
        request: Request,
        feather_px: Annotated[float | None, Query(ge=0, le=512)] = None,
        v: str | None = None,
    ) -> Response:
        """The step's patch as it is shown, or under another feather: PNG of 8-bit sRGB with straight alpha.

        Its opacity is not in it. `v` of the address in `patch_url` names one content: a browser keeps it for good.
        """
        row = drawer.step(id, step, who)
        feather = row.data["feather_px"] if feather_px is None else feather_px
        tag = patch_tag(row, feather)
        headers = {"ETag": f'"{tag}"', "Cache-Control": FOREVER if v == tag else ASK_AGAIN}
        if is_known(request.headers, headers["ETag"]):
            return Response(status_code=304, headers=headers)
        from hwawon.retouch.journal_patches import patch_png

        return Response(patch_png(row, objects, feather), headers=headers, media_type="image/png")

    return routes
