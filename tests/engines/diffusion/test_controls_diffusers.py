"""ControlNets, references, LoRAs and embeddings: heard as they should be, and gone without a trace."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hwawon.engines.base import Control, ControlKind, Pixels, Task
from hwawon.engines.diffusion.engine import DiffusionEngine
from hwawon.errors import BadInput
from hwawon.imaging.geometry import Extent
from hwawon.weights.record import Family
from hwawon.weights.shelf import Shelf
from support.diffusion_requests import EXTENT, PROMPT, text_to_image
from support.requests import disc_mask, paint, textured_picture
from support.tiny_additions import save_controlnet, save_embedding, save_ip_adapter, save_lora
from support.tiny_diffusers import SCHEDULER, Tiny, add_checkpoint, pipeline
from support.torch_here import needs_torch

pytestmark = needs_torch


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A models folder with an SD 1.5 checkpoint, two ControlNets, LoRAs and an embedding."""
    folder = tmp_path_factory.mktemp("models")
    add_checkpoint(folder, Tiny(), name="tiny")
    shelf = Shelf(folder)
    shelf.add(save_controlnet(folder / "control_lineart", Tiny()))
    shelf.add(save_controlnet(folder / "control_canny", Tiny(seed=1)))
    shelf.add(save_lora(folder / "ink.safetensors"))
    shelf.add(save_lora(folder / "ink-peft.safetensors", names="peft"))
    shelf.add(save_lora(folder / "big.safetensors", Family.SDXL))
    shelf.add(save_embedding(folder / "moonlight.safetensors"))
    return folder


@pytest.fixture(scope="module")
def engine(room: Path) -> DiffusionEngine:
    return DiffusionEngine(room, "float32", batch=4)


def lines(extent: Extent = EXTENT) -> Pixels:
    """White strokes on black (H, W, 3)."""
    drawn = np.zeros((extent.height, extent.width, 3), np.uint8)
    drawn[10:12, 5:50] = 255
    drawn[20:60, 30] = 200
    return drawn


def one(engine: DiffusionEngine, **changes: Any) -> Pixels:
    return paint(engine, replace(text_to_image(), **changes)).images[0]


# ControlNet


def test_a_controlnet_is_heard_as_in_diffusers_own_pipeline(engine: DiffusionEngine) -> None:
    import torch
    from diffusers import StableDiffusionControlNetPipeline
    from PIL import Image

    from hwawon.engines.diffusion.samplers import build_scheduler
    from support.tiny_additions import tiny_controlnet

    control = Control(ControlKind.LINE_ART, lines(), scale=0.7, start=0.2, end=0.8)
    ours = one(engine, controls=(control,), sampler="Euler")
    made = pipeline(Tiny())
    parts = made.components | {"controlnet": tiny_controlnet(Tiny())}
    pipe = StableDiffusionControlNetPipeline(**parts, requires_safety_checker=False)
    pipe.scheduler = build_scheduler("Euler", None, SCHEDULER, 5)
    pipe.set_progress_bar_config(disable=True)
    theirs = pipe(
        PROMPT,
        negative_prompt="blue bird",
        image=Image.fromarray(lines()),
        controlnet_conditioning_scale=0.7,
        control_guidance_start=0.2,
        control_guidance_end=0.8,
        height=64,
        width=64,
        num_inference_steps=5,
        guidance_scale=6.0,
        generator=torch.Generator("cpu").manual_seed(11),
        output_type="np",
    ).images[0]
    assert np.array_equal(ours, (theirs * 255).round().astype(np.uint8))


