"""The ways to reach actuators, by address: `http://`, `https://`, `mqtt://` and `mqtts://`."""

import json
from collections.abc import Sequence
from typing import Protocol
from urllib.parse import SplitResult, unquote, urlsplit

from hwawon.displays.actuators.effect import Effect
from hwawon.errors import BadSetting, MissingLibrary

TIMEOUT_S = 3.0
_PORTS = {"mqtt": 1883, "mqtts": 8883}
_TOPIC = "hwawon"


class ActuatorFailed(Exception):
    """The message did not arrive."""


class Driver(Protocol):
    """Sends messages to one address. `name` is the address without a password."""

    name: str

    def send(self, effect: Effect) -> None:
        """Send it and wait until it has arrived.

        Raises:
            ActuatorFailed: it did not, within `TIMEOUT_S`.
        """


def open_drivers(addresses: Sequence[str]) -> tuple[Driver, ...]:
    """A driver for each address.

    Raises:
        BadSetting: another kind of address.
        MissingLibrary: MQTT without its library.
    """
    return tuple(_open(urlsplit(address)) for address in addresses)


def _open(address: SplitResult) -> Driver:
    if address.scheme in ("http", "https") and address.hostname:
        return HttpDriver(address)
    if address.scheme in _PORTS and address.hostname:
        return MqttDriver(address)
    raise BadSetting("HWAWON_ACTUATORS: expected http://HOST/PATH or mqtt://HOST/TOPIC, with commas")


class HttpDriver:
    """Posts the message as JSON."""

    def __init__(self, address: SplitResult) -> None:
        self.name = _without_password(address)
        self._address = address.geturl()

    def send(self, effect: Effect) -> None:
        """As the protocol says; any answer but 2xx is a failure."""
        import httpx2

        try:
            answer = httpx2.post(self._address, json=effect.as_json(), timeout=TIMEOUT_S, trust_env=False)
        except httpx2.HTTPError as error:
            raise ActuatorFailed(f"{self.name}: {error!r}") from None
        if not answer.is_success:
            raise ActuatorFailed(f"{self.name}: answered {answer.status_code}")


class MqttDriver:
    """Publishes the message as JSON under TOPIC/ZONE, retained, so that a lamp that restarts learns it too."""

    def __init__(self, address: SplitResult) -> None:
        try:
            import paho.mqtt.client  # noqa: F401
        except ModuleNotFoundError:
            raise MissingLibrary("MQTT needs the extra: pip install 'hwawon[mqtt]'") from None
        self.name = _without_password(address)
        self._address = address
        self._topic = unquote(address.path).strip("/") or _TOPIC

    def send(self, effect: Effect) -> None:
        """As the protocol says, at least once."""
        from paho.mqtt.client import Client
        from paho.mqtt.enums import CallbackAPIVersion

        host, port = self._address.hostname or "", self._address.port or _PORTS[self._address.scheme]
        client = Client(CallbackAPIVersion.VERSION2)
        client.connect_timeout = TIMEOUT_S
        if self._address.username:
            client.username_pw_set(unquote(self._address.username), unquote(self._address.password or ""))
        if self._address.scheme == "mqtts":
            client.tls_set()
        try:
            client.connect(host, port)
            client.loop_start()
            sent = client.publish(f"{self._topic}/{effect.zone}", json.dumps(effect.as_json()), qos=1, retain=True)
            sent.wait_for_publish(TIMEOUT_S)
            if not sent.is_published():
                raise ActuatorFailed(f"{self.name}: the broker did not confirm within {TIMEOUT_S:g} s")
        except (OSError, ValueError, RuntimeError) as error:
            raise ActuatorFailed(f"{self.name}: {error!r}") from None
        finally:
            client.disconnect()
            client.loop_stop()


def _without_password(address: SplitResult) -> str:
    host = address.netloc.rpartition("@")[2]
    return f"{address.scheme}://{host}{address.path}"
