"""HTTP of single frames: as they came, as they are, and the masks drawn on them."""

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Path, Query, UploadFile
from starlette.responses import Response

from hwawon.accounts.guard import Guard
from hwawon.accounts.identity import Identity
from hwawon.accounts.roles import Role
from hwawon.batch import store
from hwawon.batch.schema import FrameOut, FramePage, frame_json
from hwawon.batch.shared import BatchDesk
from hwawon.batch.store import BatchRow, FrameRow
from hwawon.errors import NotFound
from hwawon.gallery.schema import FileBytes
from hwawon.storage.paging import decode_cursor, encode_cursor
from hwawon.web.answers import FOREVER, json_answer
from hwawon.web.few import WHOLE_PICTURES

if TYPE_CHECKING:  # pixels come with it
    from hwawon.imaging.picture import Picture

Limit = Annotated[int, Query(ge=1, le=500)]
Side = Annotated[int | None, Query(ge=16, le=8192, description="Reduced to this longer side, as WebP.")]
State = Annotated[str | None, Query(pattern="^(idle|enqueued|running|succeeded|failed|cancelled)$")]
THUMBNAIL_PX = 256
MOST = 1_000_000
Index = Annotated[int, Path(ge=0, le=MOST)]
CHANGING = "private, no-cache"


def add_frame_routes(routes: APIRouter, desk: BatchDesk, guard: Guard) -> None:
    """Add the routes under `/{id}/frames`."""
    Retoucher = Annotated[Identity, Depends(guard.needs(Role.RETOUCHER))]

    def found(id: str, index: int, who: Identity) -> tuple[BatchRow, FrameRow]:
        row = desk.mine(id, who)
        with desk.database.read() as tx:
            return row, store.frame(tx, id, index)

    def told(id: str, index: int) -> Response:
        with desk.database.read() as tx:
            row, frame = store.get(tx, id), store.frame(tx, id, index)
        return json_answer(frame_json(id, row.asked, frame, desk.settings.base_path))

    @routes.get("/{id}/frames", response_model=FramePage)
    def list_frames(
        id: str, who: Retoucher, limit: Limit = 100, cursor: str | None = None, state: State = None
    ) -> Response:
        """The frames in order."""
        row = desk.mine(id, who)
        with desk.database.read() as tx:
            rows, total = store.frame_page(tx, id, limit + 1, _after(cursor), state)
        items = [frame_json(id, row.asked, one, desk.settings.base_path) for one in rows[:limit]]
        following = encode_cursor(f"{rows[limit].position:032x}") if len(rows) > limit else None
        return json_answer({"items": items, "next_cursor": following, "total": total})

    @routes.get("/{id}/frames/{index}", response_model=FrameOut)
    def get_frame(id: str, index: Index, who: Retoucher) -> Response:
        """One frame with its report."""
        found(id, index, who)
        return told(id, index)

    @routes.get("/{id}/frames/{index}/source", response_class=FileBytes)
    def get_source(id: str, index: Index, who: Retoucher, max_side: Side = None) -> Response:
        """The frame as it came, as PNG."""
        row, frame = found(id, index, who)
        with WHOLE_PICTURES.turn():
            return _picture(desk.room.sources.frame(row, frame), max_side, FOREVER)

    @routes.get("/{id}/frames/{index}/result", response_class=FileBytes)
    def get_result(id: str, index: Index, who: Retoucher, max_side: Side = None) -> Response:
        """The frame as it is, as PNG."""
        row, frame = found(id, index, who)
        if not frame.is_painted:
            raise NotFound(f"frame {index} is not painted yet")
        with WHOLE_PICTURES.turn():
            return _picture(desk.room.made(row, frame, row.asked).result, max_side, CHANGING)

    @routes.get("/{id}/frames/{index}/thumbnail", response_class=FileBytes)
    def get_thumbnail(id: str, index: Index, who: Retoucher) -> Response:
        """A small WebP of the result, or of the frame as it came."""
        row, frame = found(id, index, who)
        if frame.thumbnail_key is not None:
            data = desk.objects.get(frame.thumbnail_key)
            return Response(data, media_type="image/webp", headers={"Cache-Control": CHANGING})
        return _picture(desk.room.sources.frame(row, frame), THUMBNAIL_PX, CHANGING)

    @routes.get("/{id}/frames/{index}/mask", response_class=FileBytes)
    def get_mask(id: str, index: Index, who: Retoucher) -> Response:
        """The mask that was drawn or used, as grey PNG."""
        _, frame = found(id, index, who)
        if (key := frame.drawn_key or frame.mask_key) is None:
            raise NotFound(f"frame {index} has no mask yet")
        return _mask(desk, key)

    @routes.put("/{id}/frames/{index}/mask", response_model=FrameOut)
    def draw_mask(id: str, index: Index, who: Retoucher, file: UploadFile) -> Response:
        """Draw a mask on this frame, from which the others follow."""
        row, frame = found(id, index, who)
        desk.check_quiet(row)
        key = _drawn(desk, row, frame, file.file.read())
        with desk.database.write() as tx:
            store.change_frame(tx, id, index, drawn_key=key)
            store.change(tx, id)
        return told(id, index)

    @routes.delete("/{id}/frames/{index}/mask", response_model=FrameOut)
    def remove_mask(id: str, index: Index, who: Retoucher) -> Response:
        """Take the drawn mask away; the frame then follows the others."""
        row, _ = found(id, index, who)
        desk.check_quiet(row)
        with desk.database.write() as tx:
            store.change_frame(tx, id, index, drawn_key=None)
            store.change(tx, id)
        return told(id, index)


def _after(cursor: str | None) -> int:
    """The position at which a page begins; its cursor is made like that of an id."""
    return 0 if cursor is None else min(int(decode_cursor(cursor), 16), MOST)


def _picture(picture: "Picture", max_side: int | None, cache_control: str) -> Response:
    from hwawon.imaging import files
    from hwawon.imaging.thumbnail import thumbnail

    headers = {"Cache-Control": cache_control}
    if max_side is None:
        return Response(files.encode(picture, "PNG"), media_type="image/png", headers=headers)
    return Response(thumbnail(picture, max_side), media_type="image/webp", headers=headers)


def _mask(desk: BatchDesk, key: str) -> Response:
    import numpy as np

    from hwawon.batch.source import mask_of
    from hwawon.imaging import files
    from hwawon.imaging.picture import Picture

    mask = np.where(mask_of(desk.objects, key) >= 128, np.uint8(255), np.uint8(0))
    data = files.encode(Picture(mask[:, :, np.newaxis]), "PNG")
    return Response(data, media_type="image/png", headers={"Cache-Control": CHANGING})


def _drawn(desk: BatchDesk, row: BatchRow, frame: FrameRow, data: bytes) -> str:
    """Store a mask that was drawn; raises BadMask or EmptyMask where it does not fit the frame."""
    from hwawon.batch.masks import drawn_mask
    from hwawon.batch.source import kept_mask
    from hwawon.imaging import files

    pixels = files.read(data, max_pixels=desk.settings.max_pixels).pixels
    return kept_mask(desk.objects, drawn_mask(pixels, desk.room.sources.frame(row, frame).extent))
