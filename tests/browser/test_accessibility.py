"""Every page keeps the rules of WCAG 2.2 AA, by day and by night, on a desk and on a phone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from support.accessibility import broken_rules
from support.easel import WORK_TIMEOUT_MS, drag
from support.pages import PREFIX, new_page, shows_without_sideways_scrolling
from support.server import Server
from support.studio import gradient

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PANELS = ("prompt", "strength", "mask", "lines", "reference", "journal", "settings")  # of the studio
SCREENS = [(1440, 900, "light", "en"), (390, 844, "dark", "ja"), (390, 844, "light", "ko")]


@pytest.fixture(params=SCREENS, ids=lambda screen: f"{screen[0]}-{screen[2]}-{screen[3]}")
def screen(
    request: pytest.FixtureRequest, browser: Browser, session_state: Path, studio: Server
) -> Iterator[tuple[Page, str]]:
    """A signed-in page in one of the appearances, without animations, and the address of the app."""
    width, height, theme, language = request.param
    with new_page(browser, session_state, width, height) as page:
        page.emulate_media(reduced_motion="reduce")
        words = (
            f"localStorage.setItem('hwawon-theme', '{theme}'); localStorage.setItem('hwawon-language', '{language}')"
        )
        page.add_init_script(words)
        yield page, f"{studio.address}{PREFIX}/"


def checked(page: Page) -> None:
    assert broken_rules(page) == []
    assert shows_without_sideways_scrolling(page)


def test_the_library_and_a_picture_in_it(screen: tuple[Page, str]) -> None:
    page, address = screen
    page.goto(address)
    expect(page.locator(".card img").nth(3)).to_be_visible()
    checked(page)
    page.locator(".card:not(.painting) button").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    checked(page)


def test_the_form_of_words_empty_refused_and_with_its_pictures(screen: tuple[Page, str]) -> None:
    page, address = screen
    page.goto(f"{address}#/generate")
    expect(page.get_by_role("radio")).to_have_count(8)
    page.locator(".unavailable summary").click()
    page.locator(".more-fields summary").click()
    checked(page)
    page.locator(".sides input").first.fill("770")
    expect(page.locator(".plan.refused")).to_be_visible()
    checked(page)
    page.locator(".sides input").first.fill("768")
    page.locator("textarea").first.fill("red tulips")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".made img")).to_be_visible()
    checked(page)


def test_the_studio_from_opening_a_picture_to_saving_it(screen: tuple[Page, str]) -> None:
    page, address = screen
    page.goto(f"{address}#/retouch")
    expect(page.locator(".from-library img").first).to_be_visible()
    checked(page)
    choose_file(page, gradient(640, 480, 11))
    page.locator(".tool-column button").nth(4).click()
    drag(page, (200, 150), (400, 300))
    page.locator(".tool-column button").first.click()
    drag(page, (150, 100), (450, 350))
    expect(page.locator(".overlay .crop")).to_be_visible()
    checked(page)
    page.locator(".work-bar .primary").click()
    expect(page.locator(".strip-score").first).to_be_visible(timeout=WORK_TIMEOUT_MS)
    for name in PANELS:
        page.locator(f"#tab-{name}").click()
        expect(page.get_by_role("tabpanel").locator("section, .wish-panel").first).to_be_visible()
        open_all(page)
        checked(page)


def test_the_studio_s_viewer_and_its_ways_of_looking(screen: tuple[Page, str]) -> None:
    page, address = screen
    page.goto(f"{address}#/retouch")
    choose_file(page, gradient(320, 240, 12))
    page.locator(".top-end button:not([aria-pressed])").first.click()
    expect(page.locator(".history-row img")).to_have_count(2)
    for key in ("0", "c", "s", "b", "d", "e"):
        page.keyboard.press(key)
        checked(page)
    page.keyboard.press("Escape")
    page.locator(".top-end button:not([aria-pressed])").nth(1).click()
    for format in ("png", "jpeg", "ora"):
        page.locator("dialog select").first.select_option(format)
        checked(page)


def choose_file(page: Page, data: bytes) -> None:
    page.set_input_files("input[type=file]", {"name": "photo.png", "mimeType": "image/png", "buffer": data})
    expect(page.locator(".paper > img").first).to_be_visible()


def open_all(page: Page) -> None:
    """Whatever is folded in the panel is opened."""
    page.evaluate("document.querySelectorAll('[role=tabpanel] details').forEach((details) => { details.open = true })")


def test_the_page_of_the_weights(screen: tuple[Page, str]) -> None:
    page, address = screen
    page.goto(f"{address}#/models")
    expect(page.locator(".gap").first).to_be_visible()
    checked(page)


def test_the_queue_with_a_job_that_is_chosen_and_the_page_of_one_job(screen: tuple[Page, str], studio: Server) -> None:
    page, address = screen
    with studio.client() as client:
        wish = {"prompt": "a pond", "width": 256, "height": 256}
        job = client.post("/api/generate", json=wish).json()["id"]
    page.goto(f"{address}#/jobs?shown=succeeded")
    page.locator(".job input").first.check()
    expect(page.get_by_role("toolbar")).to_be_visible()
    checked(page)
    page.goto(f"{address}#/jobs")
    expect(page.locator(".job-list")).to_have_count(2)
    checked(page)
    page.goto(f"{address}#/jobs/{job}")
    expect(page.locator(".job-results img")).to_be_visible()
    checked(page)


def test_the_settings_with_a_key_that_is_taken(screen: tuple[Page, str]) -> None:
    page, address = screen
    page.goto(f"{address}#/settings")
    expect(page.locator(".key").nth(2)).to_be_visible()
    checked(page)
    page.locator(".key").first.click()
    page.keyboard.press("e")
    expect(page.get_by_role("alert")).to_be_visible()
    checked(page)


def test_a_batch_its_mask_its_frames_and_one_frame_closely(screen: tuple[Page, str], studio: Server) -> None:
    page, address = screen
    with studio.client() as client:
        files = [("files", (f"walk{index}.png", gradient(320, 240, index), "image/png")) for index in range(2)]
        batch = client.post("/api/batches", files=files).json()["id"]
    page.goto(f"{address}#/batch")
    expect(page.locator(".batch-cards li").first).to_be_visible()
    checked(page)
    page.goto(f"{address}#/batch/{batch}")
    expect(page.locator(".mask-sheet img")).to_be_visible()
    checked(page)
    page.locator(".segments button").nth(1).click()
    expect(page.locator(".frame")).to_have_count(2)
    page.locator(".frame input").first.check()
    checked(page)
    page.locator(".frame > button").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    checked(page)


def test_the_gate(browser: Browser, studio: Server) -> None:
    with new_page(browser, None, 390, 844) as page:
        page.goto(f"{studio.address}{PREFIX}/")
        expect(page.get_by_role("heading", name="The garden gate is closed")).to_be_visible()
        checked(page)
