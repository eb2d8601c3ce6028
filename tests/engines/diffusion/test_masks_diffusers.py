"""Masks in latents, what lies under them, and noise from seeds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hwawon.engines.base import MaskContent, PaintRequest, Pixels, Task
from hwawon.engines.diffusion.engine import DiffusionEngine
from support.diffusion_requests import EXTENT, text_to_image
from support.requests import disc_mask, paint, textured_picture
from support.tiny_diffusers import Tiny, add_checkpoint
from support.torch_here import needs_torch

pytestmark = needs_torch


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> DiffusionEngine:
    folder: Path = tmp_path_factory.mktemp("models")
    add_checkpoint(folder, Tiny(), name="tiny")
    return DiffusionEngine(folder, "float32")


def inpaint(**changes: Any) -> PaintRequest:
    given: dict[str, Any] = {
        "task": Task.INPAINT,
        "image": textured_picture(EXTENT),
        "mask": disc_mask(EXTENT),
        "strength": 0.8,
    }
    return replace(text_to_image(), **given | changes)


def one(engine: DiffusionEngine, **changes: Any) -> Pixels:
    return paint(engine, inpaint(**changes)).images[0]


def test_a_mask_goes_to_latents_by_maximum_so_that_thin_lines_stay() -> None:
    from hwawon.engines.diffusion.mask import latent_mask

    mask = np.zeros((64, 64), np.uint8)
    mask[20, :] = 255
    mask[50, 50] = 100
    levels = latent_mask(mask)
    assert levels.shape == (1, 1, 8, 8)
    assert (levels[0, 0, 2] == 1).all()
    assert levels[0, 0, 6, 6] == pytest.approx(100 / 255)
    assert (levels > 0).sum() == 9


def test_a_level_is_the_share_of_steps_in_which_a_pixel_is_repainted() -> None:
    import torch

    from hwawon.engines.diffusion.mask import active

    levels = torch.tensor([0.0, 0.25, 0.5, 1.0])
    counted = torch.stack([active(levels, step, 20) for step in range(20)]).sum(0)
    assert counted.tolist() == [0, 5, 10, 20]


def test_a_soft_mask_changes_more_where_it_is_stronger(engine: DiffusionEngine) -> None:
    picture, ramp = textured_picture(EXTENT), np.repeat(np.linspace(0, 255, 64).astype(np.uint8)[None], 64, axis=0)
    changed = np.abs(one(engine, mask=ramp, steps=12).astype(int) - picture).mean((0, 2))
    assert changed[0] == 0
    assert changed[:16].mean() < changed[48:].mean()
    assert not np.array_equal(one(engine, mask=np.where(ramp > 0, 255, 0).astype(np.uint8), steps=12), picture)


def bands(*strengths: int) -> Pixels:
    """Upright bands of equal width, (64, 64)."""
    return np.repeat(np.repeat(np.array([strengths], np.uint8), 64 // len(strengths), axis=1), 64, axis=0)


def test_where_the_strength_is_0_the_latents_stay_and_more_is_changed_where_it_is_greater(
    engine: DiffusionEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    from hwawon.engines.diffusion import painting

    seen: list[Any] = []
    monkeypatch.setattr(painting, "require_numbers", seen.append)
    whole = np.full((64, 64), 255, np.uint8)
    kept, painted = (one(engine, mask=whole, strengths=each, steps=12) for each in (bands(0), bands(0, 85, 170, 255)))
    changed = painted.astype(int) - textured_picture(EXTENT)

    assert np.array_equal(kept, textured_picture(EXTENT))
    original, latents = seen
    assert (latents[..., :2] == original[..., :2]).all()
    assert not (latents[..., 2:] == original[..., 2:]).any()
    by_band = np.abs(changed).reshape(64, 4, 16, 3).mean((0, 2, 3))
    assert by_band[0] == 0
    assert by_band[1] < by_band[2] < by_band[3]


def test_a_local_strength_is_repainted_in_its_share_of_the_steps(engine: DiffusionEngine) -> None:
    half = np.full((64, 64), 128, np.uint8)

    assert np.array_equal(one(engine, mask=half // 128 * 255, strengths=half), one(engine, mask=half))
    assert not np.array_equal(one(engine, mask=half), one(engine, mask=np.full_like(half, 255)))


@pytest.mark.parametrize("content", list(MaskContent))
def test_what_lies_under_the_mask_decides_the_picture(engine: DiffusionEngine, content: MaskContent) -> None:
    painted = one(engine, mask_content=content)
    kept = disc_mask(EXTENT) == 0
    assert np.array_equal(painted[kept], textured_picture(EXTENT)[kept])
    others = [one(engine, mask_content=other) for other in MaskContent if other is not content]
    assert all(not np.array_equal(painted, other) for other in others)
    assert np.array_equal(painted, one(engine, mask_content=content))


def test_filled_colours_come_from_around_and_leave_the_rest() -> None:
    from hwawon.engines.diffusion.mask import filled

    picture = np.zeros((64, 64, 3), np.uint8)
    picture[:, :32], picture[:, 32:] = (200, 0, 0), (0, 0, 200)
    mask = disc_mask(EXTENT)
    hidden = picture.copy()
    hidden[mask > 0] = (0, 255, 0)
    result = filled(hidden, mask)
    assert np.array_equal(result[mask == 0], picture[mask == 0])
    assert result[..., 1].max() <= 2  # nothing of what was hidden
    assert result[32, 22, 0] > result[32, 22, 2]
    assert result[32, 42, 2] > result[32, 42, 0]


def test_less_noise_gives_another_plainer_picture(engine: DiffusionEngine) -> None:
    full, plain = one(engine, noise_multiplier=1.0), one(engine, noise_multiplier=0.5)
    inside = disc_mask(EXTENT) > 0
    assert plain[inside].std() < full[inside].std() * 1.05
    assert not np.array_equal(full, plain)


def test_a_subseed_turns_the_picture_towards_another_one(engine: DiffusionEngine) -> None:
    request = text_to_image()
    pictures = [
        paint(engine, replace(request, subseed=99, subseed_strength=strength)).images[0].astype(int)
        for strength in (0.0, 0.1, 1.0)
    ]
    other = paint(engine, replace(request, seed=99)).images[0].astype(int)
    assert np.array_equal(pictures[0], paint(engine, request).images[0])
    assert np.abs(pictures[2] - other).max() <= 1
    assert 0 < np.abs(pictures[1] - pictures[0]).mean() < np.abs(pictures[2] - pictures[0]).mean()


def test_noise_of_a_batch_is_each_seeds_own() -> None:
    import torch

    from hwawon.engines.diffusion.noise import generators, mixed, noise

    both = noise(generators([5, 6]), (4, 8, 8))
    assert torch.equal(both[1:], noise(generators([6]), (4, 8, 8)))
    assert torch.equal(mixed(both, [7, 8], 0.3)[1:], mixed(both[1:], [8], 0.3))
    assert torch.allclose(mixed(both, [7, 8], 0.0), both)
