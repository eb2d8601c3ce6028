"""Writes `src/api/schema.d.ts` from our OpenAPI; a test holds that they agree.

Run it by `.venv/bin/python frontend/schema.py` after a route has changed.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hwawon import config
from hwawon.app import open_house, web_app

HERE = Path(__file__).resolve().parent
TARGET = HERE / "src" / "api" / "schema.d.ts"


def openapi() -> dict[str, Any]:
    """What the web application says of itself, with a data folder that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder, open_house(config.load(data_dir=Path(folder), base_path="")) as house:
        return web_app(house).openapi()


def write(target: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "openapi.json"
        source.write_text(json.dumps(openapi()), encoding="utf-8")
        line = [
            sys.executable,
            str(HERE / "npm.py"),
            "exec",
            "--",
            "openapi-typescript",
            str(source),
            "-o",
            str(target),
        ]
        subprocess.run(line, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    write(TARGET)
