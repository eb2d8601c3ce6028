"""The studio with a real diffusers pipeline behind it, as small as one can be: from a photograph to a saved picture."""

import io
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, expect

from support.easel import bounds_of, choose, drag, execute, panel, pixels, saved_mask, saved_picture
from support.pages import new_page
from support.pictures import photograph
from support.server import running
from support.tiny_diffusers import Tiny, add_checkpoint
from support.torch_here import needs_torch

pytestmark = [pytest.mark.browser, pytest.mark.slow, needs_torch]
LOADING_MS = 240_000  # torch on two busy cores
REACH_PX = 48


def test_a_photograph_is_retouched_by_a_tiny_diffusers_pipeline(browser: Browser, tmp_path: Path) -> None:
    models = tmp_path / "models"
    add_checkpoint(models, Tiny(), name="tiny")
    file = io.BytesIO()
    Image.fromarray(photograph("astronaut")).save(file, "PNG")
    settings = {"HWAWON_MODELS_DIR": str(models), "HWAWON_ENGINE": "diffusers"}
    with running(tmp_path, settings=settings) as server, new_page(browser, None, 1440, 900) as page:
        page.goto(server.administrator_link)
        page.goto(f"{server.address}/#/retouch")
        choose(page, file.getvalue(), "astronaut.png")
        drag(page, (330, 330), (360, 340))
        mask = saved_mask(page) > 0
        panel(page, "Engine")
        page.get_by_label("Steps").fill("3")
        panel(page, "Strength")
        expect(page.get_by_role("combobox", name="Painting starts from")).to_be_enabled()
        page.get_by_role("textbox", name="Seed").fill("42")
        strip = execute(page, LOADING_MS)
        expect(strip.get_by_role("radio")).to_have_count(3)
        page.get_by_role("button", name="Keep this one").click()
        panel(page, "Steps")
        expect(page.get_by_text("0 pixels changed outside")).to_be_visible()
        before, after = pixels(file.getvalue()), pixels(saved_picture(page))
    changed = (before != after).any(axis=2)
    assert changed[mask].mean() > 0.5
    left, top, right, bottom = bounds_of(mask)
    inside = changed.copy()
    inside[max(0, top - REACH_PX) : bottom + REACH_PX, max(0, left - REACH_PX) : right + REACH_PX] = False
    assert not inside.any()
