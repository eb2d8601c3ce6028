"""Signing in and out and handing out keys, over HTTP."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.requests import Request
from starlette.responses import JSONResponse

from hwawon import config
from hwawon.accounts import link
from hwawon.accounts.guard import COOKIE, Guard
from hwawon.accounts.routes import router
from hwawon.errors import HwawonError
from hwawon.storage.database import Database

ADMIN = {"Authorization": "Bearer secret"}


def app_over(database: Database, base_path: str = "") -> FastAPI:
    settings = config.load(admin_token="secret", base_path=base_path, session_hours=2)
    app = FastAPI()
    app.include_router(router(database, Guard(settings, database), settings))

    @app.exception_handler(HwawonError)
    def refuse(_: Request, error: HwawonError) -> JSONResponse:
        return JSONResponse({"error": str(error)}, error.status)

    return app


@pytest.fixture
def client(sqlite: Database) -> Iterator[TestClient]:
    with TestClient(app_over(sqlite), follow_redirects=False) as made:
        yield made


@pytest.fixture
def admin_link(sqlite: Database) -> str:
    with sqlite.write() as tx:
        return link.make_admin_link(tx)


def test_the_link_signs_the_browser_in_once(client: TestClient, admin_link: str) -> None:
    answer = client.get("/auth/link", params={"token": admin_link})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=lax" in cookie and "max-age=7200" in cookie and "path=/" in cookie
    me = client.get("/api/me").json()
    assert (me["name"], me["role"], me["via"]) == ("administrator", "admin", "session")
    client.cookies.clear()
    assert client.get("/auth/link", params={"token": admin_link}).status_code == 401
    assert client.get("/api/me").status_code == 401


def test_looking_at_the_link_does_not_use_it_up(client: TestClient, admin_link: str) -> None:
    assert client.head("/auth/link", params={"token": admin_link}).status_code == 405
    assert client.get("/auth/link", params={"token": admin_link}).status_code == 303


def test_signing_out_ends_the_session_for_good(client: TestClient, admin_link: str) -> None:
    client.get("/auth/link", params={"token": admin_link})
    secret = client.cookies[COOKIE]
    assert client.post("/api/sessions/end").status_code == 204
    assert COOKIE not in client.cookies
    client.cookies.set(COOKIE, secret)
    assert client.get("/api/me").status_code == 401


def test_signing_out_twice_is_no_error(client: TestClient) -> None:
    assert client.post("/api/sessions/end").status_code == 204


def test_behind_a_prefix_the_cookie_stays_within_it(sqlite: Database, admin_link: str) -> None:
    client = TestClient(app_over(sqlite, "/studio"), follow_redirects=False, base_url="https://example.org")
    answer = client.get("/auth/link", params={"token": admin_link})
    assert answer.headers["location"] == "/studio/"
    cookie = answer.headers["set-cookie"].lower()
    assert "path=/studio/" in cookie and "secure" in cookie


def test_a_token_made_by_an_administrator_works_until_it_is_revoked(client: TestClient) -> None:
    made = client.post("/api/tokens", json={"role": "curator", "name": "night batch"}, headers=ADMIN)
    assert made.status_code == 201
    bearer = {"Authorization": f"Bearer {made.json()['token']}"}
    (listed,) = client.get("/api/tokens", headers=ADMIN).json()["items"]
    who = {"name": "night batch", "role": "curator", "via": "token", "owner": listed["id"]}
    assert client.get("/api/me", headers=bearer).json() == who
    (listed,) = client.get("/api/tokens", headers=ADMIN).json()["items"]
    assert listed["last_used_at"] is not None and made.json()["token"] not in str(listed)
    assert client.delete(f"/api/tokens/{listed['id']}", headers=ADMIN).status_code == 204
    assert client.get("/api/me", headers=bearer).status_code == 401


def test_only_an_administrator_hands_out_keys(client: TestClient) -> None:
    made = client.post("/api/tokens", json={"role": "curator"}, headers=ADMIN).json()
    curator = {"Authorization": f"Bearer {made['token']}"}
    for headers, status in (({}, 401), (curator, 403)):
        assert client.get("/api/tokens", headers=headers).status_code == status
        assert client.post("/api/tokens", json={"role": "admin"}, headers=headers).status_code == status
        assert client.delete("/api/tokens/x", headers=headers).status_code == status


@pytest.mark.parametrize("body", [{"role": "boss"}, {}, {"role": 5}, {"role": "viewer", "extra": 1}])
def test_a_wrong_request_for_a_key_is_refused(client: TestClient, body: dict[str, object]) -> None:
    assert client.post("/api/tokens", json=body, headers=ADMIN).status_code == 422
    assert client.get("/api/tokens", headers=ADMIN).json() == {"items": []}


def test_an_ended_session_is_not_signed_in(sqlite: Database, client: TestClient, admin_link: str) -> None:
    with sqlite.write() as tx:
        client.cookies.set(COOKIE, link.follow(tx, admin_link, timedelta(seconds=-1)))
    assert client.get("/api/me").status_code == 401
