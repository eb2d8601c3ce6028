"""Poses read from maps that are drawn here."""

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from hwawon.vision.pose import CELL_PX, MOST_CENTRES, Joint, Pose, distinct, read
from support.poses import standing

HEIGHT, WIDTH = 48, 64  # cells
Maps = dict[str, NDArray[np.float32]]


def maps_of(poses: Sequence[Pose], centre: float = 0.9) -> Maps:
    """What the network would say of these poses, in pixels of its input."""
    made = {
        name: np.zeros((1, HEIGHT, WIDTH, depth), np.float32)
        for name, depth in (("centres", 1), ("joints", 17), ("pointers", 34), ("offsets", 34), ("sizes", 2))
    }
    made["joints"] -= 9  # before the sigmoid
    for pose in poses:
        cells = pose.points / CELL_PX
        left, top, right, bottom = (side / CELL_PX for side in pose.box)
        x, y = round((left + right) / 2), round((top + bottom) / 2)
        made["centres"][0, y, x] = centre
        made["sizes"][0, y, x] = (bottom - top + 4, right - left + 4)
        made["pointers"][0, y, x] = (cells[:, ::-1] - (y, x)).ravel()
        for joint in Joint:
            column, row = (int(value) for value in cells[joint])
            made["joints"][0, row, column, joint] = 2 if pose.scores[joint] else -9
            made["offsets"][0, row, column, 2 * joint : 2 * joint + 2] = (cells[joint] - (column, row))[::-1]
    return made


def test_every_joint_is_found_where_the_maps_say() -> None:
    pose = standing(120, 60, 40)
    (found,) = read(maps_of([pose]))
    np.testing.assert_allclose(found.points, pose.points, atol=0.01)
    assert found.scores.min() > 0.8
    assert found.score == pytest.approx(0.9 / (1 + np.exp(-2)), abs=0.05), "joints lie up to a cell from their aims"


def test_two_people_keep_their_own_joints() -> None:
    poses = [standing(60, 50, 32), standing(180, 60, 36)]
    found = sorted(read(maps_of(poses)), key=lambda pose: pose.points[0, 0])
    assert len(found) == 2
    for one, wanted in zip(found, poses, strict=True):
        np.testing.assert_allclose(one.points, wanted.points, atol=0.01)


def test_a_joint_outside_the_persons_box_is_somebody_elses() -> None:
    pose = standing(120, 60, 40)
    maps = maps_of([pose])
    column, row = (int(value) for value in pose.points[Joint.LEFT_WRIST] / CELL_PX)
    maps["joints"][0, row, column, Joint.LEFT_WRIST] = -9
    maps["joints"][0, row, WIDTH - 1, Joint.LEFT_WRIST] = 9
    (found,) = read(maps)
    assert found.scores[Joint.LEFT_WRIST] < 0.01


def test_nobody_gives_no_pose_and_faint_centres_none_either() -> None:
    assert read(maps_of([])) == []
    assert read(maps_of([standing(120, 60, 40)], centre=0.1)) == []


def test_a_few_joints_are_no_person() -> None:
    assert read(maps_of([standing(120, 60, 40, without=tuple(Joint)[3:])])) == []


def test_maps_of_noise_never_break_the_reading() -> None:
    random = np.random.default_rng(3)
    for _ in range(5):
        noisy = {name: random.normal(0, 3, values.shape).astype(np.float32) for name, values in maps_of([]).items()}
        found = read(noisy | {"centres": random.random((1, HEIGHT, WIDTH, 1)).astype(np.float32)})
        assert len(found) <= MOST_CENTRES
        assert all(np.isfinite(pose.points).all() for pose in found)


def test_the_same_person_found_at_two_sizes_is_one() -> None:
    sure, less = standing(120, 60, 40, score=0.7), standing(122, 61, 41, score=0.5)
    assert distinct([less, sure]) == [sure]


def test_people_close_together_are_not_taken_for_one() -> None:
    poses = [standing(100, 60, 40, score=0.7), standing(140, 62, 40, score=0.6)]
    assert distinct(poses) == poses


def test_poses_without_a_common_joint_are_two() -> None:
    upper = standing(120, 60, 40, without=tuple(Joint)[9:])
    lower = standing(120, 60, 40, without=tuple(Joint)[:9], score=0.5)
    assert distinct([upper, lower]) == [upper, lower]


def test_a_scaled_pose_is_as_large_as_its_points() -> None:
    pose = standing(120, 60, 40)
    twice = pose.scaled(2)
    assert twice.size == pytest.approx(2 * pose.size)
    assert twice.box == tuple(2 * side for side in pose.box)
