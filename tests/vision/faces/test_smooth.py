"""Several frames of one visitor are one face, averaged."""

import pytest

from hwawon.vision.faces.face import EMOTIONS, Flag
from hwawon.vision.faces.smooth import MOST_FRAMES, Burst
from support.made_faces import CALM, made_face

SAD = dict.fromkeys(EMOTIONS, 0.0) | {"sad": 1.0}


def test_one_frame_that_flickers_does_not_change_what_a_visitor_looks_like() -> None:
    burst = Burst()
    for _ in range(3):
        assert burst.add(made_face(CALM)).emotion == "calm"
    told = burst.add(made_face(SAD))
    assert told.emotion == "calm" and told.emotions["sad"] == pytest.approx(0.25)
    assert sum(told.emotions.values()) == pytest.approx(1)


def test_a_mood_that_lasts_is_followed() -> None:
    burst = Burst()
    burst.add(made_face(CALM))
    told = [burst.add(made_face(SAD)).emotion for _ in range(MOST_FRAMES)]
    assert told[0] is None and told[-1] == "sad"  # half and half is "not sure"
    assert len(burst) == MOST_FRAMES


def test_ages_are_averaged_as_likelihoods() -> None:
    burst = Burst()
    burst.add(made_face(age=30))
    told = burst.add(made_face(age=40))
    assert (told.age_low, told.age_high) == (30, 40) and sum(told.ages) == pytest.approx(1)
    assert told.generations["adult"] == pytest.approx(1)


def test_sharp_frames_count_for_more_than_blurred_ones() -> None:
    burst = Burst()
    burst.add(made_face(SAD, sharpness=1.0))
    assert burst.add(made_face(CALM, sharpness=100.0)).emotion == "calm"


def test_a_flag_without_a_source_in_one_frame_is_taken_from_the_others() -> None:
    burst = Burst()
    burst.add(made_face(smile=Flag(True, 0.9)))
    burst.add(made_face(smile=None))
    told = burst.add(made_face(smile=Flag(False, 0.6)))
    assert told.smile is not None and told.smile.value and told.smile.confidence == pytest.approx(0.65)
    assert told.beard is None


def test_somebody_elses_face_begins_anew() -> None:
    burst = Burst()
    burst.add(made_face(SAD, left=0.0))
    told = burst.add(made_face(CALM, left=0.7))
    assert len(burst) == 1 and told.emotions["sad"] == 0.0


def test_the_place_of_the_face_is_that_of_the_last_frame() -> None:
    burst = Burst()
    burst.add(made_face(left=0.40))
    assert burst.add(made_face(left=0.45)).bounds.left == 0.45
