"""A kiosk before a small garden, and faces made of numbers."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from fastapi.testclient import TestClient

from hwawon.garden import face_routes
from hwawon.pool.keys import EMOTIONS
from hwawon.storage.types import utc_now
from hwawon.vision.faces.face import Face, Fractions, Landmark, Quality
from support.api import Studio, open_studio
from support.planting import plant

FAVORITE = "spring,sunny,day"


def face(emotion: str = "calm", *, age: int = 40, male: float = 0.1, vector: Sequence[float] | None = None) -> Face:
    """A face that clearly looks like something."""
    emotions = {name: 0.86 if name == emotion else 0.02 for name in EMOTIONS}
    ages = tuple(float(abs(year - age) <= 4) / 9 for year in range(100))
    return Face(
        bounds=Fractions(0.3, 0.2, 0.4, 0.5),
        confidence=0.99,
        landmarks=(Landmark("eyeLeft", 0.4, 0.4), Landmark("eyeRight", 0.6, 0.4)),
        quality=Quality(80.0, 80.0),
        emotions=emotions,
        age_low=age - 4,
        age_high=age + 4,
        ages=ages,
        gender_share=male,
        vector=None if vector is None else tuple(vector),
    )


@dataclass(frozen=True)
class Garden:
    """A studio with a kiosk, another kiosk, and published pictures."""

    studio: Studio
    kiosk: TestClient
    other: TestClient
    curator: TestClient

    def place(self, **wanted: Any) -> dict[str, Any]:
        answer = self.studio.admin.put("/api/place", json=wanted)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def begin(self, **wanted: Any) -> dict[str, Any]:
        """A new visit."""
        answer = self.kiosk.post("/api/visits", json=wanted)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    def agreed(self, *, camera: bool = False, **wanted: Any) -> str:
        """A visit with consent; its id."""
        id = str(self.begin(**wanted)["id"])
        self.done("post", id, "consent", {"camera": camera})
        return id

    def done(self, method: str, id: str, step: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """A step that must succeed."""
        answer = self.kiosk.request(method.upper(), f"/api/visits/{id}/{step}", json=body)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def slate(self, id: str, **asked: Any) -> dict[str, Any]:
        answer = self.kiosk.get(f"/api/visits/{id}/slate", params=asked)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def look(self, id: str, *faces: Face, data: bytes = b"a picture") -> Any:
        """The answer when the camera sees these faces."""
        with seeing(*faces):
            return self.kiosk.post(f"/api/visits/{id}/face", content=data, headers={"Content-Type": "image/jpeg"})


@contextmanager
def seeing(*faces: Face) -> Iterator[mock.Mock]:
    """While it lasts every picture shows these faces; the mock tells how they were asked for."""
    answer: Future[tuple[Face, ...]] = Future()
    answer.set_result(faces)
    with mock.patch.object(face_routes, "ask_faces", return_value=answer) as asked:
        yield asked


@contextmanager
def open_garden(folder: Path, **settings: Any) -> Iterator[Garden]:
    """A garden with twelve pictures of each of three emotions."""
    with open_studio(folder, **settings) as studio:
        for emotion in ("calm", "happy", "sad"):
            tails = [f"{emotion}/{FAVORITE}/img_{number:02d}{'hv'[number % 2]}.jpeg" for number in range(12)]
            publish(studio, *tails)
        yield Garden(studio, studio.caller("kiosk"), studio.caller("kiosk"), studio.caller("curator"))


def publish(studio: Studio, *tails: str) -> list[str]:
    """Pictures that visitors see; their serving keys."""
    plant(studio.house.database, None, *tails)
    keys = [f"emotions/{tail}" for tail in tails]
    with studio.house.database.write() as tx:
        for tail, key in zip(tails, keys, strict=True):
            studio.house.objects.write(key, b"\xff\xd8\xff" + tail.encode())
            serve(tx, tail, key)
    return keys


def serve(tx: Any, tail: str, key: str) -> None:
    from sqlalchemy import update

    from hwawon.storage.garden_tables import pool

    tx.execute(update(pool).where(pool.c.tail == tail).values(serving_key=key, published_at=utc_now()))
