"""Large promotions as a durable job, and small ones within the request."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, update

from hwawon.errors import Conflict
from hwawon.jobs.context import Handler, JobContext, Outcome
from hwawon.jobs.job import JobState, Priority
from hwawon.jobs.queue import JobQueue
from hwawon.promote import ask, store
from hwawon.promote.run import carry_on
from hwawon.promote.schema import PromotionWish
from hwawon.promote.store import Promotion
from hwawon.storage.database import Database
from hwawon.storage.garden_tables import promotion
from hwawon.storage.objects import Objects

KIND = "promote"
AT_ONCE = 64  # pictures that are done within the request


@dataclass(frozen=True)
class PromotionDesk:
    """Takes promotions in and sees that they are carried out."""

    database: Database
    objects: Objects
    queue: JobQueue

    def begin(self, wish: PromotionWish, owner: str | None, key: str | None = None) -> Promotion:
        """A new promotion, or the one that the same owner began with this key.

        Raises:
            Conflict: the key was used for another one.
        """
        with self.database.write() as tx:
            made, is_new = ask.begin(tx, wish.kind, owner, wish.selection, key=key)
            if is_new:
                made = ask.asking(tx, made, self._written_down(tx, made.id, wish))
                made = self._queued(tx, made)
        return self._done(made) if is_new else made

    def undo(self, id: str, owner: str | None) -> Promotion:
        """A new promotion that restores what was before this one.

        Raises:
            NotFound, Conflict: see `ask.begin_undo`.
        """
        with self.database.write() as tx:
            made = self._queued(tx, ask.begin_undo(tx, id, owner))
        return self._done(made)

    def carry_on(self, id: str) -> Promotion:
        """Let a promotion go on whose job was cancelled or failed, or whose server died.

        Raises:
            NotFound: there is none with this id.
            Conflict: it is over, or at work.
        """
        with self.database.read() as tx:
            now = store.get(tx, id)
        if now.state != "running":
            raise Conflict(f"the promotion {id} is {now.state}")
        job = self.queue.get(now.job) if now.job else None
        if job is not None and not job.state.is_over:
            raise Conflict(f"the promotion {id} is at work, by the job {job.id}")
        if job is not None and job.state in (JobState.FAILED, JobState.CANCELLED):
            self.queue.restart(job.id)
            return now
        with self.database.write() as tx:
            store.hold(tx, id)
            return self._queued(tx, store.get(tx, id), always=True)

    def _written_down(self, tx: Connection, id: str, wish: PromotionWish) -> int:
        if wish.pictures is not None:
            return ask.of_pictures(tx, id, wish.pictures)
        assert wish.filter is not None
        return ask.of_filter(tx, id, wish.filter)

    def _queued(self, tx: Connection, made: Promotion, *, always: bool = False) -> Promotion:
        if made.left <= AT_ONCE and not always:
            return made
        job = self.queue.submit(tx, KIND, {"promotion": made.id}, owner=made.owner, priority=Priority.INTERACTIVE)
        tx.execute(update(promotion).where(promotion.c.id == made.id).values(job=job.id))
        return store.get(tx, made.id)

    def _done(self, made: Promotion) -> Promotion:
        while made.job is None and made.state == "running":
            made = carry_on(self.database, self.objects, made.id)
        return made


def handler(database: Database, objects: Objects) -> Handler:
    """What a worker does with a job of kind `promote`; between two slices it can be cancelled."""

    def run(context: JobContext) -> Outcome:
        id: str = context.job.request["promotion"]
        with database.read() as tx:
            now = store.get(tx, id)
        while now.state == "running":
            _report(context, now)
            now = carry_on(database, objects, id)
        _report(context, now)
        return Outcome(_counts(now))

    return run


def _report(context: JobContext, now: Promotion) -> None:
    if now.asked:
        context.progress(now.asked - now.left, now.asked)


def _counts(now: Promotion) -> dict[str, Any]:
    return {"promotion": now.id} | {name: getattr(now, name) for name in ("asked", *store.OUTCOMES)}
