"""A worker's death is known at once on its own machine, and never guessed elsewhere."""

import subprocess
import sys

from hwawon.jobs import JobState
from hwawon.jobs.identity import is_surely_dead, own_name
from hwawon.storage.database import Database
from hwawon.storage.tables import job as job_table
from support.jobs import Rig
from support.storm import ENVIRONMENT


def name_of_a_dead_process() -> str:
    say = "from hwawon.jobs.identity import own_name; print(own_name())"
    return subprocess.check_output([sys.executable, "-c", say], env=ENVIRONMENT, text=True).strip()


def test_a_living_process_is_not_dead_and_an_ended_one_is() -> None:
    assert not is_surely_dead(own_name())
    assert is_surely_dead(name_of_a_dead_process())


def test_two_workers_of_one_process_have_two_names() -> None:
    assert own_name() != own_name()


def test_nothing_is_said_of_other_machines_and_strange_names() -> None:
    host, machine, *rest = name_of_a_dead_process().split(":")
    assert not is_surely_dead(":".join((host, machine + "0", *rest)))
    assert not is_surely_dead("somebody")
    assert not is_surely_dead("")


def test_the_process_id_of_a_dead_worker_given_out_again_does_not_hide_its_death() -> None:
    host, machine, pid, started, token = own_name().split(":")
    assert is_surely_dead(":".join((host, machine, pid, str(int(started) - 1), token)))


def test_the_job_of_a_dead_worker_is_taken_over_before_its_lease_ends(sqlite: Database) -> None:
    rig = Rig(sqlite)
    job = rig.submit()
    worker = rig.worker()
    assert worker.claims.claim(["echo"])
    worker.look_after()
    assert rig.queue.get(job.id).state is JobState.RUNNING
    with sqlite.write() as tx:
        tx.execute(job_table.update().values(worker=name_of_a_dead_process()))
    worker.look_after()
    assert (rig.queue.get(job.id).state, rig.queue.get(job.id).deaths) == (JobState.ENQUEUED, 1)
