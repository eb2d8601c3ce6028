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
    on = ground(full)
    rows = [_row(on, "torch")]
    if full and on.device == "cuda":  # minutes of compiling
        rows.append(_row(on, "compile"))
    return rows


def _row(on: Ground, accelerator: str) -> Row:
    what = f"SD 1.5 {on.side}², {on.steps} steps with guidance, one by one, HWAWON_ACCELERATOR={accelerator}"
    request = text_to_image(on, on.side)
    with our_engine("sd15", on, accelerator=accelerator) as engine, their_pipeline("sd15", on) as pipe:
        engine.paint(request, ignore)
        engine.rest()  # when it compiles what was painted
        ours_s, theirs_s = best_seconds(
            lambda: engine.paint(request, ignore), lambda: ask_pipeline(pipe, on, on.side), rounds=on.rounds
        )
    return higher(on, "G1", what, (f"{1 / ours_s:.3g}/s", f"{1 / theirs_s:.3g}/s"), theirs_s / ours_s, LIMITS)
