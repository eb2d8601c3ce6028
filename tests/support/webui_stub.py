"""A WebUI on loopback that speaks the real routes and really paints: plain gradients, decided by the seed.

Every request is recorded. What servers of the field lack is chosen by `Personality`.
"""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from hwawon.engines.base import PaintRequest, Pixels, Task
from hwawon.engines.painter.flat import gradient
from hwawon.engines.webui.client import to_pixels, to_text
from hwawon.imaging.geometry import Extent

CHECKPOINT = "tiny-v1-5.safetensors [0123456789]"
SAMPLERS = ("Euler", "DPM++ 2M", "DDIM")


@dataclass(frozen=True)
class Personality:
    """Which server this is."""

    name: str
    missing: tuple[str, ...] = ()  # prefixes of routes that answer 404
    empty_info: bool = False
    scripts: tuple[str, ...] = ("soft inpainting", "controlnet")


A1111 = Personality("a1111")
FORGE = Personality("forge", missing=("/sdapi/v1/sd-vae",))
FORGE_CLASSIC = Personality("forge-classic", missing=("/sdapi/v1/schedulers", "/sdapi/v1/interrogate"))
BEFORE_SOFT_MASKS = Personality("a1111-1.7", scripts=("controlnet",))
SD_SERVER = Personality(
    "sd-server",
    missing=(
        "/internal",
        "/sdapi/v1/progress",
        "/sdapi/v1/interrupt",
        "/controlnet",
        "/tagger",
        "/sdapi/v1/schedulers",
        "/sdapi/v1/scripts",
        "/sdapi/v1/embeddings",
    ),
    empty_info=True,
)


