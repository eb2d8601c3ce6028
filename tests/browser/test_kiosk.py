"""The kiosk in a real browser: by a camera that sees a real face, and by hand; offline, idle, and on other sizes."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import cv2
import numpy as np
import pytest
from playwright.sync_api import Browser, Page, Route, expect

from support.accessibility import broken_rules
from support.face_pictures import face_models
from support.garden_pages import grow
from support.kiosk_camera import astronaut_film, kiosk_token, open_kiosk, with_camera
from support.newer_page import QUICK_LOOK, newer
from support.pages import PREFIX, new_page, shows_without_sideways_scrolling
from support.server import Server, running

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PUBLISH = {"kind": "promote", "filter": {}}


@pytest.fixture(scope="module")
def garden(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server under a path prefix that reads faces, with published pictures of two cells."""
    folder = tmp_path_factory.mktemp("kiosk")
    settings = {
        "HWAWON_BASE_PATH": PREFIX,
        "HWAWON_ENGINE": "painter:flat",
        "HWAWON_MODELS_DIR": str(face_models()),
    }
    with running(folder, settings=settings) as server:
        grow(server, 3)
        with server.client() as client:
            answer = client.post("/api/promotions", json=PUBLISH, headers={"Idempotency-Key": "all"})
            assert answer.status_code == 202, answer.text
        yield server


@pytest.fixture(scope="module")
def token(garden: Server) -> str:
    return kiosk_token(garden)


