"""`hwawon bench sizes` with Stable Diffusion: two passes where a size is large, reasons where it is refused."""

from pathlib import Path

import pytest

from support.command import Ran, hwawon
from support.tiny_diffusers import Tiny, add_checkpoint
from support.torch_here import needs_torch

pytestmark = [needs_torch, pytest.mark.slow]


def test_large_sizes_are_measured_in_two_passes_and_refused_ones_with_the_reason(tmp_path: Path) -> None:
    models = tmp_path / "models"
    add_checkpoint(models, Tiny(native_side=512), name="large")
    add_checkpoint(models, Tiny(), name="small")
    options = ("--engine", "diffusers", "--json", "--steps", 1)

    def bench(checkpoint: str) -> Ran:
        asked = ("bench", "sizes", *options, "--checkpoint", checkpoint)
        settings = {"HWAWON_MODELS_DIR": str(models), "HWAWON_PRECISION": "float32"}
        return hwawon(*asked, data_dir=tmp_path, timeout_s=400, **settings)

    large, small = bench("large"), bench("small")

    assert large.status == 0, large.err
    assert large.answer["device"]["precision"] == "float32"
    first, last = large.answer["sizes"][0], large.answer["sizes"][-1]
    assert (first["passes"], first["fit"], first["rung"]) == ([[640, 480]], "fits", 0)
    assert last["passes"] == [[792, 496], [1280, 800]]
    assert last["seconds"] > first["seconds"] > 0
    assert small.status == 0, small.err
    assert all(one["seconds"] is None and "to 256 px" in one["reason"] for one in small.answer["sizes"])
