"""What clients of Amazon Personalize send, with the service's names and limits; anything else is refused by name."""

from typing import Annotated, Any, Literal

import orjson
from pydantic import BeforeValidator, Field, StrictStr, StringConstraints, model_validator

from hwawon.validation import FrozenModel

MOST_RESULTS = 500
USUAL_RESULTS = 25
MOST_AT_ONCE = 10  # events, users or items of one call
EVENTS: dict[str, Literal["click", "dislike", "unlike"]] = {
    "click": "click",
    "like": "click",
    "dislike": "dislike",
    "unlike": "unlike",
}
LATEST_S = 32_503_680_000  # the year 3000: a later moment was meant in milliseconds


def _object(value: Any) -> Any:
    """JSON within the JSON, as the service takes properties."""
    if not isinstance(value, str):
        raise ValueError("expected a JSON object as a string")
    try:
        found = orjson.loads(value)
    except orjson.JSONDecodeError as error:
        raise ValueError(f"expected a JSON object as a string: {error}") from None
    if not isinstance(found, dict):
        raise ValueError("expected a JSON object as a string")
    return found


Arn = Annotated[StrictStr, StringConstraints(max_length=256, pattern=r"^arn:([a-z\d-]+):personalize:.*:.*:.+$")]
Id = Annotated[StrictStr, StringConstraints(min_length=1, max_length=256)]
UserId = Annotated[StrictStr, StringConstraints(min_length=1, max_length=200)]  # the service's 256 less than fit here
ContextMap = Annotated[
    dict[
        Annotated[StrictStr, StringConstraints(max_length=150)],
        Annotated[StrictStr, StringConstraints(max_length=1000)],
    ],
    Field(max_length=150, default_factory=dict),
]
FilterValues = Annotated[
    dict[
        Annotated[StrictStr, StringConstraints(max_length=50, pattern=r"^[A-Za-z0-9_]+$")],
        Annotated[StrictStr, StringConstraints(max_length=1000)],
    ],
    Field(max_length=25, default_factory=dict),
]
Columns = Annotated[
    dict[StrictStr, Annotated[list[Annotated[StrictStr, StringConstraints(max_length=150)]], Field(max_length=99)]],
    Field(max_length=1, default_factory=dict),
]
Properties = Annotated[dict[StrictStr, Any], BeforeValidator(_object), Field(default_factory=dict)]


class Promotion(FrozenModel):
    """A share of the answer that a filter fills."""

    name: Annotated[StrictStr, StringConstraints(pattern=r"^[a-zA-Z0-9][a-zA-Z0-9\-_]{0,62}$")]
    percentPromotedItems: Annotated[int, Field(ge=1, le=100)]
    filterArn: Arn | None = None
    filterValues: FilterValues


class GetRecommendations(FrozenModel):
    """Pictures for a visitor, or such as go with a picture."""

    campaignArn: Arn | None = None
    recommenderArn: Arn | None = None
    userId: UserId | None = None
    itemId: Id | None = None
    numResults: Annotated[int, Field(ge=0, le=MOST_RESULTS)] = USUAL_RESULTS
    context: ContextMap
    filterArn: Arn | None = None
    filterValues: FilterValues
    promotions: Annotated[list[Promotion], Field(max_length=1, default_factory=list)]
    metadataColumns: Columns

    @model_validator(mode="after")
    def _one_source(self) -> "GetRecommendations":
        if (self.campaignArn is None) == (self.recommenderArn is None):
            raise ValueError("expected either campaignArn or recommenderArn")
        return self

    @property
    def source(self) -> str:
        """The name at the end of the address: of a policy, or a built-in one."""
        return (self.campaignArn or self.recommenderArn or "").rpartition("/")[2]


class GetPersonalizedRanking(FrozenModel):
    """The pictures of a list in the order in which they fit a visitor."""

    campaignArn: Arn
    inputList: Annotated[list[Id], Field(min_length=1, max_length=MOST_RESULTS)]
    userId: UserId
    context: ContextMap
    filterArn: Arn | None = None
    filterValues: FilterValues
    metadataColumns: Columns


class Attribution(FrozenModel):
    """Where an event came from; taken and not used."""

    eventAttributionSource: Annotated[StrictStr, StringConstraints(min_length=1, max_length=1024)]


class Event(FrozenModel):
    """What a visitor did with a picture."""

    eventType: Literal["click", "like", "dislike", "unlike"]
    sentAt: Annotated[float, Field(ge=0, le=LATEST_S, strict=True)]  # seconds since 1970
    itemId: Id
    eventId: Id | None = None
    eventValue: float | None = None
    properties: Properties
    recommendationId: Annotated[StrictStr, StringConstraints(min_length=1, max_length=40)] | None = None
    impression: Annotated[list[Id], Field(min_length=1, max_length=25)] | None = None
    metricAttribution: Attribution | None = None


class PutEvents(FrozenModel):
    """Up to ten events of one visitor's session; without a userId the session stands for the visitor."""

    trackingId: Id
    sessionId: Annotated[StrictStr, StringConstraints(min_length=1, max_length=190)]
    userId: UserId | None = None
    eventList: Annotated[list[Event], Field(min_length=1, max_length=MOST_AT_ONCE)]


class User(FrozenModel):
    """A visitor and what is known of them."""

    userId: UserId
    properties: Properties


class PutUsers(FrozenModel):
    """Up to ten visitors."""

    datasetArn: Arn
    users: Annotated[list[User], Field(min_length=1, max_length=MOST_AT_ONCE)]


class Item(FrozenModel):
    """A picture and what is known of it."""

    itemId: Id
    properties: Properties


class PutItems(FrozenModel):
    """Up to ten pictures."""

    datasetArn: Arn
    items: Annotated[list[Item], Field(min_length=1, max_length=MOST_AT_ONCE)]
