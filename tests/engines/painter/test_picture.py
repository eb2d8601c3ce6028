"""The painter's gardens: the same request gives the same bytes, everywhere; other requests give other pictures."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import replace
from itertools import product
from pathlib import Path

import cv2
import numpy as np
import pytest

import hwawon
from hwawon.engines.base import Control, ControlKind, Painted, PaintRequest, Pixels, Step, Task
from hwawon.engines.painter.engine import Painter
from hwawon.engines.painter.picture import STEPS
from hwawon.engines.painter.scene import EMOTIONS, SEASONS, TIMES, WEATHERS
from hwawon.errors import Cancelled
from hwawon.imaging.geometry import Extent

SMALL = Extent(256, 256)
NOWHERE = Path("/nonexistent/models")
REQUEST = PaintRequest(Task.TEXT_TO_IMAGE, SMALL, seed=7, prompt="happy spring garden, tulips, a cat", steps=3)


def paint(request: PaintRequest) -> Painted:
    return Painter(NOWHERE).paint(request, lambda _: None)


def first(request: PaintRequest) -> Pixels:
    return paint(request).images[0]


def digest(pixels: Pixels) -> str:
    return hashlib.sha256(pixels.tobytes()).hexdigest()


def look(pixels: Pixels) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """What the eye keeps of a picture: 16 x 16 mean colours in CIELAB."""
    lab = cv2.cvtColor(pixels, cv2.COLOR_RGB2LAB).astype(np.float32)
    return np.asarray(cv2.resize(lab, (16, 16), interpolation=cv2.INTER_AREA), np.float32)


def distance(one: Pixels, other: Pixels) -> float:
    return float(np.sqrt(np.mean((look(one) - look(other)) ** 2)))


@pytest.fixture(scope="module")
def picture() -> Pixels:
    return first(REQUEST)


def test_the_same_request_gives_the_same_bytes_in_a_new_engine(picture: Pixels) -> None:
    assert picture.shape == (256, 256, 3)
    assert picture.dtype == np.uint8
    assert digest(first(REQUEST)) == digest(picture)


@pytest.mark.parametrize("salt", ["1", "77"])
def test_another_process_with_other_threads_and_salt_gives_the_same_bytes(picture: Pixels, salt: str) -> None:
    code = (
        "import hashlib, pathlib, cv2; from hwawon.engines.base import *; from hwawon.imaging.geometry import Extent\n"
        "from hwawon.engines.painter.engine import Painter\n"
        "cv2.setNumThreads(1)\n"
        f"request = PaintRequest(Task.TEXT_TO_IMAGE, Extent(256, 256), seed=7, prompt={REQUEST.prompt!r}, steps=3)\n"
        f"painted = Painter(pathlib.Path({str(NOWHERE)!r})).paint(request, lambda _: None)\n"
        "print(hashlib.sha256(painted.images[0].tobytes()).hexdigest())"
    )
    environment = os.environ | {"PYTHONPATH": str(Path(hwawon.__file__).parents[1]), "PYTHONHASHSEED": salt}
    done = subprocess.run([sys.executable, "-c", code], check=True, env=environment, capture_output=True, text=True)
    assert done.stdout.strip() == digest(picture)


def test_another_seed_and_another_prompt_give_another_picture(picture: Pixels) -> None:
    assert distance(first(replace(REQUEST, seed=8)), picture) > 3
    assert distance(first(replace(REQUEST, prompt="sad winter night")), picture) > 10


def test_a_batch_is_the_same_pictures_as_one_by_one(picture: Pixels) -> None:
    painted = paint(replace(REQUEST, seed=6, count=2))
    assert painted.seeds == (6, 7)
    assert digest(painted.images[1]) == digest(picture)


def test_a_prompt_without_a_known_word_still_gives_a_garden_of_its_own() -> None:
    pictures = [first(replace(REQUEST, prompt=prompt)) for prompt in ("xyzzy", "qwert", "")]
    assert distance(pictures[0], pictures[1]) > 3
    assert all(pixels.std() > 20 for pixels in pictures)


def test_the_words_of_the_prompt_come_first_and_the_negative_prompt_takes_away() -> None:
    record = paint(replace(REQUEST, prompt="슬픈 겨울밤, 빨간 동백, 고양이", negative_prompt="bench")).record
    scene = record["pictures"][0]["scene"]
    assert (scene["emotion"], scene["season"], scene["time"]) == ("sad", "winter", "the-middle-of-the-night")
    assert scene["flowers"] == ["camellia"]
    assert scene["colours"] == ["red"]
    assert scene["animals"] == ["cat"]
    assert "bench" not in scene["features"]


def test_the_record_says_who_painted_and_that_models_were_missing() -> None:
    record = paint(REQUEST).record
    assert record["engine"] == "painter"
    assert record["is_stable_diffusion"] is False
    assert "not Stable Diffusion" in record["description"]
    notices = record["pictures"][0]["notices"]
    assert any("hwawon models install realesr-animevideov3" in notice for notice in notices)
    assert any("hwawon models install style-transfer" in notice for notice in notices)
    json.dumps(record)


def test_steps_rise_to_the_announced_number_and_show_the_picture_growing() -> None:
    steps: list[Step] = []
    Painter(NOWHERE).paint(replace(REQUEST, count=2), steps.append)
    assert [step.step for step in steps] == list(range(1, 2 * STEPS + 1))
    assert {step.steps for step in steps} == {2 * STEPS}
    previews = [step.preview for step in steps[:STEPS] if step.preview is not None]
    assert len(previews) == STEPS
    assert all(preview.shape == (64, 64, 3) for preview in previews)
    final = previews[-1].astype(int)
    errors = [float(np.abs(preview - final).mean()) for preview in previews]
    assert errors[0] > errors[3] > errors[-1] == 0


@pytest.mark.parametrize("stop_at", [1, 4, STEPS])
def test_cancelling_ends_the_work_at_that_step_and_the_engine_can_be_used_again(stop_at: int, picture: Pixels) -> None:
    engine, seen = Painter(NOWHERE), []

    def stop(step: Step) -> None:
        seen.append(step.step)
        if step.step == stop_at:
            raise Cancelled

    with pytest.raises(Cancelled):
        engine.paint(REQUEST, stop)
    assert seen == list(range(1, stop_at + 1))
    assert digest(engine.paint(REQUEST, lambda _: None).images[0]) == digest(picture)


@pytest.mark.parametrize("extent", [(256, 512), (512, 256), (328, 264), (1024, 256)])
def test_every_legal_size_comes_back_exactly(extent: tuple[int, int]) -> None:
    pixels = first(replace(REQUEST, extent=Extent(*extent)))
    assert Extent.of(pixels) == Extent(*extent)
    assert pixels.std() > 20


@pytest.mark.slow
@pytest.mark.parametrize("extent", [(2048, 256), (256, 2048), (1280, 800), (2048, 2048)])
def test_large_sizes_come_back_exactly(extent: tuple[int, int]) -> None:
    assert Extent.of(first(replace(REQUEST, extent=Extent(*extent)))) == Extent(*extent)


@pytest.mark.parametrize("axis", [EMOTIONS, SEASONS, WEATHERS, TIMES], ids=["emotion", "season", "weather", "time"])
def test_each_word_of_the_search_key_changes_the_picture_visibly(axis: tuple[str, ...]) -> None:
    plain = {EMOTIONS: "calm", SEASONS: "summer", WEATHERS: "cloudy", TIMES: "day"}
    pictures = [first(replace(REQUEST, prompt=", ".join((plain | {axis: word}).values()))) for word in axis]
    nearest = min(distance(one, other) for index, one in enumerate(pictures) for other in pictures[index + 1 :])
    assert nearest > 5


@pytest.mark.slow
def test_a_tenth_of_the_512_combinations_is_pairwise_different() -> None:
    """The whole is measured by `benchmarks/painter_variety.py`."""
    prompts = [f"{emotion} {','.join(key)}" for emotion in EMOTIONS for key in product(SEASONS, WEATHERS, TIMES)]
    looks = np.stack([look(first(replace(REQUEST, prompt=prompt))) for prompt in prompts[::10]]).reshape(52, -1)
    for index in range(51):
        nearest = np.sqrt(np.mean((looks[index + 1 :] - looks[index]) ** 2, axis=1)).min()
        assert nearest > 5, f"{prompts[index * 10]} has a twin at {nearest:.1f}"


def test_line_art_is_followed() -> None:
    lines = np.zeros((256, 256, 3), np.uint8)
    cv2.circle(lines, (128, 128), 60, (255, 255, 255), 3)
    plain = first(REQUEST).astype(int)
    followed = first(replace(REQUEST, controls=(Control(ControlKind.LINE_ART, lines),))).astype(int)
    on_line = lines[..., 0] > 0
    assert followed[on_line].mean() < plain[on_line].mean() - 40
    inside = np.abs(followed - plain)[110:146, 110:146].mean()
    outside = np.abs(followed - plain)[:30, :30].mean()
    assert inside > 10 > outside == 0


def test_a_reference_without_the_model_is_noticed_not_fatal(picture: Pixels) -> None:
    painted = paint(replace(REQUEST, controls=(Control(ControlKind.REFERENCE, picture),)))
    assert digest(painted.images[0]) == digest(picture)
    assert len(painted.record["pictures"][0]["notices"]) == 3
