"""The remote WebUI keeps what every engine keeps, and asks a stock server for nothing but a crop."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any, ClassVar

import numpy as np
import pytest

from benchmarks.photographs import photographs
from contracts.engine import EngineContract
from hwawon.engines.base import (
    Control,
    ControlKind,
    Engine,
    Honour,
    MaskContent,
    PaintRequest,
    Pixels,
    SizeRule,
    Step,
    Task,
)
from hwawon.engines.webui.client import WebUI, to_pixels
from hwawon.engines.webui.engine import RemoteWebUI
from hwawon.engines.webui.words import caption, tags
from hwawon.errors import (
    BadInput,
    BadResult,
    Cancelled,
    EngineDied,
    EngineError,
    EngineUnavailable,
    OutOfMemory,
    UnsupportedTask,
)
from hwawon.imaging.geometry import Bounds, Extent
from hwawon.imaging.picture import Picture
from hwawon.imaging.stitch import composite, prove
from hwawon.retouch.guides import Guides
from hwawon.retouch.plan import plan_retouch
from hwawon.retouch.request import RetouchRequest
from hwawon.retouch.run import retouch
from support.requests import disc_mask, paint, textured_picture
from support.webui_stub import (
    A1111,
    BEFORE_SOFT_MASKS,
    CHECKPOINT,
    FORGE,
    FORGE_CLASSIC,
    SD_SERVER,
    Personality,
    Stub,
    serving,
)

SIZES = SizeRule(multiple=8, min_side=64, max_side=256, min_area=64 * 64, max_area=256 * 256)
EXTENT = Extent(64, 64)


class WebUIContract(EngineContract):
    """The contract with a server of one personality."""

    personality: ClassVar[Personality]
    steps = 2

    @pytest.fixture
    def engine(self) -> Iterator[Engine]:
        with serving(Stub(self.personality)) as url, closing(RemoteWebUI(url, sizes=SIZES)) as engine:
            yield engine


class TestA1111(WebUIContract):
    personality = A1111


class TestForge(WebUIContract):
    personality = FORGE


class TestForgeClassic(WebUIContract):
    personality = FORGE_CLASSIC


class TestSdServer(WebUIContract):
    personality = SD_SERVER


@pytest.fixture
def stub() -> Stub:
    return Stub()


@pytest.fixture
def engine(stub: Stub) -> Iterator[RemoteWebUI]:
    with serving(stub) as url, closing(RemoteWebUI(url, sizes=SIZES)) as engine:
        yield engine


def inpaint(**changes: Any) -> PaintRequest:
    request = PaintRequest(Task.INPAINT, EXTENT, 7, "a red flower", steps=4, strength=0.7)
    return replace(request, image=textured_picture(EXTENT), mask=disc_mask(EXTENT), **changes)


# What is asked


def test_the_server_is_never_asked_to_crop_or_blur_or_to_change_its_settings(engine: RemoteWebUI, stub: Stub) -> None:
    asked = inpaint(mask_content=MaskContent.LATENT_NOISE, noise_multiplier=0.8, clip_skip=2, vae="plain.vae.pt")
    paint(engine, asked)
    (body,) = stub.bodies("/sdapi/v1/img2img")
    assert body["inpaint_full_res"] is False
    assert body["mask_blur"] == 0
    assert body["inpainting_fill"] == 2
    assert body["initial_noise_multiplier"] == 0.8
    assert body["override_settings"] == {
        "sd_model_checkpoint": CHECKPOINT,
        "sd_vae": "plain.vae.pt",
        "CLIP_stop_at_last_layers": 2,
    }
    assert body["override_settings_restore_afterwards"] is True
    assert np.array_equal(to_pixels(body["init_images"][0]), textured_picture(EXTENT))
    assert np.array_equal(to_pixels(body["mask"])[..., 0], disc_mask(EXTENT))
    assert not [path for method, path, _ in stub.requests if (method, path) == ("POST", "/sdapi/v1/options")]


def test_own_lines_arrive_unchanged_and_are_not_detected_again(engine: RemoteWebUI, stub: Stub) -> None:
    lines = np.random.default_rng(3).integers(0, 256, (64, 64, 3), dtype=np.uint8)
    reference = textured_picture(Extent(40, 50))
    controls = (
        Control(ControlKind.LINE_ART, lines, 0.7, end=0.8),
        Control(ControlKind.REFERENCE, reference, 0.5),
    )
    paint(engine, inpaint(controls=controls))
    art, look = stub.bodies("/sdapi/v1/img2img")[0]["alwayson_scripts"]["controlnet"]["args"]
    assert np.array_equal(to_pixels(art["image"]), lines)
    assert (art["module"], art["model"]) == ("none", "control_v11p_sd15_lineart [43d4be0d]")
    assert (art["weight"], art["guidance_start"], art["guidance_end"]) == (0.7, 0.0, 0.8)
    assert (look["module"], look["model"]) == ("reference_only", "None")
    assert np.array_equal(to_pixels(look["image"]), reference)


def test_a_controlnet_of_another_family_is_not_taken(engine: RemoteWebUI) -> None:
    with pytest.raises(BadInput, match="no ControlNet for canny with sd15"):
        paint(engine, inpaint(controls=(Control(ControlKind.CANNY, textured_picture(EXTENT)),)))


def test_a_model_of_the_servers_own_list_is_taken_by_its_name(engine: RemoteWebUI, stub: Stub) -> None:
    control = Control(
        ControlKind.DEPTH, textured_picture(EXTENT), 0.5, 0.1, 0.9, "control_v11p_sd15_lineart [43d4be0d]"
    )
    paint(engine, inpaint(controls=(control,)))
    (unit,) = stub.bodies("/sdapi/v1/img2img")[0]["alwayson_scripts"]["controlnet"]["args"]
    assert (unit["model"], unit["guidance_start"], unit["guidance_end"]) == (control.model, 0.1, 0.9)
    with pytest.raises(
        BadInput, match=r"unknown controlnet 'nobody'; known are control_v11p_sd15_lineart .*sdxl_canny"
    ):
        paint(engine, inpaint(controls=(replace(control, model="nobody"),)))
    assert len(stub.bodies("/sdapi/v1/img2img")) == 1


def test_each_picture_is_one_post_with_its_own_seed_which_is_read_back(engine: RemoteWebUI, stub: Stub) -> None:
    painted = paint(engine, inpaint(count=3))
    assert [body["seed"] for body in stub.bodies("/sdapi/v1/img2img")] == [7, 8, 9]
    assert painted.seeds == (7, 8, 9)
    assert painted.record["sampler"] == "Euler"  # the server's own, since none was asked for
    assert len(painted.images) == 3


# What it says of the server


@pytest.mark.parametrize(
    ("personality", "missing"),
    [
        (A1111, set()),
        (FORGE, set()),
        (BEFORE_SOFT_MASKS, {"strengths"}),
        (
            SD_SERVER,
            {wish.value for wish in Honour} - {"negative_prompt", "guidance", "sampler", "loras"},
        ),
    ],
    ids=lambda value: getattr(value, "name", None),
)
def test_what_a_server_heeds_follows_from_its_routes(personality: Personality, missing: set[str]) -> None:
    with serving(Stub(personality)) as url, closing(RemoteWebUI(url)) as engine:
        assert engine.capabilities().honours == {wish.value for wish in Honour} - missing


def test_the_family_of_a_lora_is_its_trainers_word_else_its_name(engine: RemoteWebUI) -> None:
    capabilities = engine.capabilities()
    assert capabilities.loras == ("ink", "wash", "wash-xl")
    assert capabilities.lora_families == {"ink": None, "wash": "sd15", "wash-xl": "sdxl"}
    assert capabilities.vae_families == {"plain.vae.pt": None}


def test_a_joined_name_is_sent_as_sampler_and_schedule_to_servers_that_list_them_apart(stub: Stub) -> None:
    with serving(stub) as url, closing(RemoteWebUI(url, sizes=SIZES)) as engine:
        assert engine.capabilities().samplers == ("Euler", "DPM++ 2M", "DDIM", "DPM++ 2M Karras")
        paint(engine, inpaint(sampler="DPM++ 2M Karras"))
        paint(engine, inpaint(sampler="DPM++ 2M", schedule="Karras"))
        paint(engine, inpaint(sampler="Euler"))
    sent = [(body["sampler_name"], body.get("scheduler")) for body in stub.bodies("/sdapi/v1/img2img")]
    assert sent == [("DPM++ 2M", "Karras"), ("DPM++ 2M", "Karras"), ("Euler", None)]


# Progress and cancelling


def test_progress_and_previews_are_of_our_own_task(engine: RemoteWebUI, stub: Stub) -> None:
    stub.step_s = 0.12
    seen: list[Step] = []
    engine.paint(inpaint(), seen.append)
    assert any(1 < step.step < step.steps for step in seen)
    assert any(step.preview is not None for step in seen)
    task = stub.bodies("/sdapi/v1/img2img")[0]["force_task_id"]
    assert {body["id_task"] for body in stub.bodies("/internal/progress")} == {task}


def test_cancelling_interrupts_the_server_and_waits_until_it_is_idle(engine: RemoteWebUI, stub: Stub) -> None:
    stub.step_s = 0.3

    def stop(step: Step) -> None:
        if step.step > 1:
            raise Cancelled

    with pytest.raises(Cancelled):
        engine.paint(inpaint(), stop)
    assert stub.interrupted
    assert stub.running == 0
    assert len(stub.bodies("/sdapi/v1/img2img")) == 1


# What goes wrong


def test_a_broken_connection_is_one_post_and_ends_when_the_server_is_idle(engine: RemoteWebUI, stub: Stub) -> None:
    stub.drops_connection, stub.step_s = True, 0.05
    with pytest.raises(EngineDied, match="connection to the WebUI broke") as raised:
        paint(engine, inpaint())
    assert raised.value.retryable
    assert len(stub.bodies("/sdapi/v1/img2img")) == 1
    assert stub.running == 0


@pytest.mark.parametrize(
    ("status", "body", "error", "told"),
    [
        (
            500,
            {"error": "OutOfMemoryError", "detail": "", "errors": "CUDA out of memory. Tried"},
            OutOfMemory,
            "memory",
        ),
        (
            500,
            {"error": "RuntimeError", "detail": "", "errors": "mat1 and mat2"},
            EngineError,
            "500: RuntimeError mat1",
        ),
        (422, {"error": "HTTPException", "detail": "always on script x not found"}, BadInput, "script x not found"),
        (404, {"error": "HTTPException", "detail": "Sampler not found"}, BadInput, "Sampler not found"),
        (401, {"detail": "Incorrect username or password"}, EngineUnavailable, "HWAWON_WEBUI_AUTH"),
    ],
)
def test_the_servers_own_words_are_passed_on(
    engine: RemoteWebUI, stub: Stub, status: int, body: dict[str, Any], error: type[Exception], told: str
) -> None:
    stub.fails_with = (status, body)
    with pytest.raises(error, match=told):
        paint(engine, inpaint())
    stub.fails_with = None
    assert paint(engine, inpaint()).images


@pytest.mark.parametrize(
    ("given", "told"),
    [(np.zeros((64, 64, 3), np.uint8), "black picture"), (np.ones((8, 8, 3), np.uint8), "expected a picture of 64x64")],
)
def test_a_black_or_misshapen_picture_is_refused(engine: RemoteWebUI, stub: Stub, given: Pixels, told: str) -> None:
    stub.gives = given
    with pytest.raises(BadResult, match=told):
        paint(engine, inpaint())


def test_a_server_that_is_off_is_said_at_once() -> None:
    with closing(RemoteWebUI("http://127.0.0.1:9")) as off, pytest.raises(EngineUnavailable, match="does not answer"):
        off.capabilities()


def test_the_password_is_sent(stub: Stub) -> None:
    with serving(stub) as url, closing(RemoteWebUI(url, ("ann", "secret"), SIZES)) as engine:
        engine.capabilities()
    assert {base64.b64decode(header.removeprefix("Basic ")) for header in stub.passwords} == {b"ann:secret"}


# Words


def test_both_shapes_of_tags_are_read(stub: Stub) -> None:
    with serving(stub) as url, closing(WebUI(url, None)) as webui:
        for stub.split_tags in (True, False):
            assert tags(webui, textured_picture(EXTENT)) == {"flower": 0.9, "garden": 0.5}
        assert caption(webui, textured_picture(EXTENT)) == "a flower in a garden"


@pytest.mark.parametrize(
    ("personality", "ask", "told"), [(SD_SERVER, tags, "no tagger"), (FORGE_CLASSIC, caption, "no interrogator")]
)
def test_a_server_without_taggers_says_so(personality: Personality, ask: Any, told: str) -> None:
    with serving(Stub(personality)) as url, closing(WebUI(url, None)) as webui:
        picture = textured_picture(EXTENT)
        with pytest.raises(UnsupportedTask, match=told):
            ask(webui, picture)


# A whole retouch


def test_a_retouch_through_a_server_changes_nothing_outside(engine: RemoteWebUI) -> None:
    _, pixels = next(iter(photographs(500)))
    picture, box = Picture(pixels), Bounds(100, 120, 150, 90)
    mask = np.zeros(pixels.shape[:2], np.uint8)
    mask[140:180, 130:200] = 255
    request = RetouchRequest(prompt="red tulips", box=(100, 120, 150, 90), strength=0.7, seed=4)
    plan = plan_retouch(request, picture.extent, Bounds(130, 140, 70, 40), engine.capabilities())
    assert plan.box == box
    (best,) = retouch(request, picture, mask, plan, engine, Guides(), lambda _: None)
    result = composite(picture, [(best.patch, 1.0)])
    proof = prove(picture, result, [best.patch])
    assert proof.changed_outside == 0
    assert proof.changed_inside > 0
