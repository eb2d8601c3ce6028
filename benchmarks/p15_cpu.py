"""P15: a full-size UNet on this CPU, diffusers' float32 against our paths; random weights, the speed is real."""

import tempfile
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks.harness import Row
from benchmarks.tiny import HERE, one_thread

WHAT = "UNet forward, SD 1.5 at 512x512, diffusers float32 / our default"
WHAT_OPENVINO = "the same / OpenVINO in bfloat16"
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
        unet = full_size()
        theirs = forward_seconds(unet, unet.dtype)
        ours = forward_seconds(unet.to(device.dtype), device.dtype)
        rows = [_row(theirs / ours, f"{ours:.2f} s", f"{theirs:.2f} s", "")]
        del unet
        device.release()
        if find_spec("openvino") is None:
            return [*rows, _row(None, "", "", "the extra [openvino] is not installed", WHAT_OPENVINO)]
        with tempfile.TemporaryDirectory() as folder:
            fastest = forward_seconds(in_openvino(Path(folder)), device.dtype)
    return [*rows, _row(theirs / fastest, f"{fastest:.2f} s", f"{theirs:.2f} s", "", WHAT_OPENVINO)]


def full_size() -> Any:
    """SD 1.5's UNet with random weights, in float32."""
    from diffusers import UNet2DConditionModel

    return UNet2DConditionModel(sample_size=64, cross_attention_dim=768).eval()


def in_openvino(folder: Path) -> Callable[..., Any]:
    """The same network, converted, as the engine calls it."""
    from hwawon.engines.diffusion.openvino_files import NETWORK, convert
    from hwawon.engines.diffusion.openvino_unet import OpenVinoUnet

    unet = full_size()
    convert(unet, folder / NETWORK, exact=False)
    return OpenVinoUnet(folder / NETWORK, unet, exact=False)


def forward_seconds(network: Callable[..., Any], dtype: Any) -> float:
    """The best CPU seconds of one forward with inputs of `dtype`."""
    import torch

    sample, words = torch.randn(1, 4, 64, 64).to(dtype), torch.randn(1, 77, 768).to(dtype)
    best = float("inf")
    with torch.inference_mode():
        for _ in range(ROUNDS):
            started = time.process_time()
            network(sample, torch.tensor(500), encoder_hidden_states=words)
            best = min(best, time.process_time() - started)
    return best


def _row(ratio: float | None, ours: str, theirs: str, note: str, what: str = WHAT) -> Row:
    return Row("P15", what, ours, theirs, ratio, 1.6, 2.4, higher_is_better=True, note=note)
