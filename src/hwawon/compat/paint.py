"""`/text2image`: an ordinary job of the generate room, waited for without a thread, and its pictures as JPEG."""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from starlette.concurrency import run_in_threadpool

from hwawon.accounts.identity import Identity
from hwawon.accounts.roles import Role
from hwawon.compat.shapes import TextToImage
from hwawon.config import Settings
from hwawon.errors import BadInput, HwawonError, NotFound
from hwawon.generate.request import KIND, GenerateRequest
from hwawon.generate.words import settled
from hwawon.jobs.job import Job, JobState, Priority
from hwawon.jobs.queue import JobQueue
from hwawon.storage.database import Database
from hwawon.storage.tables import picture
from hwawon.validation import validated

POLL_S = 0.2
LONGEST_WAIT_S = 3600.0  # a machine may have to be switched on; the job goes on without a listener
_NAME = re.compile(r"img_(\d{8}-\d{6})-([0-9a-f]{8})_(\d{1,3})\.jpeg")
_STAMP = "%Y%m%d-%H%M%S"


@dataclass(frozen=True)
class Easel:
    """What is needed to take a wish in."""

    database: Database
    queue: JobQueue
    settings: Settings

    def submit(self, wish: TextToImage, who: Identity) -> Job:
        """Queue the job.

        Raises:
            UnknownEngine, EngineUnavailable, BadInput: what the engine would refuse, such as a size.
        """
        from hwawon.engines import registry
        from hwawon.generate import plan

        if not wish.text.strip():
            raise BadInput("text: expected some words, got none")
        asked = {"prompt": wish.text, "width": wish.width, "height": wish.height, "engine": self.settings.engine}
        request, typed = settled(self.database, validated(GenerateRequest, asked))
        registry.check_open(request.engine, self.settings, to_admin=who.role.allows(Role.ADMIN))
        request, checkpoint, _ = plan.checked(self.database, request, None, self.settings)
        body = {"request": request.model_dump(mode="json")} | ({} if typed is None else {"prompt_template": typed})
        pace = plan.effort(request, checkpoint).words
        with self.database.write() as tx:
            return self.queue.submit(
                tx, KIND, body, owner=who.owner, priority=Priority.NORMAL, engine=request.engine, pace=pace
            )

    def picture(self, file: str) -> tuple[str, str]:
        """Key and media type of the picture that a name stands for.

        Raises:
            NotFound: there is none.
        """
        first, behind, ending, position = _read(file)
        query = select(picture.c.key, picture.c.media_type).where(
            picture.c.job >= first, picture.c.job < behind, picture.c.job.endswith(ending)
        )
        with self.database.read() as tx:
            found = tx.execute(query.where(picture.c.position == position)).first()
        if found is None:
            raise NotFound(f"there is no picture {file!r}")
        return found.key, found.media_type


async def ended(queue: JobQueue, job: Job, is_gone: Callable[[], Awaitable[bool]]) -> Job | None:
    """The job once it is over; None where the caller has gone or the time is up. The job goes on in any case."""
    until_s = time.monotonic() + LONGEST_WAIT_S
    while not job.state.is_over:
        await asyncio.sleep(POLL_S)
        if time.monotonic() > until_s or await is_gone():
            return None
        job = await run_in_threadpool(queue.get, job.id)
    return job


def names_of(job: Job) -> list[str]:
    """The files of a job that has succeeded: `img_{stamp}_{n}.jpeg`, the stamp ending in a part of its id."""
    pictures = (job.result or {}).get("pictures", ())
    made = datetime.fromtimestamp(int(job.id[:12], 16) / 1000, UTC)
    return [f"img_{made.strftime(_STAMP)}-{job.id[-8:]}_{number}.jpeg" for number in range(len(pictures))]


def failure(job: Job) -> tuple[int, str, str]:
    """Status, code and reason of a job that has not succeeded."""
    if job.state is JobState.CANCELLED:
        return 409, "cancelled", "the job was cancelled"
    told = job.error or {}
    code = str(told.get("code", HwawonError().code))
    return _statuses().get(code, 500), code, str(told.get("message", "the job failed"))


def _read(file: str) -> tuple[str, str, str, int]:
    """Between which ids the job of a name is, how its id ends, and which of its pictures it is."""
    found = _NAME.fullmatch(file)
    try:
        moment = datetime.strptime(found[1], _STAMP).replace(tzinfo=UTC) if found else None
    except ValueError:
        moment = None
    if found is None or moment is None or moment.timestamp() < 0:
        raise NotFound(f"there is no picture {file[:100]!r}")
    ms = int(moment.timestamp()) * 1000
    return f"{ms:012x}", f"{ms + 1000:012x}", found[2], int(found[3])


def _statuses(root: type[HwawonError] = HwawonError) -> dict[str, int]:
    name = "".join(f"_{sign.lower()}" if sign.isupper() else sign for sign in root.__name__).lstrip("_")
    return {name: root.status} | {
        code: status for one in root.__subclasses__() for code, status in _statuses(one).items()
    }
