"""The scores of an arrival: what they say of real and drawn pictures, whatever their size and compression."""

import logging
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from hwawon.imaging import files
from hwawon.imaging.picture import Picture
from hwawon.pool import rows
from hwawon.pool.clusters import NEAR_BITS, cluster_of, distance_bits, mark_alike, sizes
from hwawon.pool.keys import name_of
from hwawon.pool.rows import Scores
from hwawon.pool.scores import blankness, fingerprint, measured, sharpness
from hwawon.storage.database import Database
from hwawon.vision.safety import safety_model
from support.pictures import photograph
from support.pool import pool_picture
from support.small_models import with_models

RGB = NDArray[np.uint8]
SCENES = ("coffee", "astronaut", "china", "flower")


@cache
def scene(name: str) -> RGB:
    return np.ascontiguousarray(photograph(name))


def compressed(rgb: RGB, quality: int) -> RGB:
    return files.read(files.encode(Picture(rgb), "JPEG", quality=quality)).rgb8()


def scaled(rgb: RGB, factor: float) -> RGB:
    height, width = rgb.shape[:2]
    size = (max(16, round(width * factor)), max(16, round(height * factor)))
    return np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC), np.uint8)


@given(st.sampled_from(SCENES), st.floats(0.3, 1.6), st.integers(30, 95))
@settings(max_examples=12, deadline=None)
def test_a_picture_scaled_and_compressed_again_is_near_its_original_and_no_other_scene(
    name: str, factor: float, quality: int
) -> None:
    again = fingerprint(compressed(scaled(scene(name), factor), quality))
    assert distance_bits(again, fingerprint(scene(name))) <= NEAR_BITS
    assert all(distance_bits(again, fingerprint(scene(other))) > NEAR_BITS for other in SCENES if other != name)


@given(st.sampled_from(SCENES), st.floats(1.0, 6.0))
@settings(max_examples=8, deadline=None)
def test_blur_lowers_sharpness_and_more_blur_lowers_it_more(name: str, sigma: float) -> None:
    sharp = scene(name)
    blurred, more = (np.asarray(cv2.GaussianBlur(sharp, (0, 0), by), np.uint8) for by in (sigma, sigma * 2))
    assert 1 > sharpness(sharp) > sharpness(blurred) > sharpness(more) >= 0


@given(st.tuples(*[st.integers(0, 255)] * 3), st.integers(8, 700), st.integers(8, 700))
@settings(max_examples=12, deadline=None)
def test_one_colour_is_wholly_blank_and_not_sharp_at_any_size(colour: tuple[int, ...], width: int, height: int) -> None:
    flat = np.full((height, width, 3), colour, np.uint8)
    assert blankness(flat) > 0.99 and sharpness(flat) == 0 and fingerprint(flat) == "0" * 16


def test_a_photograph_is_far_from_blank_and_a_poster_of_two_colours_near() -> None:
    poster = np.zeros((400, 600, 3), np.uint8)
    poster[:, 300:] = 250
    assert max(blankness(scene(name)) for name in SCENES) < 0.3 < 0.8 < blankness(poster)


def test_all_scores_lie_within_their_range() -> None:
    noise = np.random.default_rng(1).integers(0, 256, (90, 130, 3), np.uint8)
    for rgb in (noise, scene("coffee"), np.zeros((1, 1, 3), np.uint8), np.zeros((3, 900, 3), np.uint8)):
        found = measured(np.asarray(rgb, np.uint8))
        assert found.sharpness is not None and 0 <= found.sharpness <= 1
        assert found.blankness is not None and 0 <= found.blankness <= 1
        assert found.fingerprint is not None and len(found.fingerprint) == 16


def test_without_the_model_safety_is_not_scored_and_the_log_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        assert measured(scene("coffee"), tmp_path).unsafe is None
    assert "opennsfw" in caplog.text


def test_people_and_coffee_are_safe() -> None:
    model = safety_model(with_models("opennsfw"))
    assert max(model.unsafe(scene("astronaut")), model.unsafe(scene("coffee"))) < 0.2


def test_a_cluster_is_of_one_cell_orientation_and_parent(database: Database) -> None:
    print_of = Scores(fingerprint="0" * 15 + "f")
    with database.write() as tx:
        first = pool_picture(tx, "sad/one_h.jpeg", scores=print_of).id
        sad, near, far = name_of("imgPool/sad/two_h.jpeg"), "0" * 15 + "7", "f" * 16
        assert cluster_of(tx, sad, near) == first
        assert cluster_of(tx, sad, far) is None and cluster_of(tx, sad, None) is None
        for other in ("imgPool/sad/two_v.jpeg", "imgPool/happy/two_h.jpeg", "imgPool/sad/x/two_h.jpeg"):
            assert cluster_of(tx, name_of(other), near) is None, other
        assert cluster_of(tx, sad, near, parent=first) is None, "a child resembles its parent of course"
        child = pool_picture(tx, "sad/one-r1h.jpeg", scores=print_of, parent=first).id
        assert cluster_of(tx, sad, near, parent=first) == child


def test_the_nearest_of_several_clusters_is_joined_and_only_the_newest_are_compared(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hwawon.pool.clusters.COMPARED", 2)
    with database.write() as tx:
        old, wide, close = (
            pool_picture(tx, f"sad/{n}h.jpeg", scores=Scores(fingerprint=print_of)).id
            for n, print_of in enumerate(["0" * 16, "0" * 15 + "f", "0" * 15 + "1"])
        )
        assert cluster_of(tx, name_of("imgPool/sad/9h.jpeg"), "0" * 16) == close != old != wide


def test_those_who_are_not_alone_are_marked_until_they_are(database: Database) -> None:
    with database.write() as tx:
        first = pool_picture(tx, "sad/a_h.jpeg").id
        second = pool_picture(tx, "sad/b_h.jpeg", cluster=first)
        mark_alike(tx, first)
        assert sizes(tx, {first}) == {first: 2}
        assert rows.get(tx, first).alike and rows.get(tx, second.id).alike
        rows.forget(tx, first)
        assert not rows.get(tx, second.id).alike
