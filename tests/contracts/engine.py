"""What every engine keeps, whatever paints inside it.

A test class inherits `EngineContract` and defines a fixture `engine` that builds a fresh engine for each test. What an
engine cannot keep by its nature is said in the class attributes; the test is then skipped with that reason.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import ClassVar

import cv2
import numpy as np
import pytest

from hwawon.engines.base import Checkpoint, Engine, Honour, PaintRequest, Pixels, Step, Task, Words
from hwawon.errors import BadInput, Cancelled, UnsupportedTask
from hwawon.imaging.geometry import Extent
from support.requests import disc_mask, paint, request_for, smallest_extent, textured_picture

every_task = pytest.mark.parametrize("task", list(Task), ids=str)
LAST_SEED = 2**32 - 1


class EngineContract:
    """Inherit, and define the fixture `engine`: a new engine for each test."""

    repaints: ClassVar[bool] = True  # False: gives back its input by design, so that seeds and strength change nothing
    feather_px: ClassVar[int] = 0  # how far outside a hard mask the engine may still change pixels
    steps: ClassVar[int | None] = None  # None: the checkpoint's default
    samplers_tried: ClassVar[int | None] = None  # None: all
    levels_apart: ClassVar[int] = 0  # of 255, between a picture alone and in a batch

    def request(self, engine: Engine, task: Task, seed: int = 7) -> PaintRequest:
        """The smallest legal request, or a skip where the engine does not announce the task."""
        capabilities = engine.capabilities()
        if task not in capabilities.tasks:
            pytest.skip(f"{engine.name} does not announce {task}")
        return request_for(task, capabilities, seed=seed, steps=self.steps)

    def needs_repainting(self, engine: Engine) -> None:
        if not self.repaints:
            pytest.skip(f"{engine.name} gives back its input by design")

    # What it says of itself

    def test_capabilities_are_complete_and_do_not_change(self, engine: Engine) -> None:
        capabilities = engine.capabilities()
        assert capabilities.engine == engine.name
        assert capabilities.description.strip()
        assert capabilities.tasks
        assert capabilities.checkpoints
        assert len(set(capabilities.samplers)) == len(capabilities.samplers)
        assert engine.capabilities() == capabilities

    def test_each_checkpoint_has_legal_sizes_and_defaults(self, engine: Engine) -> None:
        for checkpoint in engine.capabilities().checkpoints:
            assert checkpoint.sizes.allows(smallest_extent(checkpoint.sizes)), checkpoint
            assert checkpoint.default_steps >= 1, checkpoint
            assert checkpoint.default_guidance_scale >= 0, checkpoint

    # What it gives back

    @every_task
    def test_every_announced_task_paints_pictures_of_the_asked_size(self, engine: Engine, task: Task) -> None:
        request = self.request(engine, task)
        painted = paint(engine, request)
        assert len(painted.images) == request.count
        for image in painted.images:
            assert image.dtype == np.uint8
            assert image.shape == (request.extent.height, request.extent.width, 3)

    @every_task
    def test_wide_and_tall_pictures_keep_their_size(self, engine: Engine, task: Task) -> None:
        request = self.request(engine, task)
        for extent in _wide_and_tall(engine.capabilities().checkpoints[0]):
            (image,) = paint(engine, _resized(request, extent)).images
            assert Extent.of(image) == extent

    @every_task
    def test_the_record_can_be_stored_and_names_the_engine(self, engine: Engine, task: Task) -> None:
        painted = paint(engine, self.request(engine, task))
        assert json.loads(json.dumps(painted.record)) == painted.record
        assert painted.record["engine"] == engine.name

    @every_task
    def test_the_same_request_gives_the_same_pixels(self, engine: Engine, task: Task) -> None:
        request = self.request(engine, task)
        first, second = paint(engine, request), paint(engine, request)
        assert np.array_equal(first.images[0], second.images[0])
        assert first.seeds == second.seeds == (request.seed,)

    @every_task
    def test_another_request_in_between_changes_nothing(self, engine: Engine, task: Task) -> None:
        request = self.request(engine, task)
        (first,) = paint(engine, request).images
        paint(engine, replace(request, seed=99, prompt="a blue bird"))
        assert np.array_equal(paint(engine, request).images[0], first)

    @every_task
    def test_different_seeds_give_different_pictures(self, engine: Engine, task: Task) -> None:
        self.needs_repainting(engine)
        request = self.request(engine, task)
        pictures = [paint(engine, replace(request, seed=seed)).images[0].tobytes() for seed in (0, 1, LAST_SEED)]
        assert len(set(pictures)) == len(pictures)

    @every_task
    def test_a_picture_of_a_batch_is_the_one_painted_alone(self, engine: Engine, task: Task) -> None:
        request = self.request(engine, task)
        batch = paint(engine, replace(request, count=3))
        assert batch.seeds == (request.seed, request.seed + 1, request.seed + 2)
        for image, seed in zip(batch.images, batch.seeds, strict=True):
            (alone,) = paint(engine, replace(request, seed=seed)).images
            assert np.abs(image.astype(int) - alone).max() <= self.levels_apart, f"seed {seed}"

    @every_task
    def test_pictures_of_other_words_in_one_call_are_those_painted_alone(self, engine: Engine, task: Task) -> None:
        request = self.request(engine, task)
        others = (Words("a blue bird", "", 99), Words(request.prompt, "a cat", request.seed))
        asked = replace(request, count=2, others=others)
        if not engine.capabilities().batches or request.controls:
            with pytest.raises(UnsupportedTask, match=r"at once|together"):
                paint(engine, asked)
            return
        together = paint(engine, asked)
        assert together.seeds == (request.seed, request.seed + 1, 99, request.seed)
        for image, words in zip(together.images, asked.pictures, strict=True):
            alone = replace(
                request, prompt=words.prompt, negative_prompt=words.negative_prompt, seed=words.seed, count=1
            )
            (expected,) = paint(engine, alone).images
            assert np.abs(image.astype(int) - expected).max() <= self.levels_apart, words

    def test_seeds_go_round_after_the_last_one(self, engine: Engine) -> None:
        request = self.request(engine, _first_task(engine), seed=LAST_SEED)
        assert paint(engine, replace(request, count=2)).seeds == (LAST_SEED, 0)

    @every_task
    def test_the_arrays_of_the_request_stay_as_they_were(self, engine: Engine, task: Task) -> None:
        request = self.request(engine, task)
        arrays = [array for array in (request.image, request.mask) if array is not None]
        before = [array.copy() for array in arrays]
        painted = paint(engine, request)
        for image in painted.images:
            image[:] = 0  # what is given back must not be a view of what was asked
        assert all(np.array_equal(array, copy) for array, copy in zip(arrays, before, strict=True))

    # Mask and strength

    def test_outside_a_hard_mask_nothing_changes(self, engine: Engine) -> None:
        request = self.request(engine, Task.INPAINT)
        assert request.image is not None
        assert request.mask is not None
        (image,) = paint(engine, request).images
        outside = _outside(request.mask, self.feather_px)
        assert np.array_equal(image[outside], request.image[outside])

    def test_the_mask_is_followed_in_corners_and_in_single_pixels(self, engine: Engine) -> None:
        request = self.request(engine, Task.INPAINT)
        assert request.image is not None
        for mask in _odd_masks(request.extent):
            (image,) = paint(engine, replace(request, mask=mask)).images
            outside = _outside(mask, self.feather_px)
            assert np.array_equal(image[outside], request.image[outside])

    def test_any_strength_above_zero_changes_a_pixel_inside_the_mask(self, engine: Engine) -> None:
        self.needs_repainting(engine)
        request = self.request(engine, Task.INPAINT)
        for mask in _odd_masks(request.extent):
            for name, picture in _plain_pictures(request.extent).items():
                for strength in (0.05, 1.0):
                    asked = replace(request, image=picture, mask=mask, strength=strength)
                    changed = (paint(engine, asked).images[0] != picture).any(axis=2)
                    assert changed[mask > 0].any(), f"{name}, strength {strength}, {np.count_nonzero(mask)} px"

    @every_task
    def test_strength_zero_gives_the_picture_back(self, engine: Engine, task: Task) -> None:
        request = self.request(engine, task)
        if request.image is None:
            pytest.skip(f"{task} has no picture to give back")
        assert np.array_equal(paint(engine, replace(request, strength=0.0)).images[0], request.image)

    # Painted strengths

    def with_strengths(self, engine: Engine, strengths: Pixels) -> PaintRequest:
        """The smallest repaint of everything, with these strengths enlarged to its size."""
        request = self.request(engine, Task.INPAINT)
        if Honour.STRENGTHS not in engine.capabilities().honours:
            pytest.skip(f"{engine.name} does not heed strengths")
        whole = np.full((request.extent.height, request.extent.width), 255, np.uint8)
        enlarged = cv2.resize(strengths, tuple(request.extent), interpolation=cv2.INTER_NEAREST)
        return replace(request, mask=whole, strengths=np.asarray(enlarged, np.uint8))

    def test_full_strengths_change_nothing(self, engine: Engine) -> None:
        request = self.with_strengths(engine, np.full((1, 1), 255, np.uint8))
        (without,) = paint(engine, replace(request, strengths=None)).images
        assert np.array_equal(paint(engine, request).images[0], without)

    def test_where_the_strength_is_0_the_picture_stays(self, engine: Engine) -> None:
        request = self.with_strengths(engine, np.array([[0, 255], [0, 90]], np.uint8))
        assert request.strengths is not None
        assert request.image is not None
        kept, (image,) = request.strengths == 0, paint(engine, request).images
        assert np.array_equal(image[kept], request.image[kept])
        if self.repaints:
            assert not np.array_equal(image[~kept], request.image[~kept])
        nowhere = replace(request, strengths=np.zeros_like(request.strengths))
        assert np.array_equal(paint(engine, nowhere).images[0], request.image)

    def test_more_is_changed_where_the_strength_is_greater(self, engine: Engine) -> None:
        self.needs_repainting(engine)
        request = self.with_strengths(engine, np.array([[50, 255]], np.uint8))
        assert request.image is not None
        changed = np.abs(paint(engine, request).images[0].astype(int) - request.image).mean((0, 2))
        middle = len(changed) // 2
        assert 0 < changed[:middle].mean() < changed[middle:].mean()

    def test_strengths_that_do_not_fit_or_are_not_heeded_are_refused(self, engine: Engine) -> None:
        request = self.request(engine, Task.INPAINT)
        assert request.mask is not None
        heeds = Honour.STRENGTHS in engine.capabilities().honours
        _refused(engine, replace(request, strengths=request.mask[:-1]), "expected strengths" if heeds else "strengths")

    # Progress and cancelling

    @every_task
    def test_progress_never_falls_and_ends_at_the_last_step(self, engine: Engine, task: Task) -> None:
        seen: list[Step] = []
        engine.paint(replace(self.request(engine, task), count=2), seen.append)
        numbers = [step.step for step in seen]
        assert numbers == sorted(numbers)
        assert numbers[0] >= 1
        assert {step.steps for step in seen} == {numbers[-1]}
        for step in seen:
            _check_preview(step)

    @every_task
    def test_cancelling_stops_within_one_step_and_leaves_a_working_engine(self, engine: Engine, task: Task) -> None:
        request = self.request(engine, task)
        expected = paint(engine, request)
        steps = _count_steps(engine, request)
        for stop_at in sorted({1, (steps + 1) // 2, steps}):
            assert _steps_until_cancelled(engine, request, stop_at) == stop_at
        assert np.array_equal(paint(engine, request).images[0], expected.images[0])

    # What it refuses

    @every_task
    def test_illegal_sizes_are_refused(self, engine: Engine, task: Task) -> None:
        request = self.request(engine, task)
        for extent in _illegal_extents(engine.capabilities().checkpoints[0]):
            _refused(engine, _resized(request, extent), f"{extent.width}x{extent.height}")

    @every_task
    def test_unknown_sampler_and_checkpoint_are_refused_by_name(self, engine: Engine, task: Task) -> None:
        request = self.request(engine, task)
        _refused(engine, replace(request, sampler="no such sampler"), "no such sampler")
        _refused(engine, replace(request, checkpoint="no such model"), "no such model")

    @every_task
    def test_every_announced_sampler_and_checkpoint_is_accepted(self, engine: Engine, task: Task) -> None:
        request, capabilities = self.request(engine, task), engine.capabilities()
        for sampler in capabilities.samplers[: self.samplers_tried]:
            assert paint(engine, replace(request, sampler=sampler)).images
        for checkpoint in capabilities.checkpoints:
            asked = _resized(request, smallest_extent(checkpoint.sizes))
            assert paint(engine, replace(asked, checkpoint=checkpoint.id)).images

    @every_task
    def test_numbers_out_of_range_are_refused(self, engine: Engine, task: Task) -> None:
        request = self.request(engine, task)
        for strength in (-0.1, 1.5, float("nan"), float("inf")):
            _refused(engine, replace(request, strength=strength), "strength")
        for seed in (-1, 2**32):
            _refused(engine, replace(request, seed=seed), "seed")
        _refused(engine, replace(request, count=0), "count")
        _refused(engine, replace(request, steps=0), "step")

    @every_task
    def test_a_task_that_is_not_announced_is_refused(self, engine: Engine, task: Task) -> None:
        capabilities = engine.capabilities()
        if task in capabilities.tasks:
            pytest.skip(f"{engine.name} announces {task}")
        with pytest.raises(UnsupportedTask, match=str(task)):
            paint(engine, request_for(task, capabilities, steps=self.steps))

    @every_task
    def test_missing_or_misshapen_pictures_and_masks_are_refused(self, engine: Engine, task: Task) -> None:
        request = self.request(engine, task)
        if request.image is None:
            pytest.skip(f"{task} takes no picture")
        _refused(engine, replace(request, image=None), "image")
        _refused(engine, replace(request, image=request.image[:, :-1]), "image")
        if request.mask is not None:
            _refused(engine, replace(request, mask=None), "mask")
            _refused(engine, replace(request, mask=request.mask[:-1]), "mask")

    def test_closing_twice_is_fine(self, engine: Engine) -> None:
        paint(engine, self.request(engine, _first_task(engine)))
        engine.close()
        engine.close()


def _first_task(engine: Engine) -> Task:
    return min(engine.capabilities().tasks)


def _wide_and_tall(checkpoint: Checkpoint) -> tuple[Extent, Extent]:
    """The smallest legal size, one multiple longer to the side and downwards."""
    smallest = smallest_extent(checkpoint.sizes)
    wide = Extent(smallest.width + checkpoint.sizes.multiple, smallest.height)
    tall = Extent(wide.height, wide.width)
    assert checkpoint.sizes.allows(wide), wide
    return wide, tall


def _illegal_extents(checkpoint: Checkpoint) -> list[Extent]:
    """Just beside each rule that the checkpoint has."""
    sizes, legal = checkpoint.sizes, smallest_extent(checkpoint.sizes)
    candidates = [
        Extent(legal.width + 1, legal.height),
        Extent(legal.width, legal.height + 1),
        Extent(legal.width, sizes.min_side - sizes.multiple),
        Extent(sizes.max_side + sizes.multiple, legal.height),
    ]
    return [extent for extent in candidates if extent.shorter > 0 and not sizes.allows(extent)]


def _resized(request: PaintRequest, extent: Extent) -> PaintRequest:
    image = None if request.image is None else textured_picture(extent)
    mask = None if request.mask is None else disc_mask(extent)
    controls = tuple(
        replace(control, image=textured_picture(extent)) if Extent.of(control.image) == request.extent else control
        for control in request.controls
    )
    return replace(request, extent=extent, image=image, mask=mask, controls=controls)


def _outside(mask: Pixels, feather_px: int) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Where the distance to the nearest mask pixel is more than `feather_px`; (H, W) bool."""
    if not np.any(mask == 0):
        return np.zeros(mask.shape, np.bool_)
    return np.asarray(cv2.distanceTransform(np.uint8(255) * (mask == 0).astype(np.uint8), cv2.DIST_L2, 5) > feather_px)


