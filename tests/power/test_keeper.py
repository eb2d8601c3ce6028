"""The machine is on for the jobs that wait for it and off when it was idle for the set time, and no longer."""

import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hwawon.config import Settings
from hwawon.engines.known import recalled
from hwawon.engines.registry import capabilities_of
from hwawon.errors import Conflict
from hwawon.jobs import JobState
from hwawon.power import ledger
from hwawon.power.driver import DriverFailed, open_driver
from hwawon.power.drivers.ec2 import Ec2
from hwawon.power.drivers.wake_on_lan import WakeOnLan, magic_packet
from hwawon.power.keeper import Keeper
from hwawon.power.state import PowerState
from hwawon.serving import _webui_answers
from hwawon.storage.database import Database
from hwawon.workshop import Teller, usual_engine
from support.api import open_studio, submitted, wish
from support.cloud import stopped_instance
from support.jobs import Clock, Rig, until
from support.server import HWAWON, environment_for
from support.webui_stub import Stub, serving

SETTINGS = Settings(power="shell", power_start="-", power_stop="-", power_state="-")
LIMIT_S = 40 * 60


class Machine:
    """A machine that obeys at once, and says what it was told."""

    def __init__(self) -> None:
        self.now = PowerState.STOPPED
        self.told: list[str] = []
        self.broken = ""

    def state(self) -> PowerState:
        return self.now

    def start(self) -> None:
        self.told.append("start")
        if self.broken:
            raise DriverFailed(self.broken)
        self.now = PowerState.RUNNING

    def stop(self) -> None:
        self.told.append("stop")
        self.now = PowerState.STOPPED

    def address(self) -> str | None:
        return "10.0.0.7"


@pytest.fixture
def rig(sqlite: Database) -> Rig:
    return Rig(sqlite)


@pytest.fixture
def machine() -> Machine:
    return Machine()


@pytest.fixture
def keeper(rig: Rig, machine: Machine) -> Keeper:
    return Keeper(rig.database, machine, SETTINGS, clock=rig.clock)


def test_a_job_for_the_machine_starts_it_and_any_other_job_does_not(rig: Rig, keeper: Keeper, machine: Machine) -> None:
    rig.submit(engine="painter")
    rig.submit()
    keeper.tick()
    assert (keeper.standing().state, machine.told) == (PowerState.STOPPED, [])
    rig.submit(engine="diffusers")
    keeper.tick()
    assert keeper.standing().state is PowerState.PENDING
    keeper.tick()
    assert (keeper.standing().state, machine.told) == (PowerState.RUNNING, ["start"])


def test_it_stops_at_the_idle_limit_and_not_a_second_before(rig: Rig, keeper: Keeper, machine: Machine) -> None:
    rig.submit(engine="diffusers")
    for _ in range(2):
        keeper.tick()
    rig.clock.turn(10 * LIMIT_S)
    keeper.tick()
    assert machine.told == ["start"]  # the job still waits
    assert rig.worker().work_off() == 1
    rig.clock.turn(LIMIT_S - 1)
    keeper.tick()
    assert machine.told == ["start"]
    rig.clock.turn(1)
    keeper.tick()
    assert machine.told == ["start", "stop"]


def test_of_two_servers_that_saw_the_same_only_one_acts(rig: Rig, keeper: Keeper, machine: Machine) -> None:
    keeper.tick()
    seen = keeper.standing()
    assert keeper._carry_out(seen, "start") is not None
    assert keeper._carry_out(seen, "start") is None
    assert machine.told == ["start"]


def test_a_failed_start_is_unknown_with_its_reason_and_tried_again_later(
    rig: Rig, keeper: Keeper, machine: Machine
) -> None:
    machine.broken = "no capacity"
    job = rig.submit(engine="diffusers")
    keeper.tick()
    assert (keeper.standing().state, keeper.standing().reason) == (PowerState.UNKNOWN, "no capacity")
    keeper.tick()
    assert machine.told == ["start"]
    for wait_s, tries in ((5, 2), (5, 2), (5, 3)):  # twice as long after the second failure
        rig.clock.turn(wait_s)
        keeper.tick()
        assert len(machine.told) == tries
    machine.broken = ""
    rig.clock.turn(300)
    for _ in range(2):
        keeper.tick()
    assert (keeper.standing().state, keeper.standing().failures) == (PowerState.RUNNING, 0)
    assert rig.queue.get(job.id).state is JobState.ENQUEUED


