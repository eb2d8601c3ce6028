"""What promotions are asked for and answered with."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, model_validator

from hwawon.pool.filter import PoolFilter
from hwawon.promote.goal import Kind
from hwawon.validation import FrozenModel

MOST_PICTURES = 10_000  # by their ids; more by a filter
Outcome = Literal["promoted", "skipped", "failed"]
PictureId = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[^\x00]*$")]
EXAMPLE: JsonValue = {"kind": "promote", "filter": {"emotion": "happy", "state": "kept"}}


class PromotionWish(FrozenModel):
    """Which pictures are put before visitors, taken away from them, or removed for good."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    kind: Kind
    pictures: Annotated[tuple[PictureId, ...] | None, Field(min_length=1, max_length=MOST_PICTURES)] = None
    filter: PoolFilter | None = None
    unpublish_only: bool = False  # with retract: the files stay in serving
    note: Annotated[str, Field(max_length=300, pattern=r"^[^\x00]*$")] = ""

    @model_validator(mode="after")
    def _means_something(self) -> "PromotionWish":
        if (self.pictures is None) == (self.filter is None):
            raise ValueError("expected either `pictures` or `filter`")
        if self.kind == "remove" and self.filter is not None and self.filter == PoolFilter():
            raise ValueError("removing cannot be undone, so its `filter` must name something, such as state=rejected")
        if self.unpublish_only and self.kind != "retract":
            raise ValueError("expected `unpublish_only` with retract only")
        return self

    @property
    def selection(self) -> dict[str, Any]:
        """As it is kept and shown."""
        wanted = self.model_dump(mode="json", exclude={"kind"}, exclude_none=True, by_alias=True)
        if self.filter is not None:
            wanted["filter"] = self.filter.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        return wanted


class PromotionOut(BaseModel):
    """A promotion. Once it is done, promoted, skipped and failed add up to asked."""

    id: str
    kind: Kind
    selection: dict[str, Any]  # as it was asked for
    state: Literal["running", "done", "undone"]
    asked: int
    promoted: int  # done of them, whatever the kind
    skipped: int  # nothing was to be done
    failed: int
    left: int
    undoes: str | None
    undone_by: str | None
    job: str | None
    created_at: datetime
    finished_at: datetime | None
    can_undo: bool


class PromotionPage(BaseModel):
    """Some promotions, newest first."""

    items: list[PromotionOut]
    next_cursor: str | None


class PromotedPicture(BaseModel):
    """What became of one picture."""

    position: int
    picture: str
    tail: str
    outcome: Outcome | None  # null: its turn is still to come
    reason: str | None


class PromotedPage(BaseModel):
    """Some pictures of a promotion."""

    items: list[PromotedPicture]
    next_cursor: str | None
