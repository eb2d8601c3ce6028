"""What only a GPU can show of the diffusers engine: the CPU's pictures, real memory, and that nothing waits for it.

.venv/bin/python -m pytest tests/gpu -q
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hwawon.engines.base import PaintRequest, Pixels, Step, Task
from hwawon.engines.diffusion.engine import DiffusionEngine
from hwawon.errors import BadResult, Cancelled, OutOfMemory
from hwawon.imaging.geometry import Extent
from hwawon.weights.shelf import Shelf
from support.diffusion_requests import EXTENT, text_to_image
from support.requests import paint, textured_picture
from support.tiny_diffusers import Tiny, add_checkpoint
from support.torch_here import needs_torch

pytestmark = [pytest.mark.gpu, needs_torch]
LARGE = 512  # pixels: pictures whose decoding fills hundreds of megabytes


@pytest.fixture(scope="module", autouse=True)
def _gpu() -> None:
    import torch

    if not torch.cuda.is_available():
        pytest.skip("needs a GPU that torch can use: torch.cuda.is_available() is False")


@pytest.fixture(autouse=True)
def _nothing_held() -> Iterator[None]:
    """Every test begins and ends with nothing of its own on the GPU."""
    release()
    yield
    release()


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two checkpoints for small pictures and one for large ones."""
    folder = tmp_path_factory.mktemp("models")
    add_checkpoint(folder, Tiny(), name="a-tiny")
    add_checkpoint(folder, Tiny(seed=1), name="b-tiny")
    add_checkpoint(folder, Tiny(native_side=LARGE), name="large")
    return folder


@contextmanager
def engine_on(room: Path, kind: str, precision: str, batch: int = 1) -> Iterator[DiffusionEngine]:
    """An engine on a device of our choice; left to itself it takes the GPU."""
    import torch

    from hwawon.engines.diffusion.device import Device
    from hwawon.engines.diffusion.studio import Studio

    engine = DiffusionEngine(room, precision, batch)
    engine._studio = Studio(Shelf(room), room, Device(kind, getattr(torch, precision)), batch)
    try:
        yield engine
    finally:
        engine.close()


def release() -> None:
    import torch

    gc.collect()
    torch.cuda.empty_cache()


def held() -> int:
    """Bytes in tensors on the GPU."""
    import torch

    gc.collect()
    return int(torch.cuda.memory_allocated())


def pipe_of(engine: DiffusionEngine, checkpoint: str = "a-tiny") -> Any:
    engine.warm(checkpoint)
    assert engine._studio is not None
    return engine._studio.load(checkpoint, None).pipe


def masked(seed: int = 11) -> PaintRequest:
    mask = np.zeros((EXTENT.height, EXTENT.width), np.uint8)
    mask[16:48, 16:48] = 255
    picture = textured_picture(EXTENT)
    return replace(text_to_image(), task=Task.INPAINT, image=picture, mask=mask, strength=0.8, seed=seed)


def apart(one: Pixels, other: Pixels) -> np.ndarray[Any, Any]:
    return np.abs(one.astype(int) - other)


# The same picture


@pytest.mark.parametrize(("precision", "mean"), [("float32", 0.1), ("float16", 3.0), ("bfloat16", 6.0)])
@pytest.mark.parametrize("sampler", ["DPM++ 2M", "Euler a", "DDIM"])
def test_a_seed_is_the_same_picture_on_the_cpu_and_on_the_gpu(
    room: Path, sampler: str, precision: str, mean: float
) -> None:
    for request in (text_to_image(sampler), replace(masked(), sampler=sampler)):
        with engine_on(room, "cpu", "float32") as cpu, engine_on(room, "cuda", precision) as gpu:
            (expected,), (found,) = (paint(engine, request).images for engine in (cpu, gpu))
        assert apart(expected, found).mean() <= mean
        assert found.std() > 1


def test_a_request_gives_the_same_pixels_each_time(room: Path) -> None:
    for precision in ("float32", "float16"):
        with engine_on(room, "cuda", precision) as engine:
            first, second = (paint(engine, text_to_image()).images[0] for _ in range(2))
        assert np.array_equal(first, second), precision


@pytest.mark.parametrize(("precision", "mean", "most"), [("float32", 0.1, 2), ("float16", 1.0, 255)])
def test_a_batch_is_its_pictures_one_by_one(room: Path, precision: str, mean: float, most: int) -> None:
    """Half precision rounds otherwise for another size of batch; what that makes of single pixels has no bound."""
    request = replace(text_to_image(), count=4)
    with engine_on(room, "cuda", precision, batch=4) as together:
        batch = paint(together, request)
    with engine_on(room, "cuda", precision) as alone:
        for image, seed in zip(batch.images, batch.seeds, strict=True):
            (single,) = paint(alone, replace(request, seed=seed, count=1)).images
            assert apart(image, single).max() <= most
            assert apart(image, single).mean() <= mean


# Nothing waits


