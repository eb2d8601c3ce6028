"""Visitors' own pages, open to all: what a code erases, coming back, and the sign."""

from typing import Annotated
from urllib.parse import parse_qs

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse

from hwawon.errors import PictureTooLarge
from hwawon.garden import pages
from hwawon.garden.desk import VisitorDesk
from hwawon.garden.notice import is_sent, spoken
from hwawon.garden.place import LANGUAGES

MOST_FORM_BYTES = 4096
Asked = Annotated[str, Query()]


def router(desk: VisitorDesk) -> APIRouter:
    """Nobody signs in here; a code is all that is needed."""
    routes = APIRouter(tags=["visitors"])

    @routes.get("/forget", response_class=HTMLResponse)
    def show_forget(request: Request, code: Asked = "", language: Asked = "") -> HTMLResponse:
        """What is erased, and the button that does it."""
        words = _language(request, language)
        return _page(pages.forget_page(words, code) if desk.is_known(code) else _nothing(words))

    @routes.post("/forget", response_class=HTMLResponse)
    async def forget(request: Request, code: Asked = "", language: Asked = "") -> HTMLResponse:
        """Erase the visitor to whom the code was given; twice is fine."""
        form = await _form(request)
        words = _language(request, form.get("language", language))
        done = await run_in_threadpool(desk.forget_by_code, form.get("code", code))
        return _page(pages.message_page(words, "forget_title", "forget_done") if done else _nothing(words))

    @routes.get("/return", response_class=HTMLResponse)
    def show_return(request: Request, code: Asked = "", language: Asked = "") -> HTMLResponse:
        """The code as a QR, to be shown to a kiosk."""
        words = _language(request, language)
        if desk.place().returning == "none":
            return _page(pages.message_page(words, "return_title", "return_off"))
        unknown = pages.message_page(words, "return_title", "return_nothing")
        return _page(pages.return_page(words, code) if desk.is_known(code) else unknown)

    @routes.get("/sign", response_class=HTMLResponse)
    def show_sign(request: Request, language: Asked = "") -> HTMLResponse:
        """The sign to print, in one of three languages."""
        words, sent = _language(request, language), is_sent(desk.settings)
        return _page(pages.sign_page(desk.place(), words, sent=sent))

    return routes


def _page(html: str, status: int = 200) -> HTMLResponse:
    return HTMLResponse(html, status, headers=pages.HEADERS)


def _nothing(language: str) -> str:
    return pages.message_page(language, "forget_title", "forget_nothing")


def _language(request: Request, asked: str) -> str:
    return asked if asked in LANGUAGES else spoken(request.headers.get("accept-language", ""))


async def _form(request: Request) -> dict[str, str]:
    """The fields of a plain form; nothing of it is written to disk."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MOST_FORM_BYTES:
            raise PictureTooLarge(f"expected a form of at most {MOST_FORM_BYTES} bytes, got more")
    fields = parse_qs(body.decode("utf-8", "replace"), max_num_fields=None)
    return {name: values[0] for name, values in fields.items()}
