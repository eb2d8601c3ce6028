"""One POST in a thread of its own, watched from here: progress, previews, interruption."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from hwawon.engines.base import Pixels
from hwawon.engines.webui.client import PAINT_S, WebUI, to_pixels
from hwawon.errors import EngineDied, HwawonError

EVERY_S = 0.5
IDLE_WITHIN_S = 60.0

Seen = Callable[[float, Pixels | None], None]  # share of the work done, preview; raises Cancelled to stop


class Posting(threading.Thread):
    """The call that blocks."""

    def __init__(self, webui: WebUI, path: str, body: dict[str, Any]) -> None:
        super().__init__(name="hwawon-webui", daemon=True)
        self._call: Callable[[], Any] = partial(webui.post, path, body, read_s=PAINT_S)
        self.answer: Any = None
        self.error: BaseException | None = None
        self.start()

    def run(self) -> None:
        try:
            self.answer = self._call()
        except BaseException as error:
            self.error = error


def painted(webui: WebUI, path: str, body: dict[str, Any], seen: Seen, *, by_task: bool) -> Any:
    """The answer of a POST, with `seen` called about twice a second while it runs.

    Raises:
        Cancelled: `seen` raised it; the server is idle again.
        EngineDied, OutOfMemory, BadInput, EngineError: see `WebUI.post`.
    """
    posting = Posting(webui, path, body)
    preview_id = -1
    while True:
        posting.join(EVERY_S)
        if not posting.is_alive():
            break
        share, preview, preview_id = _progress(webui, body["force_task_id"] if by_task else None, preview_id)
        try:
            seen(share, preview)
        except BaseException:
            interrupt(webui)
            posting.join(IDLE_WITHIN_S)
            raise
    if isinstance(posting.error, EngineDied):
        wait_until_idle(webui)  # it may still be painting; a second POST would paint twice
    if posting.error is not None:
        raise posting.error
    return posting.answer


def interrupt(webui: WebUI) -> None:
    """Ask the server to stop, and wait until it has."""
    try:
        webui.post("/sdapi/v1/interrupt", {})
    except HwawonError:
        return  # it is gone, or cannot be stopped
    wait_until_idle(webui)


def wait_until_idle(webui: WebUI) -> None:
    """Return when the server says that it does nothing, cannot say it, or does not answer."""
    until = time.monotonic() + IDLE_WITHIN_S
    while time.monotonic() < until:
        try:
            answer = webui.get("/sdapi/v1/progress?skip_current_image=true")
        except HwawonError:
            return
        if answer is None or (answer.get("progress", 0) == 0 and answer.get("state", {}).get("job_count", 0) == 0):
            return
        time.sleep(EVERY_S)


def _progress(webui: WebUI, task: str | None, preview_id: int) -> tuple[float, Pixels | None, int]:
    """Share done and a new preview; of our own task where the server tells tasks apart."""
    try:
        if task is not None:
            asked = {"id_task": task, "id_live_preview": preview_id, "live_preview": True}
            answer = webui.post("/internal/progress", asked) or {}
            shown, preview_id = answer.get("live_preview"), int(answer.get("id_live_preview") or preview_id)
        else:
            answer = webui.get("/sdapi/v1/progress") or {}
            shown = answer.get("current_image")
        return float(answer.get("progress") or 0), to_pixels(shown) if shown else None, preview_id
    except HwawonError:
        return 0.0, None, preview_id  # the POST itself will tell what is wrong
