"""The original garden's paths that operators' scripts call, at the root, below the path prefix where one is set."""

import time
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from hwawon.accounts.guard import Guard
from hwawon.accounts.identity import Identity
from hwawon.accounts.roles import Role
from hwawon.bulk.one import OriginalPrompt, submit_pair
from hwawon.compat import lists
from hwawon.compat.body import Body, asked, json_object
from hwawon.compat.paint import Easel, ended, failure, names_of
from hwawon.compat.remove import remove_keys, unpublish
from hwawon.compat.shapes import Envelope, Keys, OneKey, Pair, Search, TextToImage, TwoLists, address, two_lists
from hwawon.config import Settings
from hwawon.jobs.job import JobState
from hwawon.jobs.queue import JobQueue
from hwawon.pool.keys import POOL, SERVING
from hwawon.promote.job import PromotionDesk
from hwawon.storage.database import Database
from hwawon.storage.objects import Objects
from hwawon.validation import validated
from hwawon.web.answers import FOREVER, is_known, json_answer
from hwawon.web.errors import error_body
from hwawon.web.few import WHOLE_PICTURES

QUALITY = 92  # as of the garden's own pictures
PAIR = {
    "index": 0,
    "prompt": '{"emotion":"happy","emotionText":"happy","favorite":"","others":"flowers, fantasy"}',
    "fname": "imgPool/happy/spring,sunny,day/img_20230417-144723",
}
_WORDS = ("emotion", "emotionText", "favorite", "others")


def router(database: Database, objects: Objects, queue: JobQueue, guard: Guard, settings: Settings) -> APIRouter:
    """The paths; `guard` decides whether the network is closed."""
    routes = APIRouter(tags=["original"])
    Curator = Annotated[Identity, Depends(guard.needs(Role.CURATOR))]
    Kiosk = Annotated[Identity, Depends(guard.needs(Role.KIOSK))]
    easel, desk = Easel(database, queue, settings), PromotionDesk(database, objects, queue)

    @routes.post(
        "/text2image",
        response_model=Envelope,
        openapi_extra=_takes({"text": "white flowers", "width": 768, "height": 512}),
    )
    async def text_to_image(who: Curator, request: Request, body: Body) -> Response:
        """Make a picture now, and answer when it is there; the job goes on where the caller does not wait."""
        began_s = time.monotonic()
        job = await run_in_threadpool(easel.submit, asked(TextToImage, body), who)
        over = await ended(queue, job, request.is_disconnected)
        if over is None:
            late = f"the job {job.id} is not done yet; it goes on, see /api/jobs/{job.id}"
            return JSONResponse(error_body(504, "not_done_yet", late), 504)
        if over.state is not JobState.SUCCEEDED:
            status, code, reason = failure(over)
            return JSONResponse(error_body(status, code, reason), status)
        addresses = [address(str(request.base_url), name) for name in names_of(over)]
        seconds = int(time.monotonic() - began_s)
        return json_answer({"statusCode": 200, "body": orjson.dumps(addresses).decode(), "time": seconds})

    @routes.api_route("/img_{name}", methods=["GET", "HEAD"], include_in_schema=False)
    def get_painted(name: str, _: Curator, request: Request) -> Response:
        """A picture that /text2image made, as JPEG."""
        key, _media_type = easel.picture(f"img_{name}")
        fixed = {"ETag": f'"{objects.head(key).etag}-jpeg"', "Cache-Control": FOREVER}
        if is_known(request.headers, fixed["ETag"]):
            return Response(status_code=304, headers=fixed)
        from hwawon.gallery.download import converted

        with WHOLE_PICTURES.turn():
            made = converted(objects.get(key), "JPEG", quality=QUALITY, max_pixels=settings.max_pixels)
        return Response(made.data, headers=fixed, media_type=made.media_type)

    @routes.post("/bulk", openapi_extra=_takes(PAIR))
    def bulk(who: Curator, body: Body) -> Response:
        """Queue one landscape and one portrait; the same name again is the same job. Gives the request back."""
        pair = asked(Pair, body)
        told = pair.prompt if isinstance(pair.prompt, dict) else json_object(str(pair.prompt), "prompt")
        prompt = validated(OriginalPrompt, {name: told[name] for name in _WORDS if told.get(name) is not None})
        with database.write() as tx:
            submit_pair(
                tx,
                queue,
                fname=pair.fname,
                index=pair.index,
                prompt=prompt,
                owner=who.owner,
                settings=settings,
            )
        return json_answer(json_object(body))

    @routes.post("/retrieve", response_model=TwoLists, openapi_extra=_takes({"emotion": "happy/spring,cloudy,day"}))
    def retrieve(_: Curator, request: Request, body: Body) -> Response:
        """All pictures of the pool of a search key."""
        found = lists.in_pool(database, objects, asked(Search, body).emotion)
        return json_answer(two_lists(found, str(request.base_url)))

    @routes.post("/gardenfromDB", response_model=TwoLists, openapi_extra=_takes({"emotion": "happy/spring,cloudy,day"}))
    def garden_from_db(_: Kiosk, request: Request, body: Body) -> Response:
        """All pictures that visitors see of a search key."""
        found = lists.in_serving(database, objects, asked(Search, body).emotion)
        return json_answer(two_lists(found, str(request.base_url)))

    @routes.post("/removePool", openapi_extra=_takes({"objName": ["imgPool/happy/img_20230418-05818_14h.jpeg"]}))
    def remove_from_pool(who: Curator, body: Body) -> Response:
        """Delete pictures of the pool; what is served of them stays."""
        remove_keys(desk, asked(Keys, body).objName, who.owner, (POOL,))
        return Response()

    @routes.post("/remove", openapi_extra=_takes({"objName": ["imgPool/happy/img_20230418-05818_14h.jpeg"]}))
    def remove(who: Curator, body: Body) -> Response:
        """Delete pictures of the pool or of serving: file, index and item together."""
        remove_keys(desk, asked(Keys, body).objName, who.owner, (POOL, SERVING))
        return Response()

    @routes.post("/clearIndex", openapi_extra=_takes({"objName": "emotions/happy/img_20230418-05818_14h.jpeg"}))
    def clear_index(who: Curator, body: Body) -> Response:
        """Show one picture to visitors no longer; its file stays."""
        unpublish(desk, asked(OneKey, body).objName, who.owner)
        return Response()

    return routes


def _takes(example: dict[str, Any]) -> dict[str, Any]:
    """The body for the description: it is read from the bytes, whatever their content type."""
    shown = {"schema": {"type": "object"}, "example": example}
    return {"requestBody": {"required": True, "content": {"application/json": shown}}}
