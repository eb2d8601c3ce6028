"""The finish: sizes that keep the cost level, grading, and the two networks where they are installed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hwawon.config import load
from hwawon.engines.base import Control, ControlKind, PaintRequest, Task
from hwawon.engines.painter.engine import Painter
from hwawon.engines.painter.finish import sizes_for
from hwawon.engines.painter.swatches import SWATCHES, swatch
from hwawon.imaging.geometry import Extent

MODELS = load().models_dir
installed = pytest.mark.skipif(
    not all((MODELS / name).is_dir() for name in ("style-transfer", "realesr-animevideov3")),
    reason="the small models are not installed",
)


@pytest.mark.parametrize("extent", [(256, 256), (768, 512), (512, 768), (1280, 800), (800, 1280), (2048, 2048)])
def test_every_size_is_drawn_at_a_bounded_cost_and_reaches_the_picture(extent: tuple[int, int]) -> None:
    wanted = Extent(*extent)
    sizes = sizes_for(wanted)
    assert sizes.drawn.area <= 340_000
    assert sizes.canvas == Extent(sizes.drawn.width * 2, sizes.drawn.height * 2)
    assert sizes.drawn.width * sizes.factor >= wanted.width
    assert sizes.drawn.height * sizes.factor >= wanted.height


def test_swatches_are_made_here_and_differ() -> None:
    made = {name: swatch(name) for name in SWATCHES}
    assert all(pixels.shape == (256, 256, 3) and pixels.std() > 15 for pixels in made.values())
    assert len({pixels.tobytes() for pixels in made.values()}) == len(SWATCHES)
    assert np.array_equal(made["ink"], swatch("ink"))


@installed
def test_with_the_models_the_picture_is_drawn_clean_brushed_and_still_deterministic() -> None:
    request = PaintRequest(Task.TEXT_TO_IMAGE, Extent(256, 256), seed=7, prompt="calm summer lake", steps=3)
    engine = Painter(MODELS)
    first = engine.paint(request, lambda _: None)
    notes = first.record["pictures"][0]
    assert (notes["enlarged"], notes["style"], notes["notices"]) == ("realesr-animevideov3", "watercolour", [])
    engine.close()
    again = Painter(MODELS).paint(request, lambda _: None)
    assert np.array_equal(first.images[0], again.images[0])
    assert engine.paint(request, lambda _: None).record == first.record


@installed
def test_a_named_style_and_a_reference_change_the_look() -> None:
    engine = Painter(MODELS)
    request = PaintRequest(Task.TEXT_TO_IMAGE, Extent(256, 256), seed=7, prompt="calm summer lake", steps=3)
    reference = np.zeros((64, 64, 3), np.uint8)
    reference[:, ::8] = (250, 40, 30)
    plain = engine.paint(request, lambda _: None).images[0].astype(int)
    control = Control(ControlKind.REFERENCE, reference)
    referred = engine.paint(replace(request, controls=(control,)), lambda _: None).images[0].astype(int)
    assert np.abs(referred - plain).mean() > 8
    named = engine.paint(replace(request, prompt="calm summer lake, oil painting"), lambda _: None)
    assert named.record["pictures"][0]["style"] == "impasto"