def _odd_masks(extent: Extent) -> list[Pixels]:
    """A single pixel, a corner, a thin line, everything."""
    empty = np.zeros((extent.height, extent.width), np.uint8)
    single, corner, line = empty.copy(), empty.copy(), empty.copy()
    single[extent.height // 3, extent.width // 2] = 255
    corner[: extent.height // 4, : extent.width // 4] = 255
    line[extent.height // 2, :] = 255
    return [single, corner, line, np.full_like(empty, 255)]


def _plain_pictures(extent: Extent) -> dict[str, Pixels]:
    shape = (extent.height, extent.width, 3)
    plain = {str(value): np.full(shape, value, np.uint8) for value in (0, 127, 255)}
    return {**plain, "textured": textured_picture(extent)}


def _check_preview(step: Step) -> None:
    if step.preview is not None:
        assert step.preview.dtype == np.uint8
        assert step.preview.ndim == 3
        assert step.preview.shape[2] == 3


def _count_steps(engine: Engine, request: PaintRequest) -> int:
    seen: list[Step] = []
    engine.paint(request, seen.append)
    return len(seen)


def _steps_until_cancelled(engine: Engine, request: PaintRequest, stop_at: int) -> int:
    """How many steps were announced when the `stop_at`-th call raised Cancelled."""
    seen: list[Step] = []

    def stop(step: Step) -> None:
        seen.append(step)
        if len(seen) >= stop_at:
            raise Cancelled

    with pytest.raises(Cancelled):
        engine.paint(request, stop)
    return len(seen)


def _refused(engine: Engine, request: PaintRequest, named: str) -> None:
    """The engine raises BadInput whose message names the culprit, before any step."""
    seen: list[Step] = []
    with pytest.raises(BadInput, match=named):
        engine.paint(request, seen.append)
    assert not seen
