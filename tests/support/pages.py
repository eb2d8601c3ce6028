"""Browser pages for tests, which fail when the page complains on its console."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, ConsoleMessage, Error, Page

import hwawon

STATIC = Path(hwawon.__file__).parent / "static"
PREFIX = "/studio"
ACTION_TIMEOUT_MS = 30_000
UNREACHABLE = re.compile(r"net::ERR_|Failed to fetch|EventSource|status of 503")
REFUSED = "Failed to load resource: the server responded with a status of 4"  # every refusal is told so, meant or not


@contextmanager
def new_page(
    browser: Browser,
    state: Path | None,
    width: int,
    height: int,
    *,
    locale: str = "en-US",
    touch: bool = False,
    scale: float = 1.0,
    loses_server: bool = False,
) -> Iterator[Page]:
    """A page in a context of its own; with `loses_server` the browser may say that the server, or a part, is away."""
    context = browser.new_context(
        viewport={"width": width, "height": height},
        locale=locale,
        has_touch=touch,
        is_mobile=touch,
        device_scale_factor=scale,
        storage_state=state,
        accept_downloads=True,
    )
    context.set_default_timeout(ACTION_TIMEOUT_MS)
    page = context.new_page()
    complaints: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        is_away = loses_server and UNREACHABLE.search(message.text)
        if message.type in ("error", "warning") and not message.text.startswith(REFUSED) and not is_away:
            complaints.append(message.text)

    def catch(error: Error) -> None:
        complaints.append(str(error))

    page.on("console", listen)
    page.on("pageerror", catch)
    yield page
    context.close()
    assert not complaints, complaints


def shows_without_sideways_scrolling(page: Page) -> bool:
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return bool(wide == 0)
