"""A switch of the user's own commands."""

import subprocess

from hwawon.power.driver import DriverFailed
from hwawon.power.state import PowerState

WITHIN_S = 60.0
_LONGEST_REASON = 300


class Shell:
    """Three commands: start, stop, and one that tells the state by a word or by its exit status."""

    def __init__(self, start: str, stop: str, state: str, address: str | None = None) -> None:
        self._start, self._stop, self._state, self._address = start, stop, state, address

    def state(self) -> PowerState:
        """The printed state; else status 0 is running and 1 stopped."""
        done = run(self._state)
        word = done.stdout.strip().lower()
        if word in {str(state) for state in PowerState}:
            return PowerState(word)
        if done.returncode in (0, 1):
            return PowerState.STOPPED if done.returncode else PowerState.RUNNING
        raise _failed(self._state, done)

    def start(self) -> None:
        run_well(self._start)

    def stop(self) -> None:
        run_well(self._stop)

    def address(self) -> str | None:
        return self._address


def run_well(command: str) -> None:
    """Run a command that must end with status 0.

    Raises:
        DriverFailed: it did not, or took longer than a minute.
    """
    done = run(command)
    if done.returncode != 0:
        raise _failed(command, done)


def run(command: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the settings by the shell.

    Raises:
        DriverFailed: it took longer than a minute.
    """
    try:
        return subprocess.run(
            command,
            shell=True,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=WITHIN_S,
            check=False,
        )
    except (subprocess.TimeoutExpired, OSError) as error:
        raise DriverFailed(f"{command!r} could not be run: {error}") from error


def _failed(command: str, done: subprocess.CompletedProcess[str]) -> DriverFailed:
    said = (done.stderr or done.stdout).strip()[-_LONGEST_REASON:]
    return DriverFailed(f"{command!r} ended with status {done.returncode}: {said}")
