"""The calls of Amazon Personalize's runtime and event services, for scripts and pages that were written for it.

`boto3.client("personalize-runtime", endpoint_url="https://HOST/personalize", aws_access_key_id=TOKEN, ...)`, and the
same for `personalize-events`. Paths, fields, limits and errors are the service's.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.responses import Response

from hwawon.accounts.identity import Identity
from hwawon.accounts.roles import Role
from hwawon.compat.body import Body, json_object
from hwawon.compat.personalize_errors import PersonalizeRoute
from hwawon.compat.personalize_guard import PersonalizeGuard
from hwawon.compat.personalize_shapes import GetPersonalizedRanking, GetRecommendations, PutEvents, PutItems, PutUsers
from hwawon.config import Settings
from hwawon.recommend.recommender import Recommender
from hwawon.storage.database import Database
from hwawon.validation import validated
from hwawon.web.answers import json_answer

PREFIX = "/personalize"
_ARN = "arn:aws:personalize:eu-west-1:123456789012:campaign/garden"
_DATA = "arn:aws:personalize:eu-west-1:123456789012:dataset/garden/USERS"
_KEY = "emotions/happy/spring,sunny,day/img_00001h.jpeg"


def router(database: Database, recommender: Recommender, settings: Settings) -> APIRouter:
    """The calls; `recommender` is the one of this process."""
    guard = PersonalizeGuard(settings, database)
    routes = APIRouter(prefix=PREFIX, tags=["personalize"], route_class=PersonalizeRoute)
    Curator = Annotated[Identity, Depends(guard.needs(Role.CURATOR))]
    Kiosk = Annotated[Identity, Depends(guard.needs(Role.KIOSK))]

    @routes.post("/recommendations", openapi_extra=_takes({"campaignArn": _ARN, "userId": "u1", "numResults": 25}))
    def get_recommendations(_: Kiosk, body: Body) -> Response:
        """GetRecommendations: pictures for a visitor, or such as go with a picture."""
        from hwawon.compat.personalize_answers import Desk

        return json_answer(Desk(database, recommender).recommend(validated(GetRecommendations, json_object(body))))

    @routes.post(
        "/personalize-ranking", openapi_extra=_takes({"campaignArn": _ARN, "userId": "u1", "inputList": [_KEY]})
    )
    def get_personalized_ranking(_: Kiosk, body: Body) -> Response:
        """GetPersonalizedRanking: a list of pictures in the order that fits a visitor."""
        from hwawon.compat.personalize_answers import Desk

        return json_answer(Desk(database, recommender).rank(validated(GetPersonalizedRanking, json_object(body))))

    @routes.post(
        "/events",
        openapi_extra=_takes(
            {
                "trackingId": "garden",
                "userId": "u1",
                "sessionId": "s1",
                "eventList": [{"eventType": "click", "itemId": _KEY, "sentAt": 1_700_000_000}],
            }
        ),
    )
    def put_events(_: Kiosk, body: Body) -> Response:
        """PutEvents: up to ten likes, dislikes and un-likes; all of them or none."""
        from hwawon.compat.personalize_puts import put_events as put

        wish = validated(PutEvents, json_object(body))
        with database.write() as tx:
            put(tx, wish)
        return json_answer({})

    @routes.post(
        "/users",
        openapi_extra=_takes(
            {"datasetArn": _DATA, "users": [{"userId": "u1", "properties": '{"generation":"adult","gender":"Female"}'}]}
        ),
    )
    def put_users(_: Curator, body: Body) -> Response:
        """PutUsers: up to ten visitors and what is known of them."""
        from hwawon.compat.personalize_puts import put_visitors

        wish = validated(PutUsers, json_object(body))
        with database.write() as tx:
            put_visitors(tx, wish)
        return json_answer({})

    @routes.post(
        "/items",
        openapi_extra=_takes(
            {"datasetArn": _DATA, "items": [{"itemId": _KEY, "properties": '{"timestamp":1700000000}'}]}
        ),
    )
    def put_items(_: Curator, body: Body) -> Response:
        """PutItems: up to ten items; which pictures visitors see is decided by promotions, not here."""
        from hwawon.compat.personalize_puts import put_pictures

        wish = validated(PutItems, json_object(body))
        with database.write() as tx:
            put_pictures(tx, wish)
        return json_answer({})

    return routes


def _takes(example: dict[str, Any]) -> dict[str, Any]:
    """The body for the description: it is read from the bytes, as the service's clients send it."""
    shown = {"schema": {"type": "object"}, "example": example}
    return {"requestBody": {"required": True, "content": {"application/json": shown}}}
