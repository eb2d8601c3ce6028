"""G2: many pictures of one wish, as large a batch as the engine likes: the share of R that is reached."""

from dataclasses import replace

from benchmarks.gpu import best_seconds, ground, higher, ignore, our_engine, roofline, text_to_image, tflop
from benchmarks.harness import Row


def run(full: bool) -> list[Row]:
    on = ground(full)
    limit = roofline(on.product_side)
    request = text_to_image(on, on.side)
    with our_engine("sd15", on) as engine:
        each = tflop(lambda: engine.paint(request, ignore))
        (taken_s,) = best_seconds(
            lambda: engine.paint(replace(request, count=on.many), ignore), rounds=min(2, on.rounds)
        )
    reached = each * on.many / taken_s
    asked = f"SD 1.5 {on.side}², {on.steps} steps with guidance, {on.many} at once"
    what = f"{asked} ({on.many / taken_s:.3g}/s): TFLOP/s of R"
    return [higher(on, "G2", what, (f"{reached:.3g}", f"{limit:.3g}"), reached / limit, (0.35, 0.50))]
