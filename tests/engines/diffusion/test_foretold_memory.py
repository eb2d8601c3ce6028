"""How much memory a picture needs, foretold without torch."""

from dataclasses import replace

import pytest

from hwawon.engines.diffusion.ladder import LADDER, Rung
from hwawon.engines.diffusion.memory import USABLE, Load, expected_rung, peak_bytes
from hwawon.imaging.geometry import Extent
from hwawon.weights.record import Family

GIB = 1024**3
SD15 = Load(Family.SD15, "cuda", 2_130_000_000, 2, (Extent(512, 512),))
SDXL = Load(Family.SDXL, "cuda", 6_940_000_000, 2, (Extent(1024, 1024),))
LARGE = replace(SD15, passes=(Extent(784, 488), Extent(1280, 800)))


def test_real_checkpoints_need_what_people_measure() -> None:
    assert 2.2 * GIB < peak_bytes(SD15, Rung()) < 3.2 * GIB
    assert 9 * GIB < peak_bytes(SDXL, Rung()) < 11 * GIB


def test_the_largest_pass_decides() -> None:
    assert peak_bytes(LARGE, Rung()) == peak_bytes(replace(LARGE, passes=LARGE.passes[1:]), Rung())


@pytest.mark.parametrize("device", ["cpu", "cuda", "mps"])
@pytest.mark.parametrize("load", [SD15, SDXL, LARGE, replace(LARGE, batch=8)])
def test_no_rung_needs_more_than_the_one_before(load: Load, device: str) -> None:
    needed = [peak_bytes(replace(load, device=device), rung) for rung in LADDER]
    assert needed == sorted(needed, reverse=True)
    assert needed[-1] < needed[0]


def test_half_the_numbers_and_fewer_pictures_need_less() -> None:
    whole = replace(SD15, item_bytes=4, weights_bytes=2 * SD15.weights_bytes)
    assert peak_bytes(SD15, Rung()) < peak_bytes(whole, Rung())
    assert peak_bytes(SD15, Rung()) < peak_bytes(replace(SD15, batch=4), Rung())
    assert peak_bytes(replace(SD15, batch=4), Rung(batch=1)) == peak_bytes(SD15, Rung())
    unguided = replace(LARGE, guided=False)
    assert peak_bytes(unguided, Rung(tiled=True)) < peak_bytes(LARGE, Rung(tiled=True))


@pytest.mark.parametrize("load", [SD15, SDXL, LARGE, replace(LARGE, batch=8)])
def test_with_less_and_less_memory_it_fits_then_is_tiled_then_reduced_then_nothing_helps(load: Load) -> None:
    rungs = [expected_rung(load, int(peak_bytes(load, LADDER[0]) * share / USABLE) + 1) for share in (1.0, 0.5, 0.2)]
    places = [
        place if place is not None else len(LADDER)
        for memory in range(24 * GIB, 0, -GIB // 16)
        for place in [expected_rung(load, memory)]
    ]
    assert rungs[0] == 0
    assert places == sorted(places)
    assert places[-1] == len(LADDER)
    assert {0, len(LADDER)} < set(places)


def test_a_large_picture_on_a_small_card_is_painted_in_tiles() -> None:
    assert expected_rung(LARGE, 4 * GIB) == 0
    assert expected_rung(LARGE, int(3.2 * GIB)) == 2
    assert expected_rung(replace(LARGE, batch=8), 8 * GIB) == 0  # decoded one by one
    assert expected_rung(replace(LARGE, batch=8), int(3.2 * GIB)) == 3
    assert expected_rung(LARGE, 2 * GIB) is None
