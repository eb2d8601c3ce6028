"""Stable Diffusion at its published sizes with random weights, saved as a folder: speed does not depend on them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import benchmarks.tiny  # noqa: F401 - finds the tests' support
from hwawon.weights.record import Family
from support.tiny_clip import END, START, tiny_tokenizer, vocabulary
from support.tiny_diffusers import SCHEDULER

_UNETS: dict[Family, dict[str, Any]] = {
    Family.SD15: {"sample_size": 64, "cross_attention_dim": 768, "attention_head_dim": 8},
    Family.SDXL: {
        "sample_size": 128,
        "cross_attention_dim": 2048,
        "attention_head_dim": (5, 10, 20),
        "block_out_channels": (320, 640, 1280),
        "down_block_types": ("DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
        "up_block_types": ("CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"),
        "transformer_layers_per_block": (1, 2, 10),
        "use_linear_projection": True,
        "addition_embed_type": "text_time",
        "addition_time_embed_dim": 256,
        "projection_class_embeddings_input_dim": 2816,
    },
}
_LCM = {"time_cond_proj_dim": 256}  # the guidance as an input
_VAE = {
    "block_out_channels": (128, 256, 512, 512),
    "down_block_types": ("DownEncoderBlock2D",) * 4,
    "up_block_types": ("UpDecoderBlock2D",) * 4,
    "layers_per_block": 2,
    "latent_channels": 4,
}
_CLIP_L = {"hidden_size": 768, "intermediate_size": 3072, "num_hidden_layers": 12, "num_attention_heads": 12}
_CLIP_G = {"hidden_size": 1280, "intermediate_size": 5120, "num_hidden_layers": 32, "num_attention_heads": 20}


def unet(family: Family, *, lcm: bool = False) -> Any:
    """The UNet of a family without weights; an LCM's hears its guidance."""
    from diffusers import UNet2DConditionModel

    return _empty(lambda: UNet2DConditionModel(**_UNETS[family], **(_LCM if lcm else {})))


def vae(family: Family) -> Any:
    from diffusers import AutoencoderKL

    xl = family is Family.SDXL
    return _empty(
        lambda: AutoencoderKL(**_VAE, sample_size=1024 if xl else 512, scaling_factor=0.13025 if xl else 0.18215)
    )


def text_encoder(*, large: bool = False) -> Any:
    """CLIP-L, or SDXL's second, OpenCLIP's bigG."""
    from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

    words, _ = vocabulary()
    marks = {"bos_token_id": words[START], "eos_token_id": words[END], "pad_token_id": words[END]}
    sizes = _CLIP_G if large else _CLIP_L
    config = CLIPTextConfig(
        **sizes, **marks, projection_dim=sizes["hidden_size"], hidden_act="gelu" if large else "quick_gelu"
    )
    return _empty(lambda: (CLIPTextModelWithProjection if large else CLIPTextModel)(config))


def tiny_vae() -> Any:
    """TAESD."""
    from diffusers import AutoencoderTiny

    return _empty(AutoencoderTiny)


def save_checkpoint(place: Path, family: Family, device: str, *, lcm: bool = False) -> Path:
    """A folder of the diffusers layout in float16; the weights are drawn on `device`, which is quicker on a GPU."""
    import diffusers

    parts = {"unet": unet(family, lcm=lcm), "vae": vae(family), "text_encoder": text_encoder()}
    if family is Family.SDXL:
        parts["text_encoder_2"] = text_encoder(large=True)
    place.mkdir(parents=True)
    index: dict[str, Any] = {"_class_name": f"StableDiffusion{'XL' * (family is Family.SDXL)}Pipeline"}
    for name, network in parts.items():
        drawn(network, device).save_pretrained(place / name)
        index[name] = ["diffusers" if name in ("unet", "vae") else "transformers", type(network).__name__]
    for name, pad in (("tokenizer", END), ("tokenizer_2", "!"))[: len(parts) - 2]:
        tiny_tokenizer(pad).save_pretrained(place / name)
        index[name] = ["transformers", "CLIPTokenizer"]
    scheduler = (diffusers.LCMScheduler if lcm else diffusers.DDIMScheduler)(**SCHEDULER)
    scheduler.save_pretrained(place / "scheduler")
    index["scheduler"] = ["diffusers", type(scheduler).__name__]
    if family is not Family.SDXL:
        index |= {"safety_checker": [None, None], "feature_extractor": [None, None], "requires_safety_checker": False}
    (place / "model_index.json").write_text(json.dumps(index), encoding="utf-8")
    return place


def save_tiny_vae(place: Path, device: str) -> Path:
    drawn(tiny_vae(), device).save_pretrained(place)
    return place


def drawn(network: Any, device: str) -> Any:
    """The network with random weights in float16, small enough that nothing overflows in it."""
    import torch

    source = torch.Generator(device).manual_seed(0)
    for module in network.modules():
        for name, empty in list(module.named_parameters(recurse=False)):
            weights = torch.ones if empty.ndim == 1 and name == "weight" else torch.zeros
            filled = weights(empty.shape, dtype=torch.float16, device=device)
            if empty.ndim > 1:
                filled.normal_(0, float(empty[0].numel()) ** -0.5, generator=source)
            setattr(module, name, torch.nn.Parameter(filled, requires_grad=False))
    return network.half()


def _empty(make: Callable[[], Any]) -> Any:
    """The network with shapes alone: nothing is drawn twice."""
    from accelerate import init_empty_weights

    with init_empty_weights():
        return make().eval()
