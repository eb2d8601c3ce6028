"""A wheel built from the tree carries the pages and serves in an empty environment."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import httpx2
import pytest

import run
from support.parts import missing
from support.server import running

ROOT = Path(__file__).resolve().parents[1]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def uv() -> str:
    found = shutil.which("uv") or str(run.TOOLS / "uv" / "bin" / "uv")
    if not Path(found).is_file():
        missing("uv (python3 run.py setup)")
    return found


@pytest.fixture(scope="module")
def wheel(uv: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel of a clean copy of the tree, which is built with its pages by the build hook alone."""
    copy = tmp_path_factory.mktemp("tree")
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in listed.stdout.splitlines():
        if (ROOT / name).is_file() and not name.startswith("tests/"):
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, copy / name)
    out = tmp_path_factory.mktemp("dist")
    subprocess.run([uv, "build", "--wheel", "--quiet", "--out-dir", str(out), str(copy)], check=True)
    (built,) = out.glob("*.whl")
    return built


def test_the_wheel_carries_pages_migrations_licences_and_no_tests(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert "hwawon/static/index.html" in names
    assert any(name.startswith("hwawon/static/assets/") and name.endswith(".js") for name in names)
    assert any(name.startswith("hwawon/storage/migrations/") for name in names)
    assert "hwawon/vision/catalog.json" in names
    assert {"LICENSE", "NOTICE"} <= {Path(name).name for name in names}
    assert not [name for name in names if "test" in name.split("/")[0] or "node_modules" in name]


def test_the_wheel_serves_in_an_empty_environment(uv: str, wheel: Path, tmp_path: Path) -> None:
    venv = tmp_path / "venv"
    python = venv / "bin" / "python"
    interpreter = str(getattr(sys, "_base_executable", sys.executable))
    subprocess.run([uv, "venv", "--quiet", "--python", interpreter, str(venv)], check=True)
    install = [uv, "pip", "install", "--quiet", "--python", str(python)]
    subprocess.run([*install, "--require-hashes", "-r", str(ROOT / "requirements" / "run.txt")], check=True)
    subprocess.run([*install, "--no-deps", str(wheel)], check=True)
    home = {"PYTHONPATH": "", "HOME": str(tmp_path), "HWAWON_MODELS_DIR": str(tmp_path / "models")}
    with running(tmp_path / "run", settings=home, program=[str(venv / "bin" / "hwawon")]) as server:
        page = httpx2.get(f"{server.address}/", trust_env=False)
        assert '<div id="root">' in page.text
        with server.client() as client:
            wish = {"prompt": "a pond", "width": 256, "height": 256, "engine": "painter:flat", "seed": 1}
            assert client.post("/api/generate", json=wish).status_code == 202
    assert (tmp_path / "run" / "data" / "hwawon.sqlite").is_file()
