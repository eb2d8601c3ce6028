"""Real faces, read by the real networks."""

import io

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from hwawon.errors import BadPicture, MissingModel
from hwawon.vision.faces.age import ERROR_YEARS, widened
from hwawon.vision.faces.face import Face
from hwawon.vision.faces.read import MODELS, FaceReader
from hwawon.vision.faces.vector import SAME_FACE, likeness
from support.face_pictures import READERS, astronaut, face_models, grace_hopper
from support.pictures import photograph

RGB = NDArray[np.uint8]


@pytest.fixture(scope="module")
def reader() -> FaceReader:
    return FaceReader(face_models())


@pytest.fixture(scope="module")
def astronauts_face(reader: FaceReader) -> Face:
    (face,) = reader.read(astronaut())
    return face


def shrunk(rgb: RGB, height: int) -> RGB:
    size = round(rgb.shape[1] * height / rgb.shape[0]), height
    return np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.uint8)


def test_the_astronaut_looks_happy_female_and_about_forty(astronauts_face: Face) -> None:
    face = astronauts_face
    assert face.emotion == "happy" and face.emotions["happy"] > 0.9
    assert face.gender == "Female" and face.gender_share >= 0.05, "a gender is never surer than the network is right"
    assert face.age_low <= 45 and face.age_high >= 33 and face.age_high - face.age_low <= 25
    assert face.generation == "adult" and max(face.generations, key=face.generations.__getitem__) == "adult"
    flags = (face.smile, face.mouth_open, face.eyes_open, face.eyeglasses)
    assert [flag.value for flag in flags if flag] == [True, True, True, False]
    assert sum(face.emotions.values()) == pytest.approx(1) and sum(face.ages) == pytest.approx(1)


def test_the_admiral_looks_calm_old_and_wears_glasses(reader: FaceReader) -> None:
    (face,) = reader.read(grace_hopper())
    assert face.emotion == "calm" and face.generation == "elder"
    flags = (face.smile, face.mouth_open, face.eyes_open, face.eyeglasses)
    assert [flag.value for flag in flags if flag] == [False, False, True, True]
    assert max(face.gender_share, 1 - face.gender_share) <= 0.95  # the network is sure, and wrong


def test_what_has_no_source_is_absent(astronauts_face: Face) -> None:
    face = astronauts_face
    assert (face.beard, face.mustache, face.sunglasses, face.vector) == (None, None, None, None)


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_picture_that_lies_on_its_side_or_stands_on_its_head_is_read(reader: FaceReader, turns: int) -> None:
    (face,) = reader.read(np.ascontiguousarray(np.rot90(astronaut(), turns)))
    assert face.emotion == "happy" and face.pose is not None
    assert abs((face.pose.roll + 90 * turns - 2 + 180) % 360 - 180) < 15
    centre = face.bounds.left + face.bounds.width / 2, face.bounds.top + face.bounds.height / 2
    upright = (0.44, 0.23)
    places = {1: (upright[1], 1 - upright[0]), 2: (1 - upright[0], 1 - upright[1]), 3: (1 - upright[1], upright[0])}
    assert centre == pytest.approx(places[turns], abs=0.05)


@pytest.mark.parametrize("degrees", [-40, 25])
def test_a_tilted_face_is_read_as_an_upright_one(reader: FaceReader, astronauts_face: Face, degrees: float) -> None:
    turn = cv2.getRotationMatrix2D((220, 110), degrees, 1)
    (face,) = reader.read(np.asarray(cv2.warpAffine(astronaut(), turn, (512, 512)), np.uint8))
    assert face.emotion == "happy" and abs(face.age - astronauts_face.age) < 8
    assert face.pose is not None and face.pose.roll == pytest.approx(-degrees + 2, abs=6)