def test_a_state_that_changed_by_itself_is_recorded(keeper: Keeper, machine: Machine) -> None:
    keeper.tick()
    machine.now = PowerState.RUNNING
    keeper.tick()
    assert (keeper.standing().state, keeper.standing().address) == (PowerState.RUNNING, "10.0.0.7")
    with pytest.raises(Conflict, match="the machine is running"):
        keeper.order("start")


def test_over_http_a_wrong_state_is_409_and_only_administrators_stop_and_see_the_address(tmp_path: Path) -> None:
    on = tmp_path / "on"
    shell = {"power_start": f"touch {on}", "power_stop": f"rm {on}", "power_state": f"test -e {on}"}
    with open_studio(tmp_path / "data", power="shell", power_host="10.0.0.7", **shell) as studio:
        keeper = Keeper(studio.house.database, open_driver(studio.house.settings), studio.house.settings)
        keeper.tick()
        refused = studio.admin.post("/api/power/stop")
        assert (refused.status_code, refused.json()["code"]) == (409, "conflict")
        assert "the machine is stopped" in refused.json()["error"]
        assert studio.retoucher.post("/api/power/start").json()["state"] == "pending"
        keeper.tick()
        assert studio.retoucher.get("/api/power").json()["address"] is None
        assert studio.admin.get("/api/power").json()["address"] == "10.0.0.7"
        assert studio.retoucher.post("/api/power/stop").status_code == 403
        assert studio.admin.post("/api/power/stop").json()["state"] == "stopping"
    assert not on.exists()


def test_a_job_accepted_while_the_machine_is_off_starts_a_real_worker_and_is_done(tmp_path: Path) -> None:
    pid, data = tmp_path / "pid", tmp_path / "data"
    environment = " ".join(
        f"{name}={value}" for name, value in environment_for(data).items() if "HWAWON" in name or name == "PYTHONPATH"
    )
    program = f"{sys.executable} -c '{HWAWON[2]}' worker --engines painter:flat"
    shell = {
        "power_start": f"env {environment} {program} >/dev/null 2>&1 & echo $! > {pid}",
        "power_stop": f"kill $(cat {pid}); rm {pid}",
        "power_state": f"test -e {pid}",
    }
    with open_studio(data, power="shell", powered_engines="painter:flat", **shell) as studio:
        clock = Clock()
        keeper = Keeper(studio.house.database, open_driver(studio.house.settings), studio.house.settings)
        body = {"prompt": "red tulips", "engine": "painter:flat", "width": 256, "height": 256}
        job = submitted(studio.retoucher, "/api/generate", body)
        assert studio.work() == 0  # the local worker leaves it
        try:
            keeper.tick()
            until(lambda: studio.house.queue.get(job).state.is_over, 30)
            assert studio.house.queue.get(job).state is JobState.SUCCEEDED
            keeper.tick()
            until(lambda: keeper._is_engine_ready(keeper._clock()))
            idle = Keeper(studio.house.database, open_driver(studio.house.settings), studio.house.settings, clock=clock)
            clock.now = keeper._clock()
            clock.turn(LIMIT_S - 5)
            idle.tick()
            assert pid.exists()
            clock.turn(10)
            idle.tick()
            assert not pid.exists()
        finally:
            if pid.exists():
                subprocess.run(shell["power_stop"], shell=True, check=False)


# The same story with each driver: off, a job, on, done, idle, off


def test_a_job_wakes_a_machine_by_a_magic_packet_and_idleness_stops_it(rig: Rig, tmp_path: Path) -> None:
    stopped = tmp_path / "stopped"
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as card, socket.socket() as door:
        card.bind(("127.0.0.1", 0))
        card.settimeout(5)
        door.bind(("127.0.0.1", 0))  # bound and not listening: the machine is off
        host = f"127.0.0.1:{door.getsockname()[1]}"
        driver = WakeOnLan("a1:b2:c3:d4:e5:f6", host, f"touch {stopped}", card.getsockname())
        keeper = Keeper(rig.database, driver, SETTINGS, clock=rig.clock)
        keeper.tick()
        assert keeper.standing().state is PowerState.STOPPED
        rig.submit(engine="diffusers")
        keeper.tick()
        assert card.recv(200) == magic_packet("a1:b2:c3:d4:e5:f6")
        door.listen()
        lives_until_idle(rig, keeper)
        assert stopped.exists()


