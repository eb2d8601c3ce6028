"""Brings packages with pip, whose own settings (index, proxy, certificates) hold."""

import subprocess
import sys
from pathlib import Path

from hwawon.errors import FetchFailed, StorageFull

NO_SPACE = "No space left on device"


def download(requirement: str, folder: Path, tags: tuple[str, ...] = ()) -> Path:
    """The built archive of a package `NAME==VERSION`, brought into the empty `folder` without its dependencies.

    Raises:
        FetchFailed: no network, no such package or version; the message names the package and gives pip's reason.
        StorageFull: the disk that holds `folder` is full.
    """
    _run(requirement, folder, "download", *tags, "--dest", str(folder), requirement)
    archives = sorted(folder.glob("*.whl"))
    if not archives:
        raise FetchFailed(f"cannot fetch the package {_words(requirement)}: pip brought no archive")
    return archives[0]


def unpack(requirement: str, folder: Path) -> None:
    """Unpack a package into `folder`, without its dependencies; raises as `download`."""
    _run(requirement, folder, "install", "--target", str(folder), requirement)


def _run(requirement: str, folder: Path, verb: str, *arguments: str) -> None:
    """Only built archives are taken: a source archive would run its own set-up."""
    command = [sys.executable, "-m", "pip", verb, "--quiet", "--no-deps", "--only-binary=:all:"]
    command += ["--disable-pip-version-check", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    if NO_SPACE in done.stderr:
        raise StorageFull(f"no space left on the disk for the package {_words(requirement)} in {folder}")
    if done.returncode != 0:
        raise FetchFailed(f"cannot fetch the package {_words(requirement)}: {_reason(done.stderr)}")


def _words(requirement: str) -> str:
    return requirement.replace("==", " ")


def _reason(stderr: str) -> str:
    errors = [line.removeprefix("ERROR: ") for line in stderr.splitlines() if line.startswith("ERROR: ")]
    return " ".join(errors) or stderr.strip() or "pip gave no reason"
