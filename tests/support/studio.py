"""A library with a few real pictures in it."""

import io

import httpx2
import numpy as np
from PIL import Image

from support.server import Server


def gradient(width: int, height: int, seed: int) -> bytes:
    """A PNG with a smooth two-colour gradient and a disc, so that places can be told apart."""
    y, x = np.mgrid[0:height, 0:width]
    generator = np.random.default_rng(seed)
    from_, to = generator.integers(60, 200, (2, 3))
    share = ((x / width + y / height) / 2)[..., None]
    pixels = from_ * (1 - share) + to * share
    disc = (x - width * 0.6) ** 2 + (y - height * 0.5) ** 2 < (min(width, height) * 0.2) ** 2
    pixels[disc] = generator.integers(0, 255, 3)
    file = io.BytesIO()
    Image.fromarray(pixels.astype(np.uint8)).save(file, "PNG")
    return file.getvalue()


def upload(client: httpx2.Client, data: bytes, name: str) -> str:
    answer = client.post("/api/pictures", files={"file": (name, data, "image/png")})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def fill(server: Server) -> list[str]:
    """Upload two landscapes and two portraits; their ids, oldest first."""
    sizes = [(480, 320), (320, 480), (640, 360), (300, 400)]
    with server.client() as client:
        return [upload(client, gradient(*size, seed), f"garden-{seed}.png") for seed, size in enumerate(sizes)]
