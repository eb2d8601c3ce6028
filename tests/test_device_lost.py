"""A GPU that is lost takes its job's attempt with it, and no worker."""

import subprocess
from pathlib import Path

from hwawon.app import open_house
from hwawon.config import Settings
from hwawon.generate.request import KIND
from hwawon.jobs import JobState
from support.jobs import until
from support.server import HWAWON, environment_for


def test_the_job_is_a_dead_letter_with_its_reason_and_the_same_worker_goes_on(tmp_path: Path) -> None:
    data, log = tmp_path / "data", tmp_path / "log"
    wish = {"prompt": "red tulips", "width": 256, "height": 256, "seed": 1}
    with open_house(Settings(data_dir=data, models_dir=tmp_path / "models")) as house:
        with house.database.write() as tx:
            lost = house.queue.submit(tx, KIND, {"request": wish | {"engine": "painter:lost"}}, max_attempts=2)
            good = house.queue.submit(tx, KIND, {"request": wish | {"engine": "painter:flat"}})
        with log.open("wb") as output:
            environment = environment_for(data) | {"HWAWON_MODELS_DIR": str(tmp_path / "models")}
            worker = subprocess.Popen([*HWAWON, "worker"], env=environment, stdout=output, stderr=output)
        try:
            until(lambda: house.queue.get(lost.id).state.is_over and house.queue.get(good.id).state.is_over, 120)
            until(lambda: log.read_text().count("begins anew") == 2)
            assert worker.poll() is None
            with house.database.write() as tx:
                later = house.queue.submit(tx, KIND, {"request": wish | {"engine": "painter:flat"}})
            until(lambda: house.queue.get(later.id).state.is_over, 60)
            assert worker.poll() is None
        finally:
            worker.terminate()
            assert worker.wait(10) == 0
        dead = house.queue.get(lost.id)
        assert (dead.state, dead.failures, dead.deaths) == (JobState.FAILED, 2, 0)
        assert (dead.error or {})["code"] == "device_lost"
        assert "lost at step 2" in (dead.error or {})["message"]
        assert {house.queue.get(job.id).state for job in (good, later)} == {JobState.SUCCEEDED}