def test_small_and_dark_faces_are_read_and_told_as_such(reader: FaceReader, astronauts_face: Face) -> None:
    (small,) = reader.read(shrunk(astronaut(), 128))
    (dark,) = reader.read(np.asarray(astronaut() * 0.15, np.uint8))
    assert small.emotion == dark.emotion == "happy"
    assert small.quality.sharpness < astronauts_face.quality.sharpness / 2
    assert dark.quality.brightness < astronauts_face.quality.brightness / 2


def test_of_two_people_the_larger_and_more_central_one_comes_first(reader: FaceReader) -> None:
    admiral, woman = shrunk(grace_hopper(), 512), astronaut()
    both = reader.read(np.hstack([woman, admiral]))
    assert [face.emotion for face in both] == ["calm", "happy"]  # hers is the larger face
    aside = np.hstack([shrunk(grace_hopper(), 250), np.zeros((250, 60, 3), np.uint8)])
    below = np.zeros((262, aside.shape[1], 3), np.uint8)
    both = reader.read(np.hstack([woman, np.vstack([aside, below])]))
    assert [face.emotion for face in both] == ["happy", "calm"]  # as large, at the border


@pytest.mark.parametrize("name", ["chelsea", "coffee", "rocket", "china", "flower"])
def test_nobody_is_seen_in_cats_flowers_and_buildings(reader: FaceReader, name: str) -> None:
    assert reader.read(photograph(name)) == ()


@pytest.mark.parametrize("shape", [(1, 1, 3), (3, 900, 3), (900, 3, 3)])
def test_pictures_of_odd_shapes_hold_nobody(reader: FaceReader, shape: tuple[int, int, int]) -> None:
    assert reader.read(np.full(shape, 128, np.uint8)) == ()


def test_what_is_no_picture_is_refused(reader: FaceReader) -> None:
    with pytest.raises(BadPicture):
        reader.read(np.zeros((10, 10), np.uint8))


def test_each_network_is_needed_and_named_where_it_is_absent(tmp_path_factory: pytest.TempPathFactory) -> None:
    assert sorted(READERS) == sorted(MODELS)
    for absent in MODELS:
        folder = tmp_path_factory.mktemp("models")
        for model in MODELS:
            if model != absent:
                (folder / model).symlink_to(face_models() / model)
        with pytest.raises(MissingModel) as caught:
            FaceReader(folder)
        assert caught.value.missing == (absent,)


def test_a_range_of_ages_is_never_narrower_than_the_networks_error() -> None:
    sure = np.zeros(81, np.float32)
    sure[30] = 1
    years = np.arange(81)
    for ages, least in ((sure, ERROR_YEARS), (np.full(81, 1 / 81, np.float32), 23.0)):
        shares = widened(ages)
        mean = float(shares @ years)
        assert shares.sum() == pytest.approx(1)
        assert float(shares @ (years - mean) ** 2) ** 0.5 == pytest.approx(least, abs=0.5)


def test_a_face_is_known_again_and_another_one_is_not() -> None:
    reader = FaceReader(face_models("face-vector"))

    def vector(rgb: RGB) -> tuple[float, ...]:
        (face,) = reader.read(rgb, with_vector=True)
        assert face.vector is not None and len(face.vector) == 128
        return face.vector

    woman = vector(astronaut())
    blurred = Image.open(io.BytesIO(cv2.imencode(".jpg", shrunk(astronaut(), 256)[:, :, ::-1])[1].tobytes()))
    for same in (
        np.ascontiguousarray(astronaut()[:, ::-1]),
        np.array(blurred),
        np.asarray(astronaut() * 0.4, np.uint8),
    ):
        assert likeness(woman, vector(same)) >= SAME_FACE
    assert likeness(woman, vector(grace_hopper())) < SAME_FACE - 0.05
    assert likeness(woman, woman) == 1.0


def test_numbers_of_a_face_are_refused_where_their_network_is_absent(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("models")
    for model in MODELS:
        (folder / model).symlink_to(face_models() / model)
    reader = FaceReader(folder)
    assert len(reader.read(astronaut())) == 1
    with pytest.raises(MissingModel, match="face-vector"):
        reader.read(astronaut(), with_vector=True)
