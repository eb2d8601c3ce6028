"""Autoencoders of their own: a VAE in the place of a checkpoint's, and the tiny one for previews and few steps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from diffusers import AutoencoderKL, AutoencoderTiny
from diffusers.loaders.single_file_utils import convert_ldm_vae_checkpoint
from safetensors import SafetensorError
from safetensors.torch import load_file

from hwawon.engines.diffusion import ldm
from hwawon.engines.diffusion.built import built
from hwawon.errors import BadInput
from hwawon.weights.record import Family, Weights

# Names that older versions of diffusers gave to the one attention of a VAE.
_OLD_NAMES = {".query.": ".to_q.", ".key.": ".to_k.", ".value.": ".to_v.", ".proj_attn.": ".to_out.0."}


def load_vae(weights: Weights, dtype: Any) -> Any:
    """A VAE from a folder or a single file, in the original's or in diffusers' names.

    Raises:
        BadInput: truncated, or no VAE.
    """
    with _explained("VAE", weights):
        if weights.layout == "folder":
            return AutoencoderKL.from_pretrained(weights.path, torch_dtype=dtype, local_files_only=True).eval()
        tensors = {name.removeprefix(ldm.VAE): each for name, each in load_file(weights.path).items()}
        xl = weights.family is Family.SDXL
        if any(name.startswith("encoder.down_blocks.") for name in tensors):
            renamed = {_new_name(name): each for name, each in tensors.items()}
            return built(AutoencoderKL.from_config, ldm.diffusers_vae_config(renamed, xl=xl), renamed, dtype)
        return vae_of(tensors, "", dtype, xl=xl)


def vae_of(tensors: Mapping[str, Any], prefix: str, dtype: Any, *, xl: bool) -> Any:
    """The VAE whose tensors have the original's names behind `prefix`.

    Raises:
        BadInput: there is none.
    """
    config = ldm.vae_config(tensors, prefix=prefix, xl=xl)
    inside = {
        f"{ldm.VAE}{name.removeprefix(prefix)}": each for name, each in tensors.items() if name.startswith(prefix)
    }
    return built(AutoencoderKL.from_config, config, convert_ldm_vae_checkpoint(inside, config), dtype)


def load_tiny_vae(weights: Weights, dtype: Any) -> Any:
    """A tiny autoencoder (TAESD) from a folder, or from a single file of the published shape.

    Raises:
        BadInput: truncated, or of another shape.
    """
    with _explained("tiny VAE", weights):
        if weights.layout == "folder":
            return AutoencoderTiny.from_pretrained(weights.path, torch_dtype=dtype, local_files_only=True).eval()
        return built(AutoencoderTiny.from_config, {}, load_file(weights.path), dtype)


def _new_name(name: str) -> str:
    for old, new in _OLD_NAMES.items():
        name = name.replace(old, new)
    return name


@contextmanager
def _explained(what: str, weights: Weights) -> Iterator[None]:
    try:
        yield
    except (OSError, SafetensorError, RuntimeError, KeyError, ValueError) as error:
        raise BadInput(f"the {what} {weights.id!r} cannot be loaded from {weights.path.name}: {error}") from error
