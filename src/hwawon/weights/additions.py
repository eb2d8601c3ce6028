"""Recognises, in one file, what is added to a checkpoint: LoRA, embedding, ControlNet, IP-Adapter."""

from collections.abc import Iterator, Sequence

from hwawon.errors import BadInput
from hwawon.weights import names as named
from hwawon.weights.found import Found, family_of_width
from hwawon.weights.record import Family, Kind
from hwawon.weights.safetensors_header import Header

LORA_PARTS = (
    ".lora_down.weight",
    ".lora_A.weight",
    ".lora.down.weight",
    "_lora.down.weight",
    ".lora_linear_layer.down.weight",
)
OTHER_ADAPTERS = (".hada_w1_a", ".lokr_w1", ".lokr_w1_a", ".oft_diag", ".glora")  # LyCORIS
BASE_VERSIONS = (("sdxl", Family.SDXL), ("sd_v2", Family.SD2), ("sd_v1", Family.SD15))  # kohya's words
SECOND_ENCODER = ("lora_te2_", "text_encoder_2.")
EMBEDDING_WIDTHS = {768: Family.SD15, 1024: Family.SD2, 768 + 1280: Family.SDXL}
MAX_EMBEDDING_TENSORS = 4


def lora(header: Header, names: Sequence[str]) -> Found | None:
    """A LoRA in kohya's or in diffusers' names; None where it is none.

    Raises:
        BadInput: an adapter of another sort (LoHa, LoKr, OFT).
    """
    if any(header.ending(*OTHER_ADAPTERS)):
        raise BadInput("the file is a LyCORIS adapter (LoHa, LoKr or OFT); only LoRA is known")
    widths = dict(_lora_widths(header))
    if not widths:
        return None
    cross = next((width for name, width in widths.items() if "attn2" in name and "to_k" in name), None)
    stated = header.metadata.get("ss_base_model_version", "")
    family = family_of_width(cross) or next((family for word, family in BASE_VERSIONS if stated.startswith(word)), None)
    if family is None:
        family = Family.SDXL if header.has(*SECOND_ENCODER) else _family_of_encoder(widths) or named.family(names)
    trigger = header.metadata.get("modelspec.trigger_phrase")
    speed = named.speed(names)
    details = ({"trigger": trigger} if trigger else {}) | ({"speed": speed.value} if speed else {})
    return Found(Kind.LORA, family, details)


def embedding(header: Header, names: Sequence[str]) -> Found | None:
    """A textual inversion: one vector or several, as wide as a prompt's token."""
    tensors = {name: tensor.shape for name, tensor in header.tensors.items()}
    if {"clip_l", "clip_g"} <= set(tensors):
        return Found(Kind.EMBEDDING, Family.SDXL, {"vectors": _vectors(tensors["clip_l"]), "format": "clip_l_clip_g"})
    plain = len(tensors) <= MAX_EMBEDDING_TENSORS and all(len(shape) in (1, 2) for shape in tensors.values())
    name = "emb_params" if "emb_params" in tensors else next(iter(tensors), "")
    is_token = name == "emb_params" or (name.startswith("<") and name.endswith(">"))
    if not plain or not (is_token or len(tensors) == 1) or name.endswith((".weight", ".bias")):
        return None
    shape = tensors[name]
    family = EMBEDDING_WIDTHS.get(shape[-1]) or named.family(names)
    return Found(Kind.EMBEDDING, family, {"vectors": _vectors(shape), "format": name})


def controlnet(header: Header, names: Sequence[str]) -> Found | None:
    """A ControlNet in diffusers' or in the original names; what it follows is told by its name alone."""
    diffusers = header.has("controlnet_cond_embedding.")
    if not diffusers and not header.has("control_model.", "input_hint_block."):
        return None
    keys = [(name, shape) for name, shape in header.ending("attn2.to_k.weight") if not name.startswith("model.")]
    family = family_of_width(keys[0][1][-1] if keys else None)
    if family is None:
        is_xl = header.has("add_embedding.", "control_model.label_emb.", "label_emb.")
        family = Family.SDXL if is_xl else named.family(names)
    return Found(Kind.CONTROLNET, family, {**named.control(names), "original": not diffusers})


def ip_adapter(header: Header, names: Sequence[str]) -> Found | None:
    """An IP-Adapter; `encoder_width` says which image encoder it was trained with (1024: ViT-H, 1280: ViT-bigG)."""
    if not (header.has("image_proj.") and header.has("ip_adapter.")):
        return None
    width = next((shape[-1] for _name, shape in header.ending(".to_k_ip.weight")), None)
    plus = header.shape("image_proj.proj_in.weight")
    projection = plus or header.shape("image_proj.proj.weight") or header.shape("image_proj.proj.0.weight")
    details = {"encoder_width": projection[-1] if projection else None, "plus": bool(plus)}
    return Found(Kind.IP_ADAPTER, family_of_width(width) or named.family(names), details)


def _lora_widths(header: Header) -> Iterator[tuple[str, int]]:
    """Each layer that a LoRA changes, with the width of what goes into it."""
    for name, shape in header.ending(*LORA_PARTS):
        if len(shape) >= 2:
            yield name, shape[1]


def _family_of_encoder(widths: dict[str, int]) -> Family | None:
    encoders = ("lora_te", "text_encoder")
    parts = (
        width for name, width in widths.items() if name.startswith(encoders) and ("_q_proj" in name or "fc1" in name)
    )
    return EMBEDDING_WIDTHS.get(next(parts, 0))


def _vectors(shape: Sequence[int]) -> int:
    return shape[0] if len(shape) == 2 else 1
