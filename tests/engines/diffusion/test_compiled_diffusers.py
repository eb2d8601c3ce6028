"""torch.compile never keeps anybody waiting, and never changes what is painted."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hwawon.config import load
from hwawon.engines.base import Control, ControlKind, PaintRequest, Pixels
from hwawon.engines.diffusion.engine import DiffusionEngine
from hwawon.engines.diffusion.ladder import Rung
from hwawon.engines.shelf import REST_AFTER_S, EngineShelf
from hwawon.imaging.geometry import Extent
from hwawon.weights.shelf import Shelf
from support.diffusion_requests import EXTENT, PROMPT, text_to_image
from support.requests import paint, textured_picture
from support.tiny_additions import save_ip_adapter, save_lora
from support.tiny_diffusers import Tiny, add_checkpoint
from support.torch_here import needs_torch

pytestmark = needs_torch

STEPS = 5


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    add_checkpoint(folder, Tiny())
    shelf = Shelf(folder)
    shelf.add(save_lora(folder / "glow.safetensors"), id="glow")
    return folder


@pytest.fixture
def engine(room: Path) -> Iterator[DiffusionEngine]:
    engine = DiffusionEngine(room, "float32", accelerator="compile")
    yield engine
    engine.close()


class Compiler:
    """In the place of torch's: notes what it compiles and what runs compiled; inductor takes a minute for a network."""

    def __init__(self) -> None:
        self.made = 0  # calls of torch.compile
        self.asked = 0  # calls of what it gave
        self.compiled = 0
        self.ran = 0
        self.error: Exception | None = None

    def __call__(self, graph: Any, _: Any) -> Callable[..., Any]:
        if self.error is not None:
            raise self.error
        self.compiled += 1

        def run(*inputs: Any) -> Any:
            self.ran += 1
            return graph(*inputs)

        return run


@pytest.fixture
def compiler(monkeypatch: pytest.MonkeyPatch) -> Iterator[Compiler]:
    """torch's own tracing and guards, with our compiler behind them."""
    import torch

    found, own = Compiler(), torch.compile

    def compile(network: Any, **named: Any) -> Callable[..., Any]:
        found.made += 1
        compiled = own(network, backend=found, **named)

        def ask(*inputs: Any, **more: Any) -> Any:
            found.asked += 1
            return compiled(*inputs, **more)

        return ask

    monkeypatch.setattr(torch, "compile", compile)
    yield found
    torch.compiler.reset()


def eager(room: Path, request: PaintRequest) -> Pixels:
    return paint(DiffusionEngine(room, "float32"), request).images[0]


# When


def test_nothing_is_compiled_before_the_worker_rests(engine: DiffusionEngine, compiler: Compiler) -> None:
    engine.warm()
    engine.rest()
    paint(engine, text_to_image())
    assert (compiler.made, compiler.compiled, compiler.ran) == (0, 0, 0)


def test_what_was_painted_is_compiled_at_rest_and_used_from_then_on(
    engine: DiffusionEngine, compiler: Compiler, room: Path
) -> None:
    first = paint(engine, text_to_image())
    engine.rest()
    compiled = compiler.compiled
    second = paint(engine, text_to_image())
    assert compiled > 0
    assert compiler.compiled == compiled
    assert compiler.ran == compiled * (1 + STEPS)
    assert second.record["accelerator"] == "compile"
    assert np.abs(second.images[0].astype(int) - first.images[0]).max() <= 2
    assert np.array_equal(first.images[0], eager(room, text_to_image()))


@pytest.mark.slow
def test_another_size_is_painted_as_before_until_it_was_compiled_too(
    engine: DiffusionEngine, compiler: Compiler
) -> None:
    wide = replace(text_to_image(), extent=Extent(96, 64))
    paint(engine, text_to_image())
    engine.rest()
    compiled, ran = compiler.compiled, compiler.ran
    paint(engine, wide)
    assert (compiler.compiled, compiler.ran) == (compiled, ran)
    engine.rest()
    assert compiler.compiled > compiled
    ran = compiler.ran
    paint(engine, wide)
    assert compiler.ran > ran


@pytest.mark.slow
def test_one_size_is_compiled_in_one_rest(engine: DiffusionEngine, compiler: Compiler) -> None:
    for width in (64, 80, 96):
        paint(engine, replace(text_to_image(), extent=Extent(width, 64)))
    engine.rest()
    first = compiler.compiled
    engine.rest()
    assert first < compiler.compiled <= 2 * first


