from dataclasses import replace

import numpy as np
import pytest

from hwawon.engines.base import Engine
from hwawon.engines.painter.flat import FlatPainter
from hwawon.errors import BadInput, Conflict, NotFound
from hwawon.imaging import files
from hwawon.imaging.picture import Picture
from hwawon.retouch import journal_file
from hwawon.retouch.journal import Journal, JournalStep, pixel_hash, render, start
from hwawon.retouch.journal_file import JournalFile
from hwawon.retouch.journal_work import replay
from support import rooms
from support.journals import said_otherwise


def two_steps(base: Picture) -> Journal:
    """A journal of two overlapping steps, the second painted over the first."""
    first = rooms.step(rooms.request(prompt="red"), base, rooms.mask((120, 110), 30))
    journal = start(base).with_step(first)
    second = rooms.step(rooms.request(prompt="blue", seed=8), render(journal, base), rooms.mask((150, 120), 30))
    return journal.with_step(second)


def faint(step: JournalStep) -> JournalStep:
    return replace(step, opacity=0.5)


def test_steps_are_laid_over_the_base_in_order() -> None:
    base = rooms.picture()
    journal = two_steps(base)

    assert np.array_equal(render(journal, base).pixels, rooms.shown(journal, base).pixels)
    swapped = journal.moved(journal.steps[0].id, 1)
    assert not np.array_equal(render(swapped, base).pixels, render(journal, base).pixels)
    assert [one.id for one in swapped.steps] == [one.id for one in reversed(journal.steps)]


def test_a_muted_step_is_as_if_it_had_not_been_and_comes_back_unchanged() -> None:
    base = rooms.picture()
    journal = two_steps(base)
    first, second = (step.id for step in journal.steps)
    muted = journal.changed(first, lambda step: replace(step, muted=True))
    back = muted.changed(first, lambda step: replace(step, muted=False))

    assert np.array_equal(render(muted, base).pixels, render(journal.without(first), base).pixels)
    assert np.array_equal(render(back, base).pixels, render(journal, base).pixels)
    none = muted.changed(second, lambda step: replace(step, muted=True))
    assert np.array_equal(render(none, base).pixels, base.pixels)


def test_half_opacity_lies_halfway_and_needs_no_generation() -> None:
    base = rooms.picture()
    journal = start(base).with_step(rooms.step(rooms.request(), base))
    half = journal.changed(journal.steps[0].id, faint)

    full, middle = (render(one, base).pixels.astype(float) for one in (journal, half))

    assert np.abs(middle - (full + base.pixels) / 2).max() <= 1


def test_a_past_step_gets_another_feather_and_its_reach_stays_true() -> None:
    base = rooms.picture()
    journal = start(base).with_step(rooms.step(rooms.request(), base))
    hard = journal.changed(journal.steps[0].id, lambda step: replace(step, feather_px=0.0))

    changed = (render(hard, base).pixels != base.pixels).any(axis=2)

    assert not changed[rooms.mask() == 0].any()
    assert changed[rooms.mask() > 0].any()


def test_another_base_is_refused() -> None:
    base = rooms.picture()
    other = base.with_pixels(np.invert(base.pixels))

    with pytest.raises(Conflict):
        render(two_steps(base), other)


def test_a_step_that_is_not_there_is_named() -> None:
    with pytest.raises(NotFound, match="nobody"):
        start(rooms.picture()).without("nobody")


@pytest.mark.parametrize(("depth", "channels"), [(8, 3), (8, 1), (8, 4), (16, 3), (16, 1)])
def test_a_journal_file_brings_everything_back(depth: int, channels: int) -> None:
    base = rooms.picture(depth, channels)
    journal = two_steps(base)
    journal = journal.changed(journal.steps[1].id, faint)
    drawn = np.arange(64, dtype=np.uint8).reshape(8, 8)
    journal = journal.changed(journal.steps[0].id, lambda step: replace(step, lines=drawn))

    data = journal_file.pack(JournalFile(journal, files.encode(base, "PNG")))
    again = journal_file.unpack(data)

    assert np.array_equal(render(again.journal, files.read(again.base)).pixels, render(journal, base).pixels)
    assert [step.request for step in again.journal.steps] == [step.request for step in journal.steps]
    assert [step.plan for step in again.journal.steps] == [step.plan for step in journal.steps]
    assert [step.seam_score for step in again.journal.steps] == [step.seam_score for step in journal.steps]
    lines = again.journal.steps[0].lines
    assert lines is not None and np.array_equal(lines, drawn)
    assert journal_file.pack(again) == data


@pytest.mark.parametrize("data", [b"", b"not a zip", b"PK\x03\x04 but cut"])
def test_a_damaged_journal_file_is_refused(data: bytes) -> None:
    with pytest.raises(BadInput, match="not a journal file"):
        journal_file.unpack(data)


def test_a_journal_file_with_a_missing_patch_is_refused() -> None:
    base = rooms.picture()
    data = journal_file.pack(JournalFile(two_steps(base), files.encode(base, "PNG")))
    damaged = data.replace(b"patch.png", b"catch.png")

    with pytest.raises(BadInput):
        journal_file.unpack(damaged)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("opacity",), "half"),
        (("opacity",), 7),
        (("muted",), "no"),
        (("feather_px",), [1]),
        (("feather_px",), -1),
        (("record",), {}),
        (("record",), None),
        (("record", "engine"), 5),
        (("id",), ""),
        (("seam_score",), "none"),
        (("patch", "channels"), None),
        (("patch", "reach_px"), "far"),
        (("patch", "bounds"), [300, 200, 213, 213]),
        (("plan", "canvas"), [64, 64]),
        (("plan", "box"), [-8, 0, 320, 240]),
        (("plan", "crop"), [0, 0, 2**20, 2**20]),
    ],
)
def test_a_journal_file_that_says_what_no_step_can_be_is_refused(path: tuple[str, ...], value: object) -> None:
    base = rooms.picture()
    data = journal_file.pack(JournalFile(two_steps(base), files.encode(base, "PNG")))
    deep: dict[str, object] = {}
    for _ in range(200):
        deep = {"in": deep}

    for changed in (said_otherwise(data, *path, value=value), said_otherwise(data, "record", "more", value=deep)):
        with pytest.raises(BadInput):
            journal_file.unpack(changed)
    assert len(journal_file.unpack(said_otherwise(data, "opacity", value=0.5)).journal.steps) == 2


def flat(_: str) -> Engine:
    return FlatPainter()


def test_a_replay_on_the_same_engine_gives_the_same_pixels() -> None:
    base = rooms.picture()
    journal = two_steps(base)

    replayed = replay(journal, base, flat, rooms.ignore)

    assert replayed.same
    assert pixel_hash(render(replayed.journal, base)) == pixel_hash(render(journal, base))


def test_a_replay_paints_the_same_wishes_into_another_picture() -> None:
    base = rooms.picture()
    other = base.with_pixels(np.invert(base.pixels))

    replayed = replay(two_steps(base), other, flat, rooms.ignore)
    result = render(replayed.journal, other).pixels

    assert not replayed.same
    assert np.array_equal(result[200:], other.pixels[200:])
    assert not np.array_equal(result, other.pixels)
