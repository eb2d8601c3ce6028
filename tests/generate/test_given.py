"""The pictures that a generation names reach the engine at its size."""

from typing import Any

import numpy as np
import pytest

from hwawon.engines.base import ControlKind, Task
from hwawon.engines.painter.flat import FlatPainter
from hwawon.errors import BadInput
from hwawon.generate.given import Given, read_given
from hwawon.generate.plan import sized
from hwawon.generate.request import GenerateRequest
from hwawon.generate.run import paint_request, record
from hwawon.generate.together import SHAREABLE
from hwawon.imaging.geometry import Extent
from hwawon.imaging.picture import Picture
from hwawon.imaging.resample import resize
from hwawon.validation import validated
from support.requests import paint
from support.retouch import smooth_picture

PICTURES = {name: smooth_picture(Extent(300, 260), depth=16, seed=seed) for seed, name in enumerate("abc")}


def request(**fields: Any) -> GenerateRequest:
    return validated(GenerateRequest, {"prompt": "tulips", "width": 320, "height": 256, "seed": 7} | fields)


def given(asked: GenerateRequest) -> Given:
    return read_given(asked, lambda name: PICTURES[name])


def test_image_and_controls_have_the_asked_size_and_a_reference_its_own() -> None:
    controls = [{"kind": "pose", "picture": "b", "end": 0.4}, {"kind": "reference", "picture": "c"}]
    asked = request(image="a", controls=controls)

    engines = paint_request(asked, given(asked))
    pose, look = engines.controls

    assert (engines.task, engines.strength) == (Task.IMAGE_TO_IMAGE, 0.6)
    assert engines.image is not None
    assert np.array_equal(engines.image, resize(PICTURES["a"].rgb8(), Extent(320, 256)))
    assert np.array_equal(pose.image, resize(PICTURES["b"].rgb8(), Extent(320, 256)))
    assert (pose.kind, pose.end) == (ControlKind.POSE, 0.4)
    assert np.array_equal(look.image, PICTURES["c"].rgb8())


def test_words_alone_are_as_before() -> None:
    engines = paint_request(request(), given(request()))

    assert (engines.task, engines.strength, engines.image, engines.controls) == (Task.TEXT_TO_IMAGE, 1.0, None, ())


def test_a_record_paints_the_same_picture_again() -> None:
    asked, engine = request(image="a", count=2), FlatPainter()
    first, second = (painted := paint(engine, paint_request(asked, given(asked)))).images

    told = record(asked, painted, painted.seeds[1])
    again = validated(GenerateRequest, told["request"])

    assert (told["task"], told["request"]["strength"]) == ("image_to_image", 0.6)
    assert np.array_equal(paint(engine, paint_request(again, given(again))).images[0], second)
    assert not np.array_equal(first, second)


@pytest.mark.parametrize(
    ("extent", "near"),
    [
        (Extent(640, 480), Extent(640, 480)),
        (Extent(637, 475), Extent(640, 480)),
        (Extent(4000, 3000), Extent(2000, 1504)),
        (Extent(128, 128), Extent(256, 256)),
    ],
)
def test_the_size_is_near_the_pictures_own_where_none_is_asked_for(extent: Extent, near: Extent) -> None:
    asked = validated(GenerateRequest, {"prompt": "x", "image": "a"})

    assert sized(asked, extent, FlatPainter().capabilities()).extent == near
    assert sized(asked, None, FlatPainter().capabilities()).extent == Extent(768, 512)
    assert sized(request(image="a"), extent, FlatPainter().capabilities()).extent == Extent(320, 256)


def test_a_strength_without_an_image_is_refused() -> None:
    with pytest.raises(BadInput, match="a strength is of an image"):
        request(strength=0.5)


def test_pictures_of_their_own_keep_jobs_from_sharing_a_call() -> None:
    dumped = request(image="a", controls=[{"kind": "tile", "picture": "b"}]).model_dump(mode="json")

    assert {name for name, value in SHAREABLE.items() if dumped[name] != value} == {"image", "controls"}


def test_alpha_does_not_reach_the_engine() -> None:
    faded = Picture(np.dstack([PICTURES["a"].rgb8(), np.zeros((260, 300), np.uint8)]))
    asked = request(image="a")

    image = paint_request(asked, Given(faded)).image

    assert image is not None and np.array_equal(image, resize(PICTURES["a"].rgb8(), Extent(320, 256)))
