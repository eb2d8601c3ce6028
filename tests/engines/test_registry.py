"""Engines are found by name."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import hwawon
from hwawon.config import Settings
from hwawon.engines.base import PaintRequest, Step, Task
from hwawon.engines.registry import build_engine, engine_names
from hwawon.errors import BadInput, Cancelled, UnknownEngine
from hwawon.imaging.geometry import Extent

SMALL = Extent(256, 256)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path, models_dir=tmp_path / "models")


def ignore(step: Step) -> None:
    del step


def test_an_unknown_name_is_refused_and_the_known_ones_are_listed(settings: Settings) -> None:
    with pytest.raises(UnknownEngine, match=r"'oil'.*painter, diffusers, webui, endpoints$"):
        build_engine("oil", settings)


@pytest.mark.parametrize("name", ["painter", "painter:flat", "painter:identity"])
def test_an_engine_bears_the_name_it_was_asked_by_and_is_not_stable_diffusion(name: str, settings: Settings) -> None:
    engine = build_engine(name, settings)
    assert name in engine_names()
    assert engine.name == name == engine.capabilities().engine
    assert not engine.capabilities().is_stable_diffusion
    assert "ot Stable Diffusion" in engine.capabilities().description
    engine.close()
    engine.close()


def test_the_registry_imports_no_pixel_code() -> None:
    code = "import sys, hwawon.engines.registry; sys.exit(bool({'numpy', 'cv2', 'PIL'} & set(sys.modules)))"
    environment = os.environ | {"PYTHONPATH": str(Path(hwawon.__file__).parents[1])}
    assert subprocess.run([sys.executable, "-c", code], check=False, env=environment).returncode == 0


def test_the_flat_painter_is_fast_and_follows_prompt_and_seed(settings: Settings) -> None:
    engine = build_engine("painter:flat", settings)
    request = PaintRequest(Task.TEXT_TO_IMAGE, Extent(768, 512), seed=3, prompt="red and blue")
    first = engine.paint(request, ignore).images[0]
    start = time.process_time()
    again = engine.paint(request, ignore).images[0]
    assert time.process_time() - start < 0.2  # about 15 ms when the machine is idle
    assert first.shape == (512, 768, 3)
    assert np.array_equal(first, again)
    assert not np.array_equal(first, engine.paint(replace(request, seed=4), ignore).images[0])
    assert not np.array_equal(first, engine.paint(replace(request, prompt="green"), ignore).images[0])


def test_the_flat_painter_keeps_what_the_mask_keeps(settings: Settings) -> None:
    image = np.full((256, 256, 3), 200, np.uint8)
    mask = np.zeros((256, 256), np.uint8)
    mask[64:128, 64:128] = 255
    request = PaintRequest(Task.INPAINT, SMALL, seed=3, prompt="red", image=image, mask=mask)
    painted = build_engine("painter:flat", settings).paint(request, ignore).images[0]
    assert np.array_equal(painted[mask == 0], image[mask == 0])
    assert (painted[mask == 255] != 200).any(axis=-1).all()


def test_the_identity_returns_its_input(settings: Settings) -> None:
    image = np.random.default_rng(1).integers(0, 256, (256, 256, 3)).astype(np.uint8)
    request = PaintRequest(Task.INPAINT, SMALL, seed=3, image=image, mask=image[..., 0], count=2)
    painted = build_engine("painter:identity", settings).paint(request, ignore)
    assert painted.seeds == (3, 4)
    assert all(np.array_equal(given, image) for given in painted.images)


@pytest.mark.parametrize("name", ["painter", "painter:flat", "painter:identity"])
@pytest.mark.parametrize("extent", [(260, 256), (248, 256), (2056, 256)])
def test_a_size_outside_the_rule_is_refused_with_the_rule(
    name: str, extent: tuple[int, int], settings: Settings
) -> None:
    request = PaintRequest(Task.TEXT_TO_IMAGE, Extent(*extent), seed=3)
    with pytest.raises(BadInput, match=f"{extent[0]}x{extent[1]}.*multiples of 8 from 256 to 2048"):
        build_engine(name, settings).paint(request, ignore)


@pytest.mark.parametrize("name", ["painter", "painter:flat", "painter:identity"])
def test_cancelling_stops_at_the_first_step(name: str, settings: Settings) -> None:
    seen: list[Step] = []

    def stop(step: Step) -> None:
        seen.append(step)
        raise Cancelled

    with pytest.raises(Cancelled):
        build_engine(name, settings).paint(PaintRequest(Task.TEXT_TO_IMAGE, SMALL, seed=3), stop)
    assert len(seen) == 1