def test_own_lines_reach_the_network_unchanged(engine: DiffusionEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    from hwawon.engines.diffusion import controlnet

    seen: list[Any] = []
    real = controlnet.residuals

    def spy(units: Any, *rest: Any) -> Any:
        seen.extend(unit.image for unit in units)
        return real(units, *rest)

    monkeypatch.setattr(controlnet, "residuals", spy)
    drawn = lines()
    one(engine, controls=(Control(ControlKind.LINE_ART, drawn),))
    assert seen
    for image in seen:
        levels = (image[0].permute(1, 2, 0) * 255).round().numpy().astype(np.uint8)
        assert np.array_equal(levels, drawn)


def test_a_stronger_control_moves_the_picture_further(engine: DiffusionEngine) -> None:
    plain = one(engine).astype(int)
    moved = [
        np.abs(one(engine, controls=(Control(ControlKind.LINE_ART, lines(), scale),)) - plain).mean()
        for scale in (0.0, 0.4, 0.7, 1.0)
    ]
    assert moved[0] == 0
    assert moved == sorted(moved)


def test_two_units_are_heard_together(engine: DiffusionEngine) -> None:
    art, edges = (Control(kind, lines(), 0.8) for kind in (ControlKind.LINE_ART, ControlKind.CANNY))
    both = one(engine, controls=(art, edges))
    assert not np.array_equal(both, one(engine, controls=(art,)))
    assert not np.array_equal(both, one(engine, controls=(edges,)))
    assert np.array_equal(both, one(engine, controls=(art, edges)))


@pytest.mark.parametrize("layout", ["diffusers", "original", "bare"])
def test_a_controlnet_in_one_file_is_the_one_of_the_folder(
    engine: DiffusionEngine, tmp_path: Path, layout: str
) -> None:
    add_checkpoint(tmp_path, Tiny(), name="tiny")
    Shelf(tmp_path).add(save_controlnet(tmp_path / "lineart.safetensors", Tiny(), layout))
    control = Control(ControlKind.LINE_ART, lines())
    assert np.array_equal(
        one(DiffusionEngine(tmp_path, "float32"), controls=(control,)), one(engine, controls=(control,))
    )


def test_a_controlnet_of_another_family_is_refused_by_name(tmp_path: Path) -> None:
    add_checkpoint(tmp_path, Tiny(), name="tiny")
    Shelf(tmp_path).add(save_controlnet(tmp_path / "lineart-xl", Tiny(Family.SDXL)))
    engine = DiffusionEngine(tmp_path, "float32")
    for model in ("lineart-xl", None):
        with pytest.raises(BadInput, match=r"sdxl.*sd15|sd15.*sdxl"):
            one(engine, controls=(Control(ControlKind.LINE_ART, lines(), model=model),))
    assert one(engine).shape == (64, 64, 3)  # and it goes on


def test_a_control_is_heard_in_one_step_at_least() -> None:
    from hwawon.engines.diffusion.controlnet import is_heard

    def heard(steps: int, start: float, end: float) -> list[int]:
        control = Control(ControlKind.LINE_ART, lines(), start=start, end=end)
        return [step for step in range(steps) if is_heard(control, step, steps)]

    assert heard(10, 0.2, 0.8) == [2, 3, 4, 5, 6, 7]
    assert heard(1, 0.0, 0.8) == [0]
    assert heard(4, 0.9, 1.0) == [3]
    assert heard(4, 0.0, 0.0) == heard(4, 0.5, 0.5) == heard(4, 1.0, 1.0) == []


def test_a_control_takes_the_model_that_it_names(engine: DiffusionEngine) -> None:
    def painted(model: str | None) -> Pixels:
        return one(engine, controls=(Control(ControlKind.LINE_ART, lines(), model=model),))

    first = painted(None)
    assert np.array_equal(first, painted("control_lineart"))
    assert not np.array_equal(first, painted("control_canny"))
    with pytest.raises(BadInput, match="unknown controlnet 'nobody'; known are control_canny, control_lineart"):
        painted("nobody")


# Reference


def test_a_reference_is_heard_in_its_share_of_the_schedule_only(engine: DiffusionEngine) -> None:
    plain = one(engine).astype(int)
    whole = Control(ControlKind.REFERENCE, textured_picture(EXTENT, seed=9))
    moved = [
        np.abs(one(engine, controls=(replace(whole, start=start, end=end),)) - plain).mean()
        for start, end in ((0.5, 0.5), (0.0, 0.5), (0.0, 1.0))
    ]
    assert moved[0] == 0
    assert moved[1] > 0
    assert moved[1] != moved[2]


def test_a_reference_is_heard_more_the_higher_its_scale(engine: DiffusionEngine) -> None:
    plain = one(engine).astype(int)
    reference = textured_picture(Extent(96, 72), seed=9)
    moved = [
        np.abs(one(engine, controls=(Control(ControlKind.REFERENCE, reference, scale),)) - plain).mean()
        for scale in (0.0, 0.5, 1.0)
    ]
    assert moved[0] == 0
    assert 0 < moved[1] < moved[2]
    assert np.array_equal(one(engine), plain)  # nothing of it is left


def test_a_reference_is_the_same_alone_and_in_a_batch(engine: DiffusionEngine) -> None:
    control = Control(ControlKind.REFERENCE, textured_picture(EXTENT, seed=9))
    batch = paint(engine, replace(text_to_image(), controls=(control,), count=3)).images
    assert np.abs(batch[2].astype(int) - one(engine, controls=(control,), seed=13)).max() <= 2


@pytest.mark.parametrize("family", [Family.SD15, Family.SDXL])
def test_an_ip_adapter_is_used_where_its_files_are(tmp_path: Path, family: Family) -> None:
    add_checkpoint(tmp_path, Tiny(family), name="tiny")
    bare = DiffusionEngine(tmp_path, "float32")
    reference = Control(ControlKind.REFERENCE, textured_picture(Extent(80, 64), seed=9), 0.8)
    plain, by_attention = one(bare), one(bare, controls=(reference,))
    Shelf(tmp_path).add(save_ip_adapter(tmp_path / "ip-adapter", family))
    engine = DiffusionEngine(tmp_path, "float32")
    heard = one(engine, controls=(reference,))
    assert not np.array_equal(heard, plain)
    assert not np.array_equal(heard, by_attention)
    assert np.array_equal(one(engine), plain)
    assert np.array_equal(one(engine, controls=(reference,)), heard)
    assert np.array_equal(one(engine, controls=(replace(reference, start=0.5, end=0.5),)), plain)
    assert not np.array_equal(one(engine, controls=(replace(reference, end=0.5),)), heard)
    louder = one(engine, controls=(replace(reference, scale=1.0),))
    assert np.abs(louder.astype(int) - plain).mean() > np.abs(heard.astype(int) - plain).mean()


def test_an_ip_adapter_for_another_network_is_refused_and_leaves_no_trace(tmp_path: Path) -> None:
    from safetensors.torch import load_file, save_file

    add_checkpoint(tmp_path, Tiny(), name="tiny")
    folder = save_ip_adapter(tmp_path / "ip-adapter")
    file = next(folder.glob("*.safetensors"))
    wider = {name: each.repeat(2, 1) if name.endswith("_ip.weight") else each for name, each in load_file(file).items()}
    save_file(wider, file)
    Shelf(tmp_path).add(folder)
    engine = DiffusionEngine(tmp_path, "float32")
    plain = one(engine)
    reference = Control(ControlKind.REFERENCE, textured_picture(Extent(80, 64), seed=9), 0.8)
    with pytest.raises(BadInput, match="the IP-Adapter 'ip-adapter' does not fit the checkpoint"):
        one(engine, controls=(reference,))
    assert np.array_equal(one(engine), plain)


# LoRA


@pytest.mark.parametrize("name", ["ink", "ink-peft"])
def test_a_lora_changes_the_picture_and_leaves_no_trace(engine: DiffusionEngine, name: str) -> None:
    plain = one(engine)
    inked = one(engine, prompt=f"{PROMPT} <lora:{name}:0.8>")
    assert not np.array_equal(inked, plain)
    assert np.array_equal(one(engine), plain)
    assert np.array_equal(one(engine, prompt=f"{PROMPT} <lora:{name}:0.8>"), inked)
    assert np.array_equal(one(engine, prompt=f"{PROMPT} <lora:{name}:0>"), plain)


def test_both_ways_of_naming_a_lora_mean_the_same(engine: DiffusionEngine) -> None:
    pictures = [one(engine, prompt=f"{PROMPT} <lora:{name}:0.8>") for name in ("ink", "ink-peft")]
    assert np.abs(pictures[0].astype(int) - pictures[1]).max() <= 1


def test_a_lora_of_another_family_or_name_is_refused_and_nothing_worn(engine: DiffusionEngine) -> None:
    plain = one(engine)
    with pytest.raises(BadInput, match=r"sdxl.*sd15"):
        one(engine, prompt=f"{PROMPT} <lora:big:1>")
    with pytest.raises(BadInput, match="unknown LoRA 'nobody'; known are"):
        one(engine, prompt=f"{PROMPT} <lora:nobody:1>")
    assert np.array_equal(one(engine), plain)


def test_the_record_names_loras_and_controls_with_their_hashes(engine: DiffusionEngine, room: Path) -> None:
    request = replace(
        text_to_image(), prompt=f"{PROMPT} <lora:ink:0.5>", controls=(Control(ControlKind.LINE_ART, lines()),)
    )
    record = paint(engine, request).record
    known = {one.id: one.sha256 for one in Shelf(room).all()}
    assert record["loras"] == [{"id": "ink", "sha256": known["ink"], "licence": None, "weight": 0.5}]
    assert [each["id"] for each in record["controls"]] == ["control_lineart"]


# Embeddings


def test_an_embedding_is_a_word_of_the_prompt(engine: DiffusionEngine) -> None:
    plain, lit = one(engine, prompt="a red flower"), one(engine, prompt="a red flower moonlight")
    spoken = one(engine, prompt="a red flower MOONLIGHT")
    assert not np.array_equal(plain, lit)
    assert np.array_equal(lit, spoken)


def test_a_control_inside_a_mask_keeps_the_rest(engine: DiffusionEngine) -> None:
    picture, mask = textured_picture(EXTENT), disc_mask(EXTENT)
    controls = (Control(ControlKind.LINE_ART, lines()), Control(ControlKind.REFERENCE, picture, 0.6))
    asked = replace(text_to_image(), task=Task.INPAINT, image=picture, mask=mask, strength=0.7, controls=controls)
    (painted,) = paint(engine, asked).images
    assert np.array_equal(painted[mask == 0], picture[mask == 0])
    assert not np.array_equal(painted, picture)
