"""`hwawon power`: an order that does not fit is refused, one that fails says so, by its exit status too."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from support.server import HWAWON, environment_for


@pytest.fixture
def machine(tmp_path: Path) -> dict[str, str]:
    """The settings of a machine that is a file."""
    on = tmp_path / "on"
    return {
        "HWAWON_POWER": "shell",
        "HWAWON_POWER_START": f"touch {on}",
        "HWAWON_POWER_STOP": f"echo told >> {tmp_path / 'stops'}; rm {on}",
        "HWAWON_POWER_STATE": f"test -e {on}",
    }


def power(tmp_path: Path, word: str, settings: dict[str, str]) -> subprocess.CompletedProcess[str]:
    environment = environment_for(tmp_path / "data", settings)
    return subprocess.run([*HWAWON, "power", word], env=environment, capture_output=True, text=True, check=False)


def test_without_a_server_the_machine_itself_is_asked_before_an_order(tmp_path: Path, machine: dict[str, str]) -> None:
    refused = power(tmp_path, "stop", machine)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "the machine is stopped" in refused.stderr
    assert not (tmp_path / "stops").exists()
    assert power(tmp_path, "start", machine).stdout == "pending\n"
    assert power(tmp_path, "status", machine).stdout == "running\n"
    stopped = power(tmp_path, "stop", machine)
    assert (stopped.returncode, stopped.stdout) == (0, "stopping\n")
    assert (tmp_path / "stops").read_text() == "told\n"


def test_a_command_that_fails_is_status_1_with_its_own_words(tmp_path: Path, machine: dict[str, str]) -> None:
    failed = power(tmp_path, "start", machine | {"HWAWON_POWER_START": "echo broken >&2; exit 3"})
    assert (failed.returncode, failed.stdout) == (1, "")
    assert "status 3: broken" in failed.stderr
