"""Screens of an exhibition in a browser, before a real server with published pictures of one colour each."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import cv2
import numpy as np
from playwright.sync_api import Browser, Page

from hwawon.accounts import tokens
from hwawon.app import open_house
from hwawon.config import Settings
from hwawon.promote.serve import begin_serving
from hwawon.storage.types import utc_now
from support.pages import PREFIX
from support.planting import plant
from support.server import Server, running

Colour = tuple[int, int, int]  # RGB
COLOURS: tuple[Colour, ...] = (
    (200, 30, 30), (30, 200, 30), (30, 30, 200), (200, 200, 30), (200, 30, 200), (30, 200, 200),
    (250, 140, 20), (120, 60, 160), (90, 90, 90), (160, 250, 160), (250, 250, 250), (20, 60, 20),
)  # fmt: skip
TIMES = """
window.changes = [];
new MutationObserver(() => window.changes.push([document.querySelector("#root")?.dataset.shows, Date.now()]))
  .observe(document, { subtree: true, attributes: true, attributeFilter: ["data-shows"] });
"""


def key(number: int) -> str:
    return f"emotions/happy/spring,sunny,day/img_{number:02d}h.jpeg"


def jpeg(colour: Colour) -> bytes:
    pixels = np.full((90, 160, 3), colour[::-1], np.uint8)
    return cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, 95])[1].tobytes()


@contextmanager
def exhibition(folder: Path, **settings: str) -> Iterator[tuple[Server, str]]:
    """A server with one landscape picture of each colour, and a token for screens."""
    with open_house(Settings(data_dir=folder / "data", models_dir=folder / "models")) as house:
        tails = [key(number).partition("/")[2] for number in range(len(COLOURS))]
        ids = plant(house.database, None, *tails)
        for number, colour in enumerate(COLOURS):
            house.objects.write(key(number), jpeg(colour))
        with house.database.write() as tx:
            for id in ids:
                begin_serving(tx, id, utc_now())
            token = tokens.create(tx, "display", "screens")
    with running(folder, "--no-worker", settings=settings) as server:
        yield server, token


def put(server: Server, *numbers: int | None) -> None:
    """Pictures on the landscape places of zone1."""
    landscape = [None if number is None else key(number) for number in numbers]
    with server.client() as client:
        answer = client.post("/api/zones/zone1/manifest", json={"landscape": landscape, "repeats": True})
    assert answer.status_code == 200, answer.text


@contextmanager
def screen(
    browser: Browser,
    server: Server,
    token: str,
    slot: int,
    script: str = "",
    prefix: str = PREFIX,
    *,
    is_kept: bool = True,
    **asked: Any,
) -> Iterator[Page]:
    """A screen that has started by itself; it asks nobody but the server.

    `is_kept`: it may keep its page for a start without the server. Where a test answers in the server's place it must
    not: what goes by a service worker does not reach the test.
    """
    workers: Literal["allow", "block"] = "allow" if is_kept else "block"
    context = browser.new_context(viewport={"width": 320, "height": 180}, service_workers=workers)
    context.add_init_script(TIMES + script)
    page = context.new_page()
    page.set_default_timeout(15_000)
    addresses: list[str] = []
    page.on("request", lambda request: addresses.append(request.url))
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    page.goto(f"{server.address}{prefix}/display?zone=zone1&slot={slot}&orientation=h&start=1&{query}#token={token}")
    try:
        yield page
    finally:
        context.unroute_all(behavior="ignoreErrors")  # what a route answers late would break the tests behind this one
        context.close()
    own = (f"{server.address}{prefix}/", f"blob:{server.address}/")
    assert [address for address in addresses if not address.startswith(own)] == []


def colour_of(page: Page) -> Colour:
    """What is seen in the middle."""
    pixels = cv2.imdecode(np.frombuffer(page.screenshot(), np.uint8), cv2.IMREAD_COLOR)
    assert pixels is not None
    blue, green, red = (int(value) for value in pixels[pixels.shape[0] // 2, pixels.shape[1] // 2])
    return red, green, blue


def shows(page: Page) -> int | None:
    """The number of the picture that is seen, by its colour; None: none of them."""
    seen = colour_of(page)
    near = [
        number
        for number, colour in enumerate(COLOURS)
        if max(abs(a - b) for a, b in zip(seen, colour, strict=True)) < 12
    ]
    return near[0] if near else None


def until(condition: Callable[[], bool], timeout_s: float = 15.0) -> None:
    end = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.1)


def stays(pages: Sequence[Page], numbers: Sequence[int], seconds: float) -> None:
    """Each page shows its picture at every look for a while."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        seen = [(shows(page), colour_of(page)) for page in pages]
        assert [number for number, _ in seen] == list(numbers), f"expected {list(numbers)}, saw {seen}"
