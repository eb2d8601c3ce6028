"""The built pages: files with a hash in their name for ever, HTML always fresh and told its path prefix."""

from html import escape
from pathlib import Path

from fastapi import FastAPI
from starlette.responses import HTMLResponse
from starlette.staticfiles import StaticFiles

STATIC = Path(__file__).resolve().parents[1] / "static"
NOT_BUILT = (
    "<!doctype html><html lang='en'><head><title>Hwawon</title></head><p>The pages are not built. In a checkout run: "
    "<code>python3 run.py setup</code>. The API works: <a href='docs'>docs</a>."
)


class Immutable(StaticFiles):
    """Files whose names carry a hash of their content."""

    def file_response(self, *args: object, **kwargs: object):  # type: ignore[no-untyped-def]
        response = super().file_response(*args, **kwargs)  # type: ignore[arg-type]
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        response.headers["Service-Worker-Allowed"] = "/"  # that of the screens' page serves a path beside its own
        return response


def serve_pages(app: FastAPI, base_path: str, static: Path = STATIC) -> None:
    """Mount the pages on `app`; without a build, one page that says how to get one."""
    if (static / "assets").is_dir():
        app.mount("/assets", Immutable(directory=static / "assets"), name="assets")

    @app.get("/", include_in_schema=False)
    def start_page() -> HTMLResponse:
        return page(static / "index.html", base_path)

    @app.get("/docs", include_in_schema=False)
    def api_page() -> HTMLResponse:
        """The description of the API, from our own files."""
        return page(static / "docs.html", base_path)

    @app.get("/display", include_in_schema=False)
    def display_page() -> HTMLResponse:
        """A screen of the exhibition: it asks with the key of its device."""
        return page(static / "display.html", base_path)

    @app.get("/kiosk", include_in_schema=False)
    def kiosk_page() -> HTMLResponse:
        """The visitors' page: it asks with the key of its device."""
        return page(static / "kiosk.html", base_path)


def page(path: Path, base_path: str) -> HTMLResponse:
    html = path.read_text(encoding="utf-8") if path.is_file() else NOT_BUILT
    base = f'<base href="{escape(base_path, quote=True)}/">'
    return HTMLResponse(html.replace("<head>", f"<head>{base}", 1), headers={"Cache-Control": "no-cache"})
