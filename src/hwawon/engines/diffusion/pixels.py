"""Between pixels and latents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch

from hwawon.engines.base import Pixels
from hwawon.engines.diffusion.mask import LATENT
from hwawon.engines.diffusion.model import Model
from hwawon.errors import BadResult
from hwawon.weights.record import Family

DECODED_AT_ONCE = 1024 * 1024  # pixels: the decoder's memory is that of one picture of this size, whatever the batch

# Colours of the latent channels, fitted by many users of the two autoencoders to what those decode; red, green, blue
# over -1..1, the last row of SDXL's an offset.
_LINEAR = {
    Family.SD15: ((0.298, 0.207, 0.208), (0.187, 0.286, 0.173), (-0.158, 0.189, 0.264), (-0.184, -0.271, -0.473)),
    Family.SDXL: ((0.365, 0.423, 0.434), (-0.253, -0.004, 0.107), (0.108, 0.111, -0.036), (-0.317, -0.249, -0.219)),
}


def tensor_of(image: Pixels, device: Any, dtype: Any) -> Any:
    """A picture (H, W, 3) as (1, 3, H, W) in -1..1, in memory as diffusers lays it, which decides the last digit."""
    unit = torch.from_numpy(image.astype(np.float32)[None] / 255.0).permute(0, 3, 1, 2)
    return (2.0 * unit - 1.0).to(device, dtype)


def images_of(decoded: Any) -> list[Pixels]:
    """Tensors (B, 3, H, W) in -1..1 as pictures (H, W, 3), rounded."""
    unit = (decoded * 0.5 + 0.5).clamp(0, 1)
    levels = unit.permute(0, 2, 3, 1).float().mul(255).round().to(torch.uint8)
    return list(levels.cpu().numpy())


def encode(model: Model, image: Pixels, sources: Sequence[Any] | None) -> Any:
    """Latents (B, 4, H/8, W/8) in float32 on the device, a sample from each generator; without any, one mean."""
    vae = model.vae
    chances = _encoded(model, image)
    if not _are_numbers(chances.mean) and _widened(model):
        chances = _encoded(model, image)
    latents = [chances.mode()] if sources is None else [chances.sample(generator=source) for source in sources]
    return vae.config.scaling_factor * torch.cat(latents).float()


def decode(model: Model, latents: Any, *, tiny: bool) -> list[Pixels]:
    """Pictures (H, W, 3) of latents (B, 4, H/8, W/8); `tiny` asks the tiny autoencoder.

    Raises:
        BadResult: numbers that are none, which would be a black picture.
    """
    if tiny:
        return images_of(_decode_tiny(model, latents))
    at_once = max(1, DECODED_AT_ONCE // (latents[0, 0].numel() * LATENT**2))
    return [image for group in latents.split(at_once) for image in images_of(_decoded(model, group))]


def require_numbers(latents: Any) -> None:
    """Refuse latents that would be a black picture.

    Raises:
        BadResult: with what to try.
    """
    if not _are_numbers(latents):
        raise BadResult(
            "the model gave numbers that are none (a black picture); lower the guidance or a LoRA's weight, or set "
            "HWAWON_PRECISION=float32"
        )


def preview(model: Model, latents: Any, *, tiny: bool) -> Pixels:
    """The first picture of a batch as it would look now: a pixel a latent pixel, or decoded by the tiny autoencoder."""
    first = latents[:1]
    if tiny:
        return images_of(_decode_tiny(model, first))[0]
    rows = torch.tensor(_LINEAR.get(model.family, _LINEAR[Family.SD15]), device=first.device, dtype=torch.float32)
    colours = torch.einsum("bchw,cr->brhw", first.float(), rows)
    return images_of(colours)[0]


def _decoded(model: Model, latents: Any) -> Any:
    decoded = _decode_whole(model, latents)
    if _are_numbers(decoded):
        return decoded
    if _widened(model) and _are_numbers(decoded := _decode_whole(model, latents)):
        return decoded
    raise BadResult("the VAE gave numbers that are none (a black picture); choose another VAE or float32")


def _are_numbers(tensor: Any) -> bool:
    return bool(torch.isfinite(tensor).all())


def _widened(model: Model) -> bool:
    """Whether the VAE can be tried again, now in float32: it overflows in half precision, as SDXL's first one does."""
    if model.vae.dtype != torch.float16:
        return False
    model.vae.float()
    return True


def _encoded(model: Model, image: Pixels) -> Any:
    return model.vae.encode(tensor_of(image, model.device.kind, model.vae.dtype)).latent_dist


def _decode_whole(model: Model, latents: Any) -> Any:
    vae = model.vae
    return vae.decode(latents.to(vae.dtype) / vae.config.scaling_factor, return_dict=False)[0]


def _decode_tiny(model: Model, latents: Any) -> Any:
    tiny = model.tiny_vae
    return tiny.decode(latents.to(tiny.dtype), return_dict=False)[0]
