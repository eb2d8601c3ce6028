"""What a way of switching a machine must be able to do, and which one the settings name."""

from typing import Protocol

from hwawon.config import Settings
from hwawon.errors import BadSetting, HwawonError
from hwawon.power.state import PowerState

_NEEDS = {
    "none": (),
    "shell": ("power_start", "power_stop", "power_state"),
    "wake_on_lan": ("power_mac", "power_host"),
    "ec2": ("power_instance",),
}


class DriverFailed(HwawonError):
    """The machine could not be asked or told."""

    status = 502
    retryable = True


class PowerDriver(Protocol):
    """One machine. Every method may take seconds and raises `DriverFailed` where the machine cannot be reached."""

    def state(self) -> PowerState:
        """How the machine stands now."""
        ...

    def start(self) -> None:
        """Begin to start it; a running machine stays as it is."""
        ...

    def stop(self) -> None:
        """Begin to stop it; a stopped machine stays as it is."""
        ...

    def address(self) -> str | None:
        """Where it can be reached now, None where that is not known."""
        ...


def open_driver(settings: Settings) -> PowerDriver:
    """The driver that the settings name.

    Raises:
        BadSetting: a setting that it needs is missing or has no use.
    """
    missing = [name for name in _NEEDS[settings.power] if not getattr(settings, name)]
    if missing:
        raise BadSetting(f"HWAWON_POWER={settings.power} needs HWAWON_{missing[0].upper()}")
    if settings.power != "none" and not settings.powered:
        raise BadSetting(f"HWAWON_POWER={settings.power} needs an engine in HWAWON_POWERED_ENGINES")
    if settings.power == "shell":
        from hwawon.power.drivers.shell import Shell

        start, stop, state = settings.power_start or "", settings.power_stop or "", settings.power_state or ""
        return Shell(start, stop, state, settings.power_host)
    if settings.power == "wake_on_lan":
        from hwawon.power.drivers.wake_on_lan import WakeOnLan

        return WakeOnLan(settings.power_mac or "", settings.power_host or "", settings.power_stop)
    if settings.power == "ec2":
        from hwawon.power.drivers.ec2 import Ec2

        return Ec2(settings.power_instance or "")
    from hwawon.power.drivers.this_machine import ThisMachine

    return ThisMachine()
