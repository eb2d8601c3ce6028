"""HTTP of the jobs: what waits, what runs, what failed and why; pausing, moving and restarting them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, ConfigDict, Field, JsonValue, model_validator
from starlette.datastructures import Headers
from starlette.responses import Response

from hwawon.accounts.guard import Guard
from hwawon.accounts.identity import Identity
from hwawon.accounts.roles import Role
from hwawon.errors import BadInput, NotFound
from hwawon.jobs.job import Job, JobState
from hwawon.jobs.queue import JobQueue
from hwawon.storage.objects import Objects
from hwawon.storage.types import utc_now
from hwawon.validation import FrozenModel
from hwawon.web.answers import file_answer, json_answer
from hwawon.web.subjects import check_subject

Limit = Annotated[int, Query(ge=1, le=500)]


EXAMPLE: JsonValue = {"id": "0198f3a2c1d47a5e8b1f2c3d4e5f6a7b", "state": "enqueued"}


class Accepted(BaseModel):
    """A job was taken in."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    id: str
    state: JobState


class JobError(BaseModel):
    """Why a job failed."""

    code: str
    message: str


class JobOut(BaseModel):
    """A job: where it stands, and how it ended."""

    id: str
    kind: str
    state: JobState
    owner: str | None
    priority: int
    engine: str | None  # what must be there to run it
    batch: str | None
    journal: str | None  # that it paints on, or paints again
    paused: bool  # stays enqueued until it is resumed
    place: int | None  # 1: the next to run, at the earliest; null unless it waits and is not paused
    attempt: int
    max_attempts: int
    deaths: int
    step: int
    steps: int  # 0 until the first progress
    eta_s: float | None  # learned from earlier jobs of its kind
    has_preview: bool
    preview_url: str | None
    cancel_requested: bool
    request: dict[str, Any]
    result: dict[str, Any] | None  # of a retouch: `candidates`, best seam first; of generating: `pictures`
    error: JobError | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    not_before: datetime | None


class JobPage(BaseModel):
    """Some jobs."""

    items: list[JobOut]
    next_cursor: str | None


def accepted(job: Job) -> Response:
    return json_answer({"id": job.id, "state": job.state}, 202)


class Goal(FrozenModel):
    """Where a job moves to: an end of the queue, or right before another job."""

    to: Literal["front", "back", "before"]
    job: Annotated[str | None, Field(min_length=1, max_length=64)] = None

    @model_validator(mode="after")
    def _names_one(self) -> "Goal":
        if (self.to == "before") != (self.job is not None):
            raise ValueError("expected `job` with `before`, and only there")
        return self


class BatchNamed(FrozenModel):
    """A batch of jobs."""

    batch: Annotated[str, Field(min_length=1, max_length=64)]


class BatchJobs(BaseModel):
    """How many jobs of a batch an order has reached."""

    jobs: int


class FailedJobs(FrozenModel):
    """Which dead letters are meant; all where nothing is said."""

    kind: Annotated[str, Field(max_length=50)] | None = None
    batch: Annotated[str, Field(max_length=64)] | None = None


class Restarted(BaseModel):
    """How many jobs were put back, and how many not since what they are about is gone or they are failed no more."""

    restarted: int
    skipped: int


