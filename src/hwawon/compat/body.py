"""Bodies as scripts of the original send them: JSON under any content type, or none."""

from typing import Annotated, Any, TypeVar

import orjson
from fastapi import Depends, Request
from pydantic import BaseModel

from hwawon.errors import BadInput
from hwawon.validation import validated

M = TypeVar("M", bound=BaseModel)


async def _raw(request: Request) -> bytes:
    return await request.body()


Body = Annotated[bytes, Depends(_raw)]


def json_object(data: bytes | str, what: str = "the body") -> dict[str, Any]:
    """The JSON object of a text.

    Raises:
        BadInput: it is none.
    """
    try:
        found = orjson.loads(data)
    except (orjson.JSONDecodeError, UnicodeEncodeError) as error:
        raise BadInput(f"{what}: expected a JSON object, got {_told(data)}: {error}") from None
    if not isinstance(found, dict):
        raise BadInput(f"{what}: expected a JSON object, got {_told(data)}")
    return found


def asked(model: type[M], data: bytes) -> M:
    """The fields of `model` from a body; others that the original's pages send along are not looked at.

    Raises:
        BadInput: no JSON object, or a field that does not fit.
    """
    found = json_object(data)
    return validated(model, {name: found[name] for name in model.model_fields if name in found})


def asked_list(model: type[M], data: bytes, most: int) -> list[M]:
    """As `asked`, of a list of at most `most` objects.

    Raises:
        BadInput: no list of such objects, or a longer one.
    """
    try:
        found = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise BadInput(f"the body: expected a JSON list, got {_told(data)}: {error}") from None
    if not isinstance(found, list) or len(found) > most:
        told = f"{len(found)} of them" if isinstance(found, list) else _told(data)
        raise BadInput(f"the body: expected a JSON list of up to {most} objects, got {told}")
    return [asked(model, orjson.dumps(one)) for one in found]


def _told(data: bytes | str) -> str:
    """The beginning of a text. A face that was sent to the wrong path must not come back in words."""
    try:
        text = data[:80].decode() if isinstance(data, bytes) else data[:80]
    except UnicodeDecodeError:
        return f"{len(data)} bytes that are no text"
    return repr(text)
