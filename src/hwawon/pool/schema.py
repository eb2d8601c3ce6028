"""What the API asks of and says about the pool. The models document the answers; rows are sent as they are."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from hwawon.gallery.thumbnails import thumbnail_address
from hwawon.pool.filter import PictureId, PoolFilter
from hwawon.pool.rows import PoolPicture
from hwawon.validation import FrozenModel

Ids = Annotated[tuple[Annotated[str, Field(max_length=64)], ...], Field(min_length=1, max_length=500)]
Held = Annotated[tuple[Annotated[str, Field(max_length=64)], ...], Field(max_length=500)]


class PoolQuery(PoolFilter):
    """A filter, and which page of the list."""

    limit: Annotated[int, Field(ge=1, le=500)] = 100
    cursor: str | None = None
    order: Literal["newest", "oldest"] = "newest"
    position: Annotated[int | None, Field(ge=0, le=2**31 - 1)] = None  # from 0 on; instead of a cursor
    at: PictureId = None  # begin with this picture; where the filter leaves it out, at the beginning


class Verdicts(FrozenModel):
    """One key: what is said of these pictures. `stars` with star alone; `second`: see `POST /api/pool/queue`."""

    pictures: Ids
    verdict: Literal["keep", "reject", "star", "retouch", "clear"]
    stars: Annotated[int, Field(ge=0, le=5)] = 0
    second: bool | None = None


class Best(FrozenModel):
    """The one to keep of a cluster."""

    picture: Annotated[str, Field(max_length=64)]


class QueueAsked(FrozenModel):
    """What a curator wants next; `have` are the ids on the screen."""

    limit: Annotated[int, Field(ge=1, le=50)] = 10
    filters: PoolFilter = PoolFilter()
    second: bool = False
    have: Held = ()


class Released(FrozenModel):
    """What is not looked at any more; without pictures: all that is held."""

    pictures: Held | None = None


class PoolPictureOut(BaseModel):
    """A picture of the garden."""

    id: str
    key: str  # imgPool/... while it is in the pool, else emotions/...
    tail: str
    emotion: str
    favorite: str
    orientation: Literal["h", "v"]
    state: Literal["unreviewed", "kept", "rejected", "retouch"]
    stars: int
    disputed: bool
    published: bool
    in_pool: bool
    width: int
    height: int
    bytes: int
    model: str | None
    bulk: str | None
    parent: str | None
    journal: str | None
    unsafe: float | None
    sharpness: float | None
    blankness: float | None
    cluster: str | None
    cluster_size: int
    created_at: datetime
    title: str
    url: str
    thumbnail_url: str
    view_url: str


class PoolPageOut(BaseModel):
    """Some pictures, in the order of their arrival."""

    items: list[PoolPictureOut]
    next_cursor: str | None
    total: int | None
    total_is_exact: bool  # false: at least so many
    position: int | None = None  # of the first of them, where it was asked by `position` or `at` and is known


class CellCount(BaseModel):
    emotion: str
    favorite: str
    pictures: int


class FacetsOut(BaseModel):
    """How many pictures there are, by each facet; an empty model is none."""

    total: int
    is_exact: bool  # false: by the newest 1000 alone
    state: dict[str, int]
    emotion: dict[str, int]
    orientation: dict[str, int]
    model: dict[str, int]
    cells: list[CellCount]


class VerdictOut(BaseModel):
    """What a curator said; an undone one is crossed out."""

    id: str
    owner_name: str | None  # None: the person or token is gone
    verdict: str
    stars: int
    second: bool
    created_at: datetime
    undone_at: datetime | None


class PoolPictureWithAll(PoolPictureOut):
    """A picture with how it was made, what was said of it, its near-duplicates and what was retouched from it."""

    record: dict[str, Any]
    verdicts: list[VerdictOut]
    relatives: list[PoolPictureOut]
    children: list[PoolPictureOut]


class ActOut(BaseModel):
    """What one key did, and the pictures as they are now."""

    act: str
    items: list[PoolPictureOut]


class HandedOut(BaseModel):
    """Pictures to judge, which nobody else gets until `held_until`."""

    items: list[PoolPictureOut]
    held_until: datetime
    left: int
    left_is_exact: bool


class ReleasedOut(BaseModel):
    released: int


class AgreementOut(BaseModel):
    """First opinions against second ones; share and kappa are null without pairs."""

    pairs: int
    same: int
    share: float | None
    kappa: float | None
    disputed: int


class SummaryOut(BaseModel):
    """The commit screen's counts."""

    kept: int
    rejected: int
    retouch: int
    unreviewed: int
    kept_not_published: int
    rejected_in_pool: int
    unsafe_kept: int


_PLAIN = ("tail", "emotion", "favorite", "orientation", "state", "stars", "disputed", "published")
_MADE = ("model", "bulk", "parent", "journal", "unsafe", "sharpness", "blankness", "cluster")


def pool_json(one: PoolPicture, base_path: str, cluster_sizes: Mapping[str, int]) -> dict[str, Any]:
    """A picture as the API shows it."""
    record, address = one.picture_record, f"{base_path}/api/pictures/{one.id}"
    return {
        "id": one.id,
        "key": one.pool_key or one.serving_key or record.key,
        **{name: getattr(one, name) for name in _PLAIN},
        "in_pool": one.pool_key is not None,
        "width": record.width,
        "height": record.height,
        "bytes": record.bytes,
        **{name: getattr(one, name) for name in _MADE},
        "cluster_size": cluster_sizes.get(one.cluster or "", 1) if one.alike else 1,
        "created_at": record.created_at,
        "title": record.title,
        "url": f"{address}/file",
        "thumbnail_url": thumbnail_address(base_path, one.id, record.thumbnail_key),
        "view_url": f"{address}/view",
    }
