"""What the bars G1 to G7 stand on: full-size random weights on a GPU, tiny ones where there is none, and the clock.

Without a GPU every bar runs all the same, small, so that its commands are known to work; its rows then say so instead
of giving a verdict.
"""

from __future__ import annotations

import atexit
import gc
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from benchmarks import full_size
from benchmarks.harness import Row
from hwawon.config import Settings, load
from hwawon.engines.base import PaintRequest, Step, Task
from hwawon.engines.registry import build_engine
from hwawon.imaging.geometry import Extent
from hwawon.weights.record import Family
from hwawon.weights.shelf import Shelf
from support.tiny_diffusers import Tiny, save_folder

SAMPLER = "DPM++ 2M"
PROMPT, NEGATIVE = "a red flower in the garden", "blue bird"
TINY_NOTE = "tiny, on the CPU"


@dataclass(frozen=True)
class Ground:
    """Where the bars run, and how large."""

    device: str  # cuda or cpu
    side: int  # pixels, of SD 1.5's pictures
    xl_side: int
    steps: int
    together: int  # pictures that are asked for at once where a batch is free
    many: int  # pictures of a bulk run
    photo_side: int  # of the photograph that is retouched
    product_side: int  # of the matrices of the roofline
    rounds: int
    note: str = ""  # why there is no verdict


def ground(full: bool) -> Ground:
    """The GPU of this machine, else its CPU."""
    import torch

    if torch.cuda.is_available():
        return Ground("cuda", 512, 1024, 20, 8, 64 if full else 32, 4096, 8192, 5 if full else 3)
    return Ground("cpu", 64, 64, 2, 2, 4, 256, 256, 1, TINY_NOTE)


@cache
def models(name: str, device: str) -> Path:
    """The models folder with one checkpoint: sd15, lcm (with a TAESD) or sdxl. Made once, gone with the process."""
    held = tempfile.TemporaryDirectory(prefix=f"hwawon-{name}-", ignore_cleanup_errors=True)
    atexit.register(held.cleanup)
    folder = Path(held.name)
    family = Family.SDXL if name == "sdxl" else Family.SD15
    if device == "cuda":
        path = full_size.save_checkpoint(folder / name, family, device, lcm=name == "lcm")
    else:
        path = _tiny_checkpoint(folder / name, family, lcm=name == "lcm")
    shelf = Shelf(folder)
    shelf.add(path, id=name)
    if name == "lcm":
        shelf.add(full_size.save_tiny_vae(folder / "taesd", device), id="taesd", family=family)
    release()
    return folder


def _tiny_checkpoint(place: Path, family: Family, *, lcm: bool) -> Path:
    from diffusers import LCMScheduler

    save_folder(place, Tiny(family))
    if lcm:
        LCMScheduler.from_pretrained(place / "scheduler").save_pretrained(place / "scheduler")
    return place


def settings(name: str, on: Ground, **changes: Any) -> Settings:
    """Settings of an installation whose only checkpoint is `name`."""
    return load(models_dir=models(name, on.device), engine="diffusers", **changes)


@contextmanager
def our_engine(name: str, on: Ground, **changes: Any) -> Iterator[Any]:
    """Our engine with the checkpoint loaded, as a worker builds it; `changes` are settings, as HWAWON_ ones are."""
    engine = build_engine("diffusers", settings(name, on, **changes))
    try:
        engine.warm()
        yield engine
    finally:
        engine.close()


@contextmanager
def their_pipeline(name: str, on: Ground, sampler: str | None = SAMPLER) -> Iterator[Any]:
    """diffusers' own pipeline as it comes, in float16 on a GPU; `sampler` None leaves it the checkpoint's scheduler."""
    import torch
    from diffusers import DiffusionPipeline

    dtype = torch.float16 if on.device == "cuda" else torch.float32
    pipe = DiffusionPipeline.from_pretrained(models(name, on.device) / name, torch_dtype=dtype, local_files_only=True)
    pipe.set_progress_bar_config(disable=True)
    if sampler is not None:
        from hwawon.engines.diffusion.samplers import build_scheduler

        pipe.scheduler = build_scheduler(sampler, None, pipe.scheduler.config, on.steps)
    try:
        yield pipe.to(on.device)
    finally:
        del pipe
        release()


def release() -> None:
    """Give back the GPU's memory that nothing refers to any more."""
    import torch

    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()


def text_to_image(on: Ground, side: int, **changes: Any) -> PaintRequest:
    """The picture that both sides paint."""
    asked: dict[str, Any] = {"steps": on.steps, "guidance_scale": 7.0, "sampler": SAMPLER, "negative_prompt": NEGATIVE}
    return PaintRequest(Task.TEXT_TO_IMAGE, Extent(side, side), 7, PROMPT, **asked | changes)


