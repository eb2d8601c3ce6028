"""The parts of a picture: canvas, noise, chance, ground, flowers, trees, props and animals."""

from __future__ import annotations

import numpy as np
import pytest

from hwawon.engines.painter.animals import ANIMALS, SWIMMERS
from hwawon.engines.painter.bloom import Bed, flowers, heads
from hwawon.engines.painter.branches import grow
from hwawon.engines.painter.canvas import Canvas, Glass
from hwawon.engines.painter.chance import chance_of
from hwawon.engines.painter.crowns import HABITS, clothe
from hwawon.engines.painter.dabs import bars, blades, leaves, round_dabs
from hwawon.engines.painter.ground import lay_ground
from hwawon.engines.painter.light import light_of
from hwawon.engines.painter.noise import field, smoothstep
from hwawon.engines.painter.props import STENCILS
from hwawon.engines.painter.scene import FLOWERS_OF, NEED_WATER, TREES_OF, plan_scene
from hwawon.engines.painter.species import SPECIES
from hwawon.engines.painter.staging import PLACES, SIZES, stage
from hwawon.engines.painter.stencil import stamp
from hwawon.engines.painter.tones import mix, tone, tones
from hwawon.engines.painter.vocabulary import Kind
from hwawon.engines.painter.words import entries
from hwawon.imaging.geometry import Extent

SIZE = Extent(240, 160)
RED, BLUE = tone("#ff0000"), tone("#0000ff")


def names(kind: Kind) -> set[str]:
    return {entry.name for entry in entries() if entry.kind is kind}


def bed_of(species: str, feet: np.ndarray[tuple[int, ...], np.dtype[np.float64]], radius: float) -> Bed:
    """Red flowers on green stems in full sun."""
    ones = np.ones(len(feet), np.float32)
    petals, greens = np.outer(ones, tone("#e02040")), np.outer(ones, tone("#30a030"))
    return Bed(species, feet, ones * radius, petals, greens, haze=ones * 0, sunlit=ones, wilted=ones * 0)


def test_every_word_has_something_behind_it() -> None:
    assert set(SPECIES) == names(Kind.FLOWER)
    assert set(HABITS) == names(Kind.TREE)
    assert set(ANIMALS) | {"butterfly", "firefly"} == names(Kind.ANIMAL)
    assert set(STENCILS) <= names(Kind.FEATURE)
    assert set(SIZES) == set(PLACES) == set(STENCILS) - {"balloon"}
    assert {name for found in FLOWERS_OF.values() for name in found} <= set(SPECIES)
    assert {name for found in TREES_OF.values() for name in found} <= set(HABITS)
    assert SWIMMERS | {"lotus"} == NEED_WATER


def test_chance_hangs_on_seed_and_names_only() -> None:
    assert chance_of(1, "a", "b").random() == chance_of(1, "a", "b").random()
    values = {chance_of(*key).random() for key in ((1, "a", "b"), (1, "ab"), (2, "a", "b"), (1, "b", "a"))}
    assert len(values) == 4


def test_polygons_cover_each_other_in_their_order() -> None:
    canvas = Canvas(SIZE)
    square = np.array([[[20, 20], [60, 20], [60, 60], [20, 60]]], np.float32)
    canvas.polygons(np.concatenate([square, square + 20]), np.stack([RED, BLUE]))
    assert canvas.pixels[30, 30].tolist() == [255, 0, 0]
    assert canvas.pixels[50, 50].tolist() == [0, 0, 255]
    assert canvas.pixels[100, 100].tolist() == [0, 0, 0]


def test_polygons_outside_the_canvas_are_left_out_and_partly_outside_are_cut() -> None:
    canvas = Canvas(SIZE)
    square = np.array([[[-30, -30], [10, -30], [10, 10], [-30, 10]]], np.float32)
    canvas.polygons(np.concatenate([square, square - 500]), np.stack([RED, BLUE]))
    assert canvas.pixels[5, 5].tolist() == [255, 0, 0]
    assert (canvas.pixels[:, :, 2] == 0).all()


def test_glass_lays_only_its_paint_over_the_picture() -> None:
    canvas, glass = Canvas(SIZE), Glass(SIZE)
    canvas.pixels[:] = 100
    glass.polygons(np.array([[[20, 20], [60, 20], [60, 60], [20, 60]]], np.float32), RED[None])
    glass.lay_over(canvas, 0.0, 0.5)
    assert canvas.pixels[40, 40].tolist() == [178, 50, 50]
    assert (canvas.pixels[100:] == 100).all()


def test_light_brightens_and_a_tilt_leaves_no_empty_corner() -> None:
    canvas = Canvas(SIZE)
    canvas.pixels[:] = 100
    canvas.add_light(np.full((4, 6, 3), 0.5, np.float32))
    assert (canvas.pixels == 178).all()
    canvas.tilt(9.0)
    assert (canvas.pixels >= 176).all()


def test_noise_is_between_0_and_1_and_rough_only_as_asked() -> None:
    smooth = field(chance_of(1), 80, 120, (3, 4), 1)
    rough = field(chance_of(1), 80, 120, (3, 4), 5)
    for level in (smooth, rough):
        assert level.shape == (80, 120)
        assert 0 <= level.min() < 0.05
        assert 0.95 < level.max() <= 1
    assert np.abs(np.diff(rough)).mean() > np.abs(np.diff(smooth)).mean()
    steps = smoothstep(0.2, 0.6, np.array([0.1, 0.2, 0.4, 0.6, 0.9], np.float32))
    assert steps == pytest.approx([0, 0, 0.5, 1, 1])


