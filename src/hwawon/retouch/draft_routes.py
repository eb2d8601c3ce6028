"""HTTP of a journal's draft: saved while one works, refused where somebody else has saved since."""

from typing import Annotated, Any, Literal

import orjson
from fastapi import APIRouter, Depends, Form, Request, UploadFile
from starlette.responses import Response

from hwawon.accounts.guard import Guard
from hwawon.accounts.identity import Identity
from hwawon.accounts.roles import Role
from hwawon.config import Settings
from hwawon.errors import BadInput, NotFound
from hwawon.gallery.schema import PARTS, FileBytes
from hwawon.retouch import drafts
from hwawon.retouch.drafts import LAYERS, Draft
from hwawon.retouch.journal_answers import ASK_AGAIN, Drawer
from hwawon.retouch.schema import DraftOut, DraftVersion
from hwawon.storage.database import Database
from hwawon.storage.objects import Objects, hash_of
from hwawon.validation import check_depth
from hwawon.web.answers import FOREVER, file_answer, json_answer

MOST_BYTES = 1_000_000  # of the data
Layer = Literal["mask", "drawn", "erased", "strengths"]
File = UploadFile | None


def router(database: Database, objects: Objects, guard: Guard, settings: Settings) -> APIRouter:
    routes = APIRouter(prefix="/{id}/draft")  # of the journals
    Retoucher = Annotated[Identity, Depends(guard.needs(Role.RETOUCHER))]
    drawer = Drawer(database)

    def found(id: str, who: Identity) -> Draft:
        drawer.check(id, who)
        with database.read() as tx:
            return drafts.get(tx, id)

    @routes.get("", response_model=DraftOut)
    def get_draft(id: str, who: Retoucher) -> Response:
        """What was saved last; version 0 where nothing was."""
        return json_answer(draft_json(found(id, who), f"{settings.base_path}/api/journals/{id}/draft"))

    @routes.put("", response_model=DraftVersion)
    def save_draft(
        id: str,
        who: Retoucher,
        version: Annotated[int, Form(ge=0)],
        data: Annotated[str | None, Form()] = None,
        drop: Annotated[str, Form()] = "",
        mask: File = None,
        drawn: File = None,
        erased: File = None,
        strengths: File = None,
    ) -> Response:
        """Save the draft over the version it builds on; layers that are not sent stay, those of `drop` go."""
        drawer.check(id, who)
        changes: dict[str, Any] = {} if data is None else {"data": read_data(data)}
        changes |= dict.fromkeys(read_drop(drop))
        sent = {"mask": mask, "drawn": drawn, "erased": erased, "strengths": strengths}
        files = {name: checked_layer(name, file) for name, file in sent.items() if file is not None}
        changes |= {name: objects.put(file, ".png") for name, file in files.items()}
        with database.write() as tx:
            saved = drafts.save(tx, id, version, changes)
        return json_answer({"version": saved})

    @routes.get("/{layer}", response_class=FileBytes, responses=PARTS)
    def get_layer(id: str, layer: Layer, who: Retoucher, request: Request, v: str | None = None) -> Response:
        """One layer as it was sent; `v` of its address names one content, which a browser keeps for good."""
        key = found(id, who).layers[layer]
        if key is None:
            raise NotFound(f"the draft of the journal {id} has no {layer}")
        cache = FOREVER if v == hash_of(key) else ASK_AGAIN
        return file_answer(request.headers, objects, key, "image/png", cache_control=cache)

    return routes


def draft_json(draft: Draft, address: str) -> dict[str, Any]:
    """A draft as the API shows it."""
    urls = {layer: key and f"{address}/{layer}?v={hash_of(key)}" for layer, key in draft.layers.items()}
    return {"version": draft.version, "data": draft.data, "layers": urls, "updated_at": draft.updated_at}


def read_data(text: str) -> dict[str, Any]:
    """The data of a draft.

    Raises:
        BadInput: more bytes than allowed, not a JSON object, or nested too deep.
    """
    encoded = text.encode(errors="surrogatepass")
    if len(encoded) > MOST_BYTES:
        raise BadInput(f"data: expected at most {MOST_BYTES} bytes, got {len(encoded)}")
    try:
        found = orjson.loads(encoded)
    except orjson.JSONDecodeError as error:
        raise BadInput(f"data: expected a JSON object: {error}") from None
    if not isinstance(found, dict):
        raise BadInput(f"data: expected a JSON object, got {text[:40]!r}")
    check_depth(found)
    return found


def read_drop(text: str) -> list[str]:
    """The layers to empty, from a list with commas.

    Raises:
        BadInput: a name that is none of `LAYERS`.
    """
    names = [name.strip() for name in text.split(",") if name.strip()]
    for name in names:
        if name not in LAYERS:
            raise BadInput(f"drop: expected some of {', '.join(LAYERS)}, got {name[:40]!r}")
    return names


def checked_layer(name: str, file: UploadFile) -> bytes:
    """The file's bytes, when they are a whole PNG of one 8-bit grey channel.

    Raises:
        BadPicture, BadInput, PictureTooLarge: they are not; says of which layer.
    """
    from hwawon.retouch.draft_layers import checked

    return checked(name, file.file.read())