def test_the_shelf_lets_an_engine_rest_only_after_a_quiet_minute(
    room: Path, compiler: Compiler, monkeypatch: pytest.MonkeyPatch
) -> None:
    now_s = 1000.0
    monkeypatch.setattr("hwawon.engines.shelf.time.monotonic", lambda: now_s)
    engines = EngineShelf(load(models_dir=room, precision="float32", accelerator="compile"))
    paint(engines.get("diffusers"), text_to_image())
    now_s += REST_AFTER_S - 1
    engines.rest()
    assert compiler.compiled == 0
    now_s += 2
    engines.rest()
    assert compiler.compiled > 0
    engines.close()


# What is left alone


def with_reference() -> PaintRequest:
    return replace(text_to_image(), controls=(Control(ControlKind.REFERENCE, textured_picture(EXTENT)),))


def with_lora() -> PaintRequest:
    return replace(text_to_image(), prompt=f"{PROMPT} <lora:glow:0.8>")


@pytest.mark.parametrize("request_of", [with_reference, with_lora], ids=["reference", "lora"])
def test_what_changes_the_network_is_never_painted_compiled(
    engine: DiffusionEngine, compiler: Compiler, room: Path, request_of: Callable[[], PaintRequest]
) -> None:
    plain, changed = eager(room, text_to_image()), eager(room, request_of())
    paint(engine, text_to_image())
    engine.rest()
    asked = compiler.asked
    assert np.array_equal(paint(engine, request_of()).images[0], changed)
    engine.rest()
    assert np.array_equal(paint(engine, request_of()).images[0], changed)
    assert compiler.asked == asked
    assert np.abs(paint(engine, text_to_image()).images[0].astype(int) - plain).max() <= 2


@pytest.mark.slow
def test_an_ip_adapter_is_never_painted_compiled(compiler: Compiler, tmp_path: Path) -> None:
    add_checkpoint(tmp_path, Tiny())
    Shelf(tmp_path).add(save_ip_adapter(tmp_path / "adapter"), id="adapter")
    engine = DiffusionEngine(tmp_path, "float32", accelerator="compile")
    paint(engine, text_to_image())
    engine.rest()
    ran, asked = compiler.ran, compiler.asked
    assert np.array_equal(paint(engine, with_reference()).images[0], eager(tmp_path, with_reference()))
    assert compiler.asked == asked
    assert np.abs(paint(engine, text_to_image()).images[0].astype(int) - eager(tmp_path, text_to_image())).max() <= 2
    assert compiler.ran > ran


def test_sliced_attention_is_never_painted_compiled(
    engine: DiffusionEngine, compiler: Compiler, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Rung, "on", lambda rung, _kind: rung)  # a CPU has no use for slices
    paint(engine, text_to_image())
    engine.rest()
    assert engine._studio is not None
    model, asked, failed = engine._studio.load("tiny", None), compiler.asked, [False]

    def no_room_once(*_: Any) -> None:
        if not failed[0]:
            failed[0] = True
            raise RuntimeError("DefaultCPUAllocator: not enough memory: you tried to allocate 99 bytes")

    handle = model.vae.decoder.register_forward_pre_hook(no_room_once)
    paint(engine, text_to_image())
    handle.remove()
    assert failed[0]
    assert compiler.asked == asked + STEPS  # the first attempt alone


# When it fails


def test_a_compiler_that_fails_is_said_once_and_painting_goes_on(
    engine: DiffusionEngine, compiler: Compiler, room: Path, caplog: pytest.LogCaptureFixture
) -> None:
    compiler.error = RuntimeError("no C++ compiler found")
    expected = eager(room, text_to_image())
    paint(engine, text_to_image())
    with caplog.at_level(logging.WARNING):
        engine.rest()
        engine.rest()
    assert len([record for record in caplog.records if "torch.compile failed" in record.message]) == 1
    told, silent = paint(engine, text_to_image()), paint(engine, text_to_image())
    assert any("no C++ compiler found" in notice for notice in told.record["notices"])
    assert not silent.record["notices"]
    assert np.array_equal(told.images[0], expected)
    assert np.array_equal(silent.images[0], expected)


@pytest.mark.slow
def test_inductors_pictures_are_torchs_within_two_levels(engine: DiffusionEngine, room: Path) -> None:
    paint(engine, text_to_image())
    engine.rest()
    assert engine._studio is not None
    assert engine._studio.load("tiny", None).accelerated._ready
    painted = paint(engine, text_to_image())
    assert not painted.record["notices"]
    assert np.abs(painted.images[0].astype(int) - eager(room, text_to_image())).max() <= 2
