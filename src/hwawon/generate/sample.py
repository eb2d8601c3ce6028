"""The sample library: a garden for each emotion, so that the first look is not at an empty page."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from hwawon import seeds
from hwawon.generate.request import KIND, GenerateRequest
from hwawon.jobs.job import Job, Priority
from hwawon.jobs.queue import JobQueue

EMOTIONS = ("happy", "surprised", "calm", "angry", "fear", "confused", "disgusted", "sad")
FIRST_FAVORITE = "spring,sunny,day"
FAVORITES = (
    FIRST_FAVORITE,
    "spring,rainy,the-early-dawn",
    "summer,sunny,sunset",
    "summer,cloudy,the-middle-of-the-night",
    "autumn,sunny,day",
    "autumn,rainy,sunset",
    "winter,snowy,day",
    "winter,sunny,the-early-dawn",
)
ORIENTATIONS = {"h": (768, 512), "v": (512, 768)}
BATCH = "sample"


@dataclass(frozen=True)
class SamplePicture:
    """One cell of the library: an emotion, a favorite (season,weather,time) and an orientation (h or v)."""

    emotion: str
    favorite: str
    orientation: str

    @property
    def key(self) -> str:
        """Names the cell; asked for twice, it is made once."""
        return f"sample/{self.emotion}/{self.favorite}/{self.orientation}"

    @property
    def request(self) -> GenerateRequest:
        width, height = ORIENTATIONS[self.orientation]
        prompt = f"{self.emotion}, {self.favorite.replace(',', ', ').replace('-', ' ')}, garden, flowers"
        return GenerateRequest(prompt=prompt, width=width, height=height, seed=seeds.of_text(self.key))

    @property
    def job_request(self) -> dict[str, Any]:
        return {
            "request": self.request.model_dump(mode="json"),
            "title": f"{self.emotion} / {self.favorite}",
            "tags": {"emotion": self.emotion, "favorite": self.favorite, "orientation": self.orientation},
            "publish": True,
        }


def sample_pictures(*, small: bool) -> Iterator[SamplePicture]:
    """Every cell of the library; `small` has one favorite."""
    favorites = (FIRST_FAVORITE,) if small else FAVORITES
    for favorite in favorites:
        for emotion in EMOTIONS:
            for orientation in ORIENTATIONS:
                yield SamplePicture(emotion, favorite, orientation)


def queue_sample(tx: Connection, queue: JobQueue, *, small: bool) -> list[Job]:
    """Put the library into the queue behind everything else; what was asked for before is not made again."""
    from hwawon.engines.painter.checkpoint import PAINTER
    from hwawon.forecast.work import effort_of

    def queued(one: SamplePicture) -> Job:
        pace = effort_of(one.request, one.request.extent, PAINTER).words
        return queue.submit(
            tx, KIND, one.job_request, priority=Priority.BULK, idempotency_key=one.key, batch=BATCH, pace=pace
        )

    return [queued(one) for one in sample_pictures(small=small)]
