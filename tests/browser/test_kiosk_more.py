"""The kiosk with what is around it: who comes back by a code, a child, a picture painted meanwhile, and screens."""

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import numpy as np
import pytest
import segno
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from support.accessibility import broken_rules
from support.exhibition import screen, until
from support.face_pictures import astronaut, face_models
from support.garden_pages import grow, served
from support.kiosk_camera import astronaut_film, camera_film, kiosk_token, open_kiosk, with_camera
from support.pages import new_page, shows_without_sideways_scrolling
from support.server import Server, running

pytestmark = [pytest.mark.browser, pytest.mark.slow]
# The one thing that is not real: whoever is before the camera looks ten years old.
YOUNG = """
from hwawon.vision.faces.face import Face
Face.age = property(lambda face: 10.0)
from hwawon.cli import main
main()
"""
TRACKS = """
const media = navigator.mediaDevices;
const get = media.getUserMedia.bind(media);
window.tracks = [];
media.getUserMedia = async (wish) => { const s = await get(wish); tracks.push(...s.getTracks()); return s; };
"""
LIVE = {"orientation": "h", "width": 768, "height": 512}  # what is painted for a visitor


@pytest.fixture(scope="module")
def garden(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose engine has painted before, with published pictures of two cells."""
    settings = {"HWAWON_ENGINE": "painter:flat", "HWAWON_MODELS_DIR": str(face_models("opennsfw"))}
    program = (sys.executable, "-c", YOUNG)
    with running(tmp_path_factory.mktemp("more"), settings=settings, program=program) as server:
        wanted = grow(server, 2)
        with server.client() as client:
            act = {"kind": "promote", "filter": {}}
            done(client.post("/api/promotions", json=act, headers={"Idempotency-Key": "all"}))
            until(lambda: served(server) == wanted)
            done(client.post("/api/bulks", json={"cells": [{"emotion": "sad"}], "repeats": 1, "orientations": [LIVE]}))
        yield server


@pytest.fixture(scope="module")
def token(garden: Server) -> str:
    return kiosk_token(garden)


def done(answer: httpx2.Response) -> Any:
    assert answer.status_code in (200, 201, 202), answer.text
    return answer.json()


def begin(page: Page, garden: Server, token: str, query: str = "") -> None:
    open_kiosk(page, garden, token, query=query)
    page.get_by_role("button", name="Touch to begin").click()
    expect(page.get_by_role("button", name="Choose by hand")).to_be_visible()


def to_pictures(page: Page, *words: str) -> None:
    page.get_by_role("button", name="Choose by hand").click()
    page.get_by_role("button", name="Calm", exact=True).click()
    for word in words:
        page.get_by_role("button", name=word, exact=True).click()
    page.get_by_role("button", name="Show my garden").click()
    expect(page.locator(".trio .picture")).to_have_count(3)


def former_visit(garden: Server, token: str) -> tuple[str, str]:
    """Somebody who took a picture home: the visitor, and the address to come back."""
    headers = {"Authorization": f"Bearer {token}"}
    with httpx2.Client(base_url=garden.address, headers=headers, trust_env=False, timeout=30) as client:
        visit = done(client.post("/api/visits", json={}))
        path = f"/api/visits/{visit['id']}"
        done(client.post(f"{path}/consent", json={"camera": False}))
        item = done(client.get(f"{path}/slate"))["pictures"][0]["item"]
        return visit["visitor"], done(client.post(f"{path}/final", json={"item": item}))["return_code"]


def holding(address: str, folder: Path) -> Path:
    """A film of a visitor who holds a code before the camera."""
    drawn = io.BytesIO()
    segno.make_qr(address, error="m").save(drawn, kind="png", scale=8)
    code = Image.open(drawn).convert("RGB").resize((270, 270), Image.Resampling.BILINEAR)
    seen = astronaut().copy()
    seen[230:500, 120:390] = np.array(code, np.uint8)
    return camera_film(seen, folder)


def test_a_code_before_the_camera_brings_a_visitor_back(
    browser: Browser, garden: Server, token: str, tmp_path: Path
) -> None:
    visitor, address = former_visit(garden, token)
    with with_camera(browser, holding(address, tmp_path)) as seeing, new_page(seeing, None, 1440, 900) as page:
        page.add_init_script(TRACKS)
        begin(page, garden, token)
        assert page.evaluate("tracks.length") == 0
        with page.expect_response(lambda one: one.url.endswith("/api/visits")) as begun:
            page.get_by_role("button", name="I have a code The camera opens and looks for the code only").click()
        assert begun.value.json()["visitor"] == visitor
        expect(page.get_by_text("Welcome back.")).to_be_visible()
        assert page.evaluate("tracks.map((track) => track.readyState)") == ["ended"]
        expect(page.get_by_role("button", name="I have a code")).to_have_count(0)
        to_pictures(page, "Winter", "Snowy", "Sunset")


def test_a_camera_that_sees_no_code_is_closed_after_a_while(
    browser: Browser, garden: Server, token: str, tmp_path: Path
) -> None:
    with with_camera(browser, astronaut_film(tmp_path)) as seeing, new_page(seeing, None, 1440, 900) as page:
        page.clock.install()
        page.add_init_script(TRACKS)
        begin(page, garden, token)
        with page.expect_response("**/api/return-code") as looked:
            page.get_by_role("button", name="I have a code").click()
        assert looked.value.status == 404
        page.clock.fast_forward(26_000)
        expect(page.locator(".say")).to_have_text("No code was seen.")
        assert page.evaluate("tracks.map((track) => track.readyState)") == ["ended"]
        page.get_by_role("button", name="Try again").click()
        expect(page.locator(".mirror[data-camera=open]")).to_be_visible()
        page.get_by_role("button", name="Go on without a code").click()
        expect(page.get_by_role("button", name="Choose by hand")).to_be_visible()
        assert page.evaluate("tracks.map((track) => track.readyState)") == ["ended", "ended"]


def test_a_code_is_typed_where_no_camera_is_and_one_that_is_not_known_leaves_the_way_open(
    browser: Browser, garden: Server, token: str
) -> None:
    visitor, address = former_visit(garden, token)
    with new_page(browser, None, 390, 844) as page:
        begin(page, garden, token)
        page.get_by_role("button", name="I have a code").click()
        expect(page.get_by_text("Only the code is looked for")).to_be_visible()
        expect(page.locator(".say")).to_have_text("No camera was found.")
        assert broken_rules(page) == []
        assert shows_without_sideways_scrolling(page)
        page.get_by_label("Or type the code").fill("a-code-of-nobody")
        page.get_by_role("button", name="Use this code").click()
        expect(page.locator(".say")).to_contain_text("not known any more")
        page.get_by_role("button", name="Go on without a code").click()
        expect(page.get_by_role("button", name="Choose by hand")).to_be_visible()
        page.get_by_role("button", name="I have a code").click()
        page.get_by_label("Or type the code").fill(address)
        with page.expect_response(lambda one: one.url.endswith("/api/visits")) as begun:
            page.get_by_role("button", name="Use this code").click()
        assert begun.value.json()["visitor"] == visitor
        expect(page.get_by_text("Welcome back.")).to_be_visible()


def test_a_visitor_without_a_phone_is_erased_at_the_kiosk(browser: Browser, garden: Server, token: str) -> None:
    with new_page(browser, None, 1080, 1920, touch=True) as page:
        begin(page, garden, token)
        to_pictures(page, "Winter", "Snowy", "Sunset")
        page.locator(".trio .picture").first.click()
        with page.expect_response("**/final") as taken:
            page.get_by_role("button", name="Take it home").click()
        page.get_by_role("button", name="Erase it here").click()
        expect(page.get_by_role("heading", name="Erase my visit")).to_be_visible()
        page.get_by_role("button", name="Keep it").click()
        page.get_by_role("button", name="Erase it here").click()
        assert broken_rules(page) == []
        page.get_by_role("button", name="Erase everything").click()
        expect(page.get_by_role("status").filter(has_text="Everything is erased.")).to_be_visible()
        expect(page.get_by_text("Connecting again")).to_be_hidden()
        code = httpx2.get(taken.value.json()["forget"])
        assert "Nothing is kept under this code." in code.text
        page.get_by_role("button", name="Back").click()
        expect(page.get_by_role("button", name="Touch to begin")).to_be_visible()


def test_who_looks_like_a_child_is_told_nothing_before_an_adult_agrees(
    browser: Browser, garden: Server, token: str, tmp_path: Path
) -> None:
    with with_camera(browser, astronaut_film(tmp_path)) as seeing, new_page(seeing, None, 1440, 900) as page:
        begin(page, garden, token)
        page.get_by_role("button", name="Open the camera").click()
        page.get_by_role("button", name="Take the picture").click()
        expect(page.get_by_role("heading", name="You look young")).to_be_visible()
        expect(page.get_by_text("If you are younger than 14")).to_be_visible()
        expect(page.get_by_text("You look happy")).to_have_count(0)
        assert page.locator("video").count() == 0
        page.get_by_role("button", name="I am an adult and I agree").click()
        page.get_by_role("button", name="Take the picture").click()
        expect(page.get_by_text("You look happy")).to_be_visible()


def test_a_picture_that_is_painted_meanwhile_is_offered_and_leads(browser: Browser, garden: Server, token: str) -> None:
    with garden.client() as client:
        done(client.put("/api/place", json={"live": True}))
    with new_page(browser, None, 1440, 900) as page:
        begin(page, garden, token)
        to_pictures(page, "Winter", "Snowy", "Sunset")
        page.get_by_role("button", name="A picture was painted for you. See it").click()
        first = page.locator(".trio li").first
        expect(first.get_by_text("Painted for you just now")).to_be_visible()
        assert "/live_" in (first.locator("img").get_attribute("src") or "")
        first.locator(".picture").click()
        expect(page.locator(".lead-one").get_by_text("Painted for you just now")).to_be_visible()


def test_the_screens_of_a_zone_follow_the_visitor_at_its_kiosk(browser: Browser, garden: Server, token: str) -> None:
    with garden.client() as client:
        screens = done(client.post("/api/tokens", json={"role": "display", "name": "screens"}))["token"]
        pictures = done(client.get("/api/serving", params={"limit": 100}))["items"]
        happy = next(
            f"emotions/{one['tail']}" for one in pictures if one["tail"].startswith("happy/") and "h." in one["tail"]
        )
        done(client.post("/api/zones/zone1/manifest", json={"landscape": [happy], "repeats": True}))
    with screen(browser, garden, screens, 1, prefix="") as display, new_page(browser, None, 1440, 900) as page:
        until(lambda: shown(display) == happy)
        begin(page, garden, token, "?zone=zone1")
        to_pictures(page, "Winter", "Snowy", "Sunset")
        until(lambda: shown(display).startswith("emotions/calm/winter,snowy,sunset/"))


def shown(display: Page) -> str:
    return display.locator("#root").get_attribute("data-shows") or ""
