"""The whole installation in one process: the web app, a client for each role, and a worker that works when told to."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from fastapi.testclient import TestClient
from numpy.typing import NDArray

from hwawon.accounts import tokens
from hwawon.app import House, open_house, web_app
from hwawon.config import Settings
from hwawon.workshop import open_worker
from support.pictures import photograph


class Studio:
    """A house with people at its doors."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.app = web_app(house)
        self.stranger = TestClient(self.app, base_url="http://127.0.0.1:8600")
        self.admin = self.caller("admin")
        self.retoucher = self.caller("retoucher")

    def caller(self, role: str, name: str = "") -> TestClient:
        """A client with a token of this role."""
        with self.house.database.write() as tx:
            key = tokens.create(tx, role, name)
        headers = {"Authorization": f"Bearer {key}"}
        return TestClient(self.app, base_url="http://127.0.0.1:8600", headers=headers)

    def work(self) -> int:
        """Do all jobs that wait; how many."""
        with open_worker(self.house) as worker:
            return worker.work_off()


@contextmanager
def open_studio(folder: Path, **settings: Any) -> Iterator[Studio]:
    with open_house(Settings(data_dir=folder, models_dir=folder / "models", **settings)) as house:
        yield Studio(house)


def png(pixels: NDArray[Any]) -> bytes:
    """RGB or grey pixels as a PNG file."""
    ordered = pixels[:, :, ::-1] if pixels.ndim == 3 else pixels
    return cv2.imencode(".png", ordered)[1].tobytes()


def photo() -> NDArray[np.uint8]:
    """A real photograph, (240, 320, 3)."""
    return np.ascontiguousarray(photograph("coffee")[80:320, 120:440])


def painted(radius: int = 30) -> NDArray[np.uint8]:
    mask = np.zeros((240, 320), np.uint8)
    cv2.circle(mask, (160, 120), radius, 255, -1)
    return mask


def upload(client: TestClient, data: bytes, kind: str = "upload", name: str = "photo.png") -> str:
    """Send a picture; its id."""
    answer = client.post(f"/api/pictures?kind={kind}", files={"file": (name, data)})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def wish(client: TestClient, **changes: Any) -> dict[str, Any]:
    """The body of a retouch of a freshly uploaded photograph."""
    body = {"prompt": "red tulips", "engine": "painter:flat", "seed": 7, "strength": 0.8}
    body |= {"picture": upload(client, png(photo())), "mask": upload(client, png(painted()), "mask")}
    return body | changes


def submitted(client: TestClient, path: str, body: Mapping[str, Any], **headers: str) -> str:
    """Ask for a job; its id."""
    answer = client.post(path, json=dict(body), headers=headers)
    assert answer.status_code == 202, answer.text
    return str(answer.json()["id"])