def router(queue: JobQueue, objects: Objects, guard: Guard, base_path: str) -> APIRouter:
    """The routes of this room. A person sees the own jobs, a curator and an administrator all."""
    routes = APIRouter(prefix="/api/jobs", tags=["jobs"])
    Who = Annotated[Identity, Depends(guard.needs(Role.RETOUCHER))]

    def mine(id: str, who: Identity) -> Job:
        job = queue.get(id)
        if not who.may_see(job.owner):
            raise NotFound(f"there is no job {id}")
        return job

    def answer(job: Job) -> Response:
        return json_answer(job_json(job, base_path, queue.places([job])))

    @routes.get("", response_model=JobPage)
    def list_jobs(
        who: Who,
        limit: Limit = 50,
        cursor: str | None = None,
        state: JobState | None = None,
        kind: str | None = None,
        batch: str | None = None,
        journal: str | None = None,
        order: Literal["newest", "turn"] = "newest",
    ) -> Response:
        """Jobs, newest first; by `order=turn` those that wait, as they will run, paused and delayed ones at the end."""
        if order == "turn" and state not in (None, JobState.ENQUEUED):
            raise BadInput(f"expected state=enqueued with order=turn, got {state}")
        page = queue.page(
            limit,
            cursor,
            in_turn=order == "turn",
            state=state,
            kind=kind,
            batch=batch,
            owner=None if who.sees_all else who.owner,
            lock=None if journal is None else f"journal:{journal}",
            since=journal,  # ids sort by their moment, and no job on a journal is older than it
        )
        places = queue.places(page.items)
        items = [job_json(job, base_path, places) for job in page.items]
        return json_answer({"items": items, "next_cursor": page.next_cursor})

    @routes.post("/restart-failed", response_model=Restarted)
    def restart_failed(failed: FailedJobs, who: Who) -> Response:
        """Put all dead letters back whose pictures, journals and batches are still there."""
        owner = None if who.sees_all else who.owner
        restarted, skipped = queue.restart_failed(check_subject, owner=owner, kind=failed.kind, batch=failed.batch)
        return json_answer({"restarted": restarted, "skipped": skipped})

    @routes.post("/pause", response_model=BatchJobs)
    def pause_batch(named: BatchNamed, who: Who) -> Response:
        """Keep a batch's waiting jobs enqueued, later submitted ones too."""
        return json_answer({"jobs": queue.pause(named.batch, None if who.sees_all else who.owner)})

    @routes.post("/resume", response_model=BatchJobs)
    def resume_batch(named: BatchNamed, who: Who) -> Response:
        """Let a paused batch go on."""
        return json_answer({"jobs": queue.resume(named.batch, None if who.sees_all else who.owner)})

    @routes.get("/{id}", response_model=JobOut)
    def get_job(id: str, who: Who) -> Response:
        """One job with its progress, its result or the reason of its failure."""
        return answer(mine(id, who))

    @routes.get("/{id}/preview")
    def get_preview(id: str, who: Who) -> Response:
        """What the picture looks like so far."""
        job = mine(id, who)
        if job.preview_key is None:
            raise NotFound(f"the job {id} has no preview now")
        return file_answer(Headers(), objects, job.preview_key, "image/webp", cache_control="no-store")

    @routes.delete("/{id}", response_model=JobOut)
    def cancel_job(id: str, who: Who) -> Response:
        """Stop a job within one step; what is finished stays."""
        mine(id, who)
        return answer(queue.cancel(id))

    @routes.post("/{id}/restart", response_model=JobOut)
    def restart_job(id: str, who: Who) -> Response:
        """Put a failed or cancelled job back into the queue, if what it is about is still there."""
        mine(id, who)
        return answer(queue.restart(id, check_subject))

    @routes.post("/{id}/pause", response_model=JobOut)
    def pause_job(id: str, who: Who) -> Response:
        """Keep a waiting job enqueued until it is resumed."""
        mine(id, who)
        return answer(queue.pause_job(id))

    @routes.post("/{id}/resume", response_model=JobOut)
    def resume_job(id: str, who: Who) -> Response:
        """Let a paused job go on."""
        mine(id, who)
        return answer(queue.resume_job(id))

    @routes.post("/{id}/move", response_model=JobOut)
    def move_job(id: str, goal: Goal, who: Who) -> Response:
        """Put a waiting job elsewhere: among one's own turns, a curator anywhere in the queue."""
        mine(id, who)
        if goal.job is not None:
            mine(goal.job, who)
        return answer(queue.move(id, goal.job, to_front=goal.to == "front", anywhere=who.sees_all))

    return routes


def job_json(job: Job, base_path: str, places: Mapping[str, int]) -> dict[str, Any]:
    """A job as the API shows it; `places` as of `JobQueue.places`."""
    preview = f"{base_path}/api/jobs/{job.id}/preview" if job.preview_key else None
    journal = job.request.get("journal")
    return job.public(utc_now()) | {"preview_url": preview, "place": places.get(job.id), "journal": journal}
