"""The original's test pages as modes of the kiosk: windows of three, likes that stick, a face in three lines."""

import json
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from playwright.sync_api import Browser, Page, Request, expect

from support.accessibility import broken_rules
from support.face_pictures import face_models
from support.garden_pages import grow
from support.kiosk_camera import HEIGHT, WIDTH, astronaut_film, camera_film, kiosk_token, open_kiosk, with_camera
from support.pages import new_page, shows_without_sideways_scrolling
from support.server import Server, running

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SEVEN = 7
CELLS = [{"emotion": "happy", "favorite": "spring,cloudy,day"}]


@pytest.fixture(scope="module")
def garden(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that reads faces, with seven published happy pictures of the first favorite."""
    settings = {"HWAWON_ENGINE": "painter:flat", "HWAWON_MODELS_DIR": str(face_models())}
    with running(tmp_path_factory.mktemp("modes"), settings=settings) as server:
        grow(server, 4, CELLS)
        with server.client() as client:
            ids = [one["id"] for one in client.get("/api/pool").json()["items"]][:SEVEN]
            wish = {"kind": "promote", "pictures": ids}
            answer = client.post("/api/promotions", json=wish, headers={"Idempotency-Key": "seven"})
            assert answer.status_code == 202, answer.text
        yield server


@pytest.fixture(scope="module")
def token(garden: Server) -> str:
    return kiosk_token(garden)


@pytest.fixture(scope="module")
def seeing(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with with_camera(browser, astronaut_film(tmp_path_factory.mktemp("film"))) as opened:
        yield opened


def sent_to(page: Page, path: str) -> list[Request]:
    """What the page sends to a path from now on."""
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request) if request.url.endswith(path) else None)
    return sent


def shown(page: Page) -> list[str]:
    """The keys on the screen."""
    return [(one.get_attribute("src") or "").split("/", 3)[3] for one in page.locator(".window-row img").all()]


def look(page: Page) -> None:
    page.get_by_role("button", name="Camera").click()
    page.get_by_role("button", name="Emotion", exact=True).click()


def test_seven_pictures_come_in_windows_of_three_and_likes_stick(seeing: Browser, garden: Server, token: str) -> None:
    with new_page(seeing, None, 1440, 900) as page:
        likes = sent_to(page, "/like")
        open_kiosk(page, garden, token, query="?mode=garden")
        look(page)
        expect(page.get_by_text("Emotion: Happy (HAPPY)")).to_be_visible()
        expect(page.locator(".lines p")).to_have_count(2)
        windows = []
        for words in ("1 to 3 of 7", "4 to 6 of 7", "7 to 7 of 7", "1 to 3 of 7"):
            expect(page.get_by_text(words)).to_be_visible()
            windows.append(shown(page))
            if words.startswith("7"):
                for _ in range(3):
                    page.locator(".heart").click()
            page.get_by_role("button", name="Next").click()
        assert [len(one) for one in windows] == [3, 3, 1, 3]
        assert windows[3] == windows[0]
        expect(page.get_by_text("4 to 6 of 7")).to_be_visible()
    assert len(likes) == 1
    said = json.loads(likes[0].post_data or "")
    assert (said["itemId"], said["impression"]) == (windows[2][0], windows[2])


def test_the_recommended_list_is_asked_for_by_hand_too_and_a_like_tells_what_was_on_the_screen(
    browser: Browser, garden: Server, token: str
) -> None:
    with new_page(browser, None, 390, 844) as page:
        asked, likes = sent_to(page, "/garden"), sent_to(page, "/like")
        open_kiosk(page, garden, token, query="?mode=emotion-garden")
        page.get_by_label("Emotion by hand").select_option("happy")
        expect(page.locator(".window-row img")).to_have_count(3)
        assert json.loads(asked[0].post_data or "")["emotion"] == "happy/spring,cloudy,day"
        page.locator(".heart").nth(1).click()
        expect(page.get_by_role("button", name="Liked")).to_have_count(1)
        assert json.loads(likes[0].post_data or "")["impression"] == shown(page)
        assert shows_without_sideways_scrolling(page)
        assert broken_rules(page) == []


def test_no_picture_is_said_to_be_none_and_the_chooser_has_64_favorites(
    browser: Browser, garden: Server, token: str
) -> None:
    with new_page(browser, None, 1440, 900) as page:
        open_kiosk(page, garden, token, query="?mode=garden")
        favorites = page.get_by_label("Favorite", exact=True)
        expect(favorites.locator("option")).to_have_count(64)
        page.get_by_label("Emotion by hand").select_option("sad")
        expect(page.get_by_role("alert")).to_contain_text("No Image")
        expect(page.get_by_role("button", name="Next")).to_be_disabled()


def test_a_face_is_told_in_three_lines_and_its_frame_stays_on_the_own_device(
    seeing: Browser, garden: Server, token: str
) -> None:
    with new_page(seeing, None, 1440, 900) as page:
        open_kiosk(page, garden, token, query="?mode=emotion")
        expect(page.get_by_role("button", name="Emotion", exact=True)).to_be_disabled()
        page.evaluate(
            "window.said = []; new MutationObserver(() => said.push(document.body.innerText))"
            ".observe(document.body, { subtree: true, childList: true, characterData: true })"
        )
        look(page)
        lines = page.locator(".lines p")
        expect(lines).to_have_count(3)
        assert lines.all_inner_texts()[0] == "Emotion: Happy (HAPPY)"
        assert lines.all_inner_texts()[1].startswith("Age: ")
        assert lines.all_inner_texts()[1].endswith("(female)")
        assert lines.all_inner_texts()[2].startswith("Features: smile")
        assert not [text for text in page.evaluate("said") if "No Face" in text]
        with page.expect_download() as download:
            page.get_by_role("button", name="Download").click()
        assert download.value.suggested_filename.startswith("capture_HAPPY_Female_")
        frame = cv2.imread(str(download.value.path()))
        assert frame is not None
        assert frame.shape == (HEIGHT, WIDTH, 3)
        assert broken_rules(page) == []


def test_nobody_before_the_camera_is_said_so(browser: Browser, garden: Server, token: str, tmp_path: Path) -> None:
    meadow = np.full((HEIGHT, WIDTH, 3), (90, 140, 70), np.uint8)
    with with_camera(browser, camera_film(meadow, tmp_path)) as seeing, new_page(seeing, None, 1440, 900) as page:
        open_kiosk(page, garden, token, query="?mode=emotion")
        look(page)
        expect(page.locator(".lines p")).to_have_text(["No Face"])


def test_who_leaves_a_test_page_leaves_no_frame_behind(seeing: Browser, garden: Server, token: str) -> None:
    with garden.client() as client:
        assert client.put("/api/place", json={"idle_s": 10}).status_code == 200
    with new_page(seeing, None, 1440, 900) as page:
        open_kiosk(page, garden, token, query="?mode=emotion")
        look(page)
        expect(page.locator(".lines p")).to_have_count(3)
        expect(page.get_by_role("region", name="Are you still there?")).to_be_visible()
        expect(page.locator(".lines p")).to_have_count(0)
        assert page.locator(".sight[data-camera=shut]").count() == 1
