"""P12: fifty pictures on disk, ours against a bare loop of diffusers with OpenCV's PNG; each prompt is read once."""

import tempfile
import time
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from benchmarks.harness import Row
from benchmarks.tiny import HERE, SIDE, Inside, one_thread, tiny_engine, tiny_pipeline
from hwawon.engines.base import Step
from hwawon.gallery.keep import keep_picture
from hwawon.generate.finish import picture_of
from hwawon.generate.request import GenerateRequest
from hwawon.generate.run import generate
from hwawon.storage.objects import open_objects

STEPS = 4
SAMPLER = "DDIM"
PROMPTS = tuple(f"a {colour} flower in the garden" for colour in ("red", "blue", "white", "yellow", "pink"))
WHAT = f"bulk of tiny pictures {SIDE}x{SIDE}, {STEPS} steps, wall"


def run(full: bool) -> list[Row]:
    if not HERE:
        return [Row("P12", WHAT, "", "", None, 1.15, 0.95, note="torch is not installed")]
    count = 50 if full else 10
    with tempfile.TemporaryDirectory() as folder, one_thread():
        ours, theirs, texts = raced(Path(folder), count)
    distinct = len(PROMPTS) + 1  # and the empty negative one
    return [
        Row("P12", f"{WHAT}, {count} of them", f"{ours:.2f} s", f"{theirs:.2f} s", ours / theirs, 1.15, 0.95),
        Row("P12", "readings of each distinct prompt", str(texts), str(distinct), texts / distinct, 1.0),
    ]


def raced(folder: Path, count: int) -> tuple[float, float, int]:
    """Wall seconds of both, in turns of ten pictures, best of both orders summed; and our text encoder's calls."""
    import torch

    engine, pipe = tiny_engine(folder / "models"), tiny_pipeline(STEPS, SAMPLER)
    engine.warm()
    inside = Inside(engine._studio.load("tiny", None).pipe)
    objects = open_objects((folder / "objects").as_uri())

    def ours(number: int) -> None:
        asked = {"prompt": PROMPTS[number % len(PROMPTS)], "width": SIDE, "height": SIDE, "seed": number}
        request = GenerateRequest.model_validate(asked | {"sampler": SAMPLER, "steps": STEPS})
        for one in generate(request, engine, ignore):
            keep_picture(objects, picture_of(one))

    def theirs(number: int) -> None:
        source = torch.Generator("cpu").manual_seed(number)
        size: dict[str, Any] = {"height": SIDE, "width": SIDE, "num_inference_steps": STEPS, "output_type": "np"}
        image = pipe(PROMPTS[number % len(PROMPTS)], generator=source, guidance_scale=7.0, **size).images[0]
        cv2.imwrite(str(folder / f"{number}.png"), (image[..., ::-1] * 255).round().astype(np.uint8))

    theirs(0)
    spent = [0.0, 0.0]
    for number in range(count):
        for place, call in enumerate((ours, theirs)):
            started = time.perf_counter()
            call(number)
            spent[place] += time.perf_counter() - started
    return spent[0], spent[1], inside.texts


def ignore(_: Step) -> None:
    return None
