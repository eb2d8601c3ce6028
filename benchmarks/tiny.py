"""Tiny Stable Diffusion with random weights at real picture sizes: what is measured is everything but the model."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from support.tiny_diffusers import SCHEDULER, Tiny, add_checkpoint, pipeline

SIDE = 512
TINY = Tiny(native_side=SIDE)
HERE = find_spec("torch") is not None and find_spec("diffusers") is not None


def tiny_engine(models_dir: Path) -> Any:
    """Our engine with the tiny checkpoint, in float32 as diffusers comes."""
    from hwawon.engines.diffusion.engine import DiffusionEngine

    add_checkpoint(models_dir, TINY)
    return DiffusionEngine(models_dir, "float32")


def tiny_pipeline(steps: int, sampler: str) -> Any:
    """diffusers' own pipeline with the same weights and scheduler."""
    from hwawon.engines.diffusion.samplers import build_scheduler

    pipe = pipeline(TINY)
    pipe.scheduler = build_scheduler(sampler, None, SCHEDULER, steps)
    pipe.set_progress_bar_config(disable=True)
    return pipe


class Inside:
    """CPU seconds spent in the networks of a pipeline, and how often the text encoder was asked."""

    def __init__(self, pipe: Any) -> None:
        self.seconds = 0.0
        self.texts = 0
        pipe.unet.forward = self._timed(pipe.unet.forward)
        pipe.vae.decode = self._timed(pipe.vae.decode)
        pipe.text_encoder.forward = self._timed(pipe.text_encoder.forward, text=True)

    def _timed(self, call: Any, *, text: bool = False) -> Any:
        def timed(*arguments: Any, **named: Any) -> Any:
            started = time.process_time()
            self.texts += text
            try:
                return call(*arguments, **named)
            finally:
                self.seconds += time.process_time() - started

        return timed


@contextmanager
def one_thread() -> Iterator[None]:
    """torch with a single thread, so that CPU seconds mean the same on both sides."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)
