"""Refusals as the clients of Amazon Personalize read them: a name in a header, a message in the body."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request
from fastapi.routing import APIRoute
from starlette.responses import JSONResponse, Response

from hwawon.errors import BadInput, Conflict, HwawonError, NotAllowed, NotFound, NotSignedIn, TooManyRequests

Handler = Callable[[Request], Coroutine[Any, Any, Response]]
_NAMES: tuple[tuple[type[HwawonError], int, str], ...] = (
    (NotSignedIn, 403, "UnrecognizedClientException"),
    (NotAllowed, 403, "AccessDeniedException"),
    (NotFound, 404, "ResourceNotFoundException"),
    (Conflict, 409, "ResourceInUseException"),
    (TooManyRequests, 429, "ThrottlingException"),
    (BadInput, 400, "InvalidInputException"),
)


class PersonalizeRoute(APIRoute):
    """A route whose refusals, those of the guard included, have the service's form."""

    def get_route_handler(self) -> Handler:
        usual = super().get_route_handler()

        async def answer(request: Request) -> Response:
            try:
                return await usual(request)
            except HwawonError as error:
                return refusal(error)

        return answer


def refusal(error: HwawonError) -> JSONResponse:
    """The service's answer for one of our errors; what it has no name for is a failure that is worth a new try."""
    status, name = next(
        ((status, name) for kind, status, name in _NAMES if isinstance(error, kind)),
        (503, "ServiceUnavailableException"),
    )
    return JSONResponse({"__type": name, "message": str(error)}, status, {"x-amzn-ErrorType": name})
