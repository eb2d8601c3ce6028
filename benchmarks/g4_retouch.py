"""G4: a retouch of a photograph in memory, from the request to the stored patch, against its networks' calls alone."""

import tempfile
from pathlib import Path

import numpy as np

from benchmarks.gpu import PROMPT, SAMPLER, Ground, Watched, best_seconds, ground, ignore, lower, our_engine
from benchmarks.harness import Row
from benchmarks.photographs import picture_like
from hwawon.engines.base import Engine
from hwawon.imaging.geometry import Bounds
from hwawon.imaging.picture import Picture
from hwawon.retouch.guides import Guides
from hwawon.retouch.journal import JournalStep
from hwawon.retouch.journal_store import put_step
from hwawon.retouch.plan import plan_retouch
from hwawon.retouch.request import RetouchRequest
from hwawon.retouch.run import retouch
from hwawon.storage.ids import new_id
from hwawon.storage.objects import Objects, open_objects


def run(full: bool) -> list[Row]:
    on = ground(full)
    with tempfile.TemporaryDirectory() as folder, our_engine("sd15", on) as engine:
        case = _Case(engine, open_objects((Path(folder) / "objects").as_uri()), on)
        watched = Watched(engine)
        case.retouched()
        with watched.watching(text=False):
            case.retouched()
        ours_s, bare_s = best_seconds(case.retouched, watched.again(), rounds=on.rounds)
    what = f"retouch in {on.photo_side}², request to stored patch / its UNet and VAE calls alone"
    return [lower(on, "G4", what, (f"{ours_s * 1e3:.0f} ms", f"{bare_s * 1e3:.0f} ms"), ours_s / bare_s, (1.5, 1.2))]


class _Case:
    """A photograph held in memory, and what is asked of it."""

    def __init__(self, engine: Engine, objects: Objects, on: Ground) -> None:
        self._engine = engine
        self._objects = objects
        tile = picture_like(min(1024, on.photo_side))
        self._photo = Picture(np.tile(tile, (on.photo_side // len(tile),) * 2 + (1,)))
        side = on.photo_side * 7 // 32  # 896 px of 4096
        self._box = Bounds(side, side, side, side)
        self._painted = Bounds(side + side // 8, side + side // 8, side * 3 // 4, side * 3 // 4)
        self._mask = np.zeros((on.photo_side, on.photo_side), np.uint8)
        self._mask[self._painted.slices] = 255
        self._steps = on.steps

    def retouched(self) -> None:
        asked = {"prompt": PROMPT, "box": tuple(self._box), "strength": 0.6, "seed": 7, "guidance_scale": 7.0}
        request = RetouchRequest.model_validate(asked | {"sampler": SAMPLER, "steps": self._steps})
        plan = plan_retouch(request, self._photo.extent, self._painted, self._engine.capabilities())
        (best,) = retouch(request, self._photo, self._mask, plan, self._engine, Guides(), ignore)
        put_step(self._objects, JournalStep(new_id(), request, plan, best.patch, best.record))
