"""`python -m benchmarks [--gpu] [--full] [--only P3] [--json | --markdown]`: all bars, one table.

A bar that breaks is a row with its error, and the others go on. The exit status is 1 for a miss and for a broken bar.
"""

import argparse
import sys
import traceback
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from benchmarks.harness import Row, as_json, as_markdown, as_text, measured
from benchmarks.tiny import HERE

Bar = Callable[[bool], list[Row]]


def found(only: str | None, *, gpu: bool = False) -> dict[str, Bar]:
    """The bars by name (`p3_png`; with `gpu` those of a GPU, `g1_picture`), all or those whose number is `only`."""
    names = sorted(path.stem for path in Path(__file__).parent.glob(f"{'g' if gpu else 'p'}[0-9]*_*.py"))
    chosen = [name for name in names if only is None or name.split("_")[0] == only.lower()]
    return {name: import_module(f"benchmarks.{name}").run for name in sorted(chosen, key=_number)}


def _number(name: str) -> tuple[int, str]:
    return int(name.split("_")[0][1:]), name


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument(
        "--gpu", action="store_true", help="the bars of a GPU; tiny and without a verdict where none is"
    )
    parser.add_argument("--full", action="store_true", help="every case, not a tenth of them")
    parser.add_argument("--only", metavar="P3", help="one bar")
    parser.add_argument("--json", action="store_true", help="rows as JSON")
    parser.add_argument("--markdown", action="store_true", help="a table for docs/performance.md")
    options = parser.parse_args(arguments)
    if options.gpu and not HERE:
        parser.error("the bars of a GPU need torch and the extra: pip install torch 'hwawon[diffusers]'")
    bars = found(options.only, gpu=options.gpu)
    if not bars:
        parser.error(f"there is no bar {options.only}; known are {', '.join(found(None, gpu=options.gpu))}")
    rows: list[Row] = []
    broken = False
    for name, run in bars.items():
        print(f"{name} ...", file=sys.stderr, flush=True)
        try:  # a second run on a GPU would meet the same: nothing else runs there
            found_now = run(options.full) if options.gpu else measured(run, options.full)
        except Exception as error:
            traceback.print_exc()
            broken = True
            found_now = [_broken(name, error)]
        print(as_text(found_now), file=sys.stderr, flush=True)  # known even if the rest never ends
        rows += found_now
    print(as_json(rows) if options.json else as_markdown(rows) if options.markdown else as_text(rows))
    return 1 if broken or any(row.misses for row in rows) else 0


def _broken(name: str, error: Exception) -> Row:
    number, _, what = name.partition("_")
    reason = (str(error).strip() or "no reason given").split("\n")[0]
    return Row(number.upper(), what.replace("_", " "), "", "", None, None, note=f"{type(error).__name__}: {reason}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
