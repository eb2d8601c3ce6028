"""What is sent for a picture, and the picture in what comes back."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from typing import Any

import numpy as np

from hwawon.engines.base import Checkpoint, PaintRequest, Pixels, Words
from hwawon.errors import BadInput, BadResult, EngineError
from hwawon.imaging import files
from hwawon.imaging.geometry import Extent


def body_of(request: PaintRequest, words: Words, checkpoint: Checkpoint, fields: frozenset[str]) -> dict[str, Any]:
    """The JSON for one picture: six fields that all read, and those of `fields`."""
    given = request.guidance_scale
    body: dict[str, Any] = {
        "prompt": words.prompt,
        "width": request.extent.width,
        "height": request.extent.height,
        "num_images_per_prompt": 1,
        "num_inference_steps": request.steps or checkpoint.default_steps,
        "guidance_scale": checkpoint.default_guidance_scale if given is None else given,
    }
    if "negative_prompt" in fields and words.negative_prompt:
        body["negative_prompt"] = words.negative_prompt
    if "seed" in fields:
        body["seed"] = words.seed
    return body


def picture_of(answer: Any, extent: Extent, name: str) -> Pixels:
    """The first picture (H, W, 3) RGB of an answer: base64 of a JPEG or PNG, or nested lists of numbers 0..255.

    Raises:
        EngineError: no picture where one should be.
        BadResult: a picture of another size than `extent`, or a black one.
    """
    found = _first(answer, name)
    image = _decoded(found, extent, name) if isinstance(found, str) else _of_numbers(found, name)
    if Extent.of(image) != extent:
        raise BadResult(f"expected a picture of {extent} from {name}, got {Extent.of(image)}")
    if not image.any():
        raise BadResult(f"{name} gave a black picture, as its safety filter does")
    return image


def _first(answer: Any, name: str) -> Any:
    """`generated_images` is a list of pictures; `generated_image`, of the first models, one."""
    if not isinstance(answer, Mapping):
        raise EngineError(f"expected a JSON object from {name}, got {_kind(answer)}")
    if "generated_images" in answer:
        images = answer["generated_images"]
        if isinstance(images, list) and images:
            return images[0]
    elif "generated_image" in answer:
        return answer["generated_image"]
    told = ", ".join(sorted(str(key) for key in answer)[:8]) or "nothing"
    raise EngineError(f"expected a picture in generated_images from {name}, got {told} without one")


def _decoded(text: str, extent: Extent, name: str) -> Pixels:
    try:
        data = base64.b64decode(text.split(",", 1)[-1], validate=True)
        picture = files.read(data, max_pixels=4 * extent.area)  # nearly the right size, or not worth decoding
    except (binascii.Error, ValueError):
        raise EngineError(f"expected a picture in base64 from {name}, got {text[:40]!r}") from None
    except BadInput as error:
        raise EngineError(f"expected a picture from {name}: {error}") from None
    return np.array(picture.rgb8(), dtype=np.uint8, order="C")  # a copy: whoever gets it may write into it


def _of_numbers(rows: Any, name: str) -> Pixels:
    try:
        numbers = np.asarray(rows, dtype=np.float64)
    except (TypeError, ValueError):
        raise EngineError(f"expected rows of RGB from {name}, got {_kind(rows)} that is none") from None
    if numbers.ndim != 3 or numbers.shape[2] != 3 or not numbers.size:
        shape = "x".join(str(side) for side in numbers.shape) or _kind(rows)
        raise EngineError(f"expected rows of RGB from {name}, got {shape}")
    if not (np.isfinite(numbers).all() and numbers.min() >= 0 and numbers.max() <= 255):
        raise EngineError(f"expected numbers from 0 to 255 from {name}")
    return np.rint(numbers).astype(np.uint8)


def _kind(value: Any) -> str:
    return "nothing" if value is None else f"a {type(value).__name__}"
