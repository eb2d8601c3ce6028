"""The sample library: a published garden for each emotion, so that the first look is not at an empty page."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from hwawon import seeds
from hwawon.bulk.request import KIND, Shape
from hwawon.generate.request import GenerateRequest
from hwawon.jobs.job import Job, Priority
from hwawon.jobs.queue import JobQueue
from hwawon.pool.keys import EMOTIONS, Cell, Name

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
SHAPES = (Shape(orientation="h", width=768, height=512), Shape(orientation="v", width=512, height=768))
BATCH = "sample"


@dataclass(frozen=True)
class SamplePicture:
    """One picture of the library. Its name is always the same: asked for twice, it is made once."""

    cell: Cell
    shape: Shape

    @property
    def name(self) -> Name:
        return Name(self.cell, f"img_sample_0{self.shape.orientation}.jpeg")

    @property
    def request(self) -> GenerateRequest:
        favorite = self.cell.favorite.replace(",", ", ").replace("-", " ")
        prompt, size = f"{self.cell.emotion}, {favorite}, garden, flowers", self.shape
        return GenerateRequest(prompt=prompt, width=size.width, height=size.height, seed=seeds.of_text(self.name.tail))

    @property
    def job_request(self) -> dict[str, Any]:
        request, words = self.request.model_dump(mode="json"), vars(self.cell)
        return {"request": request, "name": self.name.pool_key, "words": dict(words), "publish": True}


def sample_pictures(*, small: bool) -> Iterator[SamplePicture]:
    """Every picture of the library; `small` has one favorite."""
    for favorite in (FIRST_FAVORITE,) if small else FAVORITES:
        for emotion in EMOTIONS:
            for shape in SHAPES:
                yield SamplePicture(Cell(emotion, favorite), shape)


def queue_sample(tx: Connection, queue: JobQueue, *, small: bool) -> list[Job]:
    """Put the library into the queue behind everything else; what was asked for before is not made again."""
    from hwawon.engines.painter.checkpoint import PAINTER
    from hwawon.forecast.work import effort_of

    def queued(one: SamplePicture) -> Job:
        pace = effort_of(one.request, one.request.extent, PAINTER).words
        key = f"{BATCH}:{one.name.tail}"
        return queue.submit(
            tx, KIND, one.job_request, priority=Priority.BULK, idempotency_key=key, batch=BATCH, pace=pace
        )

    return [queued(one) for one in sample_pictures(small=small)]
