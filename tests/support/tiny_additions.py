"""Tiny ControlNets, LoRAs, embeddings and IP-Adapters with random weights, saved to disk as real ones are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hwawon.weights.record import Family
from support.original_layout import unet_name
from support.tiny_diffusers import TEXT_WIDTH, Tiny, tiny_unet


def tiny_controlnet(tiny: Tiny) -> Any:
    """A ControlNet whose last layers are not zero, as an untrained one's would be."""
    import torch
    from diffusers import ControlNetModel

    torch.manual_seed(tiny.seed + 100)
    network = ControlNetModel.from_unet(tiny_unet(tiny), conditioning_embedding_out_channels=(16, 32, 32, 32))
    with torch.no_grad():
        for name, parameter in network.named_parameters():
            if name.startswith(
                ("controlnet_down_blocks", "controlnet_mid_block", "controlnet_cond_embedding.conv_out")
            ):
                parameter.copy_(torch.randn_like(parameter) * 0.1)
    return network.eval()


def save_controlnet(place: Path, tiny: Tiny, layout: str = "folder") -> Path:
    """As a folder, or as one file of diffusers' names, of the original names, or of those without their prefix."""
    from safetensors.torch import save_file

    network = tiny_controlnet(tiny)
    if layout == "folder":
        network.save_pretrained(place)
    elif layout == "diffusers":
        save_file(network.state_dict(), place)
    else:
        prefix = "" if layout == "bare" else "control_model."
        save_file({f"{prefix}{name}": each for name, each in _original(network).items()}, place)
    return place


def save_lora(place: Path, family: Family = Family.SD15, *, names: str = "kohya", seed: int = 5) -> Path:
    """A LoRA of rank 4 on the cross-attention of the tiny UNet's first level of attention."""
    import torch
    from safetensors.torch import save_file

    torch.manual_seed(seed)
    level = 1 if family is Family.SDXL else 0
    width, channels = TEXT_WIDTH[family], 64 if level else 32
    tensors: dict[str, Any] = {}
    for part, inputs in (("to_k", width), ("to_v", width), ("to_q", channels)):
        path = f"down_blocks.{level}.attentions.0.transformer_blocks.0.attn2.{part}"
        down, up = torch.randn(4, inputs), torch.randn(channels, 4)
        if names == "kohya":
            stem = f"lora_unet_{path.replace('.', '_')}"
            tensors |= {
                f"{stem}.lora_down.weight": down,
                f"{stem}.lora_up.weight": up,
                f"{stem}.alpha": torch.tensor(4.0),
            }
        else:
            tensors |= {f"unet.{path}.lora_A.weight": down, f"unet.{path}.lora_B.weight": up}
    save_file(tensors, place)
    return place


def save_embedding(place: Path, family: Family = Family.SD15, vectors: int = 3) -> Path:
    """A textual inversion as A1111 saves it, with SDXL one for each of its text encoders."""
    import torch
    from safetensors.torch import save_file

    torch.manual_seed(vectors)
    widths = {"clip_l": 768, "clip_g": 1280} if family is Family.SDXL else {"emb_params": TEXT_WIDTH[family]}
    save_file({name: torch.randn(vectors, width) for name, width in widths.items()}, place)
    return place


def save_ip_adapter(folder: Path, family: Family = Family.SD15) -> Path:
    """An IP-Adapter for the tiny UNet, with its image encoder."""
    import torch
    from safetensors.torch import save_file
    from transformers import CLIPVisionConfig, CLIPVisionModelWithProjection

    torch.manual_seed(3)
    config = CLIPVisionConfig(
        hidden_size=32,
        intermediate_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        image_size=32,
        patch_size=8,
        projection_dim=64,
    )
    folder.mkdir(parents=True)
    CLIPVisionModelWithProjection(config).save_pretrained(folder / "image_encoder")
    width = TEXT_WIDTH[family]
    tensors = {
        "image_proj.proj.weight": torch.randn(4 * width, 64) * 0.05,
        "image_proj.proj.bias": torch.zeros(4 * width),
        "image_proj.norm.weight": torch.ones(width),
        "image_proj.norm.bias": torch.zeros(width),
    }
    crossed = [name for name in tiny_unet(Tiny(family)).attn_processors if ".attn2." in name]
    unet = tiny_unet(Tiny(family))
    for place, name in enumerate(crossed):
        channels = unet.get_submodule(name.removesuffix(".processor")).to_q.weight.shape[0]
        for part in ("to_k_ip", "to_v_ip"):
            tensors[f"ip_adapter.{2 * place + 1}.{part}.weight"] = torch.randn(channels, width) * 0.1
    save_file(tensors, folder / "ip-adapter_tiny.safetensors")
    return folder


def _original(network: Any) -> dict[str, Any]:
    """The names of the files that ControlNet's authors published."""
    found = {}
    hints = {"conv_in": 0, "conv_out": 14} | {f"blocks.{index}": 2 * index + 2 for index in range(6)}
    for name, each in network.state_dict().items():
        tensor = each.clone()
        part, end = name.rsplit(".", 1)
        if part.startswith("controlnet_cond_embedding."):
            found[f"input_hint_block.{hints[part.split('.', 1)[1]]}.{end}"] = tensor
        elif part.startswith("controlnet_down_blocks."):
            found[f"zero_convs.{part.split('.')[1]}.0.{end}"] = tensor
        elif part == "controlnet_mid_block":
            found[f"middle_block_out.0.{end}"] = tensor
        else:
            found[unet_name(name, network.config)] = tensor
    return found
