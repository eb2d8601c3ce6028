"""R: what the device can do at most, the product of two bfloat16 matrices; other bars are shares of it."""

import torch

from benchmarks.gpu import ground, roofline
from benchmarks.harness import Row

H200_TFLOPS = 790.0


def run(full: bool) -> list[Row]:
    on = ground(full)
    found = roofline(on.product_side)
    name = torch.cuda.get_device_name() if on.device == "cuda" else "the CPU"
    what = f"bfloat16 product of {on.product_side}² matrices, {name}"
    note = on.note or "no bar: what others are shares of"
    return [
        Row("R", what, f"{found:.3g} TFLOP/s", f"{H200_TFLOPS:g} TFLOP/s (H200)", found / H200_TFLOPS, None, note=note)
    ]
