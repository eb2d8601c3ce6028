"""`hwawon bench`: how fast this machine is."""

from typing import TYPE_CHECKING, Annotated

import typer

from hwawon import config
from hwawon.cli.options import Checkpoint, Steps
from hwawon.cli.output import progress, say, say_json
from hwawon.validation import validated

if TYPE_CHECKING:  # pixels come with it
    from hwawon.generate.measure import Measured

app = typer.Typer(help="Measure this machine.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Measure this machine."""


@app.command()
def sizes(
    engine: Annotated[str | None, typer.Option(help="Which engine paints.")] = None,
    checkpoint: Checkpoint = None,
    steps: Steps = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
) -> None:
    """Paint each of the usual sizes once, and say how long it took, in which passes, and whether it fits."""
    from hwawon.engines.hardware import hardware
    from hwawon.engines.registry import build_engine
    from hwawon.engines.wishes import EngineWishes
    from hwawon.generate.measure import Bench

    settings = config.load()
    asked = {"engine": engine or settings.engine, "checkpoint": checkpoint, "steps": steps}
    wishes = validated(EngineWishes, asked)
    painter = build_engine(wishes.engine, settings)
    try:
        bench = Bench(painter, wishes, settings)
        rows = []
        with progress("painting") as on_step:
            for row in bench.run(on_step):
                rows.append(row.to_json())
                if not as_json:
                    say(_line(row))
        device = hardware(settings.precision)
    finally:
        painter.close()
    if as_json:
        named = {"engine": wishes.engine, "checkpoint": bench.checkpoint.id, "steps": bench.steps, "device": device}
        say_json(named | {"sizes": rows})


def _line(row: "Measured") -> str:
    size = f"{row.extent!s:>9}"
    if row.seconds is None:
        return f"{size}  not painted: {row.reason}"
    return f"{size}  {row.seconds:9.2f} s  {row.fit:8} {' + '.join(map(str, row.passes))}"
