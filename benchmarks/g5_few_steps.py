"""G5: four steps of an LCM with the tiny decoder, against diffusers with the whole one; and its share of R."""

from functools import partial
from typing import Any

from benchmarks.gpu import (
    Ground,
    ask_pipeline,
    best_seconds,
    ground,
    higher,
    ignore,
    our_engine,
    roofline,
    text_to_image,
    tflop,
    their_pipeline,
)
from benchmarks.harness import Row

STEPS = 4


def run(full: bool) -> list[Row]:
    on = ground(full)
    limit = roofline(on.product_side)
    few: dict[str, Any] = {"guidance_scale": 1.0, "negative_prompt": ""}
    request = text_to_image(on, on.side, steps=STEPS, sampler="LCM", count=on.together, **few)
    with our_engine("lcm", on) as engine, their_pipeline("lcm", on, sampler=None) as pipe:
        each = tflop(lambda: engine.paint(request, ignore)) / on.together
        ours_s, theirs_s = best_seconds(
            lambda: engine.paint(request, ignore),
            partial(_one_by_one, pipe, on, few),
            rounds=on.rounds,
        )
    speeds = on.together / ours_s, on.together / theirs_s
    reached = each * speeds[0]
    asked = f"LCM {on.side}², {STEPS} steps, {on.together} at once"
    sides = f"{speeds[0]:.3g}/s", f"{speeds[1]:.3g}/s one by one"
    return [
        higher(on, "G5", f"{asked}, tiny decoder / diffusers, whole decoder", sides, theirs_s / ours_s, (3.0, 5.0)),
        higher(on, "G5", f"{asked}: TFLOP/s of R", (f"{reached:.3g}", f"{limit:.3g}"), reached / limit, (0.15, 0.30)),
    ]


def _one_by_one(pipe: Any, on: Ground, few: dict[str, Any]) -> None:
    for _ in range(on.together):
        ask_pipeline(pipe, on, on.side, num_inference_steps=STEPS, **few)
