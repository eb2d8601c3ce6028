"""What a server writes while visitors are there: nothing that they sent, whatever goes wrong."""

import base64
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.jobs import until
from support.server import Server, running

MARK = "marked-by-a-visitor"
CODED = base64.b64encode(MARK.encode()).decode()

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("logged")


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    with running(folder, "--no-worker", settings={"HWAWON_MODELS_DIR": str(folder)}) as started:
        yield started


def bodies() -> list[bytes]:
    """Such as do not fit: text, JSON of a wrong form, broken JSON, a picture that is none, one as base64."""
    wrong = [
        MARK,
        f'"{MARK}"',
        f'{{"{MARK}": 1}}',
        f'{{"language": "{MARK}"}}',
        f'{{"item": "{MARK}"',
        CODED,
    ]
    wrong += [f'{{"Image": {{"Bytes": "{CODED}"}}}}', f'{{"Image": {{"Bytes": "{MARK}!"}}, "Attributes": ["{MARK}"]}}']
    wrong += [f'{{"emotion": "{MARK}", "id": "{MARK}", "itemId": "{MARK}", "favorite": "{MARK}", "source": "{MARK}"}}']
    return [one.encode() for one in wrong] + [b"\xff\xd8\xff\xe0" + MARK.encode(), MARK.encode("utf-16")]


def test_no_log_holds_what_was_sent_to_a_path_of_visitors(server: Server) -> None:
    with server.client() as admin:
        visit = admin.post("/api/visits", json={}).json()["id"]
        steps = [("POST", f"/api/visits/{visit}/{step}") for step in ("consent", "face", "likes", "final", "live")]
        steps += [("PUT", f"/api/visits/{visit}/{step}") for step in ("mood", "favorite")]
        others = (
            "/emotion",
            "/api/faces",
            "/api/visits",
            "/api/return-code",
            "/forget",
            "/like",
            "/garden",
            "/gallery",
        )
        for method, path in [*steps, *(("POST", path) for path in others)]:
            for body in bodies():
                for kind in ("application/json", "image/jpeg"):
                    headers = {"Content-Type": kind, "X-user-id": MARK * 20}
                    answer = admin.request(method, path, content=body, headers=headers)
                    assert answer.status_code != 500, answer.request
    assert MARK not in server.output and CODED not in server.output


def test_what_was_sent_is_not_in_the_traceback_of_a_failure(server: Server, folder: Path) -> None:
    with server.client() as admin, sqlite3.connect(folder / "data" / "hwawon.sqlite") as rows:
        visit = admin.post("/api/visits", json={}).json()["id"]
        assert admin.post(f"/api/visits/{visit}/consent", json={"camera": False}).status_code == 200
        rows.execute("ALTER TABLE shown RENAME TO elsewhere")
        answer = admin.post(f"/api/visits/{visit}/likes", json={"item": f"emotions/calm/{MARK}h.jpeg"})
    assert answer.status_code == 500
    until(lambda: "OperationalError) no such table: shown\n[SQL" in server.output)
    assert MARK not in server.output


def test_describing_the_routes_warns_of_nothing(server: Server) -> None:
    with server.client() as admin:
        assert admin.get("/openapi.json").status_code == 200
    assert "Warning" not in server.output
