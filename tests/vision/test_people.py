"""People on real photographs, with the networks that `hwawon models install` brings."""

import shutil
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from hwawon.errors import BadPicture, MissingModel
from hwawon.vision.parts import LABELS_PER_PERSON, Part
from hwawon.vision.people import MASK_MODEL_ID, POSE_MODEL_ID, People
from hwawon.vision.regions import region_box, region_mask
from support.pictures import photograph
from support.small_models import with_models

RGB = NDArray[np.uint8]
FACE_XY, CHEST_XY = (225, 110), (180, 330)  # of the astronaut


@pytest.fixture(scope="module")
def people() -> People:
    return People(with_models(MASK_MODEL_ID, POSE_MODEL_ID), threads=1)


def part_at(labels: NDArray[np.uint8], point: tuple[int, int], index: int = 1) -> int:
    return int(labels[point[1], point[0]]) - index * LABELS_PER_PERSON


def test_the_astronaut_is_one_person_with_a_face_and_a_torso(people: People) -> None:
    seen = people.look(photograph("astronaut"))
    (person,) = seen.persons
    assert seen.labels.shape == (512, 512)
    assert seen.reason is None
    assert (person.index, person.score > 0.3) == (1, True)
    assert {Part.FACE, Part.TORSO} <= set(person.parts)
    assert part_at(seen.labels, FACE_XY) == Part.FACE
    assert part_at(seen.labels, CHEST_XY) == Part.TORSO
    flag, rocket, sky = (30, 60), (400, 100), (320, 60)
    assert [seen.labels[y, x] for x, y in (flag, rocket, sky)] == [0, 0, 0]


def test_the_box_of_her_face_is_around_her_face(people: People) -> None:
    box = region_box(region_mask(people.look(photograph("astronaut")).labels, "face"))
    assert box is not None
    assert box.x < 185 < 265 < box.right
    assert box.y < 40 < 160 < box.bottom
    assert box.width < 230


@pytest.mark.parametrize("name", ["coffee", "china", "flower"])
def test_where_nobody_is_nobody_is_seen(people: People, name: str) -> None:
    seen = people.look(photograph(name))
    assert seen.persons == ()
    assert not seen.labels.any()
    assert seen.labels.shape == photograph(name).shape[:2]


def test_two_people_are_numbered_from_the_left(people: People) -> None:
    astronaut = photograph("astronaut")[:, :420]
    both = np.hstack([astronaut[:, ::-1], astronaut])
    seen = people.look(both)
    assert [person.index for person in seen.persons] == [1, 2]
    assert part_at(seen.labels, (420 - FACE_XY[0], FACE_XY[1]), 1) == Part.FACE
    assert part_at(seen.labels, (420 + FACE_XY[0], FACE_XY[1]), 2) == Part.FACE
    assert seen.persons[0].box.right <= seen.persons[1].box.x + 60


def test_a_large_picture_has_labels_of_its_own_size_and_the_same_parts(people: People) -> None:
    small = people.look(photograph("astronaut"))
    large = people.look(np.asarray(np.repeat(np.repeat(photograph("astronaut"), 3, axis=0), 3, axis=1)))
    assert large.labels.shape == (1536, 1536)
    assert (large.labels[1::3, 1::3] == small.labels).mean() > 0.9
    assert ((large.labels[1::3, 1::3] > 0) == (small.labels > 0)).mean() > 0.97


def test_a_small_person_in_a_wide_picture_is_found(people: People) -> None:
    scene = np.full((300, 900, 3), (120, 150, 120), np.uint8)
    scene[100:300, 500:700] = photograph("astronaut")[::2, ::2][:200, :200]
    (person,) = people.look(scene).persons
    assert 490 <= person.box.x < person.box.right <= 710


def test_a_small_person_beside_a_large_one_is_found(people: People) -> None:
    scene = np.full((600, 900, 3), (120, 150, 120), np.uint8)
    scene[88:600, :420] = photograph("astronaut")[:, :420]
    small = cv2.resize(photograph("astronaut")[:, :400], (64, 80), interpolation=cv2.INTER_AREA)
    scene[520:600, 780:844] = small
    assert [person.box.width > 200 for person in people.look(scene).persons] == [True, False]


def test_without_the_pose_network_everything_is_other_and_the_reason_is_given(tmp_path: Path) -> None:
    shutil.copytree(with_models(MASK_MODEL_ID) / MASK_MODEL_ID, tmp_path / MASK_MODEL_ID)
    seen = People(tmp_path, threads=1).look(photograph("astronaut"))
    assert [(person.index, person.parts) for person in seen.persons] == [(1, (Part.OTHER,))]
    assert part_at(seen.labels, FACE_XY) == Part.OTHER
    assert seen.reason is not None
    assert "hwawon models install body-pose" in seen.reason


def test_without_the_mask_network_the_command_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingModel, match="hwawon models install person-mask"):
        People(tmp_path)


@pytest.mark.parametrize("shape", [(0, 5, 3), (5, 5), (5, 5, 4)])
def test_what_is_not_an_rgb_picture_is_refused(people: People, shape: tuple[int, ...]) -> None:
    with pytest.raises(BadPicture, match="RGB"):
        people.look(np.zeros(shape, np.uint8))


@pytest.mark.parametrize("shape", [(1, 1, 3), (3, 700, 3), (700, 3, 3)])
def test_pictures_of_odd_shapes_are_read(people: People, shape: tuple[int, ...]) -> None:
    assert people.look(np.zeros(shape, np.uint8)).labels.shape == shape[:2]
