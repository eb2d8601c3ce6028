"""A browser with a camera that looks at a real face for ever, and a kiosk of a real server in it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np
from playwright.sync_api import Browser, Page

from support.face_pictures import RGB, astronaut, jpeg
from support.server import Server

WIDTH, HEIGHT, FRAMES = 640, 480, 4


def camera_film(rgb: RGB, folder: Path) -> Path:
    """A film of 640 x 480 that Chromium plays as a camera: the same picture, whole and in the middle."""
    scale = HEIGHT / rgb.shape[0]
    shown = cv2.resize(rgb, (round(rgb.shape[1] * scale), HEIGHT), interpolation=cv2.INTER_AREA)
    frame = np.full((HEIGHT, WIDTH, 3), 90, np.uint8)
    left = (WIDTH - shown.shape[1]) // 2
    frame[:, left : left + shown.shape[1]] = shown
    film = folder / "camera.mjpeg"
    film.write_bytes(jpeg(frame) * FRAMES)
    return film


@contextmanager
def with_camera(browser: Browser, film: Path) -> Iterator[Browser]:
    """A second browser of the same kind, whose camera plays the film and asks nobody."""
    flags = [
        "--no-sandbox",
        "--disable-gpu",
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    ]
    started = browser.browser_type.launch(executable_path=shutil.which("chromium"), args=flags)
    try:
        yield started
    finally:
        started.close()


def astronaut_film(folder: Path) -> Path:
    """A smiling woman before the camera."""
    return camera_film(astronaut(), folder)


def kiosk_token(server: Server) -> str:
    """A key for a device."""
    with server.client() as client:
        answer = client.post("/api/tokens", json={"role": "kiosk", "name": "kiosk in the hall"})
        assert answer.status_code == 201, answer.text
        return str(answer.json()["token"])


def open_kiosk(page: Page, server: Server, token: str, *, prefix: str = "", query: str = "") -> None:
    """The page as a device opens it for the first time, once it is ready."""
    page.goto(f"{server.address}{prefix}/kiosk{query}#token={token}")
