"""Pages of a long list, by the last id seen: a page costs the same at the end of the list as at its beginning."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from hwawon.errors import BadInput

MAX_LIMIT = 500
_ID_BYTES = 16

Item = TypeVar("Item")


@dataclass(frozen=True)
class Page(Generic[Item]):
    """Some items, newest first, where to go on (None at the end), and how many there are in all, where it is known."""

    items: tuple[Item, ...]
    next_cursor: str | None
    total: int | None = None
    total_is_exact: bool = True  # false: there are at least so many


def check_limit(limit: int) -> int:
    """`limit` itself.

    Raises:
        BadInput: not within 1..500.
    """
    if not 1 <= limit <= MAX_LIMIT:
        raise BadInput(f"limit must be within 1..{MAX_LIMIT}, got {limit}")
    return limit


def encode_cursor(row_id: str) -> str:
    """The cursor that goes on behind the row `row_id`."""
    return base64.urlsafe_b64encode(bytes.fromhex(row_id)).decode().rstrip("=")


def decode_cursor(cursor: str) -> str:
    """The row id inside a cursor made by `encode_cursor`.

    Raises:
        BadInput: anything else.
    """
    try:
        raw = base64.b64decode(cursor + "==", altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    if len(raw) != _ID_BYTES or encode_cursor(raw.hex()) != cursor:
        raise BadInput(f"cursor {cursor[:80]!r} is not one this server gave out")
    return raw.hex()


def cut_page(rows: Sequence[Item], ids: Sequence[str], limit: int, total: int | None = None) -> Page[Item]:
    """The page from up to `limit + 1` rows: the one too many only says that there is more."""
    more = len(rows) > limit
    return Page(tuple(rows[:limit]), encode_cursor(ids[limit - 1]) if more else None, total)
