"""What a WebUI can do, asked once; each route may be missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hwawon.engines.base import Capabilities, Checkpoint, ControlKind, ControlModel, Honour, SizeRule, Task
from hwawon.engines.honours import following
from hwawon.engines.webui.client import WebUI
from hwawon.errors import EngineUnavailable
from hwawon.weights.additions import BASE_VERSIONS

DESCRIPTION = "Stable Diffusion on a remote WebUI; cutting, stitching and proof happen here."
XL = ("xl", "pony", "illustrious", "noob")
SD15 = ("sd15", "sd1.5", "sd-1-5", "v1-5", "v11")
# How the files of each kind are named, in the model list of the ControlNet extension.
NAMES: Mapping[ControlKind, tuple[str, ...]] = {
    ControlKind.LINE_ART: ("lineart",),
    ControlKind.CANNY: ("canny",),
    ControlKind.SOFT_EDGE: ("softedge", "hed", "pidi"),
    ControlKind.DEPTH: ("depth",),
    ControlKind.POSE: ("openpose", "pose"),
    ControlKind.TILE: ("tile",),
}
SPACED = ("DPM2", "DPM++", "LMS")  # samplers that are also written with their schedule behind them ...
SPACINGS = ("Karras", "Exponential")  # ... as in DPM++ 2M Karras; newer servers list the two apart
EVERYWHERE = frozenset({Honour.NEGATIVE_PROMPT, Honour.GUIDANCE, Honour.SAMPLER})
WITH_SCRIPTS = frozenset({Honour.MASK_CONTENT, Honour.NOISE_MULTIPLIER, Honour.CLIP_SKIP, Honour.SUBSEED})
SOFT_INPAINTING = "soft inpainting"  # came to A1111 together with masks that are not rounded
_SD15 = SizeRule(8, 384, 2048, 512 * 512, 2048 * 2048)
_SDXL = SizeRule(8, 640, 2048, 800 * 800, 2048 * 2048)


@dataclass(frozen=True)
class Server:
    """What was found."""

    capabilities: Capabilities
    hashes: Mapping[str, str | None]  # by checkpoint
    has_internal_progress: bool
    samplers: tuple[str, ...] = ()  # those that it lists itself

    def sampler(self, name: str) -> tuple[str, str | None]:
        """The sampler, and the schedule that its name ends with where the server lists the two apart."""
        base, _, ending = name.rpartition(" ")
        apart = base and name.lower() not in {one.lower() for one in self.samplers}
        return (base, ending) if apart else (name, None)


def probe(webui: WebUI, name: str, sizes: SizeRule | None = None) -> Server:
    """Ask the server for everything.

    Args:
        sizes: in place of the usual ones of each family.

    Raises:
        EngineUnavailable: it does not answer, or has no API.
    """
    models = webui.get("/sdapi/v1/sd-models")
    if models is None:
        raise EngineUnavailable("the WebUI has no API; start it with --api")
    options = webui.get("/sdapi/v1/options") or {}
    networks = _listed(webui.get("/controlnet/model_list"), "model_list")
    checkpoints = _checkpoints(models, str(options.get("sd_model_checkpoint", "")), sizes)
    if not checkpoints:
        raise EngineUnavailable("the WebUI has no checkpoint")
    modules = _listed(webui.get("/controlnet/module_list"), "module_list")
    samplers = _names(webui.get("/sdapi/v1/samplers"), "name")
    schedules = _names(webui.get("/sdapi/v1/schedulers"), "label")
    vaes = _names(webui.get("/sdapi/v1/sd-vae") or webui.get("/sdapi/v1/sd-modules"), "model_name")
    loras = webui.get("/sdapi/v1/loras")
    control_models = tuple(_control_model(each) for each in networks)
    kinds = {one.kind for one in control_models if one.kind}
    if any("reference_only" in each for each in modules):
        kinds.add(ControlKind.REFERENCE)
    capabilities = Capabilities(
        engine=name,
        description=DESCRIPTION,
        tasks=frozenset(Task),
        control_kinds=frozenset(kinds),
        samplers=tuple(dict.fromkeys((*samplers, *_joined(samplers, schedules)))),
        checkpoints=checkpoints,
        is_stable_diffusion=True,
        schedules=schedules,
        vaes=vaes,
        loras=_names(loras, "name"),
        control_models=control_models,
        honours=_honours(webui, loras) | following(kinds),
        lora_families={str(each["name"]): _lora_family(each) for each in loras or ()},
        vae_families={name: _told_family(name) for name in vaes},
    )
    hashes = {str(each["title"]): each.get("sha256") or each.get("hash") for each in models}
    return Server(capabilities, hashes, webui.get("/internal/pending-tasks") is not None, samplers)


def _control_model(name: str) -> ControlModel:
    """What a ControlNet's name tells, which is all that the API has."""
    kind = next((kind for kind, told in NAMES.items() if _has(name, told)), None)
    return ControlModel(name, kind, _told_family(name))


def _honours(webui: WebUI, loras: Any) -> frozenset[Honour]:
    """What a server heeds, by the routes that it has; those without scripts take the plain fields alone."""
    found, scripts = EVERYWHERE, webui.get("/sdapi/v1/scripts")
    if scripts is not None:
        found |= WITH_SCRIPTS
        soft = SOFT_INPAINTING in {str(each).lower() for each in scripts.get("img2img", ())}
        found |= {Honour.STRENGTHS} if soft else set()
    found |= set() if loras is None else {Honour.LORAS}
    return found | (set() if webui.get("/sdapi/v1/embeddings") is None else {Honour.EMBEDDINGS})


def _joined(samplers: Sequence[str], schedules: Sequence[str]) -> list[str]:
    spacings = [spacing for spacing in SPACINGS if spacing in schedules]
    return [f"{name} {spacing}" for name in samplers if name.startswith(SPACED) for spacing in spacings]


def _lora_family(lora: Mapping[str, Any]) -> str | None:
    """By what its trainer wrote into it, else by its name."""
    trained_on = str((lora.get("metadata") or {}).get("ss_base_model_version") or "")
    told = [family.value for start, family in BASE_VERSIONS if trained_on.startswith(start)]
    return told[0] if told else _told_family(str(lora["name"]))


def _told_family(name: str) -> str | None:
    """SD 1.5 or SDXL where the name tells."""
    return family_of(name) if _has(name, XL) or _has(name, SD15) else None


def family_of(name: str) -> str:
    """SD 1.5 or SDXL by name, which is all that the API tells."""
    return "sdxl" if _has(name, XL) else "sd15"


def _checkpoints(models: Sequence[Mapping[str, Any]], current: str, sizes: SizeRule | None) -> tuple[Checkpoint, ...]:
    found = [_checkpoint(each, sizes) for each in models]
    return tuple(sorted(found, key=lambda one: one.id != current))


def _checkpoint(model: Mapping[str, Any], sizes: SizeRule | None) -> Checkpoint:
    title = str(model["title"])
    family = family_of(title)
    return Checkpoint(
        id=title,
        family=family,
        sha256=model.get("sha256"),
        sizes=sizes or (_SDXL if family == "sdxl" else _SD15),
        default_steps=20,
        default_guidance_scale=7.0,
    )


def _names(rows: Any, key: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(row[key]) for row in rows or ()))


def _listed(answer: Any, key: str) -> list[str]:
    return [str(each) for each in (answer or {}).get(key, ())]


def _has(text: str, words: Sequence[str]) -> bool:
    return any(word in text.lower() for word in words)
