"""The addresses of the original's pages lead to ours."""

from collections.abc import Callable

from fastapi import APIRouter
from starlette.responses import RedirectResponse

PAGES = {
    "/html/text2image.html": "#/generate",
    "/html/text2image/text2image.html": "#/generate",
    "/html/pool/bulk/bulk.html": "#/bulk",
    "/html/pool/preview/preview.html": "#/curate",
    "/html/pool/preview/preview2.html": "#/curate",
    "/html/viewer/viewer.html": "#/serving",
    "/html/viewer/viewer2.html": "#/serving",
    "/html/prompt-generator/{page:path}": "#/bulk",  # the generator of prompts is part of it
    "/html/garden/garden.html": "kiosk?mode=garden",
    "/html/emotion-garden/emotion-garden.html": "kiosk?mode=emotion-garden",
    "/html/emotion/emotion.html": "kiosk?mode=emotion",
    "/html/flower-viewer/{page:path}": "display",
    "/html/display-viewer/flower-viewer.html": "display",
    "/html/display-viewer/user-info-viewer.html": "display?view=info",
    "/html/user-info-viewer/{page:path}": "display?view=info",
    "/html/user-info-viewer.html": "display?view=info",
    "/html/masonry-garden-viewer/{page:path}": "#/dashboard?sheet=gallery",
    "/html/dashboard/masonry-garden-viewer/{page:path}": "#/dashboard?sheet=gallery",
    "/html/dashboard/{page:path}": "#/dashboard",
    "/html/dummygenerator.html": "#/data",
}


def router(base_path: str) -> APIRouter:
    """Open to all: the pages themselves ask who is there."""
    routes = APIRouter()
    for address, page in PAGES.items():
        routes.add_api_route(address, _to(f"{base_path}/{page}"), methods=["GET", "HEAD"], include_in_schema=False)
    return routes


def _to(target: str) -> Callable[[], RedirectResponse]:
    def lead() -> RedirectResponse:
        return RedirectResponse(target, 302)

    return lead