@pytest.mark.parametrize("masks", [False, True])
@pytest.mark.parametrize("sampler", ["DPM++ 2M", "Euler", "DDIM"])
def test_the_steps_ask_nothing_of_the_gpu(
    room: Path, sampler: str, masks: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    import torch

    from hwawon.engines.diffusion import painting

    monkeypatch.setattr(painting, "PREVIEW_EVERY_S", float("inf"))  # a preview has to be fetched
    request = replace(masked() if masks else text_to_image(), sampler=sampler)

    def on_step(step: Step) -> None:
        torch.cuda.set_sync_debug_mode("error" if step.step < step.steps else "default")

    with engine_on(room, "cuda", "float16") as engine:
        paint(engine, request)  # loads the kernels
        try:
            engine.paint(request, on_step)
        finally:
            torch.cuda.set_sync_debug_mode("default")


def test_a_cancelled_picture_ends_at_its_step(room: Path) -> None:
    calls: list[int] = []

    def on_step(step: Step) -> None:
        if step.step == 3:
            raise Cancelled

    with engine_on(room, "cuda", "float16") as engine:
        handle = pipe_of(engine).unet.register_forward_pre_hook(lambda *_: calls.append(1))
        with pytest.raises(Cancelled):
            engine.paint(replace(text_to_image(), steps=20), on_step)
        assert len(calls) == 3
        handle.remove()
        assert paint(engine, text_to_image()).images[0].std() > 1


# Memory


@contextmanager
def limited(bytes_: int) -> Iterator[None]:
    """Within, this process can hold so much of the GPU's memory and no more."""
    import torch

    total = torch.cuda.get_device_properties(0).total_memory
    torch.cuda.empty_cache()
    torch.cuda.set_per_process_memory_fraction(bytes_ / total)
    try:
        yield
    finally:
        torch.cuda.set_per_process_memory_fraction(1.0)


def large() -> PaintRequest:
    return replace(text_to_image(), extent=Extent(LARGE, LARGE), checkpoint="large", count=4)


def needs(engine: DiffusionEngine, request: PaintRequest) -> tuple[int, int]:
    """Bytes that the engine holds between two pictures, and at most while it paints."""
    import torch

    paint(engine, request)
    torch.cuda.empty_cache()
    rests = int(torch.cuda.memory_reserved())
    torch.cuda.reset_peak_memory_stats()
    paint(engine, request)
    return rests, int(torch.cuda.max_memory_reserved())


def taken_up() -> list[Any]:
    """Tensors in every gap that is left."""
    import torch

    taken: list[Any] = []
    for size in (2**power for power in range(26, 8, -1)):
        try:
            while True:
                taken.append(torch.empty(size, dtype=torch.uint8, device="cuda"))
        except torch.OutOfMemoryError:
            continue
    return taken


def test_a_small_memory_is_met_on_a_lower_rung(room: Path) -> None:
    with engine_on(room, "cuda", "float16", batch=4) as engine:
        rests, most = needs(engine, large())
        assert paint(engine, large()).record["rung"] == 0
        with limited(rests + (most - rests) // 3):
            painted = paint(engine, large())
    assert painted.record["rung"] > 0
    assert [image.shape for image in painted.images] == [(LARGE, LARGE, 3)] * 4
    assert all(image.std() > 1 for image in painted.images)


def test_no_memory_ends_in_a_clear_message_and_a_working_engine(room: Path) -> None:
    with engine_on(room, "cuda", "float16", batch=4) as engine:
        rests, _ = needs(engine, large())
        with limited(rests):
            others = taken_up()
            with pytest.raises(OutOfMemory, match="smaller picture"):
                paint(engine, large())
            del others
        assert len(paint(engine, large()).images) == 4


def test_another_checkpoint_frees_the_one_before(room: Path) -> None:
    with engine_on(room, "cuda", "float16") as engine:
        before = held()
        engine.warm("a-tiny")
        one = held() - before
        assert one > 1_000_000
        engine.warm("b-tiny")
        assert held() - before <= one * 1.01
    assert held() - before <= one * 0.01


def test_fifty_jobs_later_no_more_memory_is_needed(room: Path) -> None:
    import torch

    peaks, rests = [], []
    with engine_on(room, "cuda", "float16", batch=4) as engine:
        for number in range(50):
            torch.cuda.reset_peak_memory_stats()
            plain = replace(text_to_image(), seed=number, prompt=f"flower {number}", count=1 + number % 4)
            paint(engine, masked(number) if number % 2 else plain)
            peaks.append(torch.cuda.max_memory_allocated())
            rests.append(held())
    remembered = 300 * 77 * 768 * 2  # bytes of prompts that are kept
    assert max(peaks[40:]) <= max(peaks[:10]) * 1.02 + remembered
    assert rests[-1] <= rests[9] + remembered


# Numbers that are none


def test_a_network_that_overflows_in_half_precision_gives_no_black_picture(room: Path) -> None:
    import torch

    with engine_on(room, "cuda", "float16") as engine:
        with torch.no_grad():
            pipe_of(engine).unet.conv_out.weight.fill_(6e4)
        with pytest.raises(BadResult, match=r"black picture.*HWAWON_PRECISION=float32"):
            paint(engine, text_to_image())
