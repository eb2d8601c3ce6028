"""Imports point one way, heavy libraries stay in their rooms, and the web process starts without them."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[1] / "src" / "hwawon"

# Each room and the rooms it may import; the foundations are for all.
FOUNDATIONS = {"errors", "config", "disk", "validation", "seeds", "__init__", "__version__"}
PIXELS = {"imaging", "engines", "vision", "weights"}
WORK = PIXELS | {"storage", "jobs", "accounts", "web"}
MAY_IMPORT = {
    "imaging": set[str](),
    "storage": {"imaging"},
    "jobs": {"imaging", "storage"},
    "weights": {"imaging"},
    "power": {"storage", "jobs", "accounts", "web"},
    "engines": {"imaging", "storage", "vision", "weights"},
    "vision": {"imaging"},
    "accounts": {"storage"},
    "forecast": PIXELS | {"storage", "jobs"},
    "web": {"storage", "jobs", "engines", "accounts", "weights"},
    "gallery": WORK,
    "looks": WORK | {"gallery"},
    "pool": WORK | {"gallery"},
    "promote": WORK | {"gallery", "pool"},
    "prompts": WORK | {"gallery", "pool"},
    "generate": WORK | {"gallery", "forecast", "pool", "promote", "prompts"},
    "retouch": WORK | {"gallery", "forecast", "looks", "pool"},
    "batch": WORK | {"gallery", "forecast", "retouch"},
    "bulk": WORK | {"gallery", "forecast", "looks", "pool", "promote", "prompts", "generate"},
    "recommend": WORK | {"pool", "promote"},
    "datasets": WORK | {"pool", "promote", "recommend"},
    "loop": WORK | {"pool", "datasets", "bulk"},
    "displays": WORK | {"gallery", "pool", "promote", "recommend"},
    "garden": WORK
    | {"gallery", "forecast", "looks", "pool", "promote", "prompts", "generate", "bulk"}
    | {"recommend", "datasets", "displays"},
    "backup": WORK,
    "compat": WORK
    | {"gallery", "looks", "pool", "promote", "prompts", "generate", "bulk", "datasets"}
    | {"recommend", "displays", "garden"},
}
HEAVY_IN_WEB = {"av", "cv2", "numpy", "PIL", "onnxruntime", "onnx", "ncnn", "alembic", "torch", "h5py"}


def room_of(path: Path) -> str:
    inside = path.relative_to(SOURCE).parts
    return inside[0] if len(inside) > 1 else Path(inside[0]).stem


def imported_modules(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            if node.module == "hwawon":
                yield from (f"hwawon.{alias.name}" for alias in node.names)


def sources() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


def test_there_are_sources_to_read() -> None:
    assert len(sources()) > 10


@pytest.mark.parametrize("room", sorted(MAY_IMPORT))
def test_a_room_imports_only_what_stands_before_it(room: str) -> None:
    allowed = MAY_IMPORT[room] | FOUNDATIONS | {room}
    wrong = [
        f"{path.relative_to(SOURCE)} imports {module}"
        for path in sources()
        if room_of(path) == room
        for module in imported_modules(path)
        if module.startswith("hwawon.") and module.split(".")[1] not in allowed
    ]
    assert not wrong


def test_foundations_import_no_room() -> None:
    wrong = [
        f"{path.name} imports {module}"
        for path in sources()
        if path.parent == SOURCE and path.stem in FOUNDATIONS
        for module in imported_modules(path)
        if module.startswith("hwawon.") and module.split(".")[1] not in FOUNDATIONS
    ]
    assert not wrong


def test_only_engines_import_torch_or_diffusers() -> None:
    wrong = [
        f"{path.relative_to(SOURCE)} imports {module}"
        for path in sources()
        if room_of(path) != "engines"
        for module in imported_modules(path)
        if module.split(".")[0] in ("torch", "diffusers", "transformers")
    ]
    assert not wrong


@pytest.mark.parametrize("start", ["hwawon.app", "hwawon.cli, hwawon.serving"])
def test_the_web_process_starts_without_pixel_libraries(start: str) -> None:
    probe = f"import sys, {start}; print(*sys.modules)"
    answer = subprocess.run(
        [sys.executable, "-c", probe], capture_output=True, text=True, check=False, cwd=SOURCE.parent
    )
    assert answer.returncode == 0, answer.stderr
    assert not HEAVY_IN_WEB & {name.split(".")[0] for name in answer.stdout.split()}
    assert "sqlalchemy.dialects.postgresql" not in answer.stdout.split()


def test_a_forbidden_import_is_found(tmp_path: Path) -> None:
    sample = tmp_path / "sample.py"
    sample.write_text("from hwawon import app\nimport torch.nn\nfrom hwawon.web.errors import body\n")
    assert list(imported_modules(sample)) == ["hwawon", "hwawon.app", "torch.nn", "hwawon.web.errors"]
