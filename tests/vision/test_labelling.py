"""Parts of drawn figures: geometry only, no network."""

import numpy as np
import pytest
from numpy.typing import NDArray

from hwawon.vision.body import torso_px
from hwawon.vision.labelling import enlarged, from_the_left, labelled, numbered, without_specks
from hwawon.vision.parts import LABELS_PER_PERSON, MOST_PERSONS, Part
from hwawon.vision.pose import Joint, Pose
from support.poses import standing

WIDTH, HEIGHT = 240, 300
EVERYWHERE = np.ones((HEIGHT, WIDTH), np.bool_)
PLACES = {
    Joint.NOSE: Part.FACE,
    Joint.LEFT_EAR: Part.FACE,
    Joint.LEFT_ELBOW: Part.LEFT_ARM,
    Joint.RIGHT_ELBOW: Part.RIGHT_ARM,
    Joint.LEFT_WRIST: Part.LEFT_ARM,
    Joint.LEFT_KNEE: Part.LEFT_LEG,
    Joint.RIGHT_KNEE: Part.RIGHT_LEG,
    Joint.RIGHT_ANKLE: Part.RIGHT_LEG,
}
Labels = NDArray[np.uint8]


def at(labels: Labels, point: NDArray[np.float32]) -> int:
    return int(labels[int(point[1]), int(point[0])])