@dataclass(eq=False)
class Stub:
    """The server's state, and what was asked of it."""

    personality: Personality = A1111
    checkpoint: str = CHECKPOINT
    requests: list[tuple[str, str, Any]] = field(default_factory=list)
    step_s: float = 0.0  # each picture takes ten of these
    fails_with: tuple[int, dict[str, Any]] | None = None
    drops_connection: bool = False
    gives: Pixels | None = None  # in place of what would be painted
    split_tags: bool = True
    running: float = 0.0
    interrupted: bool = False
    tasks: set[str] = field(default_factory=set)
    passwords: set[str] = field(default_factory=set)

    def bodies(self, path: str) -> list[Any]:
        return [body for _, asked, body in self.requests if asked == path]

    def app(self) -> Starlette:
        """The routes of A1111 that a client of its API meets."""
        answers = {
            "/sdapi/v1/sd-models": [
                {"title": self.checkpoint, "model_name": "tiny-v1-5", "hash": "0123456789", "sha256": None}
            ],
            "/sdapi/v1/options": {"sd_model_checkpoint": self.checkpoint},
            "/sdapi/v1/samplers": [{"name": name, "aliases": [], "options": {}} for name in SAMPLERS],
            "/sdapi/v1/schedulers": [{"name": "karras", "label": "Karras"}],
            "/sdapi/v1/sd-vae": [{"model_name": "plain.vae.pt", "filename": "plain.vae.pt"}],
            "/sdapi/v1/loras": [
                {"name": "ink", "alias": "ink", "path": "ink.safetensors", "metadata": {}},
                {"name": "wash", "metadata": {"ss_base_model_version": "sd_v1"}},
                {"name": "wash-xl", "metadata": None},
            ],
            "/sdapi/v1/embeddings": {"loaded": {}, "skipped": {}},
            "/sdapi/v1/scripts": {"txt2img": [], "img2img": list(self.personality.scripts)},
            "/controlnet/model_list": {"model_list": ["control_v11p_sd15_lineart [43d4be0d]", "sdxl_canny [1]"]},
            "/controlnet/module_list": {"module_list": ["none", "canny", "reference_only"]},
            "/internal/pending-tasks": {"size": 0, "tasks": []},
        }
        routes = [Route(path, self._fixed(answer)) for path, answer in answers.items()]
        posts = {
            "/sdapi/v1/txt2img": self._paint,
            "/sdapi/v1/img2img": self._paint,
            "/sdapi/v1/interrupt": self._interrupt,
            "/internal/progress": self._internal_progress,
            "/tagger/v1/interrogate": self._tag,
            "/sdapi/v1/interrogate": self._caption,
            "/sdapi/v1/options": self._set_options,
        }
        routes += [Route(path, self._recorded(call), methods=["POST"]) for path, call in posts.items()]
        return Starlette(routes=[*routes, Route("/sdapi/v1/progress", self._recorded(self._progress))])

    def _fixed(self, answer: Any) -> Any:
        async def call(_: Any) -> Any:
            return answer

        return self._recorded(call)

    def _recorded(self, call: Any) -> Any:
        async def endpoint(request: Request) -> Response:
            body = await request.json() if request.method == "POST" else None
            self.requests.append((request.method, request.url.path, body))
            self.passwords.add(request.headers.get("authorization", ""))
            if request.url.path.startswith(self.personality.missing):
                return JSONResponse({"detail": "Not Found"}, 404)
            found = await call(body)
            return found if isinstance(found, Response) else JSONResponse(found)

        return endpoint

    async def _paint(self, body: Any) -> Any:
        if self.fails_with:
            return JSONResponse(self.fails_with[1], self.fails_with[0])
        if body.get("sampler_name", "Euler") not in SAMPLERS:
            return JSONResponse({"error": "HTTPException", "detail": "Sampler not found"}, 404)
        self.interrupted = False
        self.tasks.add(body.get("force_task_id", ""))
        for step in range(10):
            self.running = (step + 1) / 10
            await asyncio.sleep(self.step_s)
            if self.interrupted:
                break
            if self.drops_connection and step == 2:
                asyncio.get_running_loop().call_later(self.step_s * 10, self._rest)
                return _Broken()
        self._rest()
        return {"images": self._images(body), "parameters": {}, "info": self._info(body)}

    def _rest(self) -> None:
        self.running = 0.0

    def _images(self, body: Any) -> list[str]:
        painted = self.gives if self.gives is not None else drawn(body)
        units = body["alwayson_scripts"].get("controlnet", {}).get("args", [])
        return [to_text(painted), *(unit["image"] for unit in units)]

    def _info(self, body: Any) -> str:
        return (
            ""
            if self.personality.empty_info
            else json.dumps(
                {"seed": body["seed"], "all_seeds": [body["seed"]], "sampler_name": body.get("sampler_name", "Euler")}
            )
        )

    async def _progress(self, _: Any) -> Any:
        state = {"job_count": int(self.running > 0), "sampling_step": int(self.running * 10), "sampling_steps": 10}
        return {"progress": self.running, "eta_relative": 0.0, "state": state, "current_image": None}

    async def _internal_progress(self, body: Any) -> Any:
        known = body["id_task"] in self.tasks
        grey = to_text(np.full((8, 8, 3), 128, np.uint8))
        return {
            "active": known,
            "progress": self.running if known else None,
            "live_preview": f"data:image/png;base64,{grey}" if known else None,
            "id_live_preview": 1,
        }

    async def _interrupt(self, _: Any) -> Any:
        self.interrupted = True
        return {}

    async def _set_options(self, _: Any) -> Any:
        return None

    async def _tag(self, _: Any) -> Any:
        flat = {"flower": 0.9, "garden": 0.5}
        return {"caption": {"tag": flat, "rating": {"general": 1.0}} if self.split_tags else flat}

    async def _caption(self, _: Any) -> Any:
        return {"caption": "a flower in a garden"}


class _Broken(Response):
    """A connection that ends in the middle."""

    async def __call__(self, _scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"1000")]})
        await send({"type": "http.response.body", "body": b"{", "more_body": False})


def drawn(body: Any) -> Pixels:
    """The picture of a request: a gradient, mixed into the picture by strength and mask."""
    extent = Extent(body["width"], body["height"])
    painted = gradient(PaintRequest(Task.TEXT_TO_IMAGE, extent, body["seed"], body["prompt"]), body["seed"])
    if "init_images" not in body:
        return painted
    image = to_pixels(body["init_images"][0])
    mask = to_pixels(body["mask"])[..., :1] if "mask" in body else np.full((*image.shape[:2], 1), 255, np.uint8)
    share = mask.astype(np.float32) / 255 * body["denoising_strength"]
    mixed = np.rint(image + (painted.astype(np.float32) - image) * share).astype(np.uint8)
    return np.where((mask > 0) & (mixed == image), image ^ 1, mixed)


@contextmanager
def serving(stub: Stub) -> Iterator[str]:
    """The stub's address while it serves."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        config = uvicorn.Config(stub.app(), log_level="critical", lifespan="off", access_log=False)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()
