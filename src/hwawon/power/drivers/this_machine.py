"""No switch: the machine that paints is this one, and it is on."""

from hwawon.errors import Conflict
from hwawon.power.state import PowerState


class ThisMachine:
    """Always running."""

    def state(self) -> PowerState:
        return PowerState.RUNNING

    def start(self) -> None:
        """It is on."""

    def stop(self) -> None:
        """Refuse: who asks would switch off the server that answers."""
        raise Conflict("this machine has no switch: HWAWON_POWER=none")

    def address(self) -> str | None:
        return None
