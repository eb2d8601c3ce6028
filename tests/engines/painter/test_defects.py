"""Each defect is what it says, and the engine contract fails for those that break it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import hwawon
from contracts.engine import EngineContract
from hwawon.config import Settings
from hwawon.engines.base import Engine, Painted, PaintRequest, Step, Task
from hwawon.engines.painter import defects
from hwawon.engines.painter.identity import Identity
from hwawon.engines.registry import build_engine
from hwawon.errors import OutOfMemory, UnknownEngine
from support.requests import paint, request_for

ONE_PIXEL = 3


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path, models_dir=tmp_path / "models")


def touch(engine: Engine) -> PaintRequest:
    """A request that is quickly painted: a small change of what is there."""
    return replace(request_for(Task.INPAINT, engine.capabilities()), prompt="brighter", strength=1.0)


def outside_change(defect: str, settings: Settings) -> float:
    """The mean change outside the mask, in levels."""
    engine = build_engine(f"painter:{defect}", settings)
    request = touch(engine)
    assert request.image is not None
    assert request.mask is not None
    difference = np.abs(paint(engine, request).images[0].astype(int) - request.image)
    return float(difference[request.mask == 0].mean())


@pytest.mark.parametrize("defect", ["slow", "shifted", "tinted", "oom", "lost", "dies"])
def test_a_defective_engine_bears_its_own_name_and_has_the_painters_abilities(defect: str, settings: Settings) -> None:
    engine = build_engine(f"painter:{defect}", settings)
    healthy = build_engine("painter", settings).capabilities()
    assert engine.name == engine.capabilities().engine == f"painter:{defect}"
    assert engine.capabilities().checkpoints == healthy.checkpoints
    assert defect in engine.capabilities().description
    engine.close()
    engine.close()


def test_an_unknown_defect_is_refused(settings: Settings) -> None:
    with pytest.raises(UnknownEngine, match="sleepy"):
        defects.build_defect("sleepy", settings)


def test_the_slow_painter_waits_at_every_step_and_paints_the_same(settings: Settings) -> None:
    engine, healthy = build_engine("painter:slow", settings), build_engine("painter", settings)
    seen: list[Step] = []
    start = time.monotonic()
    painted = engine.paint(touch(engine), seen.append)
    assert time.monotonic() - start >= defects.SLOW_STEP_S * len(seen)
    assert np.array_equal(painted.images[0], paint(healthy, touch(healthy)).images[0])
    assert painted.record["engine"] == "painter:slow"


def test_the_shifted_painter_moves_everything_by_the_stated_part_of_a_pixel() -> None:
    rows, columns = np.indices((64, 64))
    ramp = np.stack([columns * 2, rows * 2, columns + rows], axis=2).astype(np.uint8)
    moved = defects.shifted(ramp).astype(float)[8:-8, 8:-8]
    right, down = defects.SHIFT_PX
    assert (ramp[8:-8, 8:-8, 0] - moved[..., 0]).mean() == pytest.approx(2 * right, abs=0.2)
    assert (ramp[8:-8, 8:-8, 1] - moved[..., 1]).mean() == pytest.approx(2 * down, abs=0.2)


def test_the_tinted_painter_lays_its_cast_over_everything() -> None:
    grey = np.full((8, 8, 3), 128, np.uint8)
    assert (defects.tinted(grey).astype(int) - 128 == defects.CAST).all()


@pytest.mark.parametrize("defect", ["shifted", "tinted"])
def test_the_contract_fails_for_an_engine_that_changes_what_the_mask_keeps(defect: str, settings: Settings) -> None:
    assert outside_change(defect, settings) > ONE_PIXEL
    engine = build_engine(f"painter:{defect}", settings)
    with pytest.raises(AssertionError):
        EngineContract().test_strength_zero_gives_the_picture_back(engine, Task.INPAINT)
    with pytest.raises(AssertionError):
        EngineContract().test_outside_a_hard_mask_nothing_changes(engine)


def test_out_of_memory_comes_in_the_middle_and_the_engine_can_be_asked_again(settings: Settings) -> None:
    engine = build_engine("painter:oom", settings)
    for _ in range(2):
        seen: list[Step] = []
        with pytest.raises(OutOfMemory, match="step") as caught:
            engine.paint(touch(engine), seen.append)
        assert caught.value.retryable
        assert seen


DIE = """
from pathlib import Path
from support.requests import paint, request_for
from hwawon.config import Settings
from hwawon.engines.base import Task
from hwawon.engines.registry import build_engine
engine = build_engine("painter:dies", Settings(data_dir=Path("."), models_dir=Path(".")))
paint(engine, request_for(Task.INPAINT, engine.capabilities()))
print("still alive")
"""


def test_the_dying_painter_takes_its_process_with_it(tmp_path: Path) -> None:
    source = Path(hwawon.__file__).parents[1]
    path = os.pathsep.join([str(source), str(Path(__file__).parents[2])])
    ended = subprocess.run(
        [sys.executable, "-c", DIE],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": path},
        check=False,
        capture_output=True,
    )
    assert ended.returncode == -signal.SIGKILL
    assert b"still alive" not in ended.stdout


class Forgetful(Identity):
    """Gives another picture each time."""

    calls = 0

    def paint(self, request: PaintRequest, on_step: object) -> Painted:
        painted = super().paint(request, on_step)  # type: ignore[arg-type]
        self.calls += 1
        return replace(painted, images=tuple(image + np.uint8(self.calls) for image in painted.images))


class Greedy(Identity):
    """Paints on the caller's arrays."""

    def paint(self, request: PaintRequest, on_step: object) -> Painted:
        painted = super().paint(request, on_step)  # type: ignore[arg-type]
        return painted if request.image is None else replace(painted, images=(request.image,))


class Deaf(Identity):
    """Goes on when it is cancelled."""

    def paint(self, request: PaintRequest, on_step: object) -> Painted:
        del on_step
        unheard: list[Step] = []
        return super().paint(request, unheard.append)


@pytest.mark.parametrize(
    ("engine", "promise"),
    [
        (Forgetful(), "test_the_same_request_gives_the_same_pixels"),
        (Greedy(), "test_the_arrays_of_the_request_stay_as_they_were"),
        (Deaf(), "test_cancelling_stops_within_one_step_and_leaves_a_working_engine"),
        (Deaf(), "test_progress_never_falls_and_ends_at_the_last_step"),
        (Identity(), "test_different_seeds_give_different_pictures"),
    ],
)
def test_the_contract_fails_for_other_broken_promises(engine: Engine, promise: str) -> None:
    with pytest.raises((AssertionError, IndexError, pytest.fail.Exception)):
        getattr(EngineContract(), promise)(engine, Task.INPAINT)
