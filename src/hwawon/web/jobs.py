"""HTTP of the jobs: what waits, what runs, what failed and why."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, ConfigDict, JsonValue
from starlette.datastructures import Headers
from starlette.responses import Response

from hwawon.accounts.guard import Guard
from hwawon.accounts.identity import Identity
from hwawon.accounts.roles import Role
from hwawon.errors import NotFound
from hwawon.jobs.job import Job, JobState
from hwawon.jobs.queue import JobQueue
from hwawon.storage.objects import Objects
from hwawon.storage.types import utc_now
from hwawon.web.answers import file_answer, json_answer

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
    paused: bool
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
    """Some jobs, newest first."""

    items: list[JobOut]
    next_cursor: str | None


def accepted(job: Job) -> Response:
    return json_answer({"id": job.id, "state": job.state}, 202)


def router(queue: JobQueue, objects: Objects, guard: Guard, base_path: str) -> APIRouter:
    """The routes of this room. A person sees the own jobs, a curator and an administrator all."""
    routes = APIRouter(prefix="/api/jobs", tags=["jobs"])
    Who = Annotated[Identity, Depends(guard.needs(Role.RETOUCHER))]

    def mine(id: str, who: Identity) -> Job:
        job = queue.get(id)
        if not who.may_see(job.owner):
            raise NotFound(f"there is no job {id}")
        return job

    @routes.get("", response_model=JobPage)
    def list_jobs(who: Who, limit: Limit = 50, cursor: str | None = None, state: JobState | None = None) -> Response:
        """Jobs, newest first."""
        page = queue.page(limit, cursor, state=state, owner=None if who.sees_all else who.owner)
        return json_answer({"items": [job_json(job, base_path) for job in page.items], "next_cursor": page.next_cursor})

    @routes.get("/{id}", response_model=JobOut)
    def get_job(id: str, who: Who) -> Response:
        """One job with its progress, its result or the reason of its failure."""
        return json_answer(job_json(mine(id, who), base_path))

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
        return json_answer(job_json(queue.cancel(id), base_path))

    @routes.post("/{id}/restart", response_model=JobOut)
    def restart_job(id: str, who: Who) -> Response:
        """Put a failed or cancelled job back into the queue."""
        mine(id, who)
        return json_answer(job_json(queue.restart(id), base_path))

    return routes


def job_json(job: Job, base_path: str) -> dict[str, Any]:
    """A job as the API shows it."""
    preview = f"{base_path}/api/jobs/{job.id}/preview" if job.preview_key else None
    return job.public(utc_now()) | {"preview_url": preview}