@pytest.fixture(scope="module")
def seeing(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with with_camera(browser, astronaut_film(tmp_path_factory.mktemp("film"))) as opened:
        yield opened


def begin(page: Page, garden: Server, token: str, query: str = "") -> None:
    open_kiosk(page, garden, token, prefix=PREFIX, query=query)
    page.get_by_role("button", name="Touch to begin").click()
    expect(page.get_by_role("button", name="Choose by hand")).to_be_visible()


def by_hand(page: Page, mood: str = "Calm") -> None:
    page.get_by_role("button", name="Choose by hand").click()
    page.get_by_role("button", name=mood, exact=True).click()


def to_pictures(page: Page) -> None:
    for word in ("Spring", "Sunny", "Day"):
        page.get_by_role("button", name=word, exact=True).click()
    page.get_by_role("button", name="Show my garden").click()
    expect(page.locator(".trio .picture")).to_have_count(3)


def read_code(page: Page, name: str) -> str:
    """What a phone reads from one of the codes on the screen."""
    shot = page.locator(f".code.{name} img").screenshot()
    pixels = cv2.imdecode(np.frombuffer(shot, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert pixels is not None
    text, _, _ = cv2.QRCodeDetector().detectAndDecode(cv2.resize(pixels, None, fx=2, fy=2))
    return str(text)


def clicks(server: Server) -> int:
    """The likes that were written down, and not those that were taken back."""
    with server.client() as client:
        return sum(int(one["likes"]) for one in client.get("/api/top-liked").json()["items"])


def test_a_visitor_walks_through_by_camera_and_takes_a_picture_home(
    seeing: Browser, garden: Server, token: str
) -> None:
    asked: list[str] = []
    with new_page(seeing, None, 1440, 900) as page:
        page.on("request", lambda request: asked.append(request.url))
        opened = "const media = navigator.mediaDevices; const get = media.getUserMedia.bind(media); window.tracks = [];"
        page.add_init_script(
            f"{opened} media.getUserMedia = async (w) => {{ const s = await get(w); tracks.push(...s.getTracks());"
            " return s; }"
        )
        begin(page, garden, token)
        assert token not in page.url
        assert page.evaluate("tracks.length") == 0  # nothing opens before consent
        page.get_by_role("button", name="Open the camera").click()
        page.get_by_role("button", name="Take the picture").click()
        expect(page.get_by_text("You look happy")).to_be_visible()
        assert page.evaluate("tracks.map((track) => track.readyState)") == ["ended"]
        page.get_by_role("button", name="That fits").click()
        to_pictures(page)
        expect(page.locator(".trio img").first).to_have_attribute("alt", "Choose picture 1: Happy, Spring, Sunny, Day")
        chosen = page.locator(".trio img").nth(1).get_attribute("src")
        page.locator(".trio .picture").nth(1).click()
        expect(page.locator(".trio .picture")).to_have_count(3)
        shown = [one.get_attribute("src") for one in page.locator(".trio img").all()]
        assert shown[0] == chosen
        assert len(set(shown)) == 3
        page.get_by_role("button", name="Take it home").click()
        expect(page.locator(".code")).to_have_count(3)
        share = read_code(page, "share")
        assert share.startswith(f"{garden.address}{PREFIX}/image?content=emotions/happy/")
        assert read_code(page, "forget").startswith(f"{garden.address}{PREFIX}/forget?code=")
        page.get_by_role("button", name="Finish").click()
        expect(page.get_by_role("button", name="Touch to begin")).to_be_visible()
        page.goto(share)
        expect(page.locator(f"img[src$='{urlsplit(share).query.removeprefix('content=')}']").first).to_be_visible()
    outside = {urlsplit(one).netloc for one in asked if not one.startswith("blob:")}
    assert outside == {urlsplit(garden.address).netloc}


def test_a_visitor_walks_through_without_a_camera_and_a_heart_pressed_three_times_counts_once(
    browser: Browser, garden: Server, token: str
) -> None:
    before = clicks(garden)
    with new_page(browser, None, 1080, 1920, touch=True) as page:
        begin(page, garden, token)
        by_hand(page)
        to_pictures(page)
        heart = page.get_by_role("button", name="I like it").first
        with page.expect_response("**/likes") as last:
            for _ in range(3):
                heart.click()
        assert last.value.ok
        expect(heart).to_have_attribute("aria-pressed", "true")
        page.get_by_role("button", name="Next pictures").click()
        expect(page.locator(".trio .picture")).to_have_count(3)
        page.get_by_role("button", name="Back").click()
        expect(page.get_by_role("button", name="Spring")).to_have_attribute("aria-pressed", "true")
        page.get_by_role("button", name="Start over").click()
        expect(page.get_by_role("button", name="Touch to begin")).to_be_visible()
    assert clicks(garden) == before + 1


def test_a_camera_that_is_missing_leaves_the_way_by_hand(browser: Browser, garden: Server, token: str) -> None:
    with new_page(browser, None, 390, 844) as page:
        begin(page, garden, token)
        page.get_by_role("button", name="Open the camera").click()
        expect(page.locator(".say")).to_have_text("No camera was found.")
        page.get_by_role("button", name="Choose by hand").click()
        expect(page.get_by_role("heading", name="How do you feel?")).to_be_visible()


def test_a_moment_without_the_server_loses_nothing_and_shows_no_error(
    browser: Browser, garden: Server, token: str
) -> None:
    before = clicks(garden)
    sent: list[str] = []
    with new_page(browser, None, 1440, 900, loses_server=True) as page:
        begin(page, garden, token)
        by_hand(page)
        to_pictures(page)

        def lost_answer(route: Route) -> None:
            sent.append(route.request.post_data or "")
            route.fetch() if len(sent) == 1 else None  # it arrives, and its answer is lost
            route.abort()

        page.route("**/likes", lost_answer)
        page.get_by_role("button", name="I like it").nth(1).click()
        expect(page.get_by_text("Connecting again")).to_be_visible()
        expect(page.locator(".heart[aria-pressed=true]")).to_have_count(1)
        page.wait_for_timeout(700)
        page.unroute("**/likes")
        expect(page.get_by_text("Connecting again")).to_be_hidden()
        page.get_by_role("button", name="Next pictures").click()
        expect(page.locator(".trio .picture")).to_have_count(3)
    assert len(set(sent)) == 1
    assert clicks(garden) == before + 1


def test_a_screen_that_nobody_touches_begins_anew_after_a_countdown(
    browser: Browser, garden: Server, token: str
) -> None:
    with garden.client() as client:
        assert client.put("/api/place", json={"idle_s": 10}).status_code == 200
    try:
        with new_page(browser, None, 1440, 900) as page:
            begin(page, garden, token)
            page.get_by_role("button", name="High contrast").click()
            countdown = page.get_by_role("region", name="Are you still there?")
            expect(countdown).to_be_visible()
            page.get_by_role("button", name="I am here").click()
            expect(countdown).to_be_hidden()
            expect(page.get_by_role("button", name="Choose by hand")).to_be_visible()
            expect(countdown).to_be_visible()
            expect(page.get_by_role("button", name="Touch to begin")).to_be_visible()
            expect(page.locator("html")).to_have_attribute("data-contrast", "usual")
    finally:
        with garden.client() as client:
            client.put("/api/place", json={"idle_s": 60})


def test_a_newer_page_is_taken_once_and_only_while_nobody_is_there(
    browser: Browser, garden: Server, token: str
) -> None:
    loads: list[str] = []
    with new_page(browser, None, 1440, 900) as page:
        page.add_init_script(QUICK_LOOK)
        begin(page, garden, token)
        page.on("load", lambda _: loads.append(page.url))
        page.context.route("**/kiosk", newer)  # what the page looks at; it is always given the old one to load
        page.wait_for_timeout(1500)
        assert loads == []
        with page.expect_event("load"):
            page.get_by_role("button", name="Start over").click()
        expect(page.get_by_role("button", name="Touch to begin")).to_be_visible()
        page.wait_for_timeout(1500)
        assert len(loads) == 1
        page.context.unroute_all(behavior="ignoreErrors")


def test_a_school_says_why_no_face_is_read_and_offers_the_hand_alone(
    browser: Browser, garden: Server, token: str
) -> None:
    with garden.client() as client:
        assert client.put("/api/place", json={"kind": "school"}).status_code == 200
    try:
        with new_page(browser, None, 1440, 900) as page:
            begin(page, garden, token)
            expect(page.locator(".reason-off")).to_contain_text("AI Act, Article 5")
            expect(page.get_by_role("button", name="Open the camera")).to_have_count(0)
    finally:
        with garden.client() as client:
            client.put("/api/place", json={"kind": "other", "emotion_reading": True})


def test_a_device_without_a_key_says_how_it_is_set_up(browser: Browser, garden: Server) -> None:
    with new_page(browser, None, 1440, 900) as page:
        page.goto(f"{garden.address}{PREFIX}/kiosk")
        expect(page.get_by_role("heading", name="This kiosk is not set up yet")).to_be_visible()
        open_kiosk(page, garden, "wrong", prefix=PREFIX)
        page.reload()
        expect(page.get_by_text("The key of this device is not accepted.")).to_be_visible()


@pytest.mark.parametrize(
    ("width", "height", "query"),
    [(1440, 900, ""), (1080, 1920, "?contrast=high"), (390, 844, "?targets=large")],
)
def test_every_step_keeps_the_rules_of_accessibility(
    browser: Browser, garden: Server, token: str, width: int, height: int, query: str
) -> None:
    def checked(page: Page) -> None:
        assert broken_rules(page) == []
        assert shows_without_sideways_scrolling(page)

    with new_page(browser, None, width, height) as page:
        page.emulate_media(reduced_motion="reduce")
        open_kiosk(page, garden, token, prefix=PREFIX, query=query)
        expect(page.locator(".loop img")).to_have_count(1)
        checked(page)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name="Choose by hand")).to_be_visible()
        checked(page)
        page.get_by_role("button", name="Choose by hand").click()
        expect(page.get_by_role("heading", name="How do you feel?")).to_be_focused()
        checked(page)
        page.get_by_role("button", name="Not sure").click()
        checked(page)
        to_pictures(page)
        checked(page)
        page.locator(".trio .picture").first.click()
        expect(page.locator(".lead-one")).to_be_visible()
        checked(page)
        page.get_by_role("button", name="Take it home").click()
        expect(page.locator(".code.share img")).to_be_visible()
        checked(page)
