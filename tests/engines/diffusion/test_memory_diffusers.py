"""Another checkpoint frees the one before, whatever was done with it; and no LoRA is kept for ever."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hwawon.engines.base import Control, ControlKind, PaintRequest, Step, Task
from hwawon.engines.diffusion.engine import DiffusionEngine
from hwawon.errors import BadInput, Cancelled
from hwawon.weights.shelf import Shelf
from support.diffusion_requests import EXTENT, PROMPT, text_to_image
from support.requests import disc_mask, paint, textured_picture
from support.tiny_additions import save_controlnet, save_embedding, save_ip_adapter, save_lora
from support.tiny_diffusers import Tiny, add_checkpoint
from support.torch_here import needs_torch

pytestmark = needs_torch

LORAS = tuple(f"lora{number}" for number in range(6))


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    add_checkpoint(folder, Tiny(), name="first")
    add_checkpoint(folder, Tiny(seed=1), name="second")
    shelf = Shelf(folder)
    shelf.add(save_controlnet(folder / "lineart", Tiny()), id="lineart")
    shelf.add(save_embedding(folder / "petals.safetensors"), id="petals")
    for number, name in enumerate(LORAS):
        shelf.add(save_lora(folder / f"{name}.safetensors", seed=number), id=name)
    return folder


@pytest.fixture
def engine(room: Path) -> Iterator[DiffusionEngine]:
    engine = DiffusionEngine(room, "float32")
    yield engine
    engine.close()


def asked(checkpoint: str = "first", **changes: Any) -> PaintRequest:
    return replace(text_to_image(), steps=2, checkpoint=checkpoint, **changes)


def networks(engine: DiffusionEngine) -> list[weakref.ref[Any]]:
    """The networks that the engine holds for its checkpoint."""
    assert engine._studio is not None
    model = engine._studio._model
    assert model is not None
    return [weakref.ref(each) for each in (model.unet, model.vae, model.pipe.text_encoder, model)]


def controls(kind: ControlKind) -> tuple[Control, ...]:
    return (Control(kind, textured_picture(EXTENT)),)


def cancelled(engine: DiffusionEngine) -> None:
    def stop(_: Step) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        engine.paint(asked(), stop)


def refused(engine: DiffusionEngine) -> None:
    with pytest.raises(BadInput):
        paint(engine, asked(prompt="<lora:nobody:1>"))


def out_of_memory(engine: DiffusionEngine) -> None:
    """The network fails once, and the picture is painted on the next rung."""
    failed: list[bool] = []

    def fail_once(*_: Any) -> None:
        if not failed:
            failed.append(True)
            raise RuntimeError("DefaultCPUAllocator: not enough memory: you tried to allocate 99 bytes")

    assert engine._studio is not None
    handle = engine._studio.load("first", None).unet.register_forward_pre_hook(fail_once)
    paint(engine, asked())
    handle.remove()
    assert failed


def painted(**changes: Any) -> Callable[[DiffusionEngine], None]:
    def use(engine: DiffusionEngine) -> None:
        paint(engine, asked(**changes))

    return use


USES: dict[str, Callable[[DiffusionEngine], None]] = {
    "words": painted(count=2),
    "inpainting": painted(task=Task.INPAINT, image=textured_picture(EXTENT), mask=disc_mask(EXTENT)),
    "embedding": painted(prompt=f"{PROMPT} petals"),
    "lora": painted(prompt=f"{PROMPT} <lora:lora0:1> <lora:lora1:0.5>"),
    "controlnet": painted(controls=controls(ControlKind.LINE_ART)),
    "reference": painted(controls=controls(ControlKind.REFERENCE)),
    "cancelled": cancelled,
    "refused": refused,
    "out of memory": out_of_memory,
}


@pytest.mark.parametrize("use", USES.values(), ids=USES)
def test_another_checkpoint_frees_the_one_before(
    engine: DiffusionEngine, use: Callable[[DiffusionEngine], None]
) -> None:
    engine.warm("first")
    held = networks(engine)
    use(engine)
    paint(engine, asked("second"))
    gc.collect()
    assert [each() for each in held] == [None] * len(held)


def test_an_ip_adapter_lets_the_checkpoint_go(tmp_path: Path) -> None:
    for name, seed in (("first", 0), ("second", 1)):
        add_checkpoint(tmp_path, Tiny(seed=seed), name=name)
    Shelf(tmp_path).add(save_ip_adapter(tmp_path / "adapter"), id="adapter")
    engine = DiffusionEngine(tmp_path, "float32")
    paint(engine, asked(controls=controls(ControlKind.REFERENCE)))
    held = networks(engine)
    paint(engine, asked("second"))
    gc.collect()
    assert [each() for each in held] == [None] * len(held)


def test_closing_the_engine_frees_all_of_it(engine: DiffusionEngine) -> None:
    paint(engine, asked(controls=controls(ControlKind.LINE_ART)))
    held = networks(engine)
    engine.close()
    gc.collect()
    assert [each() for each in held] == [None] * len(held)


def adapters(engine: DiffusionEngine) -> int:
    assert engine._studio is not None
    return len(engine._studio.load("first", None).unet.peft_config)


def test_only_the_loras_used_last_stay_beside_the_network(engine: DiffusionEngine) -> None:
    first = paint(engine, asked(prompt=f"{PROMPT} <lora:lora0:1>")).images[0]
    plain = paint(engine, asked()).images[0]
    for name in LORAS:
        paint(engine, asked(prompt=f"{PROMPT} <lora:{name}:1>"))
        assert adapters(engine) <= 4
    assert np.array_equal(paint(engine, asked(prompt=f"{PROMPT} <lora:lora0:1>")).images[0], first)
    assert np.array_equal(paint(engine, asked()).images[0], plain)


def test_more_loras_at_once_than_are_kept_are_all_worn(engine: DiffusionEngine) -> None:
    tags = " ".join(f"<lora:{name}:0.5>" for name in LORAS)
    worn = paint(engine, asked(prompt=f"{PROMPT} {tags}"))
    assert [each["id"] for each in worn.record["loras"]] == list(LORAS)
    assert adapters(engine) == len(LORAS)
    paint(engine, asked(prompt=f"{PROMPT} <lora:lora0:1>"))
    assert adapters(engine) <= 4
