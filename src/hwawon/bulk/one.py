"""One landscape and one portrait of given names, as the original's `/bulk` asks for them."""

from contextlib import suppress
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import Connection

from hwawon import seeds
from hwawon.bulk.request import KIND, SHAPES, Shape, Words, joined
from hwawon.config import Settings
from hwawon.errors import BadInput, Conflict
from hwawon.generate.request import GenerateRequest
from hwawon.jobs.job import Priority
from hwawon.jobs.queue import JobQueue
from hwawon.pool.keys import POOL, Name, name_of
from hwawon.validation import FrozenModel, validated

BATCH = "original"  # of all jobs that are asked for so


class OriginalPrompt(FrozenModel):
    """The words as the original's page sends them."""

    emotion: Annotated[str, Field(max_length=200)] = ""
    emotionText: Words = ""
    favorite: Annotated[str, Field(max_length=1000)] = ""
    others: Words = ""

    @property
    def words(self) -> str:
        return joined(self.emotionText, self.favorite, self.others)


def submit_pair(
    tx: Connection,
    queue: JobQueue,
    *,
    fname: str,
    index: int,
    prompt: OriginalPrompt,
    owner: str | None,
    settings: Settings,
) -> list[Name]:
    """Queue `{fname}_{index}h.jpeg` and `...v.jpeg`, a job each; their names.

    The same name again is the same job for ever, whoever asks and in whatever words, as in the original.

    Raises:
        BadInput: `fname` is no key of a picture below imgPool/, the index is below 0, or there are no words.
    """
    pairs = [(shape, pair_name(fname, index, shape)) for shape in SHAPES]
    jobs = [_job(name, shape, prompt, settings) | {"owner": owner} for shape, name in pairs]
    for (_, name), job in zip(pairs, jobs, strict=True):
        with suppress(Conflict):  # it was asked for in other words, or by another person
            queue.submit(
                tx,
                KIND,
                job,
                priority=Priority.BULK,
                idempotency_key=f"{KIND}:{name.tail}",  # of nobody, so that it is everybody's
                batch=BATCH,
                engine=settings.engine,
            )
    return [name for _, name in pairs]


def pair_name(fname: str, index: int, shape: Shape) -> Name:
    """The name of a picture in the pool.

    Raises:
        BadInput: it is none.
    """
    if not fname.startswith(f"{POOL}/"):
        raise BadInput(f"fname: expected a key below {POOL}/, got {fname[:200]!r}")
    if index < 0:
        raise BadInput(f"index: expected 0 or more, got {index}")
    return name_of(f"{fname}_{index}{shape.orientation}.jpeg")


def _job(name: Name, shape: Shape, prompt: OriginalPrompt, settings: Settings) -> dict[str, Any]:
    asked = {"prompt": prompt.words, "width": shape.width, "height": shape.height, "engine": settings.engine}
    request = validated(GenerateRequest, asked | {"seed": seeds.of_text(name.tail)})
    words = prompt.model_dump(exclude_defaults=True)
    return {"request": request.model_dump(mode="json"), "name": name.pool_key, "words": words}
