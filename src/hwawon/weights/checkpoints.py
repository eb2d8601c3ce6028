"""Recognises a whole checkpoint in one file, in the layout of the original latent diffusion code."""

from collections.abc import Sequence
from typing import Any

from hwawon.errors import BadInput
from hwawon.weights import names as named
from hwawon.weights.found import Found, family_of_width
from hwawon.weights.record import Family, Kind, Speed
from hwawon.weights.safetensors_header import Header

UNET = "model.diffusion_model."
VAE = "first_stage_model."
TEXT_ENCODERS = (  # by its names; the first that is found tells the family where the width is unusual
    ("conditioner.embedders.", Family.SDXL),
    ("cond_stage_model.model.", Family.SD2),  # OpenCLIP
    ("cond_stage_model.transformer.", Family.SD15),
)
REFINER_WIDTH = 1280
SD2_V_SIDE = 768
TIME_CONDITION = UNET + "time_embed.cond_proj.weight"  # guidance as an input: only consistency models have it


def checkpoint(header: Header, names: Sequence[str]) -> Found | None:
    """Family, input channels, prediction and speed of an original checkpoint; None where it is none.

    Raises:
        BadInput: a checkpoint of another sort, such as the SDXL refiner, a depth model, or a UNet alone.
    """
    if not header.has(UNET):
        return None
    layout = next((family for prefix, family in TEXT_ENCODERS if header.has(prefix)), None)
    if layout is None:
        raise BadInput("the file holds a UNet without a text encoder; Hwawon needs the whole checkpoint")
    width = next((shape[-1] for name, shape in header.ending("attn2.to_k.weight") if name.startswith(UNET)), None)
    if width == REFINER_WIDTH:
        raise BadInput("the SDXL refiner paints nothing by itself; bring the base checkpoint")
    family = family_of_width(width) or layout
    first = header.shape(UNET + "input_blocks.0.0.weight")
    channels = first[1] if len(first) > 1 else 0
    fast = named.speed(names) or (Speed.LCM if TIME_CONDITION in header.tensors else Speed.ORDINARY)
    side = stated_side(header)
    details: dict[str, Any] = {
        "unet_channels": checked_channels(channels),
        "prediction": prediction(header, family, names, channels, fast),
        "speed": fast.value,
        "has_vae": header.has(VAE),
    }
    if side:
        details["native_side"] = side
    return Found(Kind.CHECKPOINT, family, details)


def stated_side(header: Header) -> int | None:
    """The side in pixels of the squares it was trained on, where the file says so."""
    side = header.metadata.get("modelspec.resolution", "").partition("x")[0]
    return int(side) if side.isdecimal() else None


def checked_channels(channels: int) -> int:
    """4 or 9.

    Raises:
        BadInput: another number, as of depth and instruction models.
    """
    if channels not in (4, 9):
        raise BadInput(f"the checkpoint's UNet takes {channels} channels; known are 4 (ordinary) and 9 (inpaint)")
    return channels


def prediction(header: Header, family: Family, names: Sequence[str], channels: int, fast: Speed) -> str:
    """What the UNet predicts; no weight tells it for SD 2, so without a word of it 4 channels mean the 768-v model."""
    stated = header.metadata.get("modelspec.prediction_type", "")
    if stated in ("v", "epsilon"):
        return "v_prediction" if stated == "v" else "epsilon"
    if "v_pred" in header.tensors or named.says_v_prediction(names):
        return "v_prediction"
    small = named.says_base(names) or (stated_side(header) or SD2_V_SIDE) != SD2_V_SIDE
    is_768 = channels == 4 and fast is Speed.ORDINARY and not small
    return "v_prediction" if family is Family.SD2 and is_768 else "epsilon"
