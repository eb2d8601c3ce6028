import numpy as np
import pytest

from hwawon.engines.base import Capabilities, OnStep, Painted, PaintRequest, Step
from hwawon.engines.painter.flat import FlatPainter
from hwawon.engines.painter.identity import Identity
from hwawon.errors import BadResult, Cancelled
from hwawon.imaging.stitch import composite, prove
from hwawon.retouch.guides import Guides
from hwawon.retouch.run import retouch
from support import rooms


@pytest.mark.parametrize("channels", [1, 2, 3, 4])
@pytest.mark.parametrize("depth", [8, 16])
def test_only_pixels_within_reach_of_the_mask_change(depth: int, channels: int) -> None:
    base = rooms.picture(depth, channels)
    best = rooms.candidates(rooms.request(), base)[0]
    result = composite(base, [(best.patch, 1.0)])

    proof = prove(base, result, [best.patch])

    changed = (result.pixels != base.pixels).any(axis=2)
    rows, columns = np.nonzero(changed)
    from_centre = np.hypot(columns - 140, rows - 120)
    assert proof.changed_outside == 0
    assert changed.sum() > 2000
    assert from_centre.max() <= 30 + best.patch.reach_px


@pytest.mark.parametrize("depth", [8, 16])
def test_an_engine_that_returns_its_input_changes_nothing_in_twenty_passes(depth: int) -> None:
    base = current = rooms.picture(depth)

    for seed in range(20):
        asked = rooms.request(engine="painter:identity", seed=seed)
        best = rooms.candidates(asked, current, engine=Identity())[0]
        current = composite(current, [(best.patch, 1.0)])

    assert np.array_equal(current.pixels, base.pixels)


def test_strength_0_asks_no_engine_and_changes_nothing() -> None:
    class Sleeping(FlatPainter):
        def paint(self, request: PaintRequest, on_step: OnStep) -> Painted:
            raise AssertionError("asked to paint")

    base = rooms.picture()

    found = rooms.candidates(rooms.request(strength=0, count=2), base, engine=Sleeping())

    assert [one.seed for one in found] == [7, 8]
    assert all(np.array_equal(composite(base, [(one.patch, 1.0)]).pixels, base.pixels) for one in found)


def test_the_same_request_gives_the_same_patch_and_another_seed_another() -> None:
    base = rooms.picture()
    one, again, other = (rooms.candidates(rooms.request(seed=seed), base)[0].patch for seed in (7, 7, 8))

    assert np.array_equal(one.colour, again.colour)
    assert not np.array_equal(one.colour, other.colour)


def test_candidates_are_independent_and_sorted_by_their_seams() -> None:
    base = rooms.picture()

    several = rooms.candidates(rooms.request(count=4), base)

    assert [one.seam.total for one in several] == sorted(one.seam.total for one in several)
    assert {one.seed for one in several} == {7, 8, 9, 10}
    for one in several:
        alone = rooms.candidates(rooms.request(seed=one.seed), base)[0]
        assert np.array_equal(alone.patch.colour, one.patch.colour)


def test_a_shifted_result_is_moved_back_and_the_record_says_so() -> None:
    class Shifted(Identity):
        def paint(self, request: PaintRequest, on_step: OnStep) -> Painted:
            painted = super().paint(request, on_step)
            return Painted(tuple(np.roll(image, 3, axis=1) for image in painted.images), painted.seeds, painted.record)

    best = rooms.candidates(rooms.request(), rooms.picture(), engine=Shifted())[0]

    drift = best.record["mended"]["drift"]
    assert drift["corrected"]
    assert drift["shift_x_px"] == pytest.approx(3, abs=0.2)


def test_a_tinted_result_is_brought_back_to_the_pictures_colours() -> None:
    class Tinted(Identity):
        def paint(self, request: PaintRequest, on_step: OnStep) -> Painted:
            painted = super().paint(request, on_step)
            warm = [
                np.clip(image.astype(int) + np.array((14, 4, -10)), 0, 255).astype(np.uint8) for image in painted.images
            ]
            return Painted(tuple(warm), painted.seeds, painted.record)

    base = rooms.picture()
    off = rooms.candidates(rooms.request(colour_match="off", repair=False), base, engine=Tinted())[0]
    auto = rooms.candidates(rooms.request(), base, engine=Tinted())[0]

    assert auto.seam.total < 0.2 * off.seam.total
    assert auto.record["mended"]["colours_matched"]


def test_a_result_of_another_size_is_refused() -> None:
    class Small(Identity):
        def paint(self, request: PaintRequest, on_step: OnStep) -> Painted:
            painted = super().paint(request, on_step)
            return Painted(tuple(image[8:] for image in painted.images), painted.seeds, painted.record)

    with pytest.raises(BadResult, match="expected"):
        rooms.candidates(rooms.request(), rooms.picture(), engine=Small())


def test_a_cancelled_retouch_stops_at_the_step() -> None:
    def cancel(_: Step) -> None:
        raise Cancelled

    asked, base, painter = rooms.request(), rooms.picture(), FlatPainter()
    plan = rooms.planned(asked, base, rooms.mask(), painter)

    with pytest.raises(Cancelled):
        retouch(asked, base, rooms.mask(), plan, painter, Guides(), cancel)


def test_the_engine_hears_what_was_asked() -> None:
    heard: list[PaintRequest] = []

    class Listening(FlatPainter):
        def capabilities(self) -> Capabilities:
            return super().capabilities()

        def paint(self, request: PaintRequest, on_step: OnStep) -> Painted:
            heard.append(request)
            return super().paint(request, on_step)

    asked = rooms.request(negative_prompt="cats", steps=9, guidance_scale=5.5, strength=0.4, count=2)
    rooms.candidates(asked, rooms.picture(), engine=Listening())

    (request,) = heard
    assert (request.prompt, request.negative_prompt) == ("red tulips", "cats")
    assert (request.strength, request.steps, request.guidance_scale, request.count) == (0.4, 9, 5.5, 2)
    assert request.mask is not None and request.mask.max() == 255 and request.mask.min() == 0
