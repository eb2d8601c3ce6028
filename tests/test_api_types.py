"""The pages' types are the server's: made from its OpenAPI and not changed by hand."""

import importlib.util
from pathlib import Path

import pytest

from support.parts import missing

FRONTEND = Path(__file__).resolve().parents[1] / "frontend"


def test_the_committed_types_are_those_of_the_web_application(tmp_path: Path) -> None:
    if not (FRONTEND / "node_modules" / "openapi-typescript").is_dir():
        missing("the pages' packages (python3 run.py setup)")
    spec = importlib.util.spec_from_file_location("schema", FRONTEND / "schema.py")
    assert spec is not None
    assert spec.loader is not None
    schema = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(schema)
    schema.write(tmp_path / "schema.d.ts")
    made, committed = ((folder / "schema.d.ts").read_text() for folder in (tmp_path, FRONTEND / "src" / "api"))
    if made != committed:
        pytest.fail("the API has changed: run .venv/bin/python frontend/schema.py and commit the result", pytrace=False)
