"""Frames painted by Stable Diffusion: one noise, the result before under the mask, the first result as reference."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hwawon.batch.flicker import mean_flicker
from hwawon.batch.masks import drawn_mask
from hwawon.batch.paint import Frame, FrameDone, Tools, before_of, paint_frame
from hwawon.batch.wishes import BatchWishes
from hwawon.engines.diffusion.engine import DiffusionEngine
from hwawon.imaging.geometry import Bounds
from hwawon.imaging.picture import Picture
from hwawon.validation import validated
from support.clips import disc, frames
from support.rooms import ignore
from support.tiny_diffusers import Tiny, add_checkpoint
from support.torch_here import needs_torch

pytestmark = needs_torch
COUNT = 4


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DiffusionEngine]:
    models = tmp_path_factory.mktemp("models")
    add_checkpoint(models, Tiny())
    made = DiffusionEngine(models)
    yield made
    made.close()


def painted(engine: DiffusionEngine, **changes: Any) -> list[FrameDone]:
    asked = {"prompt": "red", "engine": "diffusers", "seed": 7, "strength": 0.6, "steps": 4} | changes
    wishes, done, before = validated(BatchWishes, asked), list[FrameDone](), None
    tools = Tools(engine, lambda _picture, _wishes: disc(), unread, Path())
    for index, picture in enumerate(frames(COUNT)):
        mask = drawn_mask(disc(), picture.extent) if index == 0 else None
        first = Picture(done[0].result.rgb8(Bounds(*done[0].report["box"]))) if done else None
        done.append(
            paint_frame(
                wishes, Frame(index, picture, wishes.seed_of(index), mask, "drawn", before, first), tools, ignore
            )
        )
        before = before_of(index, done[-1], picture)
    return done


def test_frames_are_steadier_with_one_noise_and_carried_results_and_exact_either_way(engine: DiffusionEngine) -> None:
    steady, loose = painted(engine), painted(engine, carry=0, seeds="many")

    steadily, loosely = (mean_flicker([one.flicker for one in done]) for done in (steady, loose))
    assert steadily is not None and loosely is not None and steadily < loosely
    assert all(one.report["changed_outside"] == 0 < one.report["changed_inside"] for one in (*steady, *loose))


def test_the_first_result_is_followed_by_the_others(engine: DiffusionEngine) -> None:
    plain, following = painted(engine), painted(engine, first_as_reference=True)

    changed = [(one.result.pixels != other.result.pixels).any() for one, other in zip(plain, following, strict=True)]
    assert changed == [False, True, True, True]
    assert not any("guide" in notice for one in following for notice in one.report["notices"])


def unread(name: str) -> Picture:
    raise AssertionError(name)
