"""G1: one picture after the other, ours as a worker paints it against diffusers in float16 as it comes."""

from benchmarks.gpu import (
    Ground,
    ask_pipeline,
    best_seconds,
    ground,
    higher,
    ignore,
    our_engine,
    text_to_image,
    their_pipeline,
)
from benchmarks.harness import Row

LIMITS = (1.8, 2.5)


def run(full: bool) -> list[Row]:
    return [raced(ground(full), "torch")]


def raced(on: Ground, accelerator: str) -> Row:
    """Pictures a second of both, with `accelerator` on our side."""
    request = text_to_image(on, on.side)
    with our_engine("sd15", on, accelerator=accelerator) as engine, their_pipeline("sd15", on) as pipe:
        engine.paint(request, ignore)
        engine.rest()  # when torch.compile does its work, for what was painted
        ours_s, theirs_s = best_seconds(
            lambda: engine.paint(request, ignore), lambda: ask_pipeline(pipe, on, on.side), rounds=on.rounds
        )
    sides = f"{1 / ours_s:.3g}/s", f"{1 / theirs_s:.3g}/s"
    return higher(on, "G1", what(on, accelerator), sides, theirs_s / ours_s, LIMITS)


def what(on: Ground, accelerator: str) -> str:
    return f"SD 1.5 {on.side}², {on.steps} steps with guidance, one by one, HWAWON_ACCELERATOR={accelerator}"
