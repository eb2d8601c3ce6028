"""What an engine heeds of a request, and what is said of the rest.

What cannot be left out without painting something else (lines, a reference, painted strengths) is refused; the rest is
only told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pydantic

from hwawon.engines.base import Capabilities, Checkpoint, ControlKind, Honour
from hwawon.engines.diffusion.prompt import parse_prompt
from hwawon.engines.wishes import EngineWishes
from hwawon.errors import UnsupportedTask

ALL = frozenset(Honour)
FOLLOWED: Mapping[ControlKind, Honour] = {
    ControlKind.LINE_ART: Honour.LINES,
    ControlKind.REFERENCE: Honour.REFERENCE,
}
FIELDS: Mapping[str, Honour] = {  # of requests, where they are asked for by another value than the default
    "negative_prompt": Honour.NEGATIVE_PROMPT,
    "guidance_scale": Honour.GUIDANCE,
    "sampler": Honour.SAMPLER,
    "schedule": Honour.SAMPLER,
    "mask_content": Honour.MASK_CONTENT,
    "noise_multiplier": Honour.NOISE_MULTIPLIER,
    "clip_skip": Honour.CLIP_SKIP,
    "subseed_strength": Honour.SUBSEED,
}


def following(kinds: Iterable[ControlKind]) -> frozenset[Honour]:
    """The wishes that are heeded where these kinds of control are followed."""
    return frozenset(FOLLOWED[kind] for kind in kinds if kind in FOLLOWED)


def require(wish: Honour, capabilities: Capabilities) -> None:
    """Refuse what would be painted wrongly if it were left out.

    Raises:
        UnsupportedTask: the engine does not heed it.
    """
    if wish not in capabilities.honours:
        raise UnsupportedTask(f"{capabilities.engine} cannot follow {_words(wish)}")


def notices_of(request: EngineWishes, checkpoint: Checkpoint, capabilities: Capabilities) -> tuple[str, ...]:
    """What of a request goes unheard, in words for people."""
    notices = [f"{capabilities.engine} does not heed {_words(wish)}" for wish in _unheeded(request, capabilities)]
    notices += [f"{capabilities.engine} lists no LoRA {name!r}" for name in _unlisted(request, capabilities)]
    if Honour.GUIDANCE in capabilities.honours and _is_asked(request, "negative_prompt"):
        given = request.guidance_scale
        if (checkpoint.default_guidance_scale if given is None else given) <= 1:
            notices.append("the negative prompt is not heard: the guidance scale is not above 1")
    return tuple(notices)


def _unheeded(request: EngineWishes, capabilities: Capabilities) -> list[Honour]:
    asked = [wish for name, wish in FIELDS.items() if _is_asked(request, name)]
    if "<lora:" in _prompt(request):
        asked.append(Honour.LORAS)
    return [wish for wish in dict.fromkeys(asked) if wish not in capabilities.honours]


def _unlisted(request: EngineWishes, capabilities: Capabilities) -> list[str]:
    """LoRAs that a server does not name: it may find them all the same, and paints without them where it does not."""
    if Honour.LORAS not in capabilities.honours or capabilities.knows_weights or not capabilities.loras:
        return []
    listed = {name.lower() for name in capabilities.loras}
    return [tag.name for tag in parse_prompt(_prompt(request)).loras if tag.name.lower() not in listed]


def _is_asked(request: EngineWishes, name: str) -> bool:
    known: Mapping[str, pydantic.fields.FieldInfo] = type(request).model_fields
    return name in known and getattr(request, name) != known[name].default


def _prompt(request: EngineWishes) -> str:
    return str(getattr(request, "prompt", ""))


def _words(wish: Honour) -> str:
    return wish.replace("_", " ")
