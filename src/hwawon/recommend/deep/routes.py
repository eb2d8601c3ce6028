"""HTTP of the deep model: ask for a training, and see what became of the last ones."""

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Header
from pydantic import BaseModel

from hwawon.accounts.guard import Guard
from hwawon.accounts.identity import Identity
from hwawon.accounts.roles import Role
from hwawon.jobs.queue import JobQueue
from hwawon.recommend.deep import job, store
from hwawon.storage.database import Database


class ModelOut(BaseModel):
    """One trained model. `report` has the replay: `without` and `with` it, their `gain`, or `because`, a reason."""

    id: str
    kind: str
    state: Literal["live", "refused", "retired"]
    position: int  # the last interaction that it was trained with
    report: dict[str, Any]
    created_at: datetime


class TrainingOut(BaseModel):
    """The trainings, newest first, and the job of one that is not over."""

    live: ModelOut | None
    job: str | None
    models: list[ModelOut]


class AskedOut(BaseModel):
    """The job that trains."""

    id: str
    state: str


def router(database: Database, queue: JobQueue, guard: Guard) -> APIRouter:
    """The routes, for curators."""
    routes = APIRouter(prefix="/api/recommend", tags=["recommender"])
    Curator = Annotated[Identity, Depends(guard.needs(Role.CURATOR))]

    @routes.post("/training", status_code=202)
    def start_training(who: Curator, idempotency_key: Annotated[str | None, Header()] = None) -> AskedOut:
        """Train a deeper model as a job; the one that waits or runs already, where there is one."""
        with database.write() as tx:
            asked = job.submit(tx, queue, who.owner, idempotency_key)
        return AskedOut(id=asked.id, state=asked.state)

    @routes.get("/training")
    def list_trainings(_: Curator) -> TrainingOut:
        """The last twenty trainings and their reports."""
        with database.read() as tx:
            live, models, waiting = store.live(tx), store.newest(tx), job.waiting(tx, queue)
        return TrainingOut(
            live=_out(live) if live else None,
            job=waiting.id if waiting else None,
            models=[_out(one) for one in models],
        )

    return routes


def _out(one: store.Trained) -> ModelOut:
    return ModelOut.model_validate({name: value for name, value in vars(one).items() if name != "key"})
