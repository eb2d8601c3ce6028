"""P16: the studio's easel in Chromium: frames while 300 strokes are drawn, and the memory of a tab with 48 megapixels.

The reference of the strokes is the same movement of the pointer without a button held, on the same page, before: what
the browser itself takes for a frame on this machine. Memory is the largest resident size of the tab's process.
"""

import io
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import psutil
from numpy.typing import NDArray
from PIL import Image

from benchmarks.harness import Row
from benchmarks.photographs import photographs

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from playwright.sync_api import BrowserContext, Page, expect, sync_playwright

from support.easel import choose, drag, on_screen, take
from support.server import running

STROKES, FEW_STROKES = 300, 60
FRAME_LIMIT_MS = 20.0
LARGE = (8000, 6000)
GIGABYTE = 1e9
LOOK_EVERY_S = 0.1
TIMEOUT_MS = 120_000
FLAGS = ("--no-sandbox", "--disable-gpu")
WATCH = """() => {
    window.frames_ms = [];
    let last = performance.now();
    const watch = (now) => {
        window.frames_ms.push(now - last);
        last = now;
        window.watching = requestAnimationFrame(watch);
    };
    window.watching = requestAnimationFrame(watch);
}"""
WATCHED = "() => { cancelAnimationFrame(window.watching); return window.frames_ms.slice(1); }"


def run(full: bool) -> list[Row]:
    program = shutil.which("chromium")
    expect.set_options(timeout=TIMEOUT_MS)
    if program is None:
        return [Row("P16", "the studio in Chromium", "", "", None, None, note="Chromium is not installed")]
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder), settings={"HWAWON_ENGINE": "painter:flat"}) as server,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        context.new_page().goto(server.administrator_link)
        address = f"{server.address}/#/retouch"
        return [_strokes(context, address, STROKES if full else FEW_STROKES), _memory(context, address)]


@contextmanager
def _studio(context: BrowserContext, address: str, picture: bytes, name: str) -> Iterator[Page]:
    page = context.new_page()
    page.set_default_timeout(TIMEOUT_MS)
    page.goto(address)
    choose(page, picture, name)
    yield page
    page.close()


def _strokes(context: BrowserContext, address: str, count: int) -> Row:
    pixels = next(pixels for name, pixels in photographs() if name == "astronaut")
    with _studio(context, address, _file(pixels, "PNG"), "astronaut.png") as page:
        page.mouse.move(*on_screen(page, (100, 100)))
        idle = _frame_p95(page, lambda: _scribble(page, count // 10, held=False))
        drawn = _frame_p95(page, lambda: _scribble(page, count, held=True))
    what = f"{count} strokes: p95 of a frame; at most {FRAME_LIMIT_MS:g} ms on a machine of its own"
    return Row("P16", what, f"{drawn:.1f} ms", f"{idle:.1f} ms", drawn / idle, 2.0, 1.2)


def _scribble(page: Page, count: int, *, held: bool) -> None:
    random = np.random.default_rng(5)
    for _ in range(count):
        start = random.uniform(60, 400, 2)
        middle, end = start + random.uniform(-50, 90, 2), start + random.uniform(-50, 90, 2)
        page.mouse.move(*on_screen(page, (start[0], start[1])))
        if held:
            page.mouse.down()
        page.mouse.move(*on_screen(page, (middle[0], middle[1])), steps=6)
        page.mouse.move(*on_screen(page, (end[0], end[1])), steps=6)
        page.mouse.up()


def _frame_p95(page: Page, work: Callable[[], None]) -> float:
    """The 95th percentile of the time between two frames, in milliseconds."""
    page.evaluate(WATCH)
    work()
    return float(np.percentile(page.evaluate(WATCHED), 95))


def _memory(context: BrowserContext, address: str) -> Row:
    pixels = next(pixels for name, pixels in photographs() if name == "coffee")
    large = np.asarray(Image.fromarray(pixels).resize(LARGE, Image.Resampling.BICUBIC))
    with _largest() as peak, _studio(context, address, _file(large, "JPEG"), "large.jpg") as page:
        drag(page, (2000, 2000), (3000, 2500), (4000, 2000))
        page.mouse.wheel(0, -900)
        take(page, "Move the view")
        for _ in range(10):
            drag(page, (3000, 2500), (2500, 2300))
        take(page, "Mask brush")
        for offset in range(10):
            drag(page, (3000, 2400 + 20 * offset), (3200, 2400 + 20 * offset))
    size = peak[0] / GIGABYTE
    return Row("P16", "48 MP opened, panned, painted: peak of the tab", f"{size:.2f} GB", "", size, 1.0)


@contextmanager
def _largest() -> Iterator[list[int]]:
    """The largest resident size of one of the browser's tabs while the block runs, in bytes."""
    peak, ended = [0], threading.Event()

    def watch() -> None:
        while not ended.wait(LOOK_EVERY_S):
            peak[0] = max([peak[0], *_tab_sizes()])

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield peak
    finally:
        ended.set()
        watcher.join()


def _tab_sizes() -> list[int]:
    sizes = []
    for process in psutil.Process().children(recursive=True):
        try:
            if "--type=renderer" in process.cmdline():
                sizes.append(process.memory_info().rss)
        except psutil.Error:  # it ended meanwhile
            continue
    return sizes


def _file(pixels: NDArray[np.uint8], format: str) -> bytes:
    target = io.BytesIO()
    Image.fromarray(pixels).save(target, format, quality=90)
    return target.getvalue()
