"""Answers that are dear when made the usual way: long lists, and files with ranges."""

import re
from collections.abc import Mapping
from typing import Any

import orjson
from starlette.datastructures import Headers
from starlette.responses import Response, StreamingResponse

from hwawon.storage.objects import Objects, hash_of

FOREVER = "private, max-age=31536000, immutable"
ASK_AGAIN = "private, no-cache"  # of an object that has a name of its own: other bytes may come under it
AT_ONCE_BYTES = 32 * 1024 * 1024  # in memory; a picture, as a rule. A video has gigabytes
ONE_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


def json_answer(content: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """JSON without a response model: a page of 100 rows costs a fifth."""
    return Response(orjson.dumps(content, default=_plain), status, headers, "application/json")


def _plain(value: object) -> object:
    """Sets as sorted lists; what JSON has no form for is an error of ours."""
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    raise TypeError(f"no JSON form for {type(value).__name__}")


def lasting(key: str) -> str:
    """How long a browser may keep an object without asking: for ever, where the key is the hash of its bytes."""
    return FOREVER if hash_of(key) else ASK_AGAIN


def file_answer(
    headers: Headers, objects: Objects, key: str, media_type: str, *, cache_control: str | None = None
) -> Response:
    """A stored object, whole or one range of it, in pieces where it is large; 304 where the caller holds it already.

    Raises:
        NotFound: there is no such object.
    """
    info = objects.head(key)
    etag = f'"{info.etag}"'
    fixed = {"ETag": etag, "Cache-Control": cache_control or lasting(key), "Accept-Ranges": "bytes"}
    if is_known(headers, etag):
        return Response(status_code=304, headers=fixed)
    wanted = headers.get("range") if headers.get("if-range", etag) == etag else None
    span = asked_range(wanted, info.size)
    if span is None:
        return _bytes_of(objects, key, (0, info.size), 200, fixed, media_type)
    start, end = span
    if start >= end:
        return Response(status_code=416, headers={"Content-Range": f"bytes */{info.size}"})
    fixed["Content-Range"] = f"bytes {start}-{end - 1}/{info.size}"
    return _bytes_of(objects, key, span, 206, fixed, media_type)


def _bytes_of(
    objects: Objects, key: str, span: tuple[int, int], status: int, headers: Mapping[str, str], media_type: str
) -> Response:
    start, end = span
    if end - start <= AT_ONCE_BYTES:
        data = objects.get(key) if status == 200 else objects.get_range(key, start, end)
        return Response(data, status, headers, media_type)
    starts = range(start, end, AT_ONCE_BYTES)
    pieces = (objects.get_range(key, first, min(first + AT_ONCE_BYTES, end)) for first in starts)
    return StreamingResponse(pieces, status, {**headers, "Content-Length": str(end - start)}, media_type)


def is_known(headers: Headers, etag: str) -> bool:
    """Whether the caller holds what bears this tag, quotes included, already."""
    return etag in (part.strip().removeprefix("W/") for part in headers.get("if-none-match", "").split(","))


def asked_range(header: str | None, size: int) -> tuple[int, int] | None:
    """First and one-past-last byte of a single range; None where the whole is meant, empty where it cannot be met.

    Several ranges, and units other than bytes, are answered with the whole (RFC 9110, section 14.2).
    """
    match = ONE_RANGE.fullmatch(header or "")
    if match is None or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if first == "":
        return max(0, size - int(last)), size
    end = min(size, int(last) + 1) if last else size
    return int(first), end