def test_a_job_starts_an_ec2_instance_and_idleness_stops_it(rig: Rig, cloud: Any) -> None:
    instance = stopped_instance(cloud)
    keeper = Keeper(rig.database, Ec2(instance), SETTINGS, clock=rig.clock)
    keeper.tick()
    assert keeper.standing().state is PowerState.STOPPED
    rig.submit(engine="diffusers")
    keeper.tick()
    lives_until_idle(rig, keeper)
    state = cloud.describe_instances(InstanceIds=[instance])["Reservations"][0]["Instances"][0]["State"]["Name"]
    assert state == "stopped"


def lives_until_idle(rig: Rig, keeper: Keeper) -> None:
    """From a started machine with one job to the order that stops it: not a second before the limit."""
    keeper.tick()
    assert keeper.standing().state is PowerState.RUNNING
    assert rig.worker().work_off() == 1
    rig.clock.turn(LIMIT_S - 1)
    keeper.tick()
    assert keeper.standing().state is PowerState.RUNNING
    rig.clock.turn(1)
    keeper.tick()
    assert keeper.standing().state is PowerState.STOPPING


# What its engines can do is known while it is off


def test_jobs_for_a_webui_that_is_off_are_taken_in_once_it_has_been_seen(tmp_path: Path) -> None:
    shell = {"power_start": "true", "power_stop": "true", "power_state": "false"}
    settings = {"power": "shell", **shell, "powered_engines": "webui", "engine": "webui"}
    body = {"prompt": "red tulips", "width": 512, "height": 512}
    with serving(Stub()) as url, open_studio(tmp_path / "data", webui_url=url, **settings) as studio:
        assert _webui_answers(studio.house)
    with open_studio(tmp_path / "data", webui_url=url, **settings) as studio:
        assert not _webui_answers(studio.house)  # it is off now
        (listed,) = [one for one in studio.admin.get("/api/engines").json()["items"] if one["engine"] == "webui"]
        assert listed["is_stable_diffusion"]
        assert studio.retoucher.get("/api/sizes").json()["items"][1]["allowed"]
        job = submitted(studio.retoucher, "/api/generate", body)
        retouch = submitted(studio.retoucher, "/api/retouch", wish(studio.retoucher, engine="webui"))
        assert {studio.house.queue.get(each).state for each in (job, retouch)} == {JobState.ENQUEUED}
        refused = studio.retoucher.post("/api/generate", json=body | {"sampler": "Oil"})
        assert "unknown sampler 'Oil'" in refused.json()["error"]
        assert studio.work() == 0  # nothing is claimed before the engine answers
        Keeper(studio.house.database, open_driver(studio.house.settings), studio.house.settings).tick()
        with studio.house.database.read() as tx:
            assert ledger.is_wanted(tx, frozenset({"webui"}))


def test_an_engine_whose_machine_was_never_on_says_what_to_do(tmp_path: Path) -> None:
    shell = {"power_start": "true", "power_stop": "true", "power_state": "false"}
    settings = {"power": "shell", **shell, "powered_engines": "webui", "webui_url": "http://127.0.0.1:9"}
    with open_studio(tmp_path / "data", **settings) as studio:
        answer = studio.retoucher.post("/api/generate", json={"prompt": "red tulips", "engine": "webui"})
        assert answer.status_code == 503
        assert "start its machine once" in answer.json()["error"]


def test_a_worker_of_the_machine_tells_what_it_can_do_before_it_goes(tmp_path: Path) -> None:
    shell = {"power_start": "true", "power_stop": "true", "power_state": "false"}
    with open_studio(tmp_path / "data", power="shell", powered_engines="painter:flat", **shell) as studio:
        body = {"prompt": "red tulips", "engine": "painter:flat", "width": 256, "height": 256}
        there = Settings(data_dir=tmp_path / "data", models_dir=tmp_path / "data" / "models")
        only = frozenset({"painter:flat"})
        Teller(replace(studio.house, settings=there), only).tell()
        known = recalled(studio.house.database, "painter:flat")
        assert known == capabilities_of("painter:flat", there)
        assert studio.house.queue.get(submitted(studio.retoucher, "/api/generate", body)).state is JobState.ENQUEUED


def test_a_worker_warms_the_engine_that_it_serves() -> None:
    only = frozenset({"diffusers"})
    assert usual_engine(Settings(), None, None) == "painter"
    assert usual_engine(Settings(), only, only) == "diffusers"
    assert usual_engine(Settings(engine="diffusers"), frozenset({"painter"}), None) is None
    assert usual_engine(Settings(), frozenset({"webui"}), frozenset({"webui"})) is None
