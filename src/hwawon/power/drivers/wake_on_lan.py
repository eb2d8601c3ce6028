"""A machine of the own network, woken by a magic packet (AMD, Magic Packet Technology, 1995)."""

import re
import socket

from hwawon.errors import BadSetting
from hwawon.power.driver import DriverFailed
from hwawon.power.drivers.shell import run_well
from hwawon.power.state import PowerState

_MAC = re.compile(r"[0-9a-f]{2}([:-]?[0-9a-f]{2}){5}", re.IGNORECASE)
_ANSWERS_WITHIN_S = 2.0
BROADCAST = ("255.255.255.255", 9)


class WakeOnLan:
    """Woken by a packet, stopped by a command, on while its port takes a connection."""

    def __init__(self, mac: str, host: str, stop: str | None, broadcast: tuple[str, int] = BROADCAST) -> None:
        """Raises: BadSetting: no address of a network card, or not HOST:PORT."""
        self._packet = magic_packet(mac)
        name, _, port = host.rpartition(":")
        if not name or not port.isdigit() or int(port) > 65535:
            raise BadSetting(f"HWAWON_POWER_HOST={host!r}: expected HOST:PORT")
        self._host, self._port, self._stop, self._broadcast = name.strip("[]"), int(port), stop, broadcast

    def state(self) -> PowerState:
        try:
            socket.create_connection((self._host, self._port), _ANSWERS_WITHIN_S).close()
        except OSError:
            return PowerState.STOPPED
        return PowerState.RUNNING

    def start(self) -> None:
        try:
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sending:
                sending.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
                sending.sendto(self._packet, self._broadcast)
        except OSError as error:
            raise DriverFailed(f"the magic packet could not be sent: {error}") from error

    def stop(self) -> None:
        if self._stop is None:
            raise DriverFailed("there is no command that stops the machine: set HWAWON_POWER_STOP")
        run_well(self._stop)

    def address(self) -> str | None:
        return self._host


def magic_packet(mac: str) -> bytes:
    """Six bytes of 255 and the card's address sixteen times: 102 bytes.

    Raises:
        BadSetting: not the address of a network card.
    """
    if not _MAC.fullmatch(mac):
        raise BadSetting(f"HWAWON_POWER_MAC={mac!r}: expected a form such as a1:b2:c3:d4:e5:f6")
    return b"\xff" * 6 + bytes.fromhex(re.sub("[:-]", "", mac)) * 16
