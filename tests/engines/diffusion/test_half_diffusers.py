"""Half precision: what overflows in it is computed again more widely, and what is no number is never shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hwawon.engines.base import Pixels, Task
from hwawon.engines.diffusion.engine import DiffusionEngine
from hwawon.errors import BadResult
from support.diffusion_requests import EXTENT, text_to_image
from support.requests import paint, textured_picture
from support.tiny_diffusers import Tiny, add_checkpoint
from support.torch_here import needs_torch

pytestmark = needs_torch
TOO_WIDE = 3e4  # what this makes of a picture's numbers is beyond float16's 65504


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    add_checkpoint(folder, Tiny(), name="tiny")
    return folder


@pytest.fixture
def half(room: Path) -> Iterator[DiffusionEngine]:
    engine = DiffusionEngine(room, "float16")
    yield engine
    engine.close()


def pipe_of(engine: DiffusionEngine) -> Any:
    engine.warm("tiny")
    assert engine._studio is not None
    return engine._studio.load("tiny", None).pipe


def widen(layer: Any) -> None:
    """Let a first layer give numbers that float16 cannot hold; the norms behind it make them small again."""
    import torch

    with torch.no_grad():
        layer.weight.mul_(TOO_WIDE / float(layer.weight.abs().max()))


def touched_up(engine: DiffusionEngine) -> Pixels:
    picture = textured_picture(EXTENT)
    return paint(engine, replace(text_to_image(), task=Task.IMAGE_TO_IMAGE, image=picture, strength=0.6)).images[0]


def test_a_network_that_overflows_gives_no_black_picture(half: DiffusionEngine) -> None:
    import torch

    with torch.no_grad():
        pipe_of(half).unet.conv_out.weight.fill_(6e4)
    with pytest.raises(BadResult, match=r"black picture.*HWAWON_PRECISION=float32"):
        paint(half, text_to_image())


def test_a_decoder_that_overflows_goes_on_in_float32(half: DiffusionEngine, room: Path) -> None:
    import torch

    exact = DiffusionEngine(room, "float32")
    for engine in (exact, half):
        widen(pipe_of(engine).vae.decoder.conv_in)
    expected, found = (paint(engine, text_to_image()).images[0] for engine in (exact, half))
    assert pipe_of(half).vae.dtype == torch.float32
    assert np.abs(found.astype(int) - expected).mean() < 3
    assert found.std() > 1


def test_an_encoder_that_overflows_goes_on_in_float32(half: DiffusionEngine, room: Path) -> None:
    import torch

    exact = DiffusionEngine(room, "float32")
    for engine in (exact, half):
        widen(pipe_of(engine).vae.encoder.conv_in)
    expected, found = (touched_up(engine) for engine in (exact, half))
    assert pipe_of(half).vae.dtype == torch.float32
    assert np.abs(found.astype(int) - expected).mean() < 3


def test_a_batch_is_decoded_in_what_memory_holds(room: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from hwawon.engines.diffusion import pixels

    engine = DiffusionEngine(room, "float32", batch=4)
    together: list[int] = []
    decoder = pipe_of(engine).vae.decoder
    decoder.register_forward_pre_hook(lambda _module, inputs: together.append(len(inputs[0])))
    whole = paint(engine, replace(text_to_image(), count=4)).images
    monkeypatch.setattr(pixels, "DECODED_AT_ONCE", 3 * EXTENT.area)
    parted = paint(engine, replace(text_to_image(), count=4)).images
    assert together == [4, 3, 1]
    for one, other in zip(whole, parted, strict=True):
        assert np.abs(one.astype(int) - other).max() <= 2
