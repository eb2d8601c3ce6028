"""What a WebUI says of a picture: tags with their probabilities, and a caption."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hwawon.engines.base import Pixels
from hwawon.engines.webui.client import WebUI, to_text
from hwawon.errors import UnsupportedTask

DEFAULT_TAGGER = "wd-v1-4-moat-tagger.v2"
_READ_S = 120.0


def tags(webui: WebUI, image: Pixels, model: str = DEFAULT_TAGGER, threshold: float = 0.35) -> dict[str, float]:
    """Tags (name: probability) of a picture (H, W, 3), by the tagger extension in either of its two shapes.

    Raises:
        UnsupportedTask: the server has no tagger.
    """
    names = {"queue": "", "name_in_queue": ""}
    body = {"image": to_text(image), "model": model, "threshold": threshold, **names}
    answer = webui.post("/tagger/v1/interrogate", body, read_s=_READ_S)
    if answer is None:
        raise UnsupportedTask("the WebUI has no tagger extension")
    caption: Mapping[str, Any] = answer["caption"]
    split = caption.get("tag")
    found = split if isinstance(split, Mapping) else caption
    return {str(name): float(share) for name, share in found.items()}


def caption(webui: WebUI, image: Pixels) -> str:
    """A sentence about a picture (H, W, 3).

    Raises:
        UnsupportedTask: the server has no interrogator.
    """
    answer = webui.post("/sdapi/v1/interrogate", {"image": to_text(image), "model": "clip"}, read_s=_READ_S)
    if answer is None:
        raise UnsupportedTask("the WebUI has no interrogator")
    return str(answer["caption"])
