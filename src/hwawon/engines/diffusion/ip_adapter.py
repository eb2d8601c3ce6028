"""Reference by IP-Adapter: the other picture as words that only the network understands."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image
from safetensors import SafetensorError
from safetensors.torch import load_file
from transformers import CLIPImageProcessor, CLIPVisionModelWithProjection

from hwawon.engines.base import Pixels
from hwawon.engines.diffusion.model import Model
from hwawon.errors import BadInput
from hwawon.weights.record import Weights

IMAGE_ENCODER = "image_encoder"


@dataclass(frozen=True, eq=False)
class Adapter:
    """The files of one IP-Adapter, read."""

    weights: Weights
    parts: dict[str, dict[str, Any]]  # image_proj and ip_adapter
    image_encoder: Any


def load_adapter(weights: Weights, model: Model) -> Adapter:
    """Read an IP-Adapter: a .safetensors file with the folder of its image encoder beside it.

    Raises:
        BadInput: a part is missing, damaged, or made for another part.
    """
    file, place = _parts_of(weights)
    try:
        tensors = load_file(file)
        encoder = CLIPVisionModelWithProjection.from_pretrained(place, dtype=model.device.dtype, local_files_only=True)
    except (OSError, SafetensorError, RuntimeError, ValueError) as error:
        raise BadInput(f"the IP-Adapter {weights.id!r} cannot be loaded: {error}") from error
    parts: dict[str, dict[str, Any]] = {"image_proj": {}, "ip_adapter": {}}
    for name, tensor in tensors.items():
        part, rest = name.split(".", 1)
        parts[part][rest] = tensor
    width = next((each.shape[1] for name, each in tensors.items() if name.endswith("to_k_ip.weight")), None)
    expected = int(model.unet.config.cross_attention_dim)
    if width != expected:
        raise BadInput(f"the IP-Adapter {weights.id!r} reads text {width} wide, the checkpoint has {expected}")
    _check_encoder(weights, encoder)
    return Adapter(weights, parts, encoder.eval().to(model.device.kind))


def _parts_of(weights: Weights) -> tuple[Path, Path]:
    """The adapter's file and the folder of its image encoder."""
    folder = weights.path if weights.layout == "folder" else weights.path.parent
    files = sorted(weights.path.glob("*.safetensors")) if weights.layout == "folder" else [weights.path]
    if not files or not (folder / IMAGE_ENCODER).is_dir():
        raise BadInput(
            f"the IP-Adapter {weights.id!r} is not whole: expected a .safetensors file and beside it the folder "
            f"{IMAGE_ENCODER}, which holds the image encoder that it was trained with"
        )
    return files[0], folder / IMAGE_ENCODER


def _check_encoder(weights: Weights, encoder: Any) -> None:
    """Refuse an image encoder of another width than the adapter was trained with."""
    wanted = weights.details.get("encoder_width")
    given = encoder.config.hidden_size if weights.details.get("plus") else encoder.config.projection_dim
    if wanted and wanted != given:
        raise BadInput(
            f"the IP-Adapter {weights.id!r} expects an image encoder of width {wanted}, the one beside it has {given}"
        )


@contextmanager
def attached(model: Model, adapter: Adapter, image: Pixels, scale: float, count: int, guided: bool) -> Iterator[Any]:
    """Within, the network hears the picture; gives what the steps are told beside the words. No trace is left."""
    pipe, unet = model.pipe, model.unet
    before = dict(unet.attn_processors)
    size = int(adapter.image_encoder.config.image_size)
    processor = CLIPImageProcessor(size={"shortest_edge": size}, crop_size={"height": size, "width": size})
    pipe.register_modules(image_encoder=adapter.image_encoder, feature_extractor=processor)
    try:
        try:
            pipe.load_ip_adapter(adapter.parts, subfolder="", weight_name="", image_encoder_folder=None)
        except (ValueError, RuntimeError, KeyError) as error:
            told = str(error).split("Please")[0].strip()[:200]
            raise BadInput(f"the IP-Adapter {adapter.weights.id!r} does not fit the checkpoint: {told}") from error
        unet.to(model.device.kind, model.device.dtype)
        pipe.set_ip_adapter_scale(scale)
        picture = [Image.fromarray(image)]
        yield pipe.prepare_ip_adapter_image_embeds(picture, None, model.device.kind, count, guided)
    finally:
        pipe.register_modules(image_encoder=None, feature_extractor=None)
        del unet.encoder_hid_proj  # set to None it would stay a part of the network, an empty one
        unet.encoder_hid_proj = None
        unet.config.encoder_hid_dim_type = None
        unet.register_to_config(encoder_hid_dim_type=None)
        unet.set_attn_processor(before)
