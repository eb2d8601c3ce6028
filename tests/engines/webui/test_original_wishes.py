"""What the original's panels offered reaches a stock server in the fields of A1111's API."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from hwawon.engines.base import ControlKind
from hwawon.engines.webui.client import to_pixels
from hwawon.engines.webui.engine import RemoteWebUI
from hwawon.imaging.picture import Picture
from hwawon.imaging.stitch import composite
from hwawon.retouch.guides import fitted, read_guides
from hwawon.retouch.run import Candidate, retouch
from support import rooms
from support.retouch import FREE
from support.webui_stub import Stub, serving

GOLDEN = Path(__file__).with_name("original_request.json")
# The defaults of the original: its three words, and those of its six negative words that were switched on.
PROMPT = "masterpiece,realistic,photorealistic"
NEGATIVE = "unreal,(worst quality:2.0),(low quality:2.0),(normal quality:1.6)"
DEFAULTS: dict[str, Any] = {
    "prompt": PROMPT,
    "negative_prompt": NEGATIVE,
    "engine": "webui",
    "strength": 0.6,
    "sampler": "DPM++ 2M Karras",
    "precision": "precise",
}
BASE = rooms.picture()
LINES = Picture(np.random.default_rng(2).integers(0, 256, (240, 320, 1), dtype=np.uint8))
PICTURES = {"lines": LINES, "look": Picture(BASE.pixels[:90, :120])}
IMAGES = ("init_images", "mask", "image")


@pytest.fixture
def stub() -> Stub:
    return Stub()


@pytest.fixture
def engine(stub: Stub) -> Iterator[RemoteWebUI]:
    with serving(stub) as url, closing(RemoteWebUI(url, sizes=FREE)) as engine:
        yield engine


def painted(
    engine: RemoteWebUI, *, lines: str | None = "lines", reference: str | None = None, **changes: Any
) -> Candidate:
    asked = rooms.request(**(DEFAULTS | changes))
    plan = rooms.planned(asked, BASE, rooms.mask(), engine)
    guides = read_guides(asked, lines, reference, PICTURES.__getitem__, BASE, plan, Path())
    return retouch(asked, BASE, rooms.mask(), plan, engine, guides, rooms.ignore)[0]


def body(stub: Stub) -> dict[str, Any]:
    """The last request for a picture."""
    found: dict[str, Any] = stub.bodies("/sdapi/v1/img2img")[-1]
    return found


def units(stub: Stub) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = body(stub)["alwayson_scripts"].get("controlnet", {"args": []})["args"]
    return found


def without_images(value: Any) -> Any:
    """The same JSON with `…` for each picture and for the name of the task."""
    if isinstance(value, list):
        return [without_images(each) for each in value]
    if not isinstance(value, dict):
        return value
    hidden = (*IMAGES, "force_task_id")
    return {key: "…" if key in hidden else without_images(each) for key, each in value.items()}


def test_the_originals_default_request_is_the_golden_one(engine: RemoteWebUI, stub: Stub) -> None:
    painted(engine)

    assert without_images(body(stub)) == json.loads(GOLDEN.read_text(encoding="utf-8"))


def test_the_mask_is_soft_already_and_as_wide_as_its_feather(engine: RemoteWebUI, stub: Stub) -> None:
    def soft_px(feather_px: float) -> int:
        painted(engine, feather_px=feather_px)
        assert body(stub)["mask_blur"] == 0
        assert body(stub)["mask_round"] is False
        row = to_pixels(body(stub)["mask"])[..., 0][:, 100]
        return int(np.count_nonzero((row > 0) & (row < 255)))

    assert soft_px(0) == 0
    assert 0 < soft_px(8) < soft_px(24)


def test_edited_lines_are_what_the_unit_gets_and_without_lines_there_is_no_unit(
    engine: RemoteWebUI, stub: Stub
) -> None:
    painted(engine)
    plan = rooms.planned(rooms.request(**DEFAULTS), BASE, rooms.mask(), engine)
    drawn: NDArray[np.uint8] = fitted(LINES, plan, ControlKind.LINE_ART)

    (unit,) = units(stub)
    assert np.array_equal(to_pixels(unit["image"]), drawn)
    painted(engine, lines=None)
    assert units(stub) == []


def test_the_labels_of_lines_and_of_a_reference_rise_in_strength(engine: RemoteWebUI, stub: Stub) -> None:
    told = []
    for label in ("rough", "moderate", "precise"):
        painted(engine, reference="look", precision=label, reference_strength=label)
        lines, look = units(stub)
        told.append((lines["weight"], lines["guidance_end"], look["weight"]))
        assert (lines["control_mode"], look["control_mode"]) == (0, 0)  # the labels are in the weights

    assert told == [(0.4, 0.5, 0.5), (0.7, 0.8, 0.75), (1.0, 1.0, 1.0)]


@pytest.mark.parametrize(("strength", "fill"), [(0.6, 1), (0.75, 1), (0.8, 0), (0.85, 0), (0.9, 2)])
def test_what_lies_under_the_mask_follows_the_strength(
    engine: RemoteWebUI, stub: Stub, strength: float, fill: int
) -> None:
    painted(engine, strength=strength)

    assert (body(stub)["denoising_strength"], body(stub)["inpainting_fill"]) == (strength, fill)


def test_simplicity_samplers_and_seed_are_sent_as_they_are(engine: RemoteWebUI, stub: Stub) -> None:
    best = painted(engine, noise_multiplier=0.98, sampler="DDIM", seed=1_000_000)

    sent = body(stub)
    assert (sent["initial_noise_multiplier"], sent["sampler_name"], sent["seed"]) == (0.98, "DDIM", 1_000_000)
    assert "scheduler" not in sent
    assert best.seed == 1_000_000


def test_anti_glare_calms_what_the_server_painted_and_nothing_else(engine: RemoteWebUI, stub: Stub) -> None:
    plan = rooms.planned(rooms.request(**DEFAULTS), BASE, rooms.mask(), engine)
    grain = np.random.default_rng(5).integers(90, 140, (plan.work.height, plan.work.width, 3), dtype=np.uint8)
    stub.gives, inside = grain, rooms.mask() > 0
    shown = [
        composite(BASE, [(painted(engine, anti_glare=amount, repair=False).patch, 1.0)]).pixels for amount in (0, 60)
    ]

    plain, calm = (np.std(one[inside].astype(float)) for one in shown)
    assert calm < plain * 0.8
    beyond = np.ones(inside.shape, np.bool_)
    reach = int(np.ceil(plan.edges.reach_px)) + 1
    beyond[120 - 30 - reach : 120 + 31 + reach, 140 - 30 - reach : 140 + 31 + reach] = False
    assert np.array_equal(shown[1][beyond], BASE.pixels[beyond])
