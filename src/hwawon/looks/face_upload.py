"""The file of a face out of a request: bytes in memory, never a form, whose parser spools to a temporary file."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass

from starlette.requests import Request

from hwawon.errors import BadInput, PictureTooLarge
from hwawon.vision.faces.wire import ATTRIBUTES

MEBIBYTE = 1024 * 1024
MOST_BYTES = 20 * MEBIBYTE  # of a picture
MOST_JSON_BYTES = MOST_BYTES * 4 // 3 + 4096


@dataclass(frozen=True, repr=False)
class FaceFile:
    """A picture's file, and the members of the answer that are wanted. It prints nothing of the picture."""

    data: bytes
    attributes: tuple[str, ...]


async def face_bytes(request: Request, most_bytes: int = MOST_BYTES) -> bytes:
    """The body, as it is.

    Raises:
        PictureTooLarge: more than `most_bytes`; the rest is not read.
    """
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > most_bytes:
            raise PictureTooLarge(f"a face's file may have {most_bytes // MEBIBYTE} MiB, and this one has more")
        parts.append(part)
    return b"".join(parts)


async def face_file(request: Request) -> FaceFile:
    """From a raw picture, whose query may name `attributes`, or from JSON as DetectFaces takes it.

    Raises:
        PictureTooLarge: more bytes than allowed.
        BadInput: broken JSON or base64, or an unknown attribute.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json" or kind.startswith("application/x-amz-json"):
        return from_json(await face_bytes(request, MOST_JSON_BYTES))
    words = request.query_params.get("attributes", "ALL").split(",")
    return FaceFile(await face_bytes(request), _known(words))


def from_json(body: bytes) -> FaceFile:
    """`{"Image": {"Bytes": base64}, "Attributes": ["ALL"]}`; raises BadInput, which tells nothing of the picture."""
    try:
        told = json.loads(body)
        data = base64.b64decode(told["Image"]["Bytes"], validate=True)
        words = told.get("Attributes") or ["DEFAULT"]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, binascii.Error):
        raise BadInput('expected {"Image": {"Bytes": "... base64 ..."}, "Attributes": ["ALL"]}') from None
    if len(data) > MOST_BYTES:
        raise PictureTooLarge(f"a face's file may have {MOST_BYTES // MEBIBYTE} MiB, and this one has more")
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise BadInput(f"Attributes: expected a list of {', '.join(ATTRIBUTES)}")
    return FaceFile(data, _known(words))


def _known(words: list[str]) -> tuple[str, ...]:
    unknown = [word for word in words if word not in ATTRIBUTES]
    if unknown:
        raise BadInput(f"unknown attribute {unknown[0][:40]!r}; known are {', '.join(ATTRIBUTES)}")
    return tuple(words)
