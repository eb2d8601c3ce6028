"""Memory of Stable Diffusion over many jobs: `.venv/bin/python -m benchmarks.memory_diffusers [JOBS]` (else 300).

One engine with two tiny checkpoints (random weights, real loading code) paints from words, over pictures and inside
masks, with ControlNet, reference, LoRA, embedding, of several sizes, in batches; some jobs are cancelled or refused,
and now and then the other checkpoint is asked for. Its resident memory is read after a sixth of them and at the end.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.memory import resident_mib

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from hwawon.engines.base import Control, ControlKind, PaintRequest, Step, Task
from hwawon.engines.diffusion.engine import DiffusionEngine
from hwawon.errors import BadInput, Cancelled
from hwawon.imaging.geometry import Extent
from hwawon.weights.shelf import Shelf
from support.requests import disc_mask, textured_picture
from support.tiny_additions import save_controlnet, save_embedding, save_lora
from support.tiny_diffusers import Tiny, add_checkpoint

JOBS = 300
MOST_GROWTH = 1.02
EXTENTS = (Extent(64, 64), Extent(96, 64), Extent(64, 88), Extent(72, 72))
SWITCH_EVERY = 25

Change = Callable[[PaintRequest], PaintRequest]


def furnished(models_dir: Path) -> None:
    """Put the weights of all jobs on the shelf."""
    add_checkpoint(models_dir, Tiny(), name="first")
    add_checkpoint(models_dir, Tiny(seed=1), name="second")
    shelf = Shelf(models_dir)
    shelf.add(save_controlnet(models_dir / "lineart", Tiny()), id="lineart")
    shelf.add(save_lora(models_dir / "glow.safetensors"), id="glow")
    shelf.add(save_lora(models_dir / "dusk.safetensors", seed=6), id="dusk")
    shelf.add(save_embedding(models_dir / "petals.safetensors"), id="petals")


def over_picture(asked: PaintRequest) -> PaintRequest:
    return replace(asked, task=Task.IMAGE_TO_IMAGE, image=textured_picture(asked.extent), strength=0.5)


def inside_mask(asked: PaintRequest) -> PaintRequest:
    return replace(over_picture(asked), task=Task.INPAINT, mask=disc_mask(asked.extent))


def with_lines(asked: PaintRequest) -> PaintRequest:
    lines = np.zeros((asked.extent.height, asked.extent.width, 3), np.uint8)
    lines[asked.extent.height // 2] = 255
    return replace(asked, controls=(Control(ControlKind.LINE_ART, lines),))


def with_reference(asked: PaintRequest) -> PaintRequest:
    return replace(asked, controls=(Control(ControlKind.REFERENCE, textured_picture(Extent(64, 64))),))


def with_lora(asked: PaintRequest) -> PaintRequest:
    return replace(asked, prompt=f"{asked.prompt} <lora:{'glow' if asked.seed % 2 else 'dusk'}:0.7>")


def with_embedding(asked: PaintRequest) -> PaintRequest:
    return replace(asked, prompt=f"{asked.prompt} petals")


def as_batch(asked: PaintRequest) -> PaintRequest:
    return replace(asked, count=3)


KINDS: tuple[tuple[Change, ...], ...] = (
    (),
    (over_picture,),
    (inside_mask,),
    (with_lines,),
    (inside_mask, with_lines),
    (with_reference,),
    (inside_mask, with_reference),
    (with_lora,),
    (with_embedding,),
    (as_batch,),
    (over_picture, with_lora, as_batch),
)


def job(number: int) -> PaintRequest:
    """The request of a job; every number has its own words and seed."""
    asked = PaintRequest(
        Task.TEXT_TO_IMAGE,
        EXTENTS[number % len(EXTENTS)],
        number,
        f"flower number {number} in the garden",
        "blue bird",
        checkpoint="second" if number // SWITCH_EVERY % 2 else "first",
        steps=2,
    )
    for change in KINDS[number % len(KINDS)]:
        asked = change(asked)
    return asked


def worked(engine: DiffusionEngine, count: int, early_count: int) -> tuple[float, float]:
    """The engine's process after so many jobs, and after all `count`, in MiB."""
    early = 0.0
    for number in range(count):
        asked = job(number)
        if number % 20 == 7:
            with suppress(Cancelled):
                engine.paint(asked, stop)
        elif number % 20 == 13:
            with suppress(BadInput):
                engine.paint(replace(asked, prompt="a flower <lora:nobody:1>"), ignore)
        else:
            engine.paint(asked, ignore)
        if number + 1 == early_count:
            early = resident_mib()
    return early, resident_mib()


def ignore(_: Step) -> None:
    return None


def stop(_: Step) -> Any:
    raise Cancelled


def main(count: int) -> int:
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        furnished(Path(folder))
        early, late = worked(DiffusionEngine(Path(folder), "float32"), count, count // 6)
    took_s = time.monotonic() - started
    print(f"{early:.1f} MiB after {count // 6} jobs, {late:.1f} MiB after {count}; {took_s:.0f} s")
    print(f"ratio {late / early:.4f}")
    return 0 if late / early <= MOST_GROWTH else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else JOBS))
