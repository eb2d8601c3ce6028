"""`hwawon bench sizes` measures the eight usual sizes."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from support.command import environment, hwawon

SIZES = [(640, 480), (768, 512), (800, 600), (960, 640), (1024, 576), (1024, 600), (1024, 768), (1280, 800)]


def test_each_size_is_painted_once_and_told_in_one_line_of_json(tmp_path: Path) -> None:
    answer = hwawon("bench", "sizes", "--engine", "painter:flat", "--steps", 5, "--json", data_dir=tmp_path).answer

    assert (answer["engine"], answer["checkpoint"], answer["steps"]) == ("painter:flat", "painter-garden", 5)
    assert answer["device"]["memory_bytes"] > 0
    assert [(one["width"], one["height"]) for one in answer["sizes"]] == SIZES
    for one in answer["sizes"]:
        assert one["seconds"] > 0
        assert (one["passes"], one["fit"], one["reason"]) == ([[one["width"], one["height"]]], "fits", None)


def test_for_people_it_is_a_line_a_size_and_no_folder_is_made(tmp_path: Path) -> None:
    ran = hwawon("bench", "sizes", "--engine", "painter:flat", data_dir=tmp_path / "data")

    assert (ran.status, ran.out.count("\n")) == (0, len(SIZES))
    assert "1280x800" in ran.out.splitlines()[-1]
    assert not (tmp_path / "data").exists()


def test_a_size_that_memory_is_too_small_for_is_told_with_the_reason_and_the_others_go_on(tmp_path: Path) -> None:
    ran = hwawon("bench", "sizes", "--engine", "painter:oom", "--json", data_dir=tmp_path)

    assert ran.status == 0
    assert [one["seconds"] for one in ran.answer["sizes"]] == [None] * len(SIZES)
    assert all("memory" in one["reason"] for one in ran.answer["sizes"])


@pytest.mark.parametrize(
    "wrong", [("--engine", "photoshop"), ("--checkpoint", "none"), ("--steps", "0"), ("--steps", "many")]
)
def test_what_cannot_be_measured_ends_with_2(tmp_path: Path, wrong: tuple[str, str]) -> None:
    ran = hwawon("bench", "sizes", *wrong, "--json", data_dir=tmp_path)

    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(("hwawon: ", "Usage"))


def test_ctrl_c_ends_with_130(tmp_path: Path) -> None:
    line = [sys.executable, "-c", "from hwawon.cli import main; main()", "bench", "sizes", "--engine", "painter:slow"]
    bench = subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment(tmp_path))
    time.sleep(4)
    assert bench.poll() is None, bench.communicate()
    bench.send_signal(signal.SIGINT)
    _, err = bench.communicate(timeout=60)

    assert bench.returncode == 130
    assert "Traceback" not in err
