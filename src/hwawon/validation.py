"""One way to turn what came from outside into a frozen request, with errors that name expected and actual."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from hwawon.errors import BadInput, BadNumber

MOST_LEVELS = 100  # of what is kept as it comes: what writes JSON and reads it stops at about 250
NUMBER_ERRORS = ("greater_than", "less_than", "finite_number", "int_", "float_", "multiple_of")


class FrozenModel(BaseModel):
    """A frozen, strict record of what is asked; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


R = TypeVar("R", bound=BaseModel)


def validated(model: type[R], data: Mapping[str, Any]) -> R:
    """Build `model` from `data`.

    Raises:
        BadNumber: a number that is out of range or not a number.
        BadInput: anything else that does not fit.
    """
    try:
        return model.model_validate(dict(data))
    except ValidationError as error:
        first = error.errors()[0]
        kind = BadNumber if first["type"].startswith(NUMBER_ERRORS) else BadInput
        raise kind("; ".join(explain(one) for one in error.errors())) from None


def filled(request: R, **defaults: Any) -> R:
    """The same request, with `defaults` for the fields that it does not name."""
    unnamed = {name: value for name, value in defaults.items() if name not in request.model_fields_set}
    return request.model_copy(update=unnamed) if unnamed else request


def explain(error: Any) -> str:
    """One pydantic error as a sentence: `strength: Input should be less than or equal to 1, got 7`."""
    place = location(error["loc"])
    if error["type"] == "extra_forbidden":
        return f"{place}: there is no such key"
    if error["type"] == "missing":
        return f"{place}: this key is missing"
    got = error["input"]
    # A file on the wrong path may be somebody's face: nothing of it comes back.
    if isinstance(got, bytes):
        wanted = "expected JSON under Content-Type: application/json" if place == "body" else error["msg"]
        return f"{place}: {wanted}, got {len(got)} bytes"
    return f"{place}: {error['msg']}, got {got!r:.80}"


def location(parts: Sequence[int | str]) -> str:
    """Where an error lies, without the web framework's leading `body`."""
    named = [str(part) for part in parts if part != "body"]
    return ".".join(named) or "body"


def check_depth(value: object) -> None:
    """Refuse JSON that is nested deeper than it could be given back.

    Raises:
        BadInput: objects and lists lie within each other more than `MOST_LEVELS` deep.
    """
    level = [value]
    for _ in range(MOST_LEVELS + 1):
        level = [inner for one in level for inner in _inside(one)]
        if not level:
            return
    raise BadInput(f"expected JSON of at most {MOST_LEVELS} levels, got more")


def _inside(value: object) -> Iterable[object]:
    if isinstance(value, Mapping):
        return value.values()
    return value if isinstance(value, list) else ()
