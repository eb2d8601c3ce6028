"""The remote WebUI as an engine."""

from __future__ import annotations

import json
import time
import uuid
from typing import Any

import numpy as np

from hwawon.engines.base import Capabilities, OnStep, Painted, PaintRequest, Pixels, SizeRule, Step
from hwawon.engines.checks import check_request, unchanged
from hwawon.engines.strengths import weakened
from hwawon.engines.webui.client import WebUI, to_pixels
from hwawon.engines.webui.payload import payload
from hwawon.engines.webui.probe import Server, probe
from hwawon.engines.webui.watch import painted
from hwawon.errors import BadResult, EngineUnavailable, UnsupportedTask
from hwawon.imaging.geometry import Extent

REMEMBERED_S = 30.0
STEPS = 100  # of our progress: the server tells shares


class RemoteWebUI:
    """Paints on another machine, a picture a call, so that each is the same alone and in a batch."""

    name = "webui"

    def __init__(self, url: str, auth: tuple[str, str] | None = None, sizes: SizeRule | None = None) -> None:
        self._webui = WebUI(url, auth)
        self._sizes = sizes
        self._server: tuple[float, Server] | None = None

    def capabilities(self) -> Capabilities:
        """Asked of the server, and remembered for half a minute.

        Raises:
            EngineUnavailable: it does not answer.
        """
        return self._probed().capabilities

    def paint(self, request: PaintRequest, on_step: OnStep) -> Painted:
        """Paint `request.count` pictures, one POST each.

        Raises:
            EngineDied: the server does not answer, or the connection broke.
            OutOfMemory, BadInput, EngineError: what it said.
            BadResult: no picture, a black one, or one of another size.
        """
        server = self._probed()
        chosen = check_request(request, server.capabilities)
        if request.image is not None and request.strength == 0:
            return unchanged(request, self.name)
        request = weakened(request)
        images, true_seeds = [], []
        told: dict[str, Any] = {}
        for index, seed in enumerate(request.seeds):
            image, told = self._picture(request, seed, server, _Progress(on_step, index, request.count))
            images.append(_kept_outside(image, request))
            true_seeds.append(int(told.get("seed", seed)))
        record = {
            "engine": self.name,
            "is_stable_diffusion": True,
            "checkpoint": chosen.id,
            "checkpoint_sha256": server.hashes.get(chosen.id),
            "sampler": request.sampler or told.get("sampler_name"),
            "schedule": request.schedule,
            "steps": request.steps or chosen.default_steps,
            "task": str(request.task),
        }
        return Painted(tuple(images), tuple(true_seeds), record)

    def warm(self, checkpoint: str | None = None) -> None:  # noqa: ARG002
        """The server loads by itself; only whether it is there is found out."""
        self._probed()

    def rest(self) -> None:
        """The server rests by itself."""

    def close(self) -> None:
        """Forget what was asked and let the connection go; both come back when needed."""
        self._server = None
        self._webui.close()

    def _probed(self) -> Server:
        if self._server is None or time.monotonic() - self._server[0] > REMEMBERED_S:
            self._server = (time.monotonic(), probe(self._webui, self.name, self._sizes))
        return self._server[1]

    def _picture(
        self, request: PaintRequest, seed: int, server: Server, progress: _Progress
    ) -> tuple[Pixels, dict[str, Any]]:
        """A picture, and what the server says of how it was made."""
        path = "/sdapi/v1/txt2img" if request.image is None else "/sdapi/v1/img2img"
        body = payload(request, seed, server, f"task({uuid.uuid4().hex[:15]})")
        progress.begin()
        answer = painted(self._webui, path, body, progress.seen, by_task=server.has_internal_progress)
        if answer is None:
            raise UnsupportedTask(f"the WebUI has no {path}")
        images = answer.get("images") or []
        if not images:
            raise EngineUnavailable("the WebUI answered without a picture")
        image = to_pixels(images[0])  # what follows are the maps of the ControlNets
        if Extent.of(image) != request.extent:
            raise BadResult(f"expected a picture of {request.extent} from the WebUI, got {Extent.of(image)}")
        if not image.any():
            raise BadResult("the WebUI gave a black picture; try another VAE there, or start it with --no-half-vae")
        progress.end()
        return image, _told(answer.get("info"))


class _Progress:
    """Shares of one picture as steps of all of them, never falling."""

    def __init__(self, on_step: OnStep, index: int, count: int) -> None:
        self._on_step = on_step
        self._first = index * STEPS
        self._all = count * STEPS
        self._done = 0

    def begin(self) -> None:
        self._tell(1, None)

    def seen(self, share: float, preview: Pixels | None) -> None:
        self._tell(min(STEPS - 1, int(share * STEPS)), preview)

    def end(self) -> None:
        self._tell(STEPS, None)

    def _tell(self, done: int, preview: Pixels | None) -> None:
        self._done = max(self._done, done)
        self._on_step(Step(self._first + self._done, self._all, preview))


def _told(info: Any) -> dict[str, Any]:
    """The server's `info`, JSON in a string: the seed and sampler that it used; some say nothing."""
    try:
        told = json.loads(info)
    except (TypeError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _kept_outside(image: Pixels, request: PaintRequest) -> Pixels:
    if request.mask is None or request.image is None:
        return image
    return np.where(request.mask[..., None] > 0, image, request.image)
