"""A paint request in the fields of A1111's API. The server never crops, blurs or stitches."""

from __future__ import annotations

from typing import Any

from hwawon.engines.base import Control, ControlKind, MaskContent, PaintRequest
from hwawon.engines.controls import model_for
from hwawon.engines.webui.client import to_text
from hwawon.engines.webui.probe import Server

FILLS = {
    MaskContent.FILL: 0,
    MaskContent.ORIGINAL: 1,
    MaskContent.LATENT_NOISE: 2,
    MaskContent.LATENT_NOTHING: 3,
}


def payload(request: PaintRequest, seed: int, server: Server, task_id: str) -> dict[str, Any]:
    """The body of one POST for one picture.

    Raises:
        BadInput: a control that the server has no model for.
    """
    chosen = next(one for one in server.capabilities.checkpoints if request.checkpoint in (None, one.id))
    given = request.guidance_scale
    body: dict[str, Any] = {
        "prompt": request.prompt,
        "negative_prompt": request.negative_prompt,
        "seed": seed,
        "subseed": -1 if request.subseed is None else (request.subseed + seed - request.seed) % 2**32,
        "subseed_strength": request.subseed_strength,
        "width": request.extent.width,
        "height": request.extent.height,
        "steps": request.steps or chosen.default_steps,
        "cfg_scale": chosen.default_guidance_scale if given is None else given,
        "batch_size": 1,
        "n_iter": 1,
        "send_images": True,
        "save_images": False,
        "force_task_id": task_id,
        "override_settings": _settings(request, chosen.id),
        "override_settings_restore_afterwards": True,
        "alwayson_scripts": _scripts(request, server, chosen.family),
    }
    return body | _sampling(request, server) | _image_fields(request)


def _sampling(request: PaintRequest, server: Server) -> dict[str, Any]:
    name, spacing = server.sampler(request.sampler) if request.sampler else (None, None)
    fields = {"sampler_name": name, "scheduler": request.schedule or spacing}
    return {key: value for key, value in fields.items() if value}


def _image_fields(request: PaintRequest) -> dict[str, Any]:
    if request.image is None:
        return {}
    fields: dict[str, Any] = {
        "init_images": [to_text(request.image)],
        "denoising_strength": request.strength,
        "resize_mode": 0,
        "initial_noise_multiplier": request.noise_multiplier,
    }
    if request.mask is None:
        return fields
    return fields | {
        "mask": to_text(request.mask),
        "mask_blur": 0,
        "mask_round": False,
        "inpainting_fill": FILLS[request.mask_content],
        "inpaint_full_res": False,
        "inpainting_mask_invert": 0,
    }


def _settings(request: PaintRequest, checkpoint: str) -> dict[str, Any]:
    """For this picture alone; the server's own settings come back afterwards."""
    settings: dict[str, Any] = {"sd_model_checkpoint": checkpoint}
    if request.vae:
        settings["sd_vae"] = request.vae
    if request.clip_skip:
        settings["CLIP_stop_at_last_layers"] = request.clip_skip
    return settings


def _scripts(request: PaintRequest, server: Server, family: str) -> dict[str, Any]:
    units = [_unit(control, server, family) for control in request.controls]
    return {"controlnet": {"args": units}} if units else {}


def _unit(control: Control, server: Server, family: str) -> dict[str, Any]:
    """One unit; lines go with module `none`, since they are drawn already."""
    reference = control.kind is ControlKind.REFERENCE
    model = "None" if reference else model_for(control, family, server.capabilities.control_models).id
    return {
        "enabled": True,
        "image": to_text(control.image),
        "module": "reference_only" if reference else "none",
        "model": model,
        "weight": control.scale,
        "guidance_start": control.start,
        "guidance_end": control.end,
        "control_mode": 0,
        "resize_mode": 1,
        "pixel_perfect": True,
    }