def test_colours_mix_by_shares() -> None:
    assert mix(RED, BLUE, 0.25).tolist() == [0.75, 0, 0.25]
    assert mix(RED, BLUE, np.array([0.0, 1.0])).tolist() == [[1, 0, 0], [0, 0, 1]]
    assert tones("#ff0000 #0000ff").shape == (2, 3)


def test_strokes_stand_where_they_are_put() -> None:
    at = np.array([[10.0, 20.0], [50.0, 60.0]])
    two = np.array([4.0, 8.0])
    assert np.allclose(round_dabs(at, two, chance_of(1), 1.0).mean(axis=1), at, atol=1.5)
    assert np.allclose(leaves(at, two, np.zeros(2))[:, :, 0].max(axis=1), at[:, 0] + two)
    blade = blades(at, two, np.zeros(2), np.ones(2))
    assert np.allclose(blade[:, :, 1].min(axis=1), at[:, 1] - two)
    bar = bars(at, at + np.array([10, 0]), two, two)
    assert np.allclose(np.ptp(bar[:, :, 1], axis=1), two)
    assert np.allclose(np.ptp(bar[:, :, 0], axis=1), 10)


def test_the_ground_has_its_path_and_water_below_the_horizon() -> None:
    canvas = Canvas(SIZE)
    with_path = lay_ground(canvas, plan_scene("happy summer day", "", 7, 10, upright=False))
    with_lake = lay_ground(canvas, plan_scene("calm summer day", "", 7, 10, upright=False))
    assert with_path.path.max() > 0.9 > 0.1 > with_path.water.max()
    assert with_lake.water.max() > 0.9
    assert (with_lake.path * with_lake.water).max() < 0.3
    assert np.all(np.diff(with_path.near[:, 0]) > 0)
    middle = np.array([SIZE.width / 2]), np.array([with_lake.top + 20.0])
    assert with_lake.at(with_lake.water, *middle)[0] > 0.9


@pytest.mark.parametrize("species", sorted(SPECIES))
def test_every_flower_paints_its_own_colour_at_its_place(species: str) -> None:
    assert all(np.abs(points).max() < 3.2 and len(points) == len(roles) for points, roles, _ in heads(species))
    scene = plan_scene("calm summer sunny day", "", 7, 10, upright=False)
    bed = bed_of(species, np.array([[120.0, 150.0]]), 24)
    canvas = Canvas(SIZE)
    for points, colours in flowers(bed, light_of(scene), chance_of(1)):
        canvas.polygons(points, colours)
    rows, columns = np.nonzero(canvas.pixels.max(axis=2) > 0)
    assert 250 < len(rows) < 9000
    assert abs(float(columns.mean()) - 120) < 30
    painted = canvas.pixels[rows, columns].astype(int)
    assert (painted[:, 0] > painted[:, 1] + 40).mean() > 0.05


def test_far_flowers_are_specks_and_cost_little() -> None:
    light = light_of(plan_scene("calm summer sunny day", "", 7, 10, upright=False))
    bed = bed_of("rose", np.tile([120.0, 80.0], (100, 1)), 1)
    ((points, colours),) = flowers(bed, light, chance_of(1))
    assert points.shape == (200, 6, 2)
    assert colours.shape == (200, 3)


@pytest.mark.parametrize("species", sorted(HABITS))
def test_every_tree_stands_on_its_foot_and_is_about_as_high_as_asked(species: str) -> None:
    skeleton = grow(HABITS[species], 0.0, chance_of(3))
    assert np.allclose(skeleton.starts[0], 0)
    assert np.isfinite(skeleton.ends).all()
    crown = clothe(species, skeleton, 600, chance_of(3))
    top = max(float(skeleton.ends[:, 1].max()), float(crown.centres[:, 1].max()))
    assert 0.7 < top < 1.7
    assert crown.centres[:, 1].min() > -0.25
    assert np.allclose(np.linalg.norm(crown.normals, axis=1), 1, atol=1e-3)
    assert len(crown.centres) == len(crown.angles) == len(crown.depth) >= 600


@pytest.mark.parametrize("name", sorted([*STENCILS, *ANIMALS]))
def test_every_stencil_stands_on_the_ground_and_is_about_1_high(name: str) -> None:
    pieces = STENCILS[name]() if name in STENCILS else ANIMALS[name][0]()
    points = np.concatenate([piece.points for piece in pieces])
    assert 0.1 < float(np.ptp(points[:, 1])) < 1.5
    assert -0.1 <= float(points[:, 1].max()) < 0.3
    canvas = Canvas(SIZE)
    light = light_of(plan_scene("calm summer sunny day", "", 7, 10, upright=False))
    stamp(canvas, pieces, light, (120, 120), 60, 0.0)
    assert (canvas.pixels.max(axis=2) > 0).sum() > 150


def test_named_animals_stand_apart_and_swimmers_swim() -> None:
    canvas = Canvas(Extent(480, 320))
    scene = plan_scene("happy summer day, cat, dog, rabbit, swan", "", 7, 10, upright=False)
    ground = lay_ground(canvas, scene)
    things = {thing.name: thing for thing in stage(canvas, scene, ground)}
    assert {"cat", "dog", "rabbit", "swan"} <= set(things)
    swan = things["swan"]
    assert ground.at(ground.water, np.array([swan.x]), np.array([swan.y]))[0] > 0.4
    dry = [things[name] for name in ("cat", "dog", "rabbit") if name in things]
    for one in dry:
        assert ground.at(ground.water, np.array([one.x]), np.array([one.y]))[0] < 0.4
    assert len({round(thing.x) for thing in dry}) == len(dry)
