"""Jobs asked over HTTP of an installation that is killed again and again, and what is left of them.

Every picture is compared with the one that the same wishes give in an installation that nothing happens to.
"""

import threading
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select

from hwawon.imaging import files
from hwawon.jobs.job import JobState
from hwawon.storage import events
from hwawon.storage.database import Database
from hwawon.storage.objects import Objects, open_objects
from hwawon.storage.orphans import orphans
from hwawon.storage.tables import job as jobs
from hwawon.storage.tables import journal_step as steps
from hwawon.storage.tables import picture as pictures
from support.api import open_studio, painted, photo, png, upload
from support.installation import Installation, installed
from support.server import TOKEN

JOURNALS = 2
PAUSE_S = 0.05
MOMENT_S = 0.1  # less than most jobs take
ASKED_WITHIN_S = 120.0
DEATHS_OF_ONE = 3  # twenty in a row would rightly make the job a dead letter
WORK_WITHIN_S = 60.0  # until a job runs again after a kill, on a busy machine
PROMPTS = ("red tulips", "a calm blue lake", "yellow leaves in autumn")

Caller = Any  # httpx2.Client or the test client of the same interface
Wish = tuple[str, dict[str, Any]]


@dataclass(frozen=True)
class Survival:
    """What a series of kills left behind; every figure has the value that its comment says."""

    kills: Mapping[str, int]
    jobs: int
    succeeded: int  # = jobs
    told_succeeded: int  # = jobs
    failures: int  # 0: deaths spend no attempts
    interrupted: int  # attempts that did not end; above 0, or nothing was tried
    asked_again: int  # submissions that got no answer and were repeated
    pictures: int
    expected_pictures: int  # = pictures
    same_pictures: int  # = pictures
    changed_outside: int  # 0
    journal_steps: int
    expected_steps: int  # = journal_steps
    orphans: int  # 0
    unfinished_files: int  # 0
    previews: int  # 0
    slowest_end_s: float  # from the server's SIGKILL until its worker is gone: below 10
    end_s: float  # from SIGTERM until all are gone: below 10
    seconds: float

    @property
    def kept(self) -> bool:
        """Whether every promise was kept."""
        once = {self.succeeded, self.told_succeeded} == {self.jobs}
        same = {self.pictures, self.same_pictures} == {self.expected_pictures}
        left = self.failures + self.changed_outside + self.orphans + self.unfinished_files + self.previews
        return once and same and left == 0 and self.journal_steps == self.expected_steps


def survive(folder: Path, count: int, kills: int, seed: int, database_url: str | None = None) -> Survival:
    """Ask for `count` jobs while `kills` processes are killed; wait until all is over; count."""
    began_s = time.monotonic()
    with installed(folder, database_url, seed) as installation:
        with installation.server.client() as client:
            wishes = wishes_of(client, count)
        asking = Asking(installation, wishes, kills)
        asking.start()
        database = Database(database_url or f"sqlite:///{folder / 'data' / 'hwawon.sqlite'}")
        try:
            struck: dict[str, str] = {}  # claims and their jobs
            while sum(installation.kills.values()) < kills:
                struck |= _await_claim(database, struck)
                time.sleep(installation.chance.uniform(0, MOMENT_S))
                installation.strike()
            asking.join()
            _await_end(database, asking.ids())
            end_s = installation.stop()
            objects = open_objects((folder / "data" / "objects").resolve().as_uri())
            found = _Found.of(database, objects, asking.ids())
            expected = undisturbed(folder / "undisturbed", count)
            return Survival(
                kills=dict(installation.kills),
                jobs=count,
                succeeded=found.succeeded,
                told_succeeded=found.told_succeeded,
                failures=found.failures,
                interrupted=found.attempts - count,
                asked_again=asking.repeated,
                pictures=len(found.keys),
                expected_pictures=len(expected.keys),
                same_pictures=sum(one == other for one, other in zip(found.keys, expected.keys, strict=False)),
                changed_outside=changed_outside(database, objects),
                journal_steps=len(found.steps),
                expected_steps=len(expected.steps) if found.steps == expected.steps else -1,
                orphans=len(orphans(database, objects)),
                unfinished_files=sum(1 for _ in folder.rglob(".part-*")),
                previews=sum(1 for _ in objects.keys("previews")),
                slowest_end_s=installation.slowest_end_s,
                end_s=end_s,
                seconds=time.monotonic() - began_s,
            )
        finally:
            database.close()


