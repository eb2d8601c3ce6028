"""Feather, grow, blend, padding and reach follow strength and size, and can be set by hand."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hwawon.errors import BadNumber
from hwawon.imaging.edges import EdgeOverrides, EdgePlan, plan_edges
from hwawon.imaging.geometry import Bounds

TABLE = [  # square side, strength, feather, grow, blend, padding
    (256, 0.3, 10.9, 9.4, 10.9, 36.6),
    (256, 0.6, 21.7, 14.9, 21.7, 47.4),
    (256, 1.0, 36.2, 22.1, 25, 61.9),
    (512, 0.6, 43.4, 25.7, 25, 90.9),
    (1024, 0.3, 43.4, 25.7, 25, 134.3),
    (1024, 1.0, 144.8, 76.4, 25, 235.7),
]


@pytest.mark.parametrize(("side", "strength", "feather", "grow", "blend", "padding"), TABLE)
def test_widths_follow_size_and_strength(
    side: int, strength: float, feather: float, grow: float, blend: float, padding: float
) -> None:
    bounds = Bounds(0, 0, side, side)
    edges = plan_edges(bounds, bounds, strength)
    found = (edges.feather_px, edges.grow_px, edges.blend_px, edges.padding_px)
    assert found == pytest.approx((feather, grow, blend, padding), abs=0.06)
    assert edges.reach_px == pytest.approx(grow + feather / 2 + blend / 2, abs=0.1)
    assert edges.notices == ()


@given(st.integers(1, 3000), st.integers(1, 3000), st.integers(0, 2000), st.floats(0, 1))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_the_composite_edge_lies_in_the_denoise_edge_and_keeps_its_bound(
    width: int, height: int, around: int, strength: float
) -> None:
    mask = Bounds(around, around, width, height)
    box = mask.pad(around)
    edges = plan_edges(mask, box, strength)
    assert edges.reach_px <= max(48, 0.35 * box.extent.longer)
    assert edges.reach_px <= edges.denoise_reach_px + 1e-9
    assert edges.reach_px - edges.blend_px >= -1e-9  # fully shown where it was painted
    assert edges.feather_px <= max(8, min(width, height))


def test_a_small_mask_gets_a_feather_no_wider_than_itself_with_a_notice() -> None:
    edges = plan_edges(Bounds(0, 0, 12, 300), Bounds(0, 0, 400, 400), 1.0)
    assert edges.feather_px == 12
    assert "feather lowered from 32 to 12 px" in edges.notices[0]
    by_hand = plan_edges(Bounds(0, 0, 20, 20), Bounds(0, 0, 400, 400), 1.0, EdgeOverrides(feather_px=64))
    assert by_hand.feather_px == 20
    assert by_hand.notices


def test_a_reach_beyond_the_bound_narrows_the_whole_edge_with_a_notice() -> None:
    mask = Bounds(0, 0, 64, 64)
    edges = plan_edges(mask, mask, 1.0)
    assert edges.reach_px == 48
    assert edges.grow_px + edges.feather_px / 2 + edges.blend_px / 2 == pytest.approx(48)
    assert "narrowed" in edges.notices[0]


def test_by_hand_wins_over_the_formula_and_the_bound() -> None:
    mask = Bounds(0, 0, 100, 100)
    chosen = EdgeOverrides(grow_px=60, feather_px=20, blend_px=10, padding_px=3)
    edges = plan_edges(mask, mask, 0.5, chosen)
    assert edges == EdgePlan(60, 20, 10, 75, 3)


def test_a_feather_of_nought_by_hand_switches_everything_off() -> None:
    edges = plan_edges(Bounds(0, 0, 90, 90), Bounds(0, 0, 90, 90), 0.8, EdgeOverrides(feather_px=0, grow_px=9))
    assert (edges.grow_px, edges.feather_px, edges.blend_px, edges.reach_px) == (0, 0, 0, 0)


def test_a_blend_is_never_wider_than_its_feather() -> None:
    edges = plan_edges(Bounds(0, 0, 90, 90), Bounds(0, 0, 90, 90), 0.8, EdgeOverrides(feather_px=10, blend_px=25))
    assert edges.blend_px == 10


@pytest.mark.parametrize("strength", [-0.1, 1.01, 7, float("nan"), float("inf")])
def test_a_strength_out_of_range_is_refused(strength: float) -> None:
    with pytest.raises(BadNumber, match="strength must be from 0 to 1"):
        plan_edges(Bounds(0, 0, 9, 9), Bounds(0, 0, 9, 9), strength)


@pytest.mark.parametrize("width", [-1, float("nan"), float("inf")])
def test_a_width_that_is_no_width_is_refused(width: float) -> None:
    with pytest.raises(BadNumber, match="blend_px"):
        EdgeOverrides(blend_px=width)


def test_a_plan_survives_json() -> None:
    edges = plan_edges(Bounds(0, 0, 12, 300), Bounds(0, 0, 400, 400), 1.0)
    assert EdgePlan.from_json(edges.to_json()) == edges
