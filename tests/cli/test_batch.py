"""`hwawon batch`: exact in every frame, goes on where it was killed, leaves nothing half done."""

import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from sqlalchemy import create_engine, text

from hwawon.cli import main
from support.clips import disc, folder, frame, png, video
from support.command import Ran, environment, hwawon

KEYS = {"out", "engine", "seed", "frames", "painted", "failed", "failures", "changed_outside", "flicker", "seconds"}
Run = Callable[..., Ran]
Refused = Callable[..., str]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """`hwawon batch IN --mask mask.png ...` with the quick engine."""
    (tmp_path / "mask.png").write_bytes(png(disc()))

    def batch(source: str, *arguments: object, mask: str | None = "mask.png") -> Ran:
        return hwawon(*line(tmp_path, source, *arguments, mask=mask), data_dir=tmp_path / "data")

    return batch


@pytest.fixture
def refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Refused:
    """The same in this process, which saves its start: what it says when it ends with exit status 2."""
    (tmp_path / "mask.png").write_bytes(png(disc()))
    monkeypatch.setenv("HWAWON_DATA_DIR", str(tmp_path / "data"))

    def batch(source: str, *arguments: object) -> str:
        monkeypatch.setattr(sys, "argv", ["hwawon", *line(tmp_path, source, *arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        assert ended.value.code == 2
        return capsys.readouterr().err

    return batch


def line(folder: Path, source: str, *arguments: object, mask: str | None = "mask.png") -> list[str]:
    fixed = ["batch", str(folder / source), "--prompt", "red", "--engine", "painter:flat"]
    return [*fixed, *(("--mask", str(folder / mask)) if mask else ()), *map(str, arguments)]


def pixels(path: Path) -> NDArray[np.uint8]:
    with Image.open(path) as image:
        return np.asarray(image)


def working(folder: Path) -> list[str]:
    """What a batch left beside its output."""
    return [path.name for path in folder.iterdir() if path.name.startswith(".")]


def test_a_range_of_a_folder_gives_results_of_the_same_names(run: Run, tmp_path: Path) -> None:
    folder(tmp_path / "walk", 5)

    ran = run("walk", "--range", "1...3", "--seed", 5, "--json")

    out = tmp_path / "walk-retouched"
    assert ran.status == 0 and set(ran.answer) >= KEYS
    assert (ran.answer["painted"], ran.answer["frames"], ran.answer["changed_outside"]) == (3, 5, 0)
    assert sorted(path.name for path in out.iterdir()) == ["shot_1.png", "shot_2.png", "shot_3.png"]
    changed = (pixels(out / "shot_2.png") != frame(2)).any(axis=2)
    assert changed.any() and not changed[:20].any()
    assert working(tmp_path) == []
    assert not (tmp_path / "data").exists()


def test_one_bad_frame_is_reported_and_the_next_run_goes_on_with_it(run: Run, tmp_path: Path) -> None:
    folder(tmp_path / "walk", 4)
    whole = (tmp_path / "walk" / "shot_1.png").read_bytes()
    (tmp_path / "walk" / "shot_1.png").write_bytes(whole[:300])

    ran = run("walk", "--out", tmp_path / "out.zip", "--json")

    assert ran.status == 1 and (ran.answer["painted"], ran.answer["failed"]) == (3, 1)
    assert "shot_1.png" in ran.err
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        assert archive.namelist() == ["shot_0.png", "shot_2.png", "shot_3.png"]
    assert working(tmp_path) == [".hwawon-batch-out.zip"]


def test_a_video_keeps_its_frames_and_its_sound(run: Run, tmp_path: Path) -> None:
    import av

    (tmp_path / "walk.mp4").write_bytes(video(8))

    ran = run("walk.mp4", "--out", tmp_path / "out.mkv", "--codec", "ffv1", "--json")

    assert ran.status == 0, ran.err
    assert (ran.answer["video_frames"], ran.answer["codec"], ran.answer["sound"]) == (8, "ffv1", True)
    source, out = tmp_path / "walk.mp4", tmp_path / "out.mkv"
    assert sound(source) == sound(out)
    with av.open(str(source), "r") as before, av.open(str(out), "r") as after:
        pairs = zip(before.decode(video=0), after.decode(video=0), strict=True)
        outside = [(one.to_ndarray(format="rgb24") == other.to_ndarray(format="rgb24"))[:15] for one, other in pairs]
    assert len(outside) == 8 and all(rows.all() for rows in outside)  # lossless, so exact in the file


def sound(path: Path) -> list[bytes]:
    import av

    with av.open(str(path), "r") as container:
        return [bytes(packet) for packet in container.demux(audio=0) if packet.size]


def test_a_frame_is_painted_again_where_the_batch_was_kept(run: Run, tmp_path: Path) -> None:
    folder(tmp_path / "walk", 3)
    run("walk", "--seed", 5, "--keep")
    before = [pixels(path) for path in sorted((tmp_path / "walk-retouched").iterdir())]

    ran = run("walk", "--seed", 6, "--redo", "1", "--json")

    after = [pixels(path) for path in sorted((tmp_path / "walk-retouched").iterdir())]
    assert ran.status == 0 and ran.answer["seed"] == 5
    assert [np.array_equal(one, other) for one, other in zip(before, after, strict=True)] == [True, False, True]


def test_masks_are_drawn_on_frames_by_their_number(run: Run, tmp_path: Path) -> None:
    folder(tmp_path / "walk", 3)

    assert run("walk", "--mask", f"2={tmp_path / 'mask.png'}", mask=None).status == 0
    assert run("walk", "--mask", f"9={tmp_path / 'mask.png'}", mask=None).status == 2
    assert run("walk", "--mask", tmp_path / "mask.png").status == 2  # two for one frame


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("--range", "7...9"), "range"),
        (("--range", "x"), "range"),
        (("--strength", "2"), "strength"),
        (("--engine", "brush"), "unknown engine"),
        (("--box", "0,0,999,999"), "not wholly inside"),
        (("--out", "walk"), "OUT is IN"),
        (("--out", "out.webm"), ".mp4 or .mkv"),
        (("--out", "nowhere/out.zip"), "nowhere"),
        (("--out", "out.mp4", "--codec", "ffv1"), "name OUT .mkv"),
        (("--redo", "x"), "frame numbers"),
        (("--redo", "9" * 5_000), "frame numbers"),
        (("--reference", "nothing.png"), "nothing.png"),
        (("--shrink", "90"), "nothing is left"),
    ],
)
def test_bad_input_is_found_before_any_work_and_leaves_nothing(
    refused: Refused, tmp_path: Path, arguments: tuple[str, ...], reason: str
) -> None:
    folder(tmp_path / "walk", 2)
    ours = ("walk", "out.", "nowhere", "nothing")
    named = [str(tmp_path / one) if one.startswith(ours) else one for one in arguments]

    assert reason in refused("walk", *named)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mask.png", "walk"]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.zip", b"PK no", "zip"),
        ("a.mp4", b"no", "not a video"),
        ("a.mp4", video(4)[:9000], "not a video"),
        ("a.txt", b"no", "neither"),
    ],
)
def test_what_is_no_batch_is_refused(refused: Refused, tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(data)

    assert reason in refused(name)
    assert working(tmp_path) == []


def test_other_wishes_do_not_go_on_with_an_earlier_run(run: Run, tmp_path: Path) -> None:
    folder(tmp_path / "walk", 2)
    run("walk", "--keep")

    ran = run("walk", "--strength", 0.3)

    assert ran.status == 2 and "another strength: --fresh" in ran.err
    assert run("walk", "--strength", 0.3, "--fresh").status == 0
    assert working(tmp_path) == []


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_run_that_is_ended_goes_on_where_it_was(tmp_path: Path, run: Run, how: signal.Signals) -> None:
    (tmp_path / "walk.mp4").write_bytes(video(16))
    program = [sys.executable, "-c", "from hwawon.cli import main; main()", *line(tmp_path, "walk.mp4", "--seed", 5)]
    process = subprocess.Popen(program, env=environment(tmp_path / "data"), stderr=subprocess.PIPE, text=True)
    done = _until(tmp_path, 4)
    process.send_signal(how)
    _, err = process.communicate(timeout=60)

    assert process.returncode == (130 if how is signal.SIGINT else -9), err
    assert not (tmp_path / "walk-retouched.mp4").exists() and not list(tmp_path.glob("*.part-*"))
    kept = _painted(tmp_path)
    ran = run("walk.mp4", "--seed", 5, "--keep", "--json")

    assert ran.status == 0 and ran.answer["painted"] == ran.answer["video_frames"] == 16
    assert done <= len(kept) < 16
    after = _painted(tmp_path)
    assert {position: after[position] for position in kept} == kept  # not one was painted twice


def _until(folder: Path, count: int) -> int:
    """Wait until so many frames are painted."""
    end_s = time.monotonic() + 90
    while time.monotonic() < end_s:
        if (folder / ".hwawon-batch-walk-retouched.mp4" / "hwawon.sqlite").exists() and len(_painted(folder)) >= count:
            return count
        time.sleep(0.05)
    raise AssertionError("no frame was painted")


def _painted(folder: Path) -> dict[int, str]:
    """Frames that are painted, and when their jobs ended."""
    engine = create_engine(f"sqlite:///{folder / '.hwawon-batch-walk-retouched.mp4' / 'hwawon.sqlite'}")
    query = text("SELECT position, finished_at FROM batch_frame JOIN job ON job.id = job WHERE report IS NOT NULL")
    try:
        with engine.connect() as connection:
            return {row.position: str(row.finished_at) for row in connection.execute(query)}
    except Exception:
        return {}
    finally:
        engine.dispose()