def ask_pipeline(pipe: Any, on: Ground, side: int, **changes: Any) -> None:
    """The same of diffusers, until its picture is in memory."""
    import torch

    asked = {"num_inference_steps": on.steps, "guidance_scale": 7.0, "negative_prompt": NEGATIVE, "height": side}
    pipe(PROMPT, width=side, generator=torch.Generator("cpu").manual_seed(7), **asked | changes)


def ignore(_: Step) -> None:
    return None


# The clock


def wait() -> None:
    """Until the GPU has done what it was asked."""
    import torch

    if torch.cuda.is_available():
        torch.cuda.synchronize()


def seconds(call: Callable[[], object]) -> float:
    """Wall seconds of one call, to the end of its work on the GPU."""
    wait()
    started = time.perf_counter()
    call()
    wait()
    return time.perf_counter() - started


def best_seconds(*sides: Callable[[], object], rounds: int) -> tuple[float, ...]:
    """The best wall time of each side after one call that warms it; the sides take turns."""
    for side in sides:
        side()
    taken = [[seconds(side) for side in sides] for _ in range(rounds)]
    return tuple(min(times) for times in zip(*taken, strict=True))


@cache
def roofline(side: int) -> float:
    """TFLOP/s of a bfloat16 product of square matrices: what this device can do at most."""
    import torch

    device = "cuda" if torch.cuda.is_available() else "cpu"
    left, right = (torch.randn(side, side, device=device, dtype=torch.bfloat16) for _ in range(2))
    times = 20 if device == "cuda" else 2

    def products() -> None:
        for _ in range(times):
            torch.mm(left, right)

    (best,) = best_seconds(products, rounds=5)
    return 2 * side**3 * times / best / 1e12


def tflop(call: Callable[[], object]) -> float:
    """What a call computes, in 10^12 operations, a multiply-add counted as two."""
    from torch.utils.flop_counter import FlopCounterMode

    with FlopCounterMode(display=False) as counter:
        call()
    return float(counter.get_total_flops()) / 1e12


# What the networks do


class Watched:
    """The networks of an engine that paints: how long they are at work, and what they are asked."""

    def __init__(self, engine: Any) -> None:
        studio = engine._opened()
        self._pipe = studio.load(engine.capabilities().checkpoints[0].id, None).pipe
        self._asked: list[Callable[[], object]] = []
        self._spans: list[tuple[Any, Any]] = []

    @contextmanager
    def watching(self, *, text: bool) -> Iterator[None]:
        """Within, calls of the UNet and the VAE are noted, and with `text` those of the text encoders."""
        encoders = [each for each in (self._pipe.text_encoder, getattr(self._pipe, "text_encoder_2", None)) if each]
        places = [(self._pipe.unet, "forward"), (self._pipe.vae, "encode"), (self._pipe.vae, "decode")]
        places += [(each, "forward") for each in encoders if text]
        for part, name in places:
            setattr(part, name, self._noted(getattr(part, name)))
        try:
            yield
        finally:
            for part, name in places:
                delattr(part, name)  # the class's own again

    def busy_s(self) -> float:
        """Seconds of the device between the first and the last kernel of each call, since the last question."""
        wait()
        spans, self._spans = self._spans, []
        return sum(_between_s(*span) for span in spans)

    def again(self) -> Callable[[], None]:
        """The same calls with the same inputs, with nothing between them."""
        import torch

        calls, self._asked = self._asked, []

        def repeat() -> None:
            with torch.inference_mode():
                for call in calls:
                    call()

        return repeat

    def _noted(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def noted(*inputs: Any, **named: Any) -> Any:
            self._asked.append(partial(call, *inputs, **named))
            begun = _now()
            answer = call(*inputs, **named)
            self._spans.append((begun, _now()))
            return answer

        return noted


def _now() -> Any:
    """A moment on the device's own clock: after all that it was asked so far."""
    import torch

    if not torch.cuda.is_available():
        return time.perf_counter()
    event = torch.cuda.Event(enable_timing=True)
    event.record()
    return event


def _between_s(begun: Any, ended: Any) -> float:
    return float(ended - begun if isinstance(begun, float) else begun.elapsed_time(ended) / 1e3)


# Rows

Pair = tuple[Any, Any]


def higher(on: Ground, bar: str, what: str, sides: Pair, ratio: float, limits: tuple[float, float]) -> Row:
    """A row that is better when it is higher, with `limits` to pass and to aim at; no verdict for tiny models."""
    return Row(bar, what, *sides, ratio, *limits, True, on.note)


def lower(on: Ground, bar: str, what: str, sides: Pair, ratio: float, limits: tuple[float, float]) -> Row:
    """A row that is better when it is lower."""
    return Row(bar, what, *sides, ratio, *limits, False, on.note)
