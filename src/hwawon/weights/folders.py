"""Folders of the diffusers layout: what their configurations say."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hwawon.errors import BadInput
from hwawon.weights.record import Kind

PARTS = ("unet", "vae", "text_encoder", "tokenizer", "scheduler")
_CLASSES = {
    "ControlNetModel": Kind.CONTROLNET,
    "AutoencoderKL": Kind.VAE,
    "AutoencoderTiny": Kind.TINY_VAE,
}


@dataclass(frozen=True)
class Folder:
    """What a folder holds."""

    kind: Kind
    text_width: int | None = None  # of the cross-attention
    scheduler: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


def read(path: Path) -> Folder:
    """Read the folder's own configuration files.

    Raises:
        BadInput: no folder of weights, or a part of it is missing.
    """
    if (path / "model_index.json").is_file():
        return _checkpoint(path)
    if (path / "selected_tags.csv").is_file():
        return Folder(Kind.TAGGER)
    if (path / "encoder.onnx").is_file() and (path / "decoder.onnx").is_file():
        return Folder(Kind.SEGMENTER)
    if (path / "image_encoder" / "config.json").is_file():
        return Folder(Kind.IP_ADAPTER)
    if (path / "config.json").is_file():
        config = _config(path / "config.json")
        kind = _CLASSES.get(str(config.get("_class_name")))
        if kind is not None:
            return Folder(kind, config.get("cross_attention_dim"))
        if "Caption" in str(config.get("architectures")) or config.get("model_type") in ("blip", "git"):
            return Folder(Kind.CAPTIONER)
    raise BadInput(f"{path.name} is no folder of weights: expected model_index.json or config.json in it")


def weight_files(path: Path) -> list[Path]:
    """The files that hold numbers, in order."""
    return sorted(each for each in path.rglob("*") if each.suffix in (".safetensors", ".onnx") and each.is_file())


def _checkpoint(path: Path) -> Folder:
    missing = [part for part in PARTS if not (path / part).is_dir()]
    if missing:
        raise BadInput(f"the checkpoint {path.name} lacks {', '.join(missing)}; expected {', '.join(PARTS)}")
    unet, scheduler = _config(path / "unet" / "config.json"), _config(path / "scheduler" / "scheduler_config.json")
    sample, levels = unet.get("sample_size"), len(_config(path / "vae" / "config.json").get("block_out_channels", ()))
    details: dict[str, Any] = {
        "unet_channels": unet.get("in_channels", 4),
        "prediction": scheduler.get("prediction_type", "epsilon"),
    }
    if isinstance(sample, int):
        details["native_side"] = sample * 2 ** max(0, levels - 1)
    return Folder(Kind.CHECKPOINT, unet.get("cross_attention_dim"), str(scheduler.get("_class_name", "")), details)


def _config(path: Path) -> dict[str, Any]:
    try:
        loaded = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadInput(f"{path.parent.name}/{path.name} cannot be read: {error}") from error
    if not isinstance(loaded, dict):
        raise BadInput(f"{path.parent.name}/{path.name} is not a table")
    return loaded
