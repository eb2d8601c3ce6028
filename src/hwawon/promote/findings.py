"""What a file from outside means for the garden: from the file, what was known of it, and the picture of its name."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from hwawon.errors import BadInput
from hwawon.pool.keys import SERVING, Name, name_of
from hwawon.promote.place import Place
from hwawon.promote.seen import Seen
from hwawon.storage.objects import ObjectInfo

SETTLED = timedelta(seconds=4)  # a file last written before it is taken for whole; and our own have their rows by then

What = Literal[
    "nothing",  # to be done
    "again",  # look again soon: it is being written
    "refuse",  # it is no name of the garden
    "know",  # it is as the rows say
    "lies there",  # the picture is here, and has its file in the other folder already
    "arrive",  # it must be read
    "gone",
]


@dataclass(frozen=True)
class Finding:
    """One key: its file (None: there is none), and what is to be done."""

    key: str
    info: ObjectInfo | None
    what: What
    name: Name | None = None
    reason: str | None = None


def finding(
    key: str, info: ObjectInfo | None, seen: Seen | None, place: Place | None, size: int | None, now: datetime
) -> Finding:
    """What is to be done about a file. `place` and `size` (bytes) are those of the picture of its name."""
    try:
        name = name_of(key)
    except BadInput as error:
        return Finding(key, info, "gone" if info is None else "refuse", None, str(error))
    if info is None:
        return Finding(key, None, "gone", name)
    if seen is not None and seen.etag == info.etag:
        return Finding(key, info, "nothing", name)
    mine = place is not None and key in (place.pool_key, place.serving_key)
    is_main = place is not None and key == place.key
    if mine and seen is None and (not is_main or info.size == size):
        return Finding(key, info, "know", name)
    if now - info.modified < SETTLED:
        return Finding(key, info, "again", name)
    if place is not None and not mine and info.size == size:
        return Finding(key, info, "lies there", name)
    return Finding(key, info, "arrive", name)


def with_file(place: Place, key: str, now: datetime) -> Place:
    """The picture's place once there is a file under this key: one in serving is served at once, as in the original."""
    if key.startswith(f"{SERVING}/"):
        return place if place.published_at else place.served(now)
    return replace(place, pool_key=key)
