"""Recognises, in one file, what turns latents into pixels or enlarges pixels: VAE, tiny VAE, upscaler."""

from collections.abc import Sequence

from hwawon.errors import BadInput
from hwawon.weights import names as named
from hwawon.weights.found import Found
from hwawon.weights.record import Family, Kind
from hwawon.weights.safetensors_header import Header

LATENT_CHANNELS = 4
SDXL_SCALING = 0.13025  # published with SDXL; 0.18215 with the others


def vae(header: Header, names: Sequence[str]) -> Found | None:
    """An autoencoder, in the original's or diffusers' names; the family is told by the name alone, else SD 1.5.

    Raises:
        BadInput: its latents are not of Stable Diffusion 1.5, 2.x or XL.
    """
    original = header.has("first_stage_model.") or header.has("encoder.down.", "decoder.up.")
    if not original and not (header.has("encoder.down_blocks.") and header.has("decoder.up_blocks.")):
        return None
    first = next((shape for _name, shape in header.ending("decoder.conv_in.weight")), (0, LATENT_CHANNELS))
    family = vae_family(first[1], None, names)
    return Found(Kind.VAE, family, {"original": original})


def vae_family(latent_channels: int, scaling: float | None, names: Sequence[str]) -> Family:
    """Whose latents a VAE reads.

    Raises:
        BadInput: another number of channels, as of later models.
    """
    if latent_channels != LATENT_CHANNELS:
        raise BadInput(f"the VAE's latents have {latent_channels} channels, expected {LATENT_CHANNELS}")
    if scaling is not None:
        return Family.SDXL if abs(scaling - SDXL_SCALING) < 1e-6 else Family.SD15
    return Family.SDXL if named.family(names) is Family.SDXL else Family.SD15


def tiny_vae(header: Header, names: Sequence[str]) -> Found | None:
    """A TAESD in diffusers' names.

    Raises:
        BadInput: only half of one, in the names of its authors.
    """
    if set(header.tensors) >= {"1.weight", "3.conv.0.weight"}:
        raise BadInput("the file is half of a TAESD, in its authors' names; bring the diffusers file, which holds both")
    if not header.has("decoder.layers.") or not header.has("encoder.layers."):
        return None
    return Found(Kind.TINY_VAE, Family.SDXL if named.family(names) is Family.SDXL else Family.SD15)


def upscaler(header: Header, _names: Sequence[str]) -> Found | None:
    """An ESRGAN, in old or new names, or its compact successor, with its factor."""
    if header.has("conv_first.") and header.has("body.0.rdb1."):
        ups = {name.split(".")[0] for name in header.tensors if name.startswith("conv_up")}
        folded = max(header.shape("conv_first.weight")[1] // 3, 1)  # pixels folded into channels make it smaller first
        return Found(Kind.UPSCALER, None, {"factor": round(2 ** len(ups) / folded**0.5), "architecture": "esrgan"})
    if header.has("model.1.sub.0.RDB1."):
        convolutions = [name for name in header.tensors if name.count(".") == 2 and name.endswith(".weight")]
        return Found(Kind.UPSCALER, None, {"factor": 2 ** (len(convolutions) - 3), "architecture": "esrgan"})
    if header.tensors and all(name.startswith("body.") for name in header.tensors):
        last = max(header.ending(".weight"), key=lambda one: int(one[0].split(".")[1]))[1]
        return Found(Kind.UPSCALER, None, {"factor": round((last[0] / 3) ** 0.5), "architecture": "compact"})
    return None
