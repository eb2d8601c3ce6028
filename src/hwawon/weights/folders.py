"""Recognises a folder: a diffusers checkpoint, a single diffusers model, or ONNX files with what belongs to them."""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from hwawon.errors import BadInput
from hwawon.weights import decoders
from hwawon.weights import names as named
from hwawon.weights.checkpoints import checked_channels
from hwawon.weights.found import Found, family_of_width
from hwawon.weights.record import Family, Kind, Speed
from hwawon.weights.safetensors_header import read_header

PARTS = ("unet", "vae", "text_encoder", "text_encoder_2")
LATENT_SCALE = 8  # pixels a latent
CAPTIONERS = {"blip", "blip-2", "git", "vision-encoder-decoder", "florence2"}
PICKLES = (".bin", ".ckpt", ".pt", ".pth")
WEIGHTS = (".safetensors", ".onnx", *PICKLES)


def read_json(path: Path) -> dict[str, Any]:
    """The object in a JSON file; empty where there is no such file.

    Raises:
        BadInput: the file holds something else.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise BadInput(f"cannot read {path}: {error}") from error
    if not isinstance(found, dict):
        raise BadInput(f"{path} should hold a JSON object, it holds a {type(found).__name__}")
    return found


def require_weights(folder: Path, allow_pickle: bool) -> None:
    """See that `folder` holds weights that can be read, whole.

    Raises:
        BadInput: it holds none, a truncated file, or pickle files alone.
    """
    files = sorted(folder.glob("*.safetensors"))
    for file in files:
        read_header(file)
    pickles = [file.name for file in sorted(folder.glob("*")) if file.suffix in PICKLES]
    if not files and pickles and not allow_pickle:
        raise BadInput(pickle_refusal(folder / pickles[0]))
    if not files and not pickles:
        raise BadInput(f"{folder} holds no weights: expected a .safetensors file")


def pickle_refusal(path: Path) -> str:
    """Why a pickle file is refused, and what to do."""
    return (
        f"{path} is a pickle file, which can run any program when it is loaded. Bring the .safetensors file of the "
        "same weights; or, if you trust where it is from, add it with --allow-pickle"
    )


def names_of(folder: Path, config: Mapping[str, Any]) -> Sequence[str]:
    """What may tell more about a folder: its own name, and the name under which it was published."""
    return [folder.resolve().name, str(config.get("_name_or_path", ""))]


def pipeline(folder: Path, allow_pickle: bool) -> Found | None:
    """A whole checkpoint in the diffusers layout, every part of it there; None without `model_index.json`.

    Raises:
        BadInput: a part is missing or broken, or the pipeline is of another kind of model.
    """
    index = read_json(folder / "model_index.json")
    if not index:
        return None
    known = str(index.get("_class_name", "")).startswith(("StableDiffusion", "LatentConsistency"))
    if not known or "unet" not in index:
        raise BadInput(f"{folder} holds a {index.get('_class_name')}; expected Stable Diffusion 1.5, 2.x or XL")
    for part in (part for part in PARTS if (index.get(part) or [None])[0]):
        if not (folder / part).is_dir():
            raise BadInput(f"{folder} is not whole: model_index.json names {part}, the folder {part} is missing")
        require_weights(folder / part, allow_pickle)
    unet = read_json(folder / "unet" / "config.json")
    scheduler = read_json(folder / "scheduler" / "scheduler_config.json")
    details = {
        "unet_channels": checked_channels(int(unet.get("in_channels", 4))),
        "prediction": str(scheduler.get("prediction_type", "epsilon")),
        "speed": _speed(unet, scheduler, names_of(folder, index)).value,
        "has_vae": True,
    } | native_side(unet)
    return Found(Kind.CHECKPOINT, _pipeline_family(folder, index, unet), details)


def native_side(unet: Mapping[str, Any]) -> dict[str, int]:
    """The side in pixels of the squares that a UNet was trained on, under `native_side`; empty where it is unsaid."""
    side = unet.get("sample_size")
    return {"native_side": side * LATENT_SCALE} if isinstance(side, int) else {}


def _pipeline_family(folder: Path, index: Mapping[str, Any], unet: Mapping[str, Any]) -> Family:
    family = _width_family(unet)
    if family:
        return family
    if (index.get("text_encoder_2") or [None])[0]:
        return Family.SDXL
    encoder = read_json(folder / "text_encoder" / "config.json")
    return Family.SD2 if encoder.get("hidden_act") == "gelu" else Family.SD15  # OpenCLIP's, CLIP's is quick_gelu


def _width_family(config: Mapping[str, Any]) -> Family | None:
    width = config.get("cross_attention_dim")
    return family_of_width(width[0] if isinstance(width, list) else width)


def _speed(unet: Mapping[str, Any], scheduler: Mapping[str, Any], names: Sequence[str]) -> Speed:
    kind = str(scheduler.get("_class_name", ""))
    if kind == "LCMScheduler" or unet.get("time_cond_proj_dim"):
        return Speed.LCM
    few_steps = kind.startswith("Euler") and scheduler.get("timestep_spacing") == "trailing"
    ordinary = scheduler.get("rescale_betas_zero_snr") or scheduler.get("prediction_type") == "v_prediction"
    return named.speed(names) or (Speed.TURBO if few_steps and not ordinary else Speed.ORDINARY)


def single_model(folder: Path, allow_pickle: bool) -> Found | None:
    """One diffusers or transformers model with its `config.json`; None where there is none.

    Raises:
        BadInput: its weights are missing or broken, or it is of no use by itself.
    """
    config = read_json(folder / "config.json")
    if not config:
        return None
    found = _by_class(folder, config)
    require_weights(folder, allow_pickle)
    return found


def _by_class(folder: Path, config: Mapping[str, Any]) -> Found:
    kind, names = str(config.get("_class_name", "")), names_of(folder, config)
    if kind == "ControlNetModel":
        is_xl = config.get("addition_embed_type") == "text_time"
        family = _width_family(config) or (Family.SDXL if is_xl else named.family(names))
        return Found(Kind.CONTROLNET, family, {**named.control(names), "original": False})
    if kind in ("AutoencoderKL", "AutoencoderTiny"):
        scaling = float(config.get("scaling_factor", 0)) if kind == "AutoencoderKL" else None
        family = decoders.vae_family(int(config.get("latent_channels", 4)), scaling, names)
        return Found(Kind.VAE, family, {"original": False}) if scaling is not None else Found(Kind.TINY_VAE, family)
    if kind.startswith("UNet2D"):
        raise BadInput(f"{folder} holds a UNet alone; bring the folder above, which has model_index.json")
    if config.get("model_type") in CAPTIONERS:
        return Found(Kind.CAPTIONER, None, {"model_type": config["model_type"]})
    what = kind or config.get("model_type") or "model without a name"
    raise BadInput(f"{folder} holds a {what}, which is of no use here")


def onnx(folder: Path) -> Found | None:
    """A WD14 tagger, or an encoder and a decoder of Segment Anything."""
    if (folder / "model.onnx").is_file() and (folder / "selected_tags.csv").is_file():
        return Found(Kind.TAGGER, None, {"model": "model.onnx", "tags": "selected_tags.csv"})
    files = [path.name for path in sorted(folder.glob("*.onnx"))]
    encoder = next((name for name in files if "encoder" in name.lower()), None)
    decoder = next((name for name in files if "decoder" in name.lower()), None)
    return Found(Kind.SEGMENTER, None, {"encoder": encoder, "decoder": decoder}) if encoder and decoder else None


def weight_files(folder: Path) -> list[Path]:
    """The files with numbers in and under `folder`, in order."""
    return sorted(path for path in folder.rglob("*") if path.suffix in WEIGHTS and path.is_file())


def stated_licence(folder: Path) -> str | None:
    """The licence in the front matter of the folder's README, as hubs keep it."""
    try:
        text = (folder / "README.md").read_text(encoding="utf-8", errors="replace")[:20_000]
    except OSError:
        return None
    front = re.match(r"---\n(.*?)\n---", text, re.DOTALL)
    line = re.search(r"^license:\s*(\S.*)$", front.group(1), re.MULTILINE) if front else None
    return line.group(1).strip("\"' ") if line else None
