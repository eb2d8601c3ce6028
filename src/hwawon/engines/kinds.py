"""The words of a paint request, apart from its pixels, so that requests load without numpy."""

from enum import StrEnum


class Task(StrEnum):
    TEXT_TO_IMAGE = "text_to_image"
    IMAGE_TO_IMAGE = "image_to_image"
    INPAINT = "inpaint"


class ControlKind(StrEnum):
    LINE_ART = "line_art"
    CANNY = "canny"
    SOFT_EDGE = "soft_edge"
    DEPTH = "depth"
    POSE = "pose"
    TILE = "tile"
    REFERENCE = "reference"


class Honour(StrEnum):
    """A wish that some engines heed and others do not."""

    NEGATIVE_PROMPT = "negative_prompt"
    GUIDANCE = "guidance"
    SAMPLER = "sampler"
    LINES = "lines"
    REFERENCE = "reference"
    MASK_CONTENT = "mask_content"
    NOISE_MULTIPLIER = "noise_multiplier"
    STRENGTHS = "strengths"
    CLIP_SKIP = "clip_skip"
    SUBSEED = "subseed"
    LORAS = "loras"
    EMBEDDINGS = "embeddings"


class MaskContent(StrEnum):
    """What lies under the mask before the first step; A1111's inpainting_fill 0 to 3."""

    FILL = "fill"  # the colours around, spread inwards
    ORIGINAL = "original"
    LATENT_NOISE = "latent_noise"
    LATENT_NOTHING = "latent_nothing"
