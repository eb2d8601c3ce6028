"""A batch over HTTP, from files to its last frame."""

from collections.abc import Mapping
from typing import Any

from fastapi.testclient import TestClient

from support.clips import disc, frame, png

QUICK = {"prompt": "red", "engine": "painter:flat", "seed": 7, "strength": 0.7}


def pictures(count: int, name: str = "shot_{}.png") -> list[tuple[str, bytes]]:
    return [(name.format(index), png(frame(index))) for index in range(count)]


def made(client: TestClient, files: list[tuple[str, bytes]], wishes: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """A draft of these files."""
    import json

    sent = [("files", (name, data)) for name, data in files]
    answer = client.post("/api/batches", files=sent, data={"wishes": json.dumps(QUICK | dict(wishes or {}))})
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def draw(client: TestClient, batch: str, index: int = 0, mask: bytes | None = None) -> dict[str, Any]:
    """Draw a mask on a frame."""
    file = {"file": ("mask.png", mask or png(disc()))}
    answer = client.put(f"/api/batches/{batch}/frames/{index}/mask", files=file)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def order(client: TestClient, batch: str, what: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """start, pause, redo ...; the batch after it."""
    answer = client.post(f"/api/batches/{batch}/{what}", json=None if body is None else dict(body))
    assert answer.status_code in (200, 202), answer.text
    found: dict[str, Any] = answer.json()
    return found


def told(client: TestClient, batch: str) -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"/api/batches/{batch}").json()
    return found


def listed(client: TestClient, batch: str) -> list[dict[str, Any]]:
    """All its frames."""
    found: list[dict[str, Any]] = client.get(f"/api/batches/{batch}/frames?limit=500").json()["items"]
    return found
