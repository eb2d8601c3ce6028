"""What an engine does not heed is refused where the picture would be wrong, and told where it would not."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hwawon.engines.base import Capabilities, Honour
from hwawon.engines.checks import check_names, check_words
from hwawon.engines.honours import ALL, notices_of, require
from hwawon.engines.painter.engine import Painter
from hwawon.errors import BadInput, UnsupportedTask
from hwawon.retouch.request import RetouchRequest
from hwawon.validation import validated

UNHEARD = {
    "guidance_scale": 4,
    "mask_content": "fill",
    "noise_multiplier": 0.9,
    "clip_skip": 2,
    "subseed_strength": 0.1,
}


def painter() -> Capabilities:
    return Painter(Path()).capabilities()


def diffusion(*, knows_weights: bool = True) -> Capabilities:
    """An engine that heeds everything, with weights of two families."""
    own = painter()
    checkpoint = replace(own.checkpoints[0], id="sd", family="sd15", default_guidance_scale=7.0)
    turbo = replace(checkpoint, id="turbo", default_guidance_scale=0.0)
    loras = {"ink": "sd15", "big": "sdxl", "any": None}
    vaes = {"mse": "sd15", "old": "sd2", "xl": "sdxl"}
    lists: dict[str, Any] = {"loras": tuple(loras), "lora_families": loras, "vaes": tuple(vaes), "vae_families": vaes}
    return replace(
        own, engine="able", checkpoints=(checkpoint, turbo), honours=ALL, knows_weights=knows_weights, **lists
    )


def asked(**fields: Any) -> RetouchRequest:
    return validated(RetouchRequest, {"prompt": "tulips"} | fields)


def told(capabilities: Capabilities, **fields: Any) -> tuple[str, ...]:
    request = asked(**fields)
    checkpoints = {one.id: one for one in capabilities.checkpoints}
    return notices_of(request, checkpoints.get(request.checkpoint or "", capabilities.checkpoints[0]), capabilities)


def test_a_plain_request_is_heeded_by_every_engine() -> None:
    assert told(painter(), negative_prompt="dogs") == told(diffusion(), negative_prompt="dogs") == ()


@pytest.mark.parametrize("field", UNHEARD)
def test_each_wish_that_the_painter_does_not_heed_is_told(field: str) -> None:
    (notice,) = told(painter(), **{field: UNHEARD[field]})

    assert notice == f"painter does not heed {field.removesuffix('_scale').removesuffix('_strength').replace('_', ' ')}"
    assert told(diffusion(), **{field: UNHEARD[field]}) == ()


def test_loras_are_told_to_be_unheeded_and_a_sampler_and_its_schedule_only_once() -> None:
    assert told(painter(), prompt="tulips <lora:ink:1>") == ("painter does not heed loras",)
    assert told(painter(), sampler="painter", schedule="Karras") == ("painter does not heed sampler",)


def test_a_negative_prompt_is_not_heard_without_guidance() -> None:
    words = ("the negative prompt is not heard: the guidance scale is not above 1",)

    assert told(diffusion(), negative_prompt="dogs", checkpoint="turbo") == words
    assert told(diffusion(), negative_prompt="dogs", guidance_scale=1) == words
    assert told(diffusion(), negative_prompt="dogs", checkpoint="turbo", guidance_scale=2) == ()


def test_what_would_be_painted_wrongly_is_refused() -> None:
    require(Honour.STRENGTHS, painter())

    with pytest.raises(UnsupportedTask, match="painter cannot follow strengths"):
        require(Honour.STRENGTHS, replace(painter(), honours=frozenset()))


def refused(prompt: str, negative_prompt: str = "", capabilities: Capabilities | None = None) -> str:
    able = capabilities or diffusion()
    with pytest.raises(BadInput) as raised:
        check_words(prompt, negative_prompt, able.checkpoints[0], able)
    return str(raised.value)


@pytest.mark.parametrize(
    ("prompt", "message"),
    [
        ("a (tulip:1.2.3) b", "the weight '1.2.3' in ':1.2.3)'"),
        ("tulip <lora:ink:strong>", "the weight 'strong' in '<lora:ink:strong>'"),
        ("tulip <lora:pencil:1>", "unknown LoRA 'pencil'; known are any, big, ink"),
        ("tulip <lora:Big:1>", "the LoRA 'Big' is for sdxl, the checkpoint 'sd' is sd15"),
    ],
)
def test_words_that_cannot_be_painted_by_are_refused_by_name(prompt: str, message: str) -> None:
    assert message in refused(prompt)


def test_a_bad_weight_is_refused_in_the_negative_prompt_too_and_by_a_server_that_reads_weights() -> None:
    assert "'1.2.3'" in refused("tulip", "(dog:1.2.3)")
    assert "'1.2.3'" in refused("(tulip:1.2.3)", capabilities=diffusion(knows_weights=False))


def test_words_that_can_be_painted_by_are_let_through() -> None:
    able = diffusion()

    check_words("(tulip:1.2), [rose], a:b <lora:INK:0.5> <lora:any>", "(dog", able.checkpoints[0], able)
    check_words("(tulip:1.2.3) <lora:pencil:x>", "", painter().checkpoints[0], painter())


def test_a_lora_that_a_server_does_not_list_is_told_and_may_be_there_all_the_same() -> None:
    server = diffusion(knows_weights=False)

    check_words("tulip <lora:pencil:1> <lora:big:1>", "", server.checkpoints[0], server)
    assert told(server, prompt="<lora:pencil:1> <lora:ink:1>") == ("able lists no LoRA 'pencil'",)
    assert told(replace(server, loras=()), prompt="<lora:pencil:1>") == ()


def test_a_vae_of_another_family_is_refused_unless_its_latents_are_the_same() -> None:
    able = diffusion()
    check_names(asked(vae="MSE"), able)
    check_names(asked(vae="old"), able)
    check_names(asked(vae="xl"), replace(able, knows_weights=False))

    with pytest.raises(BadInput, match="the VAE 'xl' is for sdxl, the checkpoint 'sd' is sd15"):
        check_names(asked(vae="xl"), able)
