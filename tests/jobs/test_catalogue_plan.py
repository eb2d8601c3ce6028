"""The plan of a whole catalogue: 8 emotions x 64 favorites x 16 repeats x 2 orientations over days, in simulated time.

The queue, the claims, the leases and the database are real; only the clock is turned, and an engine that paints
nothing takes its 26 seconds.
"""

from __future__ import annotations

import heapq
import random
import secrets
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, func, select

from hwawon.jobs import Job, JobQueue, JobState, Priority, open_dispatcher
from hwawon.jobs.claims import Claims
from hwawon.storage import events
from hwawon.storage.database import Database
from hwawon.storage.tables import job as jobs
from support.databases import address_of

pytestmark = pytest.mark.alone

CATALOGUE = 8 * 64 * 16 * 2
WORKERS = 10
LEASE_S = 60.0
BEAT_S = LEASE_S / 3
PICTURE_S = 26.0  # 1280x800, as the original measured it
KIND, TOPIC = "picture", "painted"
RESTARTED_S = 120.0


@dataclass(frozen=True)
class Turn:
    """What a worker does next: go on with a job until `ends_s`, or look for one."""

    worker: str
    job: Job | None = None
    ends_s: float = 0.0


@dataclass
class Fleet:
    """Workers in simulated time over one database, which can be closed and opened again."""

    url: str
    chance: random.Random = field(default_factory=lambda: random.Random(5))
    now_s: float = 0.0
    looked_s: float = 0.0
    came: dict[str, float] = field(default_factory=dict)
    went: dict[str, float] = field(default_factory=dict)
    done: Counter[str] = field(default_factory=Counter)  # by worker
    turns: list[tuple[float, int, Turn]] = field(default_factory=list)
    claims: dict[str, Claims] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._open()

    def clock(self) -> datetime:
        return datetime(2026, 11, 22, tzinfo=UTC) + timedelta(seconds=self.now_s)

    def submit(self, count: int) -> None:
        with self.database.write() as tx:
            for number in range(count):
                self.queue.submit(tx, KIND, {"nth": number}, priority=Priority.BULK, batch="all", engine="endpoints")

    def hire(self, count: int) -> None:
        """New workers, who begin one after the other."""
        for _ in range(count):
            name = f"worker {len(self.came)}"
            self.claims[name] = Claims(self.database, self.dispatcher, name, LEASE_S, self.clock)
            self.came[name] = self.now_s
            self._plan(self.now_s + self.chance.uniform(0, 5), Turn(name))

    def die(self, worker: str) -> bool:
        """Fall silent in the middle of a picture; False where it has none now."""
        if not any(turn.worker == worker and turn.job for _, _, turn in self.turns):
            return False
        self.turns = [entry for entry in self.turns if entry[2].worker != worker]
        heapq.heapify(self.turns)
        self.went[worker] = self.now_s
        return True

    def restart(self) -> int:
        """Everything ends at once, as in a power cut, and begins again; how many pictures were being painted."""
        workers = [name for name in self.came if name not in self.went]
        under_way = sum(self.die(name) for name in workers)
        self.turns.clear()
        self.went |= dict.fromkeys(workers, self.now_s)
        self.database.close()
        self.now_s += RESTARTED_S
        self._open()
        self.hire(len(workers))
        return under_way

    def run(self, until_done: int) -> None:
        """Let time pass until so many pictures are made."""
        while sum(self.done.values()) < until_done:
            self.now_s, _, turn = heapq.heappop(self.turns)
            self._look_after(self.claims[turn.worker])
            self._take(turn)

    def _take(self, turn: Turn) -> None:
        claims, job = self.claims[turn.worker], turn.job
        if job is not None and self.now_s < turn.ends_s:
            assert claims.renew(job)
            self._plan(min(turn.ends_s, self.now_s + BEAT_S), turn)
            return
        if job is not None:
            claims.succeed(job, {}, lambda tx: _paint(tx, job), 1, 1)
            self.done[turn.worker] += 1
        following = claims.claim([KIND], frozenset({"endpoints"}), strictly=True)
        if following is None:
            self._plan(self.now_s + 1.0, Turn(turn.worker))
            return
        ends_s = self.now_s + PICTURE_S * self.chance.uniform(0.8, 1.2)
        self._plan(min(ends_s, self.now_s + BEAT_S), Turn(turn.worker, following, ends_s))

    def _look_after(self, claims: Claims) -> None:
        """As each worker does once a second; here whoever has a turn, every twenty."""
        if self.now_s - self.looked_s < 20:
            return
        self.looked_s = self.now_s
        for silent in claims.silent():
            claims.take_over(silent)
        claims.wake_due()

    def _plan(self, at_s: float, turn: Turn) -> None:
        heapq.heappush(self.turns, (at_s, secrets.randbits(62), turn))

    def _open(self) -> None:
        self.database = Database(self.url)
        self.dispatcher = open_dispatcher(self.database)
        self.queue = JobQueue(self.database, self.dispatcher, self.clock)


def _paint(tx: Connection, job: Job) -> None:
    """The effect of a picture: seen if, and as often as, it was committed."""
    events.append(tx, TOPIC, {"nth": job.request["nth"]}, None)


def painted(database: Database) -> Counter[int]:
    """How often each picture was made."""

    def told() -> Iterator[int]:
        last = 0
        while found := events.after(tx, last, 20_000):
            last = found[-1].id
            yield from (event.payload["nth"] for event in found if event.topic == TOPIC)

    with database.read() as tx:
        return Counter(told())


@pytest.mark.slow
def test_a_whole_catalogue_is_made_once_over_ten_workers_two_deaths_and_a_restart(
    database: Database, database_kind: str, request: pytest.FixtureRequest
) -> None:
    count = CATALOGUE if database_kind == "sqlite" else CATALOGUE // 16  # each statement is a journey there
    began_s = time.process_time()
    fleet = Fleet(address_of(database))
    request.addfinalizer(lambda: fleet.database.close())
    fleet.submit(count)
    fleet.hire(WORKERS)
    fleet.run(count // 4)
    assert fleet.die("worker 3")
    fleet.run(count // 2)
    assert fleet.restart() >= WORKERS - 2
    fleet.run(count * 3 // 4)
    assert fleet.die("worker 15")
    fleet.run(count)

    assert painted(fleet.database) == Counter(range(count))
    with fleet.database.read() as tx:
        states = Counter(tx.execute(select(jobs.c.state)).scalars())
        spent, deaths = tx.execute(select(func.sum(jobs.c.failures), func.max(jobs.c.deaths))).one()
    assert states == {JobState.SUCCEEDED: count}
    assert (int(spent), int(deaths)) == (0, 0)
    paces = _paces(fleet)
    assert max(paces) < 1.15 * min(paces), paces  # nobody waits for anybody
    lost_s = 2 * (LEASE_S + PICTURE_S) + RESTARTED_S + LEASE_S
    ideal_s = count * PICTURE_S / (WORKERS - 1)  # ten for a quarter, nine for a half, eight for a quarter
    assert fleet.now_s < 1.05 * ideal_s + lost_s
    print(f"{count} pictures, {fleet.now_s / 3600:.1f} h, {min(paces):.1f} to {max(paces):.1f} an hour and worker")
    assert time.process_time() - began_s < 300


def _paces(fleet: Fleet) -> list[float]:
    """Pictures an hour of each worker while it was there."""
    ended = {name: fleet.went.get(name, fleet.now_s) for name in fleet.came}
    return [3600 * fleet.done[name] / (ended[name] - fleet.came[name]) for name in fleet.came]
