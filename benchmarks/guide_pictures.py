"""Makes the five pictures of the user guide: `.venv/bin/python -m benchmarks.guide_pictures`.

A real server, the painter, Chromium, and a photograph that may be passed on freely (NASA's astronaut, see `NOTICE`).
"""

import io
import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from playwright.sync_api import Page, expect, sync_playwright

from support.easel import choose, drag, execute, panel, take
from support.pictures import photograph, saved
from support.server import running

OUT = Path(__file__).resolve().parents[1] / "docs" / "pictures"
TIMEOUT_MS = 120_000
QUALITY = 82


def main() -> int:
    program = shutil.which("chromium")
    if program is None:
        print("Chromium is not installed", file=sys.stderr)
        return 1
    expect.set_options(timeout=TIMEOUT_MS)
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder), settings={"HWAWON_ENGINE": "painter"}) as server,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.set_default_timeout(TIMEOUT_MS)
        page.goto(server.administrator_link)
        page.wait_for_selector("h1")
        page.goto(f"{server.address}/#/retouch")
        walk(page)
    return 0


def walk(page: Page) -> None:
    """From the opened photograph to the comparison, with a picture at each of the five stations."""
    choose(page, saved(Image.fromarray(photograph("astronaut")), "PNG"), "astronaut.png")
    take(page, "Rectangle")
    drag(page, (150, 20), (350, 270))
    expect(page.locator(".overlay .crop")).to_be_visible()
    panel(page, "Mask")
    keep(page, "studio-rectangle")
    expect(page.get_by_role("button", name="Execute", exact=True)).to_be_enabled()  # the person was found
    page.locator(".people-fields").scroll_into_view_if_needed()
    keep(page, "studio-mask")
    panel(page, "Lines")
    page.get_by_label("Follow the lines").check()
    expect(page.locator(".looks-news")).to_be_empty()
    keep(page, "studio-lines")
    panel(page, "Strength")
    execute(page, TIMEOUT_MS)
    keep(page, "studio-candidates")
    page.get_by_role("button", name="Keep this one").click()
    expect(page.locator(".saving")).to_have_text("Saved")
    page.get_by_role("button", name="View", exact=True).click()
    page.get_by_role("radio", name="Slider").check()
    page.wait_for_load_state("networkidle")
    keep(page, "studio-compare")


def keep(page: Page, name: str) -> None:
    page.mouse.move(5, 5)
    shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    shot.save(OUT / f"{name}.jpg", quality=QUALITY, optimize=True)
    print(OUT / f"{name}.jpg")


if __name__ == "__main__":
    sys.exit(main())
