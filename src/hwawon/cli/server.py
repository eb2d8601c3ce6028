"""`hwawon serve`, `hwawon worker` and `hwawon doctor`."""

from typing import Annotated

import typer

from hwawon import config
from hwawon.cli.output import say, say_json, warn

Json = Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")]


def serve(
    host: Annotated[str, typer.Option(help="Where to listen; other machines need 0.0.0.0 and an administrator.")] = (
        "127.0.0.1"
    ),
    port: Annotated[int, typer.Option(help="The next free one where it is taken.")] = 8600,
    worker: Annotated[bool, typer.Option(help="Paint here too; without, other machines must.")] = True,
    sample: Annotated[bool, typer.Option(help="Queue the small sample library where there is no picture yet.")] = False,
) -> None:
    """Run the web process and, beside it, the worker that paints."""
    from hwawon.starting import quick_start

    with quick_start():
        from hwawon.serving import serve as run

    run(config.load(), host, port, say, sample=sample, worker=worker)


def worker(
    engines: Annotated[str | None, typer.Option(help="Only jobs of these engines, with commas, and of none.")] = None,
) -> None:
    """Work on jobs until told to stop; any number of these on a PostgreSQL database, one on SQLite."""
    from hwawon.workshop import engines_named, work

    work(config.load(), None if engines is None else engines_named(engines))


def doctor(as_json: Json = False) -> None:
    """Look at this installation and say what is missing and how to bring it."""
    from hwawon.doctor import examine

    findings = examine(config.load())
    if as_json:
        say_json({"ok": all(one.ok for one in findings), "findings": [one.to_json() for one in findings]})
    else:
        for one in findings:
            (say if one.ok else warn)(f"{'ok   ' if one.ok else 'LOOK '} {one.what}: {one.found}")
    if not all(one.ok for one in findings):
        raise typer.Exit(1)
