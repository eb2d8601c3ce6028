"""`hwawon backup` and `hwawon restore`."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hwawon import config
from hwawon.cli.output import counted, say, say_json, warn

if TYPE_CHECKING:
    from hwawon.backup.take import Told

Json = Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")]
_MEBIBYTE = 1024 * 1024


def backup(
    to: Annotated[str, typer.Argument(metavar="TO", help="A folder, a file ending in .zip, or s3://BUCKET/PREFIX.")],
    as_json: Json = False,
) -> None:
    """Write everything that people made to a folder, a zip or a bucket, beside a running server."""
    from hwawon.app import open_house
    from hwawon.backup.take import back_up

    with open_house(config.load()) as house, counted("backing up") as on_count:
        told = back_up(house.database, house.objects, to, on_count, warn)
    _tell(told, "to", as_json)


def restore(
    source: Annotated[str, typer.Argument(metavar="FROM", help="What `hwawon backup` wrote.")],
    replace: Annotated[bool, typer.Option("--replace", help="In place of all that is here.")] = False,
    as_json: Json = False,
) -> None:
    """Bring a backup back, on this or another machine and database; server and workers must not run."""
    from hwawon.app import open_house
    from hwawon.backup.restore import Installation
    from hwawon.backup.restore import restore as bring_back

    settings = config.load()
    with open_house(settings) as house, counted("restoring") as on_count:
        here = Installation(house.database, house.objects, settings.data_dir, settings.lease_s)
        told = bring_back(here, source, replace=replace, on_count=on_count)
    _tell(told, "from", as_json)


def _tell(told: Told, direction: str, as_json: bool) -> None:
    answer: dict[str, Any] = {direction: told.place, **asdict(told)}
    del answer["place"]
    if as_json:
        say_json(answer)
        return
    size = told.bytes / _MEBIBYTE
    say(
        f"{told.pictures} pictures, {told.rows} rows, {told.objects} objects of {size:.1f} MiB {direction} {told.place}"
    )
    say(f"{told.copied} objects copied in {told.seconds:.1f} s")
