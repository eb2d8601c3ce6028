from pathlib import Path

import numpy as np
import pytest

from benchmarks import exactness


@pytest.mark.parametrize("number", range(exactness.COUNT // 10), ids=lambda number: str(exactness.case(number)))
def test_no_pixel_beyond_the_reach_differs_in_the_written_file(number: int, tmp_path: Path) -> None:
    outcome = exactness.check(exactness.case(number), tmp_path)

    assert outcome.is_exact, outcome


def test_something_does_change_inside(tmp_path: Path) -> None:
    outcome = exactness.check(exactness.case(1), tmp_path)

    assert outcome.changed > 0


def test_the_comparison_finds_a_single_changed_pixel_beyond_the_reach(tmp_path: Path) -> None:
    one = exactness.case(1)
    outcome = exactness.check(one, tmp_path)
    before, after = (exactness.decoded(tmp_path / name).copy() for name in ("in.png", "in.png"))
    mask = exactness.painted(one, (0, 0, 20, 20), np.random.default_rng(0))
    after[-1, -1, 0] ^= 1

    found = exactness.compared(
        one, before, after, mask, (0, 0, 20, 20), {"changed_outside": 0, "reach_px": outcome.reach_px}
    )

    assert found.changed_beyond_reach == 1
    assert not found.is_exact
