"""Where the machine stands, and what may be asked of it there."""

from enum import StrEnum
from typing import Literal

from hwawon.errors import Conflict

Order = Literal["start", "stop"]


class PowerState(StrEnum):
    """What is known of the machine."""

    STOPPED = "stopped"
    PENDING = "pending"  # told to start
    RUNNING = "running"
    STOPPING = "stopping"  # told to stop
    UNKNOWN = "unknown"  # the last command failed, or nothing has been asked yet


_AFTER: dict[tuple[PowerState, Order], PowerState] = {
    (PowerState.STOPPED, "start"): PowerState.PENDING,
    (PowerState.UNKNOWN, "start"): PowerState.PENDING,
    (PowerState.PENDING, "stop"): PowerState.STOPPING,
    (PowerState.RUNNING, "stop"): PowerState.STOPPING,
    (PowerState.UNKNOWN, "stop"): PowerState.STOPPING,
}


def after(state: PowerState, order: Order) -> PowerState:
    """The state that an order leads to.

    Raises:
        Conflict: the order does not fit the state.
    """
    if (state, order) not in _AFTER:
        fitting = ", ".join(known for known, fits in _AFTER if fits == order)
        raise Conflict(f"the machine is {state}; it can be told to {order} only while it is {fitting}")
    return _AFTER[state, order]
