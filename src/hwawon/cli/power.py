"""`hwawon power`: the switch of the machine that paints."""

import typer

from hwawon.cli.output import say

app = typer.Typer(help="The switch of the machine that paints.", no_args_is_help=True)


@app.command()
def status() -> None:
    """Say how the machine stands, as its driver sees it now."""
    from hwawon import config
    from hwawon.power.driver import open_driver

    say(open_driver(config.load()).state())


@app.command()
def start() -> None:
    """Start the machine."""
    _order("start")


@app.command()
def stop() -> None:
    """Stop the machine."""
    _order("stop")


def _order(order: str) -> None:
    from hwawon import config
    from hwawon.app import open_house
    from hwawon.power.driver import DriverFailed, open_driver
    from hwawon.power.keeper import Keeper
    from hwawon.power.state import PowerState

    with open_house(config.load()) as house:
        keeper = Keeper(house.database, open_driver(house.settings), house.settings)
        keeper.look()
        standing = keeper.order("start" if order == "start" else "stop")
        if standing.state is PowerState.UNKNOWN:
            raise DriverFailed(standing.reason)
        say(standing.state)
