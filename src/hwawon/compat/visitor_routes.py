"""The original garden's paths for visitors: a face, pictures, likes, screens, and those of its successor."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse, Response

from hwawon.accounts.guard import Guard
from hwawon.accounts.identity import Identity
from hwawon.accounts.roles import Role
from hwawon.compat import lists
from hwawon.compat.body import Body, asked, asked_list
from hwawon.compat.seed import about_of, made_up
from hwawon.compat.shapes import Search, TwoLists, two_lists
from hwawon.compat.visitor_shapes import (
    MOST_SEEDED,
    DisplayWish,
    EmotionOut,
    GalleryWish,
    GardenWish,
    LikeWish,
    NewUser,
    TopLikesOut,
    emotion_answer,
)
from hwawon.compat.visitors import Asked, like, note_face, ranked, visitor_id
from hwawon.displays.show import update
from hwawon.garden.place import check_reading
from hwawon.garden.register import register
from hwawon.looks.face_upload import face_bytes
from hwawon.looks.faces import ask_faces
from hwawon.looks.looker import Looker
from hwawon.looks.waiting import answered
from hwawon.recommend.recommender import Recommender
from hwawon.storage.database import Database
from hwawon.storage.objects import Objects
from hwawon.web.answers import json_answer

TOP_LIKES = 20
MOST_ON_SCREENS = 9  # places of a zone in one orientation; what comes behind them is not looked at
DONE, NO_FACE, UPDATED = "Success", "No Face", "sucess"  # the last as the original writes it
SHOWN = ["emotions/calm/img_20230320-121242_6h.jpeg", "emotions/calm/img_20230320-121242_3h.jpeg"]
PICTURE = {
    kind: {"schema": {"type": "string", "format": "binary"}} for kind in ("image/jpeg", "image/png", "image/webp")
}

Key = Annotated[str | None, Header(min_length=1, max_length=200)]


def router(database: Database, objects: Objects, looker: Looker, recommender: Recommender, guard: Guard) -> APIRouter:
    """The paths; `guard` decides whether the network is closed."""
    routes = APIRouter(tags=["original"])
    Curator = Annotated[Identity, Depends(guard.needs(Role.CURATOR))]
    Kiosk = Annotated[Identity, Depends(guard.needs(Role.KIOSK))]

    @routes.post("/emotion", response_model=EmotionOut, openapi_extra={"requestBody": {"content": PICTURE}})
    async def read_emotion(who: Kiosk, request: Request) -> Response:
        """What a face looks like; the caller holds the visitor's consent. The visitor is registered, no face kept."""
        visitor = visitor_id(request.headers.get("x-user-id"))
        await run_in_threadpool(check_reading, database)
        faces = await answered(request, ask_faces(looker, await face_bytes(request)))
        if not faces:
            return PlainTextResponse(NO_FACE, 404)
        await run_in_threadpool(note_face, database, visitor, faces[0], who.owner)
        return json_answer(emotion_answer(visitor, faces[0]))

    @routes.post("/garden", response_model=TwoLists, openapi_extra=_takes({"id": "47f9eeb5", "emotion": "calm"}))
    def garden(_: Kiosk, request: Request, body: Body) -> Response:
        """Pictures that fit a visitor, best first, in two lists by orientation."""
        wish = asked(GardenWish, body)
        found = ranked(
            database, recommender, Asked(_id(wish.id), wish.emotion, wish.generation or "", wish.gender or "")
        )
        return json_answer(two_lists(found, str(request.base_url)))

    @routes.post("/like", openapi_extra=_takes({"id": "bfc150a5", "itemId": SHOWN[0], "impression": SHOWN}))
    def like_picture(_: Kiosk, body: Body, idempotency_key: Key = None) -> Response:
        """Write a like down, with what was on the screen; each call is one row, with a key each different one."""
        like(database, asked(LikeWish, body), idempotency_key)
        return PlainTextResponse(DONE)

    @routes.post("/updateDisplay", openapi_extra=_takes({"zone": "zone1", "portrait": [], "landscape": SHOWN}))
    def update_display(_: Curator, body: Body) -> Response:
        """Put pictures on a zone's screens, all of them or none; places that are left out keep theirs."""
        wish = asked(DisplayWish, body)
        portrait, landscape = wish.portrait[:MOST_ON_SCREENS], wish.landscape[:MOST_ON_SCREENS]
        with database.write() as tx:
            update(tx, objects, wish.zone, portrait, landscape, "updateDisplay")
        return PlainTextResponse(UPDATED)

    @routes.get("/lambda-top-likes-image-list", response_model=TopLikesOut)
    def top_likes(_: Curator) -> Response:
        """The twenty pictures that most visitors like."""
        items = [{"id": item, "likeCount": count} for item, count in recommender.top_liked(TOP_LIKES)]
        return json_answer({"Items": items, "Count": len(items), "ScannedCount": len(items)})

    @routes.post("/createUser", openapi_extra=_takes({"userId": "f1/happy", "gender": "male", "emotion": "happy"}))
    def create_user(_: Kiosk, body: Body) -> Response:
        """Register a visitor, once; one who is known stays as is. Gives the request back."""
        user = asked(NewUser, body)
        with database.write() as tx:
            register(tx, visitor_id(user.userId), about_of(user), renew=False)
        return json_answer(user.model_dump())

    @routes.post("/gallery", openapi_extra=_takes({"userId": "f1/happy", "gender": "male", "emotion": "happy"}))
    def gallery(_: Kiosk, body: Body) -> Response:
        """Pictures that fit a visitor, best first, as bare keys."""
        wish = asked(GalleryWish, body)
        found = ranked(database, recommender, Asked(_id(wish.userId), wish.emotion, gender=wish.gender or ""))
        return json_answer([{"url": one.key} for one in found])

    @routes.post("/galleryfromDB", response_model=TwoLists, openapi_extra=_takes({"emotion": "happy"}))
    def gallery_from_db(_: Kiosk, request: Request, body: Body) -> Response:
        """All pictures that visitors see of a search key."""
        found = lists.in_serving(database, objects, asked(Search, body).emotion)
        return json_answer(two_lists(found, str(request.base_url)))

    @routes.post("/generateDataset", openapi_extra=_takes([{"userId": "f1", "gender": "male", "emotion": "happy"}]))
    def generate_dataset(_: Curator, body: Body) -> Response:
        """Make up visitors who like every picture of their emotion, marked synthetic."""
        users = asked_list(NewUser, body, MOST_SEEDED)
        for user in users:
            visitor_id(user.userId)
        made_up(database, users)
        return PlainTextResponse(DONE)

    return routes


def _id(given: str | None) -> str | None:
    return visitor_id(given) if given else None


def _takes(example: Any) -> dict[str, Any]:
    """The body for the description: it is read from the bytes, whatever their content type."""
    shown = {"schema": {"type": "array" if isinstance(example, Sequence) else "object"}, "example": example}
    return {"requestBody": {"required": True, "content": {"application/json": shown}}}
