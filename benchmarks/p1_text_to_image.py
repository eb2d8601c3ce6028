"""P1: what a text to image call costs outside the model, ours against diffusers' own pipeline."""

import tempfile
import time
from pathlib import Path

from benchmarks.harness import ROUNDS, Row
from benchmarks.tiny import HERE, SIDE, Inside, one_thread, tiny_engine, tiny_pipeline
from hwawon.engines.base import PaintRequest, Step, Task
from hwawon.imaging.geometry import Extent

STEPS = 20
SAMPLER = "DDIM"
WHAT = f"CPU outside the model, {SIDE}x{SIDE}, {STEPS} steps"


def run(full: bool) -> list[Row]:
    if not HERE:
        return [Row("P1", WHAT, "", "", None, 1.15, 0.80, note="torch is not installed")]
    with tempfile.TemporaryDirectory() as folder, one_thread():
        ours, theirs = outside(Path(folder), ROUNDS if full else 3)
    return [Row("P1", WHAT, f"{ours * 1000:.1f} ms", f"{theirs * 1000:.1f} ms", ours / theirs, 1.15, 0.80)]


def outside(models_dir: Path, rounds: int) -> tuple[float, float]:
    """The best CPU seconds outside the networks: ours, and diffusers'."""
    import torch

    engine, pipe = tiny_engine(models_dir), tiny_pipeline(STEPS, SAMPLER)
    engine.warm()
    own, their_own = Inside(engine._studio.load("tiny", None).pipe), Inside(pipe)
    request = PaintRequest(
        Task.TEXT_TO_IMAGE, Extent(SIDE, SIDE), 7, "a red flower", "blue", sampler=SAMPLER, steps=STEPS
    )

    def ours() -> None:
        engine.paint(request, ignore)

    def theirs() -> None:
        source = torch.Generator("cpu").manual_seed(7)
        size = {"height": SIDE, "width": SIDE}
        pipe("a red flower", negative_prompt="blue", num_inference_steps=STEPS, generator=source, **size)

    best = [float("inf"), float("inf")]
    for _ in range(rounds + 1):  # the first round warms both
        for place, (call, inside) in enumerate(((ours, own), (theirs, their_own))):
            before, started = inside.seconds, time.process_time()
            call()
            best[place] = min(best[place], time.process_time() - started - (inside.seconds - before))
    return best[0], best[1]


def ignore(_: Step) -> None:
    return None
