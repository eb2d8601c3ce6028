"""P15: a full-size UNet on this CPU, diffusers' float32 against our default path; random weights, the speed is real."""

import time

from benchmarks.harness import Row
from benchmarks.tiny import HERE, one_thread

WHAT = "UNet forward, SD 1.5 at 512x512, diffusers float32 / our default"
ROUNDS = 3


def run(full: bool) -> list[Row]:
    if not HERE:
        return [_row(None, "", "", "torch is not installed")]
    from hwawon.engines.diffusion.device import find_device

    device = find_device()
    if not full:
        return [_row(None, "", "", "two minutes and 5 GiB: only with --full")]
    if device.kind != "cpu":
        return [_row(None, "", "", f"this machine paints on {device.kind}")]
    with one_thread():
        theirs, ours = forward_seconds(device.dtype)
    return [_row(theirs / ours, f"{ours:.2f} s", f"{theirs:.2f} s", "")]


def forward_seconds(dtype: object) -> tuple[float, float]:
    """The best CPU seconds of one forward: float32, and `dtype`."""
    import torch
    from diffusers import UNet2DConditionModel

    found = []
    for each in (torch.float32, dtype):
        unet = UNet2DConditionModel(sample_size=64, cross_attention_dim=768).to(each).eval()
        inputs = torch.randn(1, 4, 64, 64).to(each), torch.tensor(500), torch.randn(1, 77, 768).to(each)
        best = float("inf")
        with torch.inference_mode():
            for _ in range(ROUNDS):
                started = time.process_time()
                unet(*inputs)
                best = min(best, time.process_time() - started)
        found.append(best)
        del unet
    return found[0], found[1]


def _row(ratio: float | None, ours: str, theirs: str, note: str) -> Row:
    return Row("P15", WHAT, ours, theirs, ratio, 1.6, 2.4, higher_is_better=True, note=note)
