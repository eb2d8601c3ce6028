"""`hwawon token`: keys for scripts, kiosks and displays."""

from typing import Annotated

import typer

from hwawon import config
from hwawon.cli.output import say

app = typer.Typer(help="Keys for scripts, kiosks and displays.", no_args_is_help=True)


@app.callback()
def token() -> None:
    """Keys for scripts, kiosks and displays."""


@app.command()
def create(
    role: Annotated[str, typer.Option(help="admin, curator, retoucher, viewer, kiosk or display.")],
    name: Annotated[str, typer.Option(help="What it is for.")] = "",
) -> None:
    """Make a token and print it, once."""
    from hwawon.accounts import tokens
    from hwawon.app import open_house

    with open_house(config.load()) as house, house.database.write() as tx:
        say(tokens.create(tx, role, name))


@app.command("link")
def link_() -> None:
    """Make a one-time link that signs a browser in as administrator, and print it."""
    from hwawon.accounts import link
    from hwawon.app import open_house

    settings = config.load()
    with open_house(settings) as house, house.database.write() as tx:
        say(f"{settings.base_path}/auth/link?token={link.make_admin_link(tx)}")
