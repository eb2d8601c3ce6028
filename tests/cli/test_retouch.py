"""The command line's promises: exact by an independent comparison, one JSON line, exit statuses, no partial file."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from hwawon.retouch import journal_file
from support.command import Ran, hwawon
from support.pictures import photograph

KEYS = {
    "out", "engine", "seed", "box", "work_size", "reach_px", "changed_outside", "outside_sha256", "seam_score",
    "seconds", "lossless_out",
}  # fmt: skip

FLAT = "painter:flat"
Run = Callable[..., Ran]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """`hwawon retouch photo.png --mask mask.png ...` with the quick engine."""
    Image.fromarray(photograph("coffee")[:240, :320]).save(tmp_path / "photo.png")
    Image.fromarray(disc()).save(tmp_path / "mask.png")

    def retouch(
        *arguments: object, picture: str = "photo.png", mask: str | None = "mask.png", engine: str = "painter:flat"
    ) -> Ran:
        fixed = ("retouch", tmp_path / picture, "--prompt", "red", "--engine", engine)
        masked = ("--mask", tmp_path / mask) if mask else ()
        return hwawon(*fixed, *masked, *arguments, data_dir=tmp_path / "data")

    return retouch


def pixels(path: Path | str) -> NDArray[np.uint8]:
    with Image.open(path) as image:
        return np.asarray(image)


def request_in(path: str) -> dict[str, Any]:
    """The request that a picture tells."""
    with Image.open(path) as image:
        found: dict[str, Any] = json.loads(image.info["hwawon"])["request"]
    return found


def disc(centre: tuple[int, int] = (150, 110), radius: int = 40) -> NDArray[np.uint8]:
    mask = np.zeros((240, 320), np.uint8)
    cv2.circle(mask, centre, radius, (255,), -1)
    return mask


def test_what_the_engine_does_not_heed_is_said(run: Run) -> None:
    assert "painter:flat does not heed guidance" in run("--guidance", 4).err
    assert "heed" not in run().err


def test_only_pixels_within_reach_of_the_mask_differ_in_the_written_file(run: Run, tmp_path: Path) -> None:
    ran = run("--box", "60,20,200,200", "--strength", 0.9, "--seed", 5, "--json")

    answer = ran.answer
    before, after = (pixels(path) for path in (tmp_path / "photo.png", answer["out"]))
    distance = cv2.distanceTransform(np.where(disc() > 0, 0, 255).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    changed = (before != after).any(axis=2)
    assert ran.status == 0 and set(answer) >= KEYS
    assert answer["out"] == str(tmp_path / "photo-retouched.png")
    assert (answer["engine"], answer["seed"], answer["box"]) == ("painter:flat", 5, [60, 20, 200, 200])
    assert answer["changed_outside"] == 0 and answer["lossless_out"] is True
    assert changed[disc() > 0].any()
    assert distance[changed].max() <= answer["reach_px"] + 1e-3 <= max(48, 0.35 * 200) + 1e-3


def test_the_seed_is_drawn_and_reported_and_makes_the_same_picture_again(run: Run, tmp_path: Path) -> None:
    first = run("--out", tmp_path / "a.png", "--json").answer
    again = run("--out", tmp_path / "b.png", "--seed", first["seed"], "--json").answer

    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()
    assert first["outside_sha256"] == again["outside_sha256"]


def test_candidates_are_numbered_best_first(run: Run, tmp_path: Path) -> None:
    answer = run("--count", 3, "--seed", 1, "--out", tmp_path / "x.png", "--json").answer

    names = [Path(one["out"]).name for one in answer["candidates"]]
    scores = [one["seam_score"] for one in answer["candidates"]]
    assert names == ["x.png", "x-2.png", "x-3.png"]
    assert scores == sorted(scores)
    assert all((tmp_path / name).is_file() for name in names)


def test_strength_0_gives_back_the_very_pixels(run: Run, tmp_path: Path) -> None:
    out = run("--strength", 0, "--json").answer["out"]

    assert np.array_equal(pixels(out), pixels(tmp_path / "photo.png"))


def test_a_lossy_out_says_so(run: Run, tmp_path: Path) -> None:
    answer = run("--out", tmp_path / "x.jpg", "--json").answer

    assert answer["lossless_out"] is False
    assert answer["changed_outside"] == 0
    assert (tmp_path / "x.jpg").read_bytes().startswith(b"\xff\xd8")


def test_a_mask_of_the_boxs_size_is_the_same_as_one_of_the_pictures(run: Run, tmp_path: Path) -> None:
    Image.fromarray(disc()[20:220, 60:260]).save(tmp_path / "small.png")
    box = ("--box", "60,20,200,200", "--seed", 5)

    large = run(*box, "--out", tmp_path / "a.png", "--json").answer
    small = run(*box, "--out", tmp_path / "b.png", "--json", mask="small.png").answer

    assert large["outside_sha256"] == small["outside_sha256"]
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()


def test_a_journal_takes_step_after_step(run: Run, tmp_path: Path) -> None:
    journal = tmp_path / "j.hwawon"
    first = run("--out", tmp_path / "1.png", "--journal", journal, "--json")
    second = run("--out", tmp_path / "2.png", "--journal", journal, "--json", picture="1.png")
    stale = run("--out", tmp_path / "3.png", "--journal", journal, picture="photo.png")

    assert (first.status, second.status) == (0, 0)
    kept = [step.seam_score for step in journal_file.load(journal).journal.steps]
    assert kept == [json.loads(one.out)["seam_score"] for one in (first, second)]
    assert stale.status != 0 and "journal" in stale.err
    assert not (tmp_path / "3.png").exists()


def test_the_request_is_written_into_the_picture_unless_it_is_not_wanted(run: Run, tmp_path: Path) -> None:
    run("--out", tmp_path / "told.png", "--seed", 9)
    run("--out", tmp_path / "silent.png", "--seed", 9, "--no-metadata")

    with Image.open(tmp_path / "told.png") as told, Image.open(tmp_path / "silent.png") as silent:
        assert '"seed":9' in told.info["hwawon"].replace(" ", "")
        assert "Seed: 9" in told.info["parameters"]
        assert "hwawon" not in silent.info


def test_a_picture_grows_without_a_mask_and_keeps_its_own_pixels(run: Run, tmp_path: Path) -> None:
    answer = run("--extend", "48,0,0,16", "--strength", 0.9, "--seed", 5, "--json", mask=None).answer

    before, after = (pixels(path) for path in (tmp_path / "photo.png", answer["out"]))
    new = np.full((256, 368), 0, np.uint8)
    new[:240, 48:] = 255
    distance = cv2.distanceTransform(new, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    kept = (distance > answer["reach_px"] + 1e-3)[:240, 48:]
    assert set(answer) >= KEYS | {"extend"}
    assert (answer["extend"], answer["changed_outside"], answer["lossless_out"]) == ([48, 0, 0, 16], 0, True)
    assert after.shape == (256, 368, 3)
    assert kept.mean() > 0.5
    assert np.array_equal(after[:240, 48:][kept], before[kept])
    assert request_in(answer["out"])["extend"] == [48, 0, 0, 16]


def test_controls_are_heard_and_told_in_the_record_without_folders(run: Run, tmp_path: Path) -> None:
    lines = np.zeros((240, 320), np.uint8)
    cv2.circle(lines, (150, 110), 28, 255, 3)
    Image.fromarray(lines).save(tmp_path / "a, b.png")
    Image.fromarray(photograph("china")[:90, :120]).save(tmp_path / "look.png")
    drawn = f"line_art={tmp_path / 'a, b.png'},0.9,0,0.8"
    plain = run("--seed", 3, "--out", tmp_path / "plain.png", "--json", engine="painter").answer

    heard = run(
        "--seed", 3, "--control", drawn, "--control", f"reference={tmp_path / 'look.png'}", "--json", engine="painter"
    ).answer

    assert heard["changed_outside"] == 0
    assert not np.array_equal(pixels(heard["out"]), pixels(plain["out"]))
    told = request_in(heard["out"])["controls"]
    assert [(one["kind"], one["picture"], one["scale"], one["end"]) for one in told] == [
        ("line_art", "a, b.png", 0.9, 0.8),
        ("reference", "look.png", 1.0, 1.0),
    ]


def test_the_answer_says_that_a_picture_has_not_grown(run: Run) -> None:
    assert run("--json").answer["extend"] is None


def test_plain_output_is_a_sentence_and_json_is_one_line(run: Run) -> None:
    plain = run("--seed", 1)

    assert "0 pixels changed outside" in plain.out
    assert run("--seed", 1, "--json").answer["seed"] == 1


BAD: dict[str, tuple[tuple[object, ...], str]] = {
    "zero box": (("--box", "10,10,0,10"), "empty"),
    "box partly outside": (("--box", "300,0,100,100"), "not wholly inside"),
    "box of words": (("--box", "a,b,c,d"), "X,Y,W,H"),
    "strength NaN": (("--strength", "nan"), "strength"),
    "strength 7": (("--strength", 7), "strength"),
    "strength word": (("--strength", "much"), "strength"),
    "opacity 2": (("--opacity", 2), "opacity"),
    "count 0": (("--count", 0), "count"),
    "unknown engine": (("--engine", "photoshop"), "photoshop"),
    "unknown option": (("--speed", 3), "speed"),
    "unknown precision": (("--precision", "exact"), "precision"),
    "unknown suffix": (("--out", "x.gif"), ".png"),
    "missing folder": (("--out", "/nowhere/at/all/x.png"), "/nowhere/at/all"),
    "missing lines": (("--lineart", "nothing.png"), "nothing.png"),
    "missing reference": (("--reference", "nothing.png"), "nothing.png"),
    "unknown kind of control": (("--control", "crayon=mask.png"), "'line_art'"),
    "control without a file": (("--control", "line_art"), "KIND=FILE"),
    "control that is not followed": (("--control", "depth=mask.png"), "it follows line art, reference"),
    "missing control": (("--control", "line_art=nothing.png"), "nothing.png"),
    "control of scale 3": (("--control", "line_art=mask.png,3"), "scale"),
    "control that ends before it begins": (("--control", "line_art=mask.png,1,0.6,0.5"), "start 0.6"),
    "two references": (("--control", "reference=a.png", "--reference", "b.png"), "one reference"),
    "extension of nothing": (("--extend", "0,0,0,0"), "at least 1 pixel"),
    "extension inwards": (("--extend=-8,0,0,0",), "extend"),
    "extension of words": (("--extend", "left"), "LEFT,TOP,RIGHT,BOTTOM"),
    "extension beyond all limits": (("--extend", "60000,60000,60000,60000"), "pixels, at most"),
    "extension of a journal": (("--extend", "8,0,0,0", "--journal", "j.hwawon"), "journal keeps one size"),
    "box that does not hold the new area": (("--extend", "8,0,0,0", "--box", "0,0,100,100"), "new area"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_ends_with_2_and_leaves_no_file(run: Run, tmp_path: Path, case: str) -> None:
    arguments, told = BAD[case]
    before = sorted(tmp_path.iterdir())

    ran = run(*arguments, "--json")

    assert ran.status == 2, ran
    assert ran.out == ""
    assert told in ran.err and "Traceback" not in ran.err
    assert sorted(tmp_path.iterdir()) == before


def test_where_the_strengths_are_black_the_picture_is_kept_under_the_mask_too(run: Run, tmp_path: Path) -> None:
    held = np.full((240, 320), 255, np.uint8)
    held[:, :150] = 0
    Image.fromarray(held).save(tmp_path / "held.png")
    changed = (
        pixels(run("--strength", 1, "--seed", 7, "--strengths", tmp_path / "held.png", "--json").answer["out"])
        != pixels(tmp_path / "photo.png")
    ).any(axis=2)
    painted = disc() > 0
    assert changed[:, 160:][painted[:, 160:]].mean() > 0.5
    assert not changed[:, :100].any()


def test_strengths_of_another_size_end_with_2(run: Run, tmp_path: Path) -> None:
    Image.fromarray(np.full((10, 10), 255, np.uint8)).save(tmp_path / "small.png")
    ran = run("--strengths", tmp_path / "small.png")
    assert ran.status == 2
    assert "the strengths are 10x10" in ran.err


def test_without_a_mask_a_picture_must_grow(run: Run) -> None:
    ran = run(mask=None)

    assert (ran.status, ran.out) == (2, "")
    assert "expected a mask" in ran.err


def test_a_control_of_another_size_ends_with_2(run: Run, tmp_path: Path) -> None:
    Image.fromarray(disc()[:100]).save(tmp_path / "small.png")

    ran = run("--control", f"line_art={tmp_path / 'small.png'}")

    assert ran.status == 2
    assert "320x100; expected the picture's 320x240" in ran.err


def test_pictures_and_masks_that_are_none_end_with_2(run: Run, tmp_path: Path) -> None:
    data = (tmp_path / "photo.png").read_bytes()
    (tmp_path / "cut.png").write_bytes(data[: len(data) // 2])
    Image.fromarray(photograph("coffee")).save(tmp_path / "whole.jpg")
    (tmp_path / "cut.jpg").write_bytes((tmp_path / "whole.jpg").read_bytes()[:20000])
    (tmp_path / "text.png").write_text("hello")
    huge = data[:16] + (60000).to_bytes(4, "big") * 2 + data[24:]
    (tmp_path / "huge.png").write_bytes(huge)
    Image.fromarray(disc()[:100]).save(tmp_path / "wrong.png")
    Image.fromarray(disc() * 0).save(tmp_path / "black.png")

    for name in ("cut.png", "cut.jpg", "text.png", "huge.png", "missing.png"):
        ran = run(picture=name)
        assert (ran.status, ran.out) == (2, ""), ran
        assert name in ran.err and "Traceback" not in ran.err
    for name, told in (("wrong.png", "320x100"), ("black.png", "empty"), ("text.png", "text.png")):
        ran = run(mask=name)
        assert ran.status == 2 and told in ran.err, ran
    assert not list(tmp_path.glob("*-retouched*"))


def test_a_journal_keeps_the_controls_of_its_steps(run: Run, tmp_path: Path) -> None:
    journal = tmp_path / "j.hwawon"
    Image.fromarray(disc()).save(tmp_path / "lines.png")
    run("--control", f"line_art={tmp_path / 'lines.png'},0.5", "--out", tmp_path / "1.png", "--journal", journal)

    (step,) = journal_file.load(journal).journal.steps

    assert [(one.kind, one.picture, one.scale) for one in step.request.controls] == [("line_art", "lines.png", 0.5)]
    assert [control.shape[:2] for control in step.controls] == [(step.plan.work.height, step.plan.work.width)]
    assert step.controls[0].max() == 255


def test_a_full_disk_ends_with_1_and_leaves_no_partial_file(tmp_path: Path) -> None:
    import os

    small = tmp_path / "small"
    small.mkdir()
    if os.system(f"mount -t tmpfs -o size=48k tmpfs {small} 2>/dev/null") != 0:
        pytest.skip("mounting a tmpfs is not allowed here")
    try:
        Image.fromarray(photograph("coffee")[:240, :320]).save(tmp_path / "photo.png")
        Image.fromarray(disc()).save(tmp_path / "mask.png")
        fixed = ("retouch", tmp_path / "photo.png", "--mask", tmp_path / "mask.png", "--prompt", "red")
        ran = hwawon(*fixed, "--engine", "painter:flat", "--out", small / "o.png", data_dir=tmp_path / "data")
        assert ran.status == 1 and "no space left" in ran.err, ran
        assert list(small.iterdir()) == []
    finally:
        os.system(f"umount {small}")


def test_an_engine_that_fails_ends_with_1(run: Run) -> None:
    ran = run("--json", engine="painter:oom")

    assert (ran.status, ran.out) == (1, "")
    assert "memory" in ran.err


def test_plan_is_arithmetic_alone(tmp_path: Path) -> None:
    Image.fromarray(photograph("coffee")).save(tmp_path / "photo.jpg")

    ran = hwawon("plan", tmp_path / "photo.jpg", "--box", "100,100,64,64", "--json", data_dir=tmp_path / "data")

    assert {"engine", "seed", "box", "work_size", "reach_px"} <= set(ran.answer)
    assert ran.answer["reach_px"] <= 48
    assert (ran.answer["passes"], ran.answer["fit"], ran.answer["eta_s"]) == ([ran.answer["work_size"]], "fits", None)
    grown = hwawon("plan", tmp_path / "photo.jpg", "--extend", "0,0,64,0", "--json", data_dir=tmp_path / "data").answer
    assert (grown["extend"], grown["box"][0] + grown["box"][2]) == ([0, 0, 64, 0], 664)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["photo.jpg"]
