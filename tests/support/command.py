"""The real `hwawon` command in a process of its own."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).resolve().parents[2] / "src"


@dataclass(frozen=True)
class Ran:
    """How a command ended and what it said."""

    status: int
    out: str
    err: str

    @property
    def answer(self) -> dict[str, Any]:
        """The one JSON object on the one line of stdout."""
        assert self.out.count("\n") == 1, self.out
        found: dict[str, Any] = json.loads(self.out)
        return found


def environment(data_dir: Path, **variables: str) -> dict[str, str]:
    """Ours without any `HWAWON_` setting but those given."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("HWAWON_")}
    models = os.environ.get("HWAWON_MODELS_DIR")
    ours = {"HWAWON_DATA_DIR": str(data_dir), "PYTHONPATH": str(SOURCE)}
    return inherited | ours | ({"HWAWON_MODELS_DIR": models} if models else {}) | variables


def hwawon(*arguments: object, data_dir: Path, timeout_s: float = 120, **variables: str) -> Ran:
    """Run `hwawon ARGUMENTS` to its end."""
    ended = subprocess.run(
        [sys.executable, "-c", "from hwawon.cli import main; main()", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=timeout_s,
        env=environment(data_dir, **variables),
        check=False,
    )
    return Ran(ended.returncode, ended.stdout, ended.stderr)
