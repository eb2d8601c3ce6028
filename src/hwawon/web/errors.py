"""Errors become answers here and nowhere else: one JSON body with the same keys everywhere."""

import logging
from collections.abc import Sequence
from typing import Any, Literal

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from hwawon.errors import (
    BadInput,
    HwawonError,
    MissingModel,
    NotAllowed,
    NotFound,
    NotSignedIn,
    PictureTooLarge,
    TooManyRequests,
)
from hwawon.validation import explain

log = logging.getLogger(__name__)
NAMED = {401: NotSignedIn, 403: NotAllowed, 404: NotFound, 413: PictureTooLarge}


class Problem(BaseModel):
    """Why a request was refused."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "ok": False,
                    "status": 422,
                    "code": "empty_mask",
                    "error": "the mask is empty: nothing is painted inside the box 0,0,512,512",
                    "errors": ["the mask is empty: nothing is painted inside the box 0,0,512,512"],
                }
            ]
        }
    )

    ok: Literal[False]
    status: int
    code: str
    error: str
    errors: list[str]
    missing: list[str] | None = None  # with `missing_model`: what to install


PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "description": description}
    for status, description in {
        401: "No token and no session, or one that does not hold.",
        403: "The role may not do this, or the request comes from another site.",
        404: "There is no such thing, or it is somebody else's.",
        409: "It does not fit the present state, or the idempotency key was used for another request.",
        413: "More bytes or pixels than allowed.",
        422: "It cannot be done as asked; says what was expected and what was found.",
        503: "A model is missing; says which.",
        507: "The disk is full; nothing was kept.",
    }.items()
}


def error_body(status: int, code: str, error: str, errors: Sequence[str] = ()) -> dict[str, Any]:
    """The body of every refused or failed request."""
    return {"ok": False, "status": status, "code": code, "error": error, "errors": list(errors) or [error]}


def answer_errors(app: FastAPI) -> None:
    """Teach `app` to answer every error with the one body."""
    app.add_exception_handler(HwawonError, _hwawon_error)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(Exception, _unknown_error)


def refusal(error: HwawonError) -> JSONResponse:
    body = error_body(error.status, error.code, str(error))
    if isinstance(error, MissingModel):
        body["missing"] = list(error.missing)
    headers = {"WWW-Authenticate": "Bearer"} if error.status == NotSignedIn.status else {}
    if isinstance(error, TooManyRequests):
        headers["Retry-After"] = str(error.retry_after_s)
    return JSONResponse(body, error.status, headers)


def refused(error: HwawonError) -> JSONResponse:
    """The refusal; what is not the caller's fault is in the log, too."""
    if error.status >= 500:
        log.warning("request failed: %s: %s", error.code, error)
    return refusal(error)


async def _hwawon_error(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HwawonError)
    return refused(error)


async def _validation_error(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    sentences = [explain(one) for one in error.errors()]
    return JSONResponse(error_body(BadInput.status, "bad_input", "; ".join(sentences), sentences), BadInput.status)


async def _http_error(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    named = NAMED.get(error.status_code)
    code = named().code if named else "method_not_allowed" if error.status_code == 405 else "bad_request"
    return JSONResponse(error_body(error.status_code, code, str(error.detail)), error.status_code, error.headers)


async def _unknown_error(_: Request, error: Exception) -> JSONResponse:
    """The server's log has the traceback; the answer keeps it."""
    log.error("unexpected error: %r", error)
    return JSONResponse(error_body(500, "internal_error", "Something went wrong inside Hwawon."), 500)
