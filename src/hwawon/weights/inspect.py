"""Finding out what weights are from their names and shapes: kind, family, and what else decides their use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from hwawon.errors import BadInput, NotFound
from hwawon.weights import folders
from hwawon.weights.header import Header, read_header
from hwawon.weights.naming import control_of, speed_of
from hwawon.weights.record import Family, Kind

PICKLES = (".ckpt", ".pt", ".pth", ".bin")
WIDTHS = {768: Family.SD15, 1024: Family.SD2, 2048: Family.SDXL}


@dataclass(frozen=True)
class Inspected:
    """What weights are, before they are on the shelf."""

    kind: Kind
    layout: Literal["folder", "file"]
    family: Family | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


def inspect(path: Path) -> Inspected:
    """What lies at `path`: a folder of the diffusers layout, or a single file.

    Raises:
        NotFound: nothing lies there.
        BadInput: a pickle, a damaged file, or nothing that is known.
    """
    if path.is_dir():
        return _folder(path)
    if not path.is_file():
        raise NotFound(f"there is nothing at {path}")
    if path.suffix in PICKLES:
        raise BadInput(
            f"{path.name} is a pickle, which can run any program when it is read; look for the same weights as "
            ".safetensors"
        )
    if path.suffix == ".onnx":
        raise BadInput(f"{path.name} alone is not the whole of it: add the folder that holds it and its lists")
    return _file(read_header(path), path)


def _file(header: Header, path: Path) -> Inspected:
    for recognise in _RECOGNISERS:
        found = recognise(header, path.name)
        if found is not None:
            return found
    some = ", ".join(sorted(header.shapes)[:3])
    raise BadInput(f"{path.name} is of no known kind; its tensors are named like {some}")


def _checkpoint(header: Header, name: str) -> Inspected | None:
    first = header.shape("model.diffusion_model.input_blocks.0.0.weight")
    if first is None:
        return None
    family = _by_width(header, name, lambda tensor: tensor.startswith("model.diffusion_model."))
    details: dict[str, Any] = {"unet_channels": first[1], "speed": speed_of(name, header.notes)}
    said = header.notes.get("modelspec.prediction_type", "")
    guess = "v_prediction" if family is Family.SD2 and "768" in name else "epsilon"
    details["prediction"] = "v_prediction" if said.startswith("v") else said or guess
    side = header.notes.get("modelspec.resolution", "").split("x")[0]
    return Inspected(Kind.CHECKPOINT, "file", family, details | ({"native_side": int(side)} if side.isdigit() else {}))


def _controlnet(header: Header, name: str) -> Inspected | None:
    if not header.any("controlnet_cond_embedding.", "control_model.input_hint_block"):
        return None
    family = _by_width(header, name, lambda _: True)
    return Inspected(Kind.CONTROLNET, "file", family, {"control": control_of(name)})


def _ip_adapter(header: Header, _: str) -> Inspected | None:
    if not (header.any("image_proj.") and header.any("ip_adapter.")):
        return None
    widths = {shape[1] for _, shape in header.ending("to_k_ip.weight")}
    return Inspected(Kind.IP_ADAPTER, "file", next((WIDTHS[each] for each in widths if each in WIDTHS), None))


def _lora(header: Header, _: str) -> Inspected | None:
    if not header.any("lora_down.weight", "lora_A.weight", "lora.down.weight", "lora_linear_layer.down"):
        return None
    ends = ("lora_down.weight", "lora_A.weight", "lora.down.weight", "lora_linear_layer.down.weight")
    widths = {
        shape[1]
        for end in ends
        for tensor, shape in header.ending(end)
        if "attn2" in tensor and "to_k" in tensor and len(shape) == 2
    }
    family = next((WIDTHS[each] for each in widths if each in WIDTHS), None)
    if family is None and header.any("lora_te2_", "text_encoder_2."):
        family = Family.SDXL
    words = header.notes.get("modelspec.trigger_phrase")
    return Inspected(Kind.LORA, "file", family, {"trigger": words} if words else {})


def _embedding(header: Header, _: str) -> Inspected | None:
    if {"clip_l", "clip_g"} <= set(header.shapes):
        return Inspected(Kind.EMBEDDING, "file", Family.SDXL, {"vectors": header.shapes["clip_l"][0]})
    if len(header.shapes) != 1:
        return None
    ((word, shape),) = header.shapes.items()
    if len(shape) > 2 or shape[-1] not in (768, 1024, 1280):
        return None
    vectors = shape[0] if len(shape) == 2 else 1
    return Inspected(Kind.EMBEDDING, "file", WIDTHS.get(shape[-1]), {"vectors": vectors, "word": word})


def _vae(header: Header, name: str) -> Inspected | None:
    if not (header.any("encoder.down.", "encoder.down_blocks.") and header.any("quant_conv.")):
        return None
    layout = "original" if header.any("encoder.down.") else "diffusers"
    family = Family.SDXL if "xl" in name.lower() else None
    return Inspected(Kind.VAE, "file", family, {"names": layout})


def _tiny_vae(header: Header, name: str) -> Inspected | None:
    if not header.any("decoder.layers.") or header.any("quant_conv."):
        return None
    return Inspected(Kind.TINY_VAE, "file", Family.SDXL if "xl" in name.lower() else None)


def _upscaler(header: Header, _: str) -> Inspected | None:
    known = header.any("RDB1.conv1.weight", "rdb1.conv1.weight") or "conv_first.weight" in header.shapes
    return Inspected(Kind.UPSCALER, "file") if known else None


_RECOGNISERS: tuple[Callable[[Header, str], Inspected | None], ...] = (
    _checkpoint,
    _controlnet,
    _ip_adapter,
    _lora,
    _embedding,
    _vae,
    _tiny_vae,
    _upscaler,
)


def _by_width(header: Header, file: str, inside: Callable[[str], bool]) -> Family:
    """The family by the width of the text that the cross-attention reads."""
    widths = {shape[1] for name, shape in header.ending("attn2.to_k.weight") if inside(name)}
    known = [WIDTHS[each] for each in widths if each in WIDTHS]
    if len(known) != 1:
        raise BadInput(f"{file} is of no known family: expected text {sorted(WIDTHS)} wide, got {sorted(widths)}")
    return known[0]


def _folder(path: Path) -> Inspected:
    found = folders.read(path)
    if found.kind is Kind.CONTROLNET:
        return Inspected(found.kind, "folder", WIDTHS.get(found.text_width or 0), {"control": control_of(path.name)})
    if found.kind is not Kind.CHECKPOINT:
        family = Family.SDXL if "xl" in path.name.lower() and found.kind in (Kind.VAE, Kind.TINY_VAE) else None
        return Inspected(found.kind, "folder", family)
    family = WIDTHS.get(found.text_width or 0)
    if family is None:
        raise BadInput(f"{path.name} is of no known family: its text is {found.text_width} wide")
    speed = speed_of(path.name, {"scheduler": found.scheduler})
    return Inspected(found.kind, "folder", family, {**found.details, "speed": speed})
