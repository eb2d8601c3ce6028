"""`hwawon export` and `hwawon import`: visitors, items and interactions as CSV."""

from pathlib import Path
from typing import Annotated

import typer

from hwawon.cli.output import say, say_json, warn

Json = Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")]


def export(
    out: Annotated[Path, typer.Option(help="The folder; made where there is none.")], as_json: Json = False
) -> None:
    """Write users.csv, items.csv and interactions.csv."""
    from hwawon import config
    from hwawon.app import open_house
    from hwawon.datasets.export import export as write
    from hwawon.datasets.groups import warning

    with open_house(config.load()) as house:
        done = write(house.database, out)
    if sentence := warning(done.small_groups):
        warn(sentence)
    counts = {"users": done.users, "items": done.items, "interactions": done.interactions}
    if as_json:
        say_json({"out": str(out), **counts, "small_groups": done.small_groups.count})
        return
    say(f"{out}: {', '.join(f'{count} {name}' for name, count in counts.items())}")


def import_(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Holds one or more of the three files.")],
    as_json: Json = False,
) -> None:
    """Take in users.csv, items.csv and interactions.csv; what is there already stays as it is."""
    from hwawon import config
    from hwawon.app import open_house
    from hwawon.datasets.importing import import_folder

    with open_house(config.load()) as house:
        report = import_folder(house.database, folder)
    for line in report.lines:
        warn(f"{line.file}.csv line {line.line}: {line.problem}; left out")
    if report.bad > len(report.lines):
        warn(f"{report.bad - len(report.lines)} more lines were left out")
    for notice in report.notices():
        warn(notice)
    if as_json:
        say_json(report.as_json())
        return
    for name, one in report.files.items():
        kinds = ("added", "updated", "skipped", "repeated", "bad")
        say(f"{name}: {one.rows} lines, {', '.join(f'{getattr(one, kind)} {kind}' for kind in kinds)}")