@pytest.mark.parametrize(("x", "y", "torso"), [(120, 70, 70), (90, 90, 40), (170, 120, 25)])
def test_joints_lie_in_their_own_part_wherever_and_however_large_the_person_is(x: int, y: int, torso: int) -> None:
    pose = standing(x, y, torso)
    labels = labelled([pose], EVERYWHERE)
    assert {joint: at(labels, pose.points[joint]) - LABELS_PER_PERSON for joint in PLACES} == PLACES
    assert labels[y + torso // 2, x] == LABELS_PER_PERSON + Part.TORSO


def test_a_mirrored_person_has_left_and_right_exchanged() -> None:
    pose = standing(WIDTH / 2, 70, 60)
    labels = labelled([pose], EVERYWHERE)
    swap = np.arange(256, dtype=np.uint8)
    pairs = ((Part.LEFT_ARM, Part.RIGHT_ARM), (Part.LEFT_LEG, Part.RIGHT_LEG))
    for left, right in pairs:
        first, second = LABELS_PER_PERSON + left, LABELS_PER_PERSON + right
        swap[first], swap[second] = second, first
    same = labels == swap[labels[:, ::-1]]
    assert same.mean() > 0.99, "all but the line where both legs are equally near"


def test_only_pixels_inside_the_mask_are_labelled() -> None:
    inside = EVERYWHERE.copy()
    inside[:, : WIDTH // 2] = False
    labels = labelled([standing(120, 70, 70)], inside)
    assert not labels[~inside].any()
    assert labels[inside].any()


def test_what_is_far_from_everybody_is_nobodys() -> None:
    labels = labelled([standing(60, 80, 40)], EVERYWHERE)
    assert not labels[:, 180:].any()
    assert Part.OTHER + LABELS_PER_PERSON in labels, "between both there is something of the person"


def test_an_arm_before_the_trunk_is_an_arm() -> None:
    pose = standing(120, 70, 70)
    points = pose.points.copy()
    points[Joint.LEFT_ELBOW], points[Joint.LEFT_WRIST] = (150, 115), (110, 105)
    labels = labelled([Pose(points, pose.scores, pose.box, pose.score)], EVERYWHERE)
    assert at(labels, np.array([125, 109], np.float32)) == LABELS_PER_PERSON + Part.LEFT_ARM
    assert at(labels, np.array([120, 80], np.float32)) == LABELS_PER_PERSON + Part.TORSO


def test_each_pixel_goes_to_the_nearer_of_two_people() -> None:
    left, right = standing(60, 70, 50), standing(180, 80, 50)
    labels = labelled([left, right], EVERYWHERE)
    assert at(labels, left.points[Joint.NOSE]) == LABELS_PER_PERSON + Part.FACE
    assert at(labels, right.points[Joint.NOSE]) == 2 * LABELS_PER_PERSON + Part.FACE
    assert at(labels, right.points[Joint.RIGHT_KNEE]) == 2 * LABELS_PER_PERSON + Part.RIGHT_LEG


def test_a_portrait_without_hips_has_a_torso_below_the_shoulders() -> None:
    pose = standing(120, 120, 150, without=tuple(Joint)[7:])
    labels = labelled([pose], EVERYWHERE)
    assert at(labels, np.array([120, 250], np.float32)) == LABELS_PER_PERSON + Part.TORSO
    assert set(np.unique(labels) % LABELS_PER_PERSON) <= {0, Part.FACE, Part.TORSO, Part.OTHER}


def test_hips_without_knees_have_thighs() -> None:
    pose = standing(120, 70, 70, without=tuple(Joint)[13:])
    labels = labelled([pose], EVERYWHERE)
    assert at(labels, pose.points[Joint.LEFT_HIP] + (8, 40)) == LABELS_PER_PERSON + Part.LEFT_LEG


def test_a_head_alone_is_a_face_and_the_rest_is_not_known() -> None:
    pose = standing(120, 160, 150, without=tuple(Joint)[5:])
    labels = labelled([pose], EVERYWHERE)
    assert at(labels, pose.points[Joint.NOSE]) == LABELS_PER_PERSON + Part.FACE
    assert set(np.unique(labels) % LABELS_PER_PERSON) <= {0, Part.FACE, Part.OTHER}


@pytest.mark.parametrize("without", [(), tuple(Joint)[11:], tuple(Joint)[5:]])
def test_the_torso_is_estimated_from_what_is_seen(without: tuple[Joint, ...]) -> None:
    assert torso_px(standing(120, 70, 60, without=without)) == pytest.approx(60, rel=0.15)


def test_people_are_ordered_by_their_sure_joints() -> None:
    right, left = standing(180, 70, 50), standing(60, 70, 50)
    scores = left.scores.copy()
    scores[Joint.LEFT_WRIST] = 0.2
    points = left.points.copy()
    points[Joint.LEFT_WRIST] = (5000, 0)
    left = Pose(points, scores, left.box, left.score)
    assert from_the_left([right, left]) == [left, right]
    assert len(from_the_left([left] * 40)) == MOST_PERSONS


def test_people_without_pixels_are_not_numbered() -> None:
    labels = np.zeros((20, 30), np.uint8)
    labels[2:5, 3:9] = LABELS_PER_PERSON * 1 + Part.TORSO
    labels[10:14, 20:25] = LABELS_PER_PERSON * 3 + Part.FACE
    labels[14, 20] = LABELS_PER_PERSON * 3 + Part.LEFT_ARM
    anew, people = numbered(labels, [0.9, 0.8, 0.7])
    assert [(one.index, one.score, one.parts) for one in people] == [
        (1, 0.9, (Part.TORSO,)),
        (2, 0.7, (Part.FACE, Part.LEFT_ARM)),
    ]
    assert people[1].box == (20, 10, 5, 5)
    assert sorted(np.unique(anew)) == [0, 10, 17, 19]


def test_enlarged_labels_end_where_the_soft_mask_does() -> None:
    labels = np.full((10, 10), LABELS_PER_PERSON + Part.TORSO, np.uint8)
    soft = np.tile(np.linspace(0, 255, 10).astype(np.uint8), (10, 1))
    large = enlarged(labels, soft, 100, 80)
    assert large.shape == (80, 100)
    edges = {int(np.flatnonzero(row)[0]) for row in large}
    assert edges == {50}, "between two small pixels"


def test_specks_of_a_mask_go_and_gaps_of_a_person_stay() -> None:
    soft = np.zeros((200, 200), np.uint8)
    soft[20:180, 20:180] = 200
    wanted = soft.copy()
    soft[100:105, 100:105] = 90  # a badge that is taken for something else
    soft[190:194, 5:9] = 255
    wanted[100:105, 100:105] = 255
    for mask in (soft, wanted):
        mask[40:80, 40:44] = 0  # between arm and body
        mask[50:60, 185:195] = 200  # a hand
    np.testing.assert_array_equal(without_specks(soft), wanted)
    assert not without_specks(np.zeros((5, 5), np.uint8)).any()
