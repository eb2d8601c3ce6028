"""A checkpoint in memory, ready to paint, and the one place that holds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from diffusers import DDIMScheduler, StableDiffusionPipeline, StableDiffusionXLPipeline

from hwawon.engines.base import Checkpoint
from hwawon.engines.diffusion.autoencoders import load_tiny_vae, load_vae
from hwawon.engines.diffusion.checkpoint import checkpoint_of, speed_of
from hwawon.engines.diffusion.device import Device
from hwawon.engines.diffusion.embeddings import words
from hwawon.engines.diffusion.encode import Encoder
from hwawon.engines.diffusion.networks import Networks, load_networks
from hwawon.errors import BadInput
from hwawon.weights.record import Family, Kind, Speed, Weights
from hwawon.weights.shelf import Shelf


@dataclass(frozen=True, eq=False)
class Model:
    """A loaded checkpoint. `pipe` holds its networks, for diffusers' loaders of LoRA and IP-Adapter; it never runs."""

    weights: Weights
    checkpoint: Checkpoint
    device: Device
    pipe: Any
    encoder: Encoder
    scheduler_config: Mapping[str, Any]
    vae_id: str | None = None  # None: the checkpoint's own
    tiny_vae: Any = None
    accelerator: str = "torch"
    accelerated: Any = None  # what is asked in the UNet's place; OpenVINO's, for which `pipe` holds none of its weights

    @property
    def network(self) -> Any:
        """What predicts the noise."""
        return self.accelerated or self.unet

    @property
    def unet(self) -> Any:
        return self.pipe.unet

    @property
    def vae(self) -> Any:
        return self.pipe.vae

    @property
    def family(self) -> Family:
        assert self.weights.family is not None
        return self.weights.family

    @property
    def few_steps(self) -> bool:
        """Distilled: the decoder would take longer than the steps."""
        return speed_of(self.weights) is not Speed.ORDINARY

    @property
    def inpaints(self) -> bool:
        """A network with five more inputs: the mask, and the picture without what lies under it."""
        return int(self.unet.config.in_channels) == 9


def load_model(
    weights: Weights,
    shelf: Shelf,
    models_dir: Path,
    device: Device,
    vae: str | None = None,
    accelerator: str = "torch",
) -> Model:
    """Load a checkpoint onto its device.

    Raises:
        BadInput: truncated, a part missing, an unknown VAE, or one of another family.
        MissingModel: see `load_networks`.
        StorageFull, EngineError: see `kept_network`.
    """
    device.settle()
    checkpoint = checkpoint_of(weights)
    family = Family(checkpoint.family)
    networks = load_networks(weights, models_dir, device.dtype, empty_unet=accelerator == "openvino")
    chosen = load_vae(_vae_weights(vae, weights, shelf), device.dtype) if vae else networks.vae
    return Model(
        weights=weights,
        checkpoint=checkpoint,
        device=device,
        pipe=_on_device(_pipe(networks, chosen), device),
        encoder=Encoder(networks.tokenizers, networks.text_encoders, family, words(shelf, family)),
        scheduler_config=networks.scheduler_config,
        vae_id=vae,
        tiny_vae=_tiny_vae(weights, shelf, device),
        accelerator=accelerator,
        accelerated=_accelerated(accelerator, networks.unet, weights, models_dir, device),
    )


def _accelerated(accelerator: str, unet: Any, weights: Weights, models_dir: Path, device: Device) -> Any:
    if accelerator == "openvino":
        from hwawon.engines.diffusion.openvino_files import kept_network
        from hwawon.engines.diffusion.openvino_unet import OpenVinoUnet

        exact = device.dtype != torch.bfloat16
        file = kept_network(weights, models_dir, exact=exact)
        device.release()  # what a conversion needed
        return OpenVinoUnet(file, unet, exact=exact)
    if accelerator == "compile":
        from hwawon.engines.diffusion.compiled_unet import CompiledUnet

        return CompiledUnet(unet)
    return None


def _vae_weights(id: str, checkpoint: Weights, shelf: Shelf) -> Weights:
    found = shelf.get(Kind.VAE, id)
    if checkpoint.family is not None and not found.fits(checkpoint.family):
        raise BadInput(f"the VAE {id!r} is for {found.family}, the checkpoint {checkpoint.id!r} is {checkpoint.family}")
    return found


def _pipe(networks: Networks, vae: Any) -> Any:
    parts = {"vae": vae, "unet": networks.unet, "scheduler": DDIMScheduler(clip_sample=False, steps_offset=1)}
    text = {"text_encoder": networks.text_encoders[0], "tokenizer": networks.tokenizers[0]}
    if len(networks.text_encoders) == 1:
        extra = {"safety_checker": None, "feature_extractor": None, "requires_safety_checker": False}
        return StableDiffusionPipeline(**parts, **text, **extra)
    second = {"text_encoder_2": networks.text_encoders[1], "tokenizer_2": networks.tokenizers[1]}
    return StableDiffusionXLPipeline(**parts, **text, **second, add_watermarker=False)


def _on_device(pipe: Any, device: Device) -> Any:
    if device.kind == "cpu":  # all of it is there, but for a UNet without weights, which cannot be moved
        return pipe
    pipe.to(device.kind)
    device.placed(pipe.unet)
    device.placed(pipe.vae)
    return pipe


def _tiny_vae(checkpoint: Weights, shelf: Shelf, device: Device) -> Any:
    """The tiny autoencoder of the family, where its file is there."""
    found = shelf.all(Kind.TINY_VAE, checkpoint.family)
    if not found:
        return None
    return device.placed(load_tiny_vae(found[0], device.dtype))
