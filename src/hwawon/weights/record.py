"""What is known of one set of weights, without opening it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal


class Kind(StrEnum):
    """What weights are for."""

    CHECKPOINT = "checkpoint"
    VAE = "vae"
    TINY_VAE = "tiny_vae"  # TAESD and its like: previews, and few-step pictures
    LORA = "lora"
    EMBEDDING = "embedding"
    CONTROLNET = "controlnet"
    IP_ADAPTER = "ip_adapter"
    UPSCALER = "upscaler"
    TAGGER = "tagger"
    CAPTIONER = "captioner"
    SEGMENTER = "segmenter"


class Family(StrEnum):
    """Which Stable Diffusion: weights of one family do not fit another."""

    SD15 = "sd15"
    SD2 = "sd2"
    SDXL = "sdxl"


class Speed(StrEnum):
    """How a checkpoint was distilled: decides its steps and its guidance."""

    ORDINARY = "ordinary"
    TURBO = "turbo"
    LCM = "lcm"
    LIGHTNING = "lightning"


@dataclass(frozen=True)
class Weights:
    """One set of weights: a folder of the diffusers layout, or a single file."""

    id: str  # what people write: in a form, in <lora:ID:0.8>, as an embedding's word
    kind: Kind
    path: Path
    layout: Literal["folder", "file"]
    sha256: str  # of the file; of a folder: over its weight files' names and hashes
    bytes: int
    family: Family | None = None  # None: fits all, or is not of Stable Diffusion
    licence: str | None = None
    # checkpoint: speed, unet_channels (4 or 9), prediction (epsilon or v_prediction), has_vae, native_side
    # controlnet: control (a ControlKind's value, if known), original (not diffusers' names); vae: original
    # embedding: vectors, format; lora: trigger, speed; upscaler: factor, architecture
    # ip_adapter: file, image_encoder (a path), encoder_width, plus; tagger: model, tags; segmenter: encoder, decoder
    # pickle: True where it was asked for by name
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def short_hash(self) -> str:
        """The first ten digits, as A1111 shows them."""
        return self.sha256[:10]

    def fits(self, family: Family) -> bool:
        """Whether these work with checkpoints of `family`."""
        shared = self.kind in (Kind.VAE, Kind.TINY_VAE) and shares_latents(self.family, family)
        return self.family in (None, family) or shared


def shares_latents(one: str | None, other: str) -> bool:
    """Whether a VAE of one family fits checkpoints of the other: SD 1.5 and 2 have the same latents."""
    return one == other or {one, other} <= {Family.SD15, Family.SD2}
