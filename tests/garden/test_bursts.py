"""What the camera saw in the last seconds: numbers in memory, averaged, and soon gone."""

import time

import pytest

from hwawon.garden import bursts
from hwawon.garden.bursts import Bursts
from support.garden_visits import face


def test_faces_of_one_visit_are_averaged_and_those_of_others_are_not() -> None:
    kept = Bursts()
    kept.add("a", face("calm"))
    both = kept.add("a", face("happy"))
    assert both.emotions["calm"] == pytest.approx(both.emotions["happy"])
    assert kept.add("b", face("happy")).emotion == "happy"


def test_what_was_seen_is_forgotten_after_some_seconds_and_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    now_s = 100.0
    monkeypatch.setattr(bursts.time, "monotonic", lambda: now_s)  # type: ignore[attr-defined]
    kept = Bursts()
    kept.add("a", face("calm"))
    kept.add("b", face("calm"))
    kept.drop("a")
    assert len(kept) == 1
    now_s += bursts.TOGETHER_S + 0.1
    assert len(kept) == 0
    assert kept.add("b", face("happy")).emotion == "happy"


def test_who_was_seen_last_is_forgotten_without_another_visitor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bursts, "TOGETHER_S", 0.05)
    kept = Bursts()
    kept.add("a", face("calm"))
    end_s = time.monotonic() + 5
    while kept._kept and time.monotonic() < end_s:  # asking how many would itself forget
        time.sleep(0.01)
    assert not kept._kept


def test_numbers_that_know_a_face_again_are_not_kept_with_them() -> None:
    kept = Bursts()
    assert kept.add("a", face(vector=(1.0, 2.0))).vector is None
