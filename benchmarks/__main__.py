"""`python -m benchmarks [--full] [--only P3] [--json | --markdown]`: all bars, one table, exit status 1 for a miss."""

import argparse
import importlib
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.harness import Row, as_json, as_markdown, as_text, measured

Bar = Callable[[bool], list[Row]]


def found(only: str | None) -> dict[str, Bar]:
    """The bars by name (`p3_png`), all or those whose number is `only`."""
    names = sorted(path.stem for path in Path(__file__).parent.glob("p[0-9]*_*.py"))
    chosen = [name for name in names if only is None or name.split("_")[0] == only.lower()]
    return {name: importlib.import_module(f"benchmarks.{name}").run for name in sorted(chosen, key=_number)}


def _number(name: str) -> tuple[int, str]:
    return int(name.split("_")[0][1:]), name


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--full", action="store_true", help="every case, not a tenth of them")
    parser.add_argument("--only", metavar="P3", help="one bar")
    parser.add_argument("--json", action="store_true", help="rows as JSON")
    parser.add_argument("--markdown", action="store_true", help="a table for docs/performance.md")
    options = parser.parse_args(arguments)
    bars = found(options.only)
    if not bars:
        parser.error(f"there is no bar {options.only}; known are {', '.join(found(None))}")
    rows: list[Row] = []
    for name, run in bars.items():
        print(f"{name} ...", file=sys.stderr, flush=True)
        rows += measured(run, options.full)
    print(as_json(rows) if options.json else as_markdown(rows) if options.markdown else as_text(rows))
    return 1 if any(row.misses for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
