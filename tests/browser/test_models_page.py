"""The page of the weights in a real browser, on a desk and on a phone."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from hwawon.weights.shelf import Shelf
from support.pages import new_page, shows_without_sideways_scrolling
from support.server import Server, running
from support.weights import checkpoint_shapes, safetensors

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def shelved(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with one SDXL checkpoint on its shelf."""
    folder = tmp_path_factory.mktemp("shelved")
    path = safetensors(folder / "a-rather-long-name-of-a-checkpoint-v10.safetensors", checkpoint_shapes(2048))
    Shelf(folder / "models").add(path, licence="CreativeML Open RAIL++-M")
    settings = {"HWAWON_MODELS_DIR": str(folder / "models"), "HWAWON_ENGINE": "painter:flat"}
    with running(folder / "data", settings=settings) as server:
        yield server


@pytest.fixture(scope="module")
def state(browser: Browser, shelved: Server, tmp_path_factory: pytest.TempPathFactory) -> Path:
    saved = tmp_path_factory.mktemp("state") / "state.json"
    page = browser.new_page()
    page.goto(shelved.administrator_link)
    page.wait_for_selector("h1")
    page.context.storage_state(path=saved)
    page.context.close()
    return saved


@pytest.mark.parametrize(
    ("width", "height", "locale", "kind"), [(1440, 900, "en-US", "Checkpoints"), (390, 844, "ko-KR", "체크포인트")]
)
def test_what_is_there_and_what_is_missing_fits_the_screen(
    browser: Browser, shelved: Server, state: Path, tmp_path: Path, width: int, height: int, locale: str, kind: str
) -> None:
    with new_page(browser, state, width, height, locale=locale) as page:
        page.goto(f"{shelved.address}/#/models")
        row = page.get_by_role("listitem").filter(has_text="a-rather-long-name")
        expect(row).to_contain_text("RAIL++-M")
        expect(row).to_contain_text(re.compile(r"SDXL\d+(\.\d+)?\s?[kMG]?(B|byte)"))
        expect(row.locator("summary")).to_have_text(re.compile(r"^SHA-256 [0-9a-f]{10}$"))
        row.locator("summary").click()
        expect(row.get_by_text(re.compile(r"^[0-9a-f]{64}$"))).to_be_visible()
        expect(page.get_by_text(kind)).to_be_visible()
        expect(page.get_by_text("--family sdxl --kind controlnet")).to_be_visible()
        page.screenshot(path=tmp_path / "page.png")
        assert shows_without_sideways_scrolling(page)


def test_a_tab_leads_to_the_page(browser: Browser, shelved: Server, state: Path) -> None:
    with new_page(browser, state, 1440, 900) as page:
        page.goto(shelved.address)
        tab(page).click()
        expect(page.get_by_role("heading", name="What is missing")).to_be_visible()
        expect(tab(page)).to_have_attribute("aria-current", "page")


def tab(page: Page) -> Locator:
    return page.get_by_role("navigation").get_by_role("link", name="Models")
