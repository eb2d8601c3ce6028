"""G7: SDXL at its own size in batches, against the 2.8 pictures a second that R would allow at an H200's speed."""

from benchmarks.g0_roofline import H200_TFLOPS
from benchmarks.gpu import best_seconds, ground, higher, ignore, our_engine, roofline, text_to_image
from benchmarks.harness import Row

H200_PICTURES_A_SECOND = 2.8  # 281 TFLOP each


def run(full: bool) -> list[Row]:
    on = ground(full)
    limit = H200_PICTURES_A_SECOND * roofline(on.product_side) / H200_TFLOPS
    request = text_to_image(on, on.xl_side, count=on.together)
    with our_engine("sdxl", on) as engine:
        (taken_s,) = best_seconds(lambda: engine.paint(request, ignore), rounds=min(2, on.rounds))
    speed = on.together / taken_s
    what = f"SDXL {on.xl_side}², {on.steps} steps with guidance, {on.together} at once: pictures/s"
    return [higher(on, "G7", what, (f"{speed:.3g}/s", f"{limit:.3g}/s at R"), speed / limit, (0.35, 0.50))]
