"""What a process says of the device that it paints on."""

import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from hwawon.engines import hardware as machine
from hwawon.engines.hardware import hardware, usable_ram_bytes


@pytest.fixture
def no_torch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "torch", raising=False)
    monkeypatch.setattr(machine, "GPU_FILES", ())


@pytest.mark.usefixtures("no_torch")
@pytest.mark.parametrize(("setting", "precision"), [("auto", None), ("bfloat16", "bfloat16")])
def test_without_a_gpu_it_is_the_cpu_with_the_memory_that_is_free(setting: str, precision: str | None) -> None:
    said = hardware(setting)
    assert said is not None
    assert (said["kind"], said["precision"]) == ("cpu", precision)
    assert said["name"]
    assert 0 < said["memory_bytes"] <= psutil.virtual_memory().total


@pytest.mark.usefixtures("no_torch")
def test_a_gpu_that_torch_has_not_looked_at_is_not_guessed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(machine, "GPU_FILES", (tmp_path / "nvidiactl",))
    assert hardware("auto") is not None
    (tmp_path / "nvidiactl").touch()
    assert hardware("auto") is None


def test_what_the_process_holds_itself_counts_as_usable(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "self").mkdir()
    (tmp_path / "meminfo").write_text("MemTotal:  9000 kB\nMemAvailable:  5000 kB\n")
    (tmp_path / "self/status").write_text("VmRSS:  700 kB\nRssAnon:\t 600 kB\n")
    monkeypatch.setattr(machine, "_PROC", tmp_path)
    monkeypatch.setattr(machine, "_CGROUP_LIMITS", (tmp_path / "memory.max", tmp_path / "none"))
    (tmp_path / "memory.max").write_text("max\n")
    assert usable_ram_bytes() == 5600 * 1024
    (tmp_path / "memory.max").write_text("1048576\n")
    assert usable_ram_bytes() == 1048576


def test_where_there_is_no_proc_it_is_all_memory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(machine, "_PROC", tmp_path)
    monkeypatch.setattr(machine, "_CGROUP_LIMITS", ())
    assert usable_ram_bytes() == pytest.approx(psutil.virtual_memory().total, rel=0.01)


def test_asking_loads_no_torch() -> None:
    probe = "import sys; from hwawon.engines.hardware import hardware; hardware('auto'); print('torch' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "False"
