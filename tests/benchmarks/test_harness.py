"""The benchmark table tells the truth about what passed, and a miss is believed only the second time."""

import json
from collections.abc import Callable
from types import SimpleNamespace

import pytest

from benchmarks import __main__ as command
from benchmarks.harness import Row, as_json, as_markdown, as_text, cpu_seconds, measured


def row(ratio: float | None, bar: str = "P3", note: str = "") -> Row:
    return Row(bar, "time", "1 ms", "2 ms", ratio, 0.25, 0.10, note=note)


def in_turn(*runs: list[Row]) -> Callable[[bool], list[Row]]:
    """A bar that gives other rows each time it runs."""
    left = list(runs)
    return lambda _: left.pop(0)


@pytest.mark.parametrize(("ratio", "verdict"), [(0.1, "stretch"), (0.25, "pass"), (0.251, "MISSED")])
def test_lower_is_better(ratio: float, verdict: str) -> None:
    assert row(ratio).verdict == verdict


@pytest.mark.parametrize(("ratio", "verdict"), [(1.0, "stretch"), (0.85, "pass"), (0.84, "MISSED")])
def test_higher_is_better_where_it_says_so(ratio: float, verdict: str) -> None:
    assert Row("P4", "thumbnails", "", "", ratio, 0.85, 1.0, higher_is_better=True).verdict == verdict


def test_what_was_not_measured_neither_passes_nor_misses() -> None:
    left_out = row(None, note="no pyvips")
    assert (left_out.verdict, left_out.misses) == ("not measured: no pyvips", False)


def test_a_row_with_a_note_shows_its_ratio_and_has_no_verdict() -> None:
    shown = row(0.9, note="tiny, on the CPU")
    assert (shown.verdict, shown.misses, shown.cells()[4]) == ("tiny, on the CPU", False, "0.9")
    roofline = Row("R", "product", "700 TFLOP/s", "790 TFLOP/s", 0.886, None)
    assert (roofline.misses, roofline.cells()[4:7]) == (False, ("0.886", "", ""))


def test_a_bar_is_missed_only_when_it_is_missed_twice() -> None:
    rows = measured(in_turn([row(0.9), row(0.2, "P4")], [row(0.2), row(0.9, "P4")]), False)
    assert [line.ratio for line in rows] == [0.2, 0.2]
    assert measured(in_turn([row(0.9)], [row(0.8)]), False)[0].misses
    assert measured(in_turn([row(0.2)]), False)[0].verdict == "pass"


def test_sides_take_turns_and_the_best_round_counts() -> None:
    calls: list[str] = []
    best = cpu_seconds(lambda: calls.append("a"), lambda: calls.append("b"), rounds=3)
    assert calls == ["a", "b"] * 3
    assert len(best) == 2
    assert max(best) < 0.1


def test_the_table_has_the_same_cells_in_every_form() -> None:
    rows = [row(0.2), row(None, note="no pyvips")]
    assert as_markdown(rows).splitlines()[2] == "| P3 | time | 1 ms | 2 ms | 0.2 | <= 0.25 | <= 0.1 | pass |"
    assert " ".join(as_text(rows).splitlines()[1].split()) == "P3 time 1 ms 2 ms 0.2 <= 0.25 <= 0.1 pass"
    assert [line["verdict"] for line in json.loads(as_json(rows))] == ["pass", "not measured: no pyvips"]


@pytest.mark.parametrize(("ratio", "status"), [(0.2, 0), (0.9, 1)])
def test_the_command_ends_with_1_for_a_miss(
    ratio: float, status: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "found", lambda _, **__: {"p3": in_turn([row(ratio)], [row(ratio)])})
    assert command.main(["--json"]) == status
    assert json.loads(capsys.readouterr().out)[0]["ratio"] == ratio


def test_an_unknown_bar_is_refused_with_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        command.main(["--only", "P99"])
    assert ended.value.code == 2
    assert "p3_png" in capsys.readouterr().err


def test_a_bar_that_breaks_is_a_row_with_its_error_and_the_others_go_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def breaks(_: bool) -> list[Row]:
        raise MemoryError("79 GiB are not enough\nnor are 80")

    monkeypatch.setattr(command, "found", lambda _, **__: {"g1_picture": breaks, "g7_sdxl": in_turn([row(0.2, "G7")])})
    assert command.main(["--json"]) == 1
    first, second = json.loads(capsys.readouterr().out)
    assert (first["bar"], first["verdict"]) == ("G1", "not measured: MemoryError: 79 GiB are not enough")
    assert second["verdict"] == "pass"


def test_the_bars_of_a_gpu_are_found_by_their_own_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "import_module", lambda name: SimpleNamespace(run=name))
    assert list(command.found(None, gpu=True)) == [
        *("g0_roofline", "g1_picture", "g2_bulk", "g3_saved", "g4_retouch", "g5_few_steps", "g6_start", "g7_sdxl"),
        "g8_compiled",
    ]
    assert list(command.found("G4", gpu=True)) == ["g4_retouch"]
    assert not any(name.startswith("g") for name in command.found(None))
