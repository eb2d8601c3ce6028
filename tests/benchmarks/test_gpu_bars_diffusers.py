"""The bars of a GPU run everywhere, tiny where there is none, and their full-size networks are the published ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hwawon.engines.diffusion.engine import DiffusionEngine
from hwawon.weights.record import Family
from hwawon.weights.shelf import Shelf
from support.diffusion_requests import text_to_image
from support.requests import paint
from support.tiny_clip import tiny_text_encoder
from support.tiny_diffusers import Tiny, tiny_unet, tiny_vae
from support.torch_here import needs_torch

pytestmark = needs_torch


def rows_of(name: str) -> Any:
    """The rows of a bar as the command makes them on a machine without a GPU."""
    import torch

    if torch.cuda.is_available():
        pytest.skip("this machine has a GPU, where the bars are measured: python -m benchmarks --gpu")
    return import_module(f"benchmarks.{name}").run(False)


@pytest.mark.parametrize(
    ("name", "count"),
    [
        *(("g0_roofline", 1), ("g2_bulk", 1), ("g4_retouch", 1), ("g7_sdxl", 1)),
        pytest.param("g1_picture", 1, marks=pytest.mark.slow),
        pytest.param("g3_saved", 2, marks=pytest.mark.slow),
        pytest.param("g5_few_steps", 2, marks=pytest.mark.slow),
        pytest.param("g6_start", 2, marks=pytest.mark.slow),  # starts workers
    ],
)
def test_a_bar_runs_tiny_on_the_cpu_and_gives_no_verdict(name: str, count: int) -> None:
    rows = rows_of(name)
    assert len(rows) == count
    for row in rows:
        assert row.bar in (name[:2].upper(), "R")
        assert row.ratio is not None
        assert row.ratio >= 0
        assert (row.verdict, row.misses) == ("tiny, on the CPU", False)


def test_compiling_is_left_out_where_there_is_no_gpu() -> None:
    (row,) = rows_of("g8_compiled")
    assert (row.bar, row.ratio, row.misses) == ("G1", None, False)
    assert row.verdict == "not measured: minutes of compiling: only on a GPU, with --full"


def _millions(network: Any) -> float:
    return float(sum(parameter.numel() for parameter in network.parameters()) / 1e6)


def test_the_full_size_networks_have_the_published_numbers_of_weights() -> None:
    from benchmarks import full_size

    for network, millions in (
        (full_size.unet(Family.SD15), 859.5),
        (full_size.unet(Family.SDXL), 2567.5),
        (full_size.vae(Family.SD15), 83.7),
        (full_size.text_encoder(), 123.1),
        (full_size.text_encoder(large=True), 694.7),
        (full_size.tiny_vae(), 2.45),
    ):
        assert _millions(network) == pytest.approx(millions, abs=0.06)


def test_the_full_size_networks_compute_as_much_as_was_counted() -> None:
    import torch

    from benchmarks import full_size
    from benchmarks.gpu import tflop

    def empty(*shape: int) -> Any:
        return torch.empty(shape, device="meta")

    sizes = {"text_embeds": empty(1, 1280), "time_ids": empty(1, 6)}
    calls: list[tuple[Callable[[], Any], float]] = [
        (lambda: full_size.unet(Family.SD15)(empty(1, 4, 64, 64), empty(1), empty(1, 77, 768)), 0.803),
        (lambda: full_size.vae(Family.SD15).decode(empty(1, 4, 64, 64)), 2.515),
        (lambda: full_size.tiny_vae().decode(empty(1, 4, 64, 64)), 0.141),
        (
            lambda: full_size.unet(Family.SDXL)(
                empty(1, 4, 128, 128), empty(1), empty(1, 77, 2048), added_cond_kwargs=sizes
            ),
            6.761,
        ),
    ]
    for call, counted in calls:
        with torch.inference_mode():
            assert tflop(call) == pytest.approx(counted, abs=0.001)


@pytest.mark.parametrize(("name", "family"), [("sd15", Family.SD15), ("lcm", Family.SD15), ("sdxl", Family.SDXL)])
def test_a_saved_checkpoint_is_loaded_by_ours_and_by_diffusers(
    name: str, family: Family, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With small networks in the place of the full-size ones: the folder around them is the same."""
    import torch
    from diffusers import DiffusionPipeline

    from benchmarks import full_size

    small = {
        "unet": lambda family, **_: tiny_unet(Tiny(family)),
        "vae": tiny_vae,
        "text_encoder": lambda *, large=False: tiny_text_encoder(1280 if large else 768, projection=large),
    }
    for part, made in small.items():
        monkeypatch.setattr(full_size, part, made)
    place = full_size.save_checkpoint(tmp_path / name, family, "cpu", lcm=name == "lcm")
    weights = Shelf(tmp_path).add(place, id=name)
    assert (weights.family, weights.details["speed"]) == (family, "lcm" if name == "lcm" else "ordinary")
    engine = DiffusionEngine(tmp_path, "float32")
    (ours,) = paint(engine, replace(text_to_image("DDIM"), steps=2)).images
    pipe = DiffusionPipeline.from_pretrained(place, torch_dtype=torch.float32, local_files_only=True)
    pipe.set_progress_bar_config(disable=True)
    asked = {"height": 64, "width": 64, "num_inference_steps": 2, "output_type": "np"}
    theirs = pipe(text_to_image().prompt, **asked).images[0]
    assert ours.shape == theirs.shape == (64, 64, 3)
    assert ours.std() > 1
    assert np.isfinite(theirs).all()


def test_random_weights_are_numbers_in_half_precision() -> None:
    import torch

    from benchmarks import full_size

    tiny_vae = full_size.drawn(full_size.tiny_vae(), "cpu")
    assert {each.dtype for each in tiny_vae.parameters()} == {torch.float16}
    with torch.inference_mode():
        decoded = tiny_vae.decode(torch.randn(1, 4, 8, 8, dtype=torch.float16), return_dict=False)[0]
    assert torch.isfinite(decoded).all()
    assert decoded.std() > 0
