"""The studio in a browser: open a picture, draw on it at places of the picture, execute, fetch what came of it."""

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Locator, Page, expect

WORK_TIMEOUT_MS = 60_000
Place = tuple[float, float]  # in pixels of the picture


def choose(page: Page, data: bytes, name: str = "photo.png") -> None:
    """Open a file on the page for pictures, and wait until it lies on the easel."""
    page.set_input_files("input[type=file]", {"name": name, "mimeType": "image/png", "buffer": data})
    expect(page.locator(".paper > img").first).to_be_visible()
    expect(page.locator(".saving")).to_have_text("Saved")


def on_screen(page: Page, place: Place) -> Place:
    """Where a place of the picture is on the screen."""
    x, y = place
    found = page.evaluate(
        """([x, y]) => {
            const paper = document.querySelector(".paper");
            const { left, top, width, height } = paper.getBoundingClientRect();
            return [left + x * width / paper.offsetWidth, top + y * height / paper.offsetHeight];
        }""",
        [x, y],
    )
    return float(found[0]), float(found[1])


def drag(page: Page, *places: Place, steps: int = 4) -> None:
    """Draw with the mouse through places of the picture."""
    points = [on_screen(page, place) for place in places]
    page.mouse.move(*points[0])
    page.mouse.down()
    for point in points[1:]:
        page.mouse.move(*point, steps=steps)
    page.mouse.up()


def click(page: Page, place: Place) -> None:
    page.mouse.click(*on_screen(page, place))


def take(page: Page, tool: str) -> None:
    page.get_by_role("toolbar").get_by_role("button", name=tool, exact=True).click()


def panel(page: Page, name: str) -> Locator:
    """Open a panel at the side."""
    page.get_by_role("tab", name=name, exact=True).click()
    return page.get_by_role("tabpanel")


def execute(page: Page, timeout_ms: float = WORK_TIMEOUT_MS) -> Locator:
    """Ask for the retouch and wait for its candidates."""
    page.get_by_role("button", name="Execute", exact=True).click()
    strip = page.get_by_role("region", name="Candidates")
    expect(strip.get_by_role("radio").nth(1)).to_be_visible(timeout=timeout_ms)
    expect(page.get_by_role("button", name="Execute", exact=True)).to_be_visible(timeout=timeout_ms)
    return strip


def saved_mask(page: Page) -> NDArray[np.uint8]:
    """The mask as the page saves it to a file: (H, W) of the picture."""
    panel(page, "Mask")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the mask").click()
    return np.asarray(Image.open(download.value.path()))


def saved_picture(page: Page, format: str = "png") -> bytes:
    """What the journal shows, saved through the dialog."""
    return saved_file(page, format)[1]


def saved_file(page: Page, format: str, *, metadata: bool = True, step: int | None = None) -> tuple[str, bytes]:
    """The name and the bytes of what the dialog saves: all that is shown, or the patch of one step alone."""
    page.get_by_role("button", name="Save as").click()
    dialog = page.get_by_role("dialog", name="Save as")
    dialog.get_by_label("Format").select_option(format)
    if not metadata:
        dialog.get_by_role("checkbox").uncheck()
    if step is not None:
        dialog.get_by_label("What").select_option(index=step)
    with page.expect_download() as download:
        dialog.get_by_role("link", name="Save", exact=True).click()
    data = download.value.path().read_bytes()
    dialog.get_by_role("button", name="Close").click()
    return download.value.suggested_filename, data


def painted(page: Page, *places: Place) -> None:
    """Paint over a stroke through these places, one candidate, and keep it as a step."""
    drag(page, *places)
    panel(page, "Strength")
    page.get_by_role("combobox", name="Candidates").select_option("1")
    execute(page).get_by_role("button", name="Keep this one").click()
    expect(page.locator(".saving")).to_have_text("Saved")
    page.keyboard.press("Delete")  # the mask has done its work


def pixels(data: bytes) -> NDArray[np.uint8]:
    """An encoded picture as (H, W, 3) RGB."""
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))


def bounds_of(changed: NDArray[np.bool_]) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of all that is true."""
    rows, columns = np.nonzero(changed)
    return int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1
