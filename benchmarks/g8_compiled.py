"""G1 again with torch.compile, whose compilation takes longer than all other bars: so it comes last."""

from benchmarks.g1_picture import LIMITS, raced, what
from benchmarks.gpu import ground
from benchmarks.harness import Row


def run(full: bool) -> list[Row]:
    on = ground(full)
    if full and on.device == "cuda":
        return [raced(on, "compile")]
    left_out = "minutes of compiling: only on a GPU, with --full"
    return [Row("G1", what(on, "compile"), "", "", None, *LIMITS, higher_is_better=True, note=left_out)]