def wishes_of(client: Caller, count: int) -> list[Wish]:
    """What is asked: pictures from words, retouches, and retouches into journals, one or two pictures each."""
    base, mask = upload(client, png(photo())), upload(client, png(painted()), "mask")
    begun = [client.post("/api/journals", json={"picture": base}) for _ in range(JOURNALS)]
    journals = [str(answer.json()["id"]) for answer in begun]
    return [_wish(number, base, mask, journals) for number in range(count)]


def _wish(number: int, base: str, mask: str, journals: Sequence[str]) -> Wish:
    asked: dict[str, Any] = {"prompt": PROMPTS[number % 3], "engine": "painter:flat"}
    asked |= {"seed": 1000 + number, "count": 1 + number // 2 % 2}
    if number % 2:
        return "/api/generate", asked | {"width": 1280, "height": 832}
    asked |= {"picture": base, "mask": mask, "strength": 0.3 + number % 7 / 10}
    return "/api/retouch", asked | ({"journal": journals[number // 6 % JOURNALS]} if number % 6 == 0 else {})


class Asking(threading.Thread):
    """A client that submits everything in order and does not give up; every third wish is sent twice."""

    def __init__(self, installation: Installation, wishes: Sequence[Wish], kills: int) -> None:
        super().__init__(name="asking")
        self.repeated = 0
        self._installation, self._wishes, self._kills = installation, wishes, kills
        self._ids: list[str] = []
        self._error: Exception | None = None

    def ids(self) -> list[str]:
        """The jobs, in the order of the wishes.

        Raises:
            AssertionError: a wish got no answer, or another one when it was sent again.
        """
        if self._error is not None:
            raise AssertionError("the client could not ask for everything") from self._error
        return self._ids

    def run(self) -> None:
        try:
            for number, wish in enumerate(self._wishes):
                self._keep_pace(number)
                self._ids.append(self._ask(number, wish))
                if number % 3 == 0:
                    assert self._ask(number, wish) == self._ids[-1]
        except Exception as error:
            self._error = error

    def _keep_pace(self, number: int) -> None:
        """Let the last kills meet jobs, too: do not ask for everything before half of them are done."""
        share = number / len(self._wishes)
        until_s = time.monotonic() + WORK_WITHIN_S
        while share - 0.1 > sum(self._installation.kills.values()) / self._kills and time.monotonic() < until_s:
            time.sleep(PAUSE_S)

    def _ask(self, number: int, wish: Wish) -> str:
        path, body = wish
        headers = {"Authorization": f"Bearer {TOKEN}", "Idempotency-Key": f"wish-{number}"}
        until_s = time.monotonic() + ASKED_WITHIN_S
        while True:
            try:
                address = self._installation.server.address
                answer = httpx2.post(f"{address}{path}", json=body, headers=headers, timeout=30, trust_env=False)
                assert answer.status_code == 202, answer.text
                return str(answer.json()["id"])
            except httpx2.TransportError:
                assert time.monotonic() < until_s, f"no answer to wish {number}"
                self.repeated += 1
                time.sleep(PAUSE_S)


@dataclass(frozen=True)
class _Found:
    """The pictures and steps of the wishes, in their order, by the hashes that name their objects."""

    succeeded: int
    told_succeeded: int
    failures: int
    attempts: int
    keys: list[tuple[int, int, str, str | None]]  # wish, place, key, thumbnail's key
    steps: list[tuple[int, str, str]]  # wish, patch, mask; in the order of the journals' steps

    @staticmethod
    def of(database: Database, objects: Objects, ids: Sequence[str]) -> "_Found":
        """Read it; every picture's object must be there and decode."""
        wish = {id: number for number, id in enumerate(ids)}
        with database.read() as tx:
            rows = tx.execute(select(jobs.c.state, jobs.c.failures)).all()
            kept = tx.execute(
                select(pictures.c.job, pictures.c.position, pictures.c.key, pictures.c.thumbnail_key).where(
                    pictures.c.job.is_not(None)
                )
            ).all()
            stepped = select(steps.c.job, steps.c.patch_key, steps.c.mask_key).order_by(steps.c.position, steps.c.id)
            found_steps = [(wish[row.job], row.patch_key, row.mask_key) for row in tx.execute(stepped)]
            told = [event.payload for event in events.after(tx, 0, 1_000_000) if event.topic == "job"]
        for row in kept:
            files.read(objects.get(row.key))
        return _Found(
            succeeded=sum(row.state == JobState.SUCCEEDED for row in rows),
            told_succeeded=sum(payload["state"] == "succeeded" for payload in told),
            failures=sum(row.failures for row in rows),
            attempts=sum(payload["state"] == "running" and payload["step"] == 0 for payload in told),
            keys=sorted((wish[row.job], row.position, row.key, row.thumbnail_key) for row in kept),
            steps=sorted(found_steps, key=lambda step: step[0]),
        )


def undisturbed(folder: Path, count: int) -> _Found:
    """The same wishes in one process that nobody kills."""
    with open_studio(folder) as studio:
        ids = []
        for number, (path, body) in enumerate(wishes_of(studio.admin, count)):
            answer = studio.admin.post(path, json=body, headers={"Idempotency-Key": f"wish-{number}"})
            ids.append(str(answer.json()["id"]))
        studio.work()
        return _Found.of(studio.house.database, studio.house.objects, ids)


def changed_outside(database: Database, objects: Objects) -> int:
    """Pixels of all retouched pictures that differ from the uploaded one farther from the mask than was reported."""
    base, mask = photo(), painted()
    with database.read() as tx:
        rows = tx.execute(
            select(pictures.c.key, jobs.c.result)
            .join(jobs, jobs.c.id == pictures.c.job)
            .where(pictures.c.kind == "retouched")
        ).all()
    reach_px = max(one["reach_px"] for row in rows for one in row.result["candidates"])  # journals add up their steps
    outside = _distance_px(mask) > reach_px + 1e-3
    assert outside.any()
    changed = [(files.read(objects.get(row.key)).pixels != base).any(axis=2) & outside for row in rows]
    return int(np.sum(changed))


def _distance_px(mask: NDArray[np.uint8]) -> NDArray[Any]:
    import cv2

    return np.asarray(cv2.distanceTransform((mask == 0).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE))


def _await_claim(database: Database, struck: Mapping[str, str]) -> dict[str, str]:
    """Wait until a job runs that was not struck under this claim, nor too often under others; claims and their jobs."""
    deaths = Counter(struck.values())
    running = select(jobs.c.claim, jobs.c.id).where(jobs.c.state == JobState.RUNNING)
    until_s = time.monotonic() + WORK_WITHIN_S
    while time.monotonic() < until_s:
        with database.read() as tx:
            found = {row.claim: row.id for row in tx.execute(running)}
        if any(claim not in struck and deaths[id] < DEATHS_OF_ONE for claim, id in found.items()):
            return found
        time.sleep(0.005)
    raise AssertionError(f"no job began within {WORK_WITHIN_S} s: {dict(_states(database))}")


def _await_end(database: Database, ids: Sequence[str]) -> None:
    until_s = time.monotonic() + WORK_WITHIN_S + 2 * len(ids)
    while (states := _states(database))[JobState.SUCCEEDED] + states[JobState.FAILED] < len(ids):
        assert time.monotonic() < until_s, dict(states)
        time.sleep(0.1)


def _states(database: Database) -> Counter[str]:
    with database.read() as tx:
        return Counter(tx.execute(select(jobs.c.state)).scalars())
