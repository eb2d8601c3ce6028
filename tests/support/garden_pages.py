"""A garden for browser tests: pictures of a few cells in the pool of a real server, and a browser that is signed in."""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx2
from playwright.sync_api import Browser

from support.server import Server

CELLS = ({"emotion": "happy", "favorite": "spring,sunny,day"}, {"emotion": "calm", "favorite": "winter,snowy,sunset"})
SIDES = (
    {"orientation": "h", "width": 320, "height": 256},
    {"orientation": "v", "width": 256, "height": 320},
)
FULL_TIMEOUT_S = 120.0


def grow(server: Server, repeats: int, cells: Sequence[dict[str, str]] = CELLS) -> int:
    """Make pictures and wait for them; how many the pool has then."""
    with server.client() as client:
        before = pool(client)["total"]
        wish = {"cells": list(cells), "repeats": repeats, "orientations": list(SIDES), "others": "flowers", "seed": 3}
        answer = client.post("/api/bulks", json=wish, headers={"Idempotency-Key": f"{before}-{repeats}"})
        assert answer.status_code == 202, answer.text
        wanted: int = before + int(answer.json()["total"])
        end = time.monotonic() + FULL_TIMEOUT_S
        while pool(client)["total"] < wanted:
            assert time.monotonic() < end, f"{pool(client)['total']} of {wanted} pictures came"
            time.sleep(0.2)
        return wanted


def pool(client: httpx2.Client, **asked: Any) -> dict[str, Any]:
    answer = client.get("/api/pool", params=asked)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def states(server: Server) -> dict[str, int]:
    """How many pictures of the pool are in each state."""
    with server.client() as client:
        return {
            str(name): int(count) for name, count in client.get("/api/pool/facets").json()["state"].items() if count
        }


def served(server: Server) -> int:
    with server.client() as client:
        return int(client.get("/api/serving").json()["total"])


def signed_in(browser: Browser, server: Server, folder: Path) -> Path:
    """The cookies of a browser that has opened the administrator link."""
    saved = folder / "state.json"
    page = browser.new_page()
    page.goto(server.administrator_link)
    page.wait_for_selector("h1")
    page.context.storage_state(path=saved)
    page.context.close()
    return saved
