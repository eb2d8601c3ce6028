"""Carrying a promotion out, slice by slice: files outside the transaction, then all rows of the slice in one.

A slice that dies before its commit is done again by the next attempt: its copies are made anew, and what it had to
delete may be gone already. So every picture is counted once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from hwawon.errors import Conflict
from hwawon.pool import rows
from hwawon.promote import files, serve, store
from hwawon.promote.goal import FileWork, file_work, goal
from hwawon.promote.place import Place, places
from hwawon.promote.store import Due, Promotion, Settled
from hwawon.promote.turn import turn
from hwawon.storage import events
from hwawon.storage.database import Database
from hwawon.storage.objects import Objects
from hwawon.storage.types import utc_now

SLICE = 250  # pictures: about a second, within which it can be cancelled


@dataclass(frozen=True)
class Step:
    """One picture of a slice: where it was, where it shall be (None: gone), and the files to that end."""

    due: Due
    now: Place
    after: Place | None
    work: FileWork


def carry_on(database: Database, objects: Objects, id: str) -> Promotion:
    """Do the next slice of a promotion; how it stands then. One that is over stays as it is.

    Raises:
        NotFound: there is none with this id.
        StorageFull: the copies find no space; what is done stays, and it can go on.
    """
    with turn(database):
        with database.read() as tx:
            asked = store.get(tx, id)
            due = store.due(tx, asked, SLICE) if asked.state == "running" else []
            found = places(tx, [one.picture for one in due])
        if asked.state != "running":
            return asked
        settled, steps = _planned(asked, due, found, utc_now())
        reasons = files.bring(objects, {step.due.picture: step.work for step in steps})
        settled += [
            Settled(one.due.position, "failed", reasons[one.due.picture]) for one in steps if _fails(one, reasons)
        ]
        with database.write() as tx:
            copied = [step for step in steps if not _fails(step, reasons)]
            done = _written(tx, copied)
            files.take(objects, [step.work for step, one in done if one.outcome == "promoted"])
            files.drop(objects, _left_over(tx, copied, done))
            return store.settle(tx, asked, settled + [one for _, one in done])


def _fails(step: Step, reasons: Mapping[str, str]) -> bool:
    return step.due.picture in reasons


def _planned(
    asked: Promotion, due: Sequence[Due], found: Mapping[str, Place], moment: datetime
) -> tuple[list[Settled], list[Step]]:
    """Those whose outcome is known without any work, and the work for the others."""
    settled, steps = [], []
    for one in due:
        now = found.get(one.picture)
        if now is None:
            settled.append(_gone(asked, one))
            continue
        after = goal(asked.kind, now, moment, keep_file=asked.keep_file, kept=one.kept)
        if after == now:
            settled.append(Settled(one.position, "skipped", _already(asked)))
        else:
            steps.append(Step(one, now, after, file_work(now, after)))
    return settled, steps


def _written(tx: Connection, steps: Sequence[Step]) -> list[tuple[Step, Settled]]:
    """Write the rows of these pictures; those that somebody changed meanwhile keep their turn for the next slice."""
    held = places(tx, [step.due.picture for step in steps], hold=True)
    steps = [step for step in steps if held.get(step.due.picture) == step.now]
    moved = [(step.now, step.after) for step in steps if step.after is not None]
    serve.write(tx, moved)
    done = [(step, _removed(tx, step) if step.after is None else _settled(step)) for step in steps]
    changed = [step for step, one in done if one.outcome == "promoted"]
    serve.tell(tx, [(step.now, step.after) for step in changed])
    if changed:
        events.append(tx, "pool", {"changed": len(changed)})
    return done


def _left_over(tx: Connection, copied: Sequence[Step], done: Sequence[tuple[Step, Settled]]) -> list[str]:
    """Copies whose picture somebody removed or moved meanwhile: they would be taken for a wish to show it."""
    written = {step.due.picture for step, _ in done}
    dropped = [step for step in copied if step.due.picture not in written]
    now = places(tx, [step.due.picture for step in dropped])
    theirs = {key for place in now.values() for key in (place.pool_key, place.serving_key)}
    return [key for step in dropped for key in step.work.targets if key not in theirs]


def _removed(tx: Connection, step: Step) -> Settled:
    try:
        with tx.begin_nested():
            serve.write(tx, [(step.now, step.now.unserved())])
            rows.forget(tx, step.due.picture)
    except Conflict as error:
        return Settled(step.due.position, "failed", str(error))
    return _settled(step)


def _settled(step: Step) -> Settled:
    return Settled(step.due.position, "promoted", None, step.now.as_json())


def _gone(asked: Promotion, one: Due) -> Settled:
    if asked.kind == "remove" and one.tail:
        return Settled(one.position, "skipped", "it is gone already")
    return Settled(one.position, "failed", f"there is no picture {one.picture} in the garden")


def _already(asked: Promotion) -> str:
    if asked.undoes is not None:
        return "it is as it was before already"
    return "it is served already" if asked.kind == "promote" else "it is not served"
