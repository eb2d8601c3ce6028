"""Weights as people bring them: real names and shapes, zeros for numbers, nothing but the standard library."""

import json
from collections.abc import Mapping
from math import prod
from pathlib import Path
from typing import Any

Shapes = Mapping[str, tuple[int, ...]]

UNET = "model.diffusion_model."
ATTENTION = "input_blocks.1.1.transformer_blocks.0.attn2.to_k.weight"
TEXT_ENCODER = {
    768: "cond_stage_model.transformer.text_model.final_layer_norm.weight",
    1024: "cond_stage_model.model.ln_final.weight",
    2048: "conditioner.embedders.1.model.ln_final.weight",
}


def safetensors(path: Path, shapes: Shapes, metadata: Mapping[str, str] | None = None, fill: int = 0) -> Path:
    """A file of this format with half precision tensors; `fill` tells two files apart."""
    header: dict[str, Any] = {"__metadata__": dict(metadata)} if metadata else {}
    end = 0
    for name, shape in shapes.items():
        start, end = end, end + 2 * prod(shape)
        header[name] = {"dtype": "F16", "shape": list(shape), "data_offsets": [start, end]}
    text = json.dumps(header).encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(len(text).to_bytes(8, "little") + text + bytes([fill]) * end)
    return path


def checkpoint_shapes(width: int = 768, channels: int = 4) -> Shapes:
    """The names that tell an original checkpoint's family and input."""
    return {
        UNET + "input_blocks.0.0.weight": (8, channels, 3, 3),
        UNET + ATTENTION: (8, width),
        "first_stage_model.decoder.conv_in.weight": (8, 4, 3, 3),
        TEXT_ENCODER.get(width, TEXT_ENCODER[768]): (8,),
    }


def lora_shapes(width: int = 768) -> Shapes:
    """One layer of a LoRA in kohya's names."""
    layer = "lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn2_to_k"
    return {f"{layer}.lora_down.weight": (4, width), f"{layer}.lora_up.weight": (320, 4)}


def json_file(path: Path, content: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content), encoding="utf-8")


def diffusers_folder(
    folder: Path,
    *,
    unet: Mapping[str, Any] | None = None,
    scheduler: Mapping[str, Any] | None = None,
    xl: bool = False,
    kind: str = "StableDiffusionPipeline",
) -> Path:
    """A checkpoint in the diffusers layout, every part there."""
    parts = ["unet", "vae", "text_encoder", *(["text_encoder_2"] if xl else [])]
    json_file(folder / "model_index.json", {"_class_name": kind} | {part: ["diffusers", "X"] for part in parts})
    for part in parts:
        json_file(folder / part / "config.json", {"sample_size": 64} if part == "unet" else {})
        safetensors(folder / part / "model.safetensors", {"a": (2, 2)})
    json_file(
        folder / "unet" / "config.json",
        {"in_channels": 4, "cross_attention_dim": 768, "sample_size": 64} | dict(unet or {}),
    )
    json_file(folder / "scheduler" / "scheduler_config.json", {"_class_name": "PNDMScheduler"} | dict(scheduler or {}))
    return folder
