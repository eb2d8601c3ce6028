"""A small MQTT 3.1.1 broker: it takes connections and messages, and confirms those of quality 1."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from queue import Queue

CONNECT, PUBLISH, DISCONNECT = 1, 3, 14
CONNACK = b"\x20\x02\x00\x00"
PUBACK = b"\x40\x02"


@dataclass
class Broker:
    """What came: topic, body and whether it is to be retained; and the login of the last connection."""

    port: int
    messages: "Queue[tuple[str, bytes, bool]]" = field(default_factory=Queue)
    login: bytes = b""


@contextmanager
def broker(*, is_mute: bool = False) -> Iterator[Broker]:
    """A broker while the block lasts; a mute one takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        made = Broker(listening.getsockname()[1])
        thread = threading.Thread(target=_serve, args=(listening, made, is_mute), daemon=True)
        thread.start()
        yield made
        listening.shutdown(socket.SHUT_RDWR)
        thread.join(5)


def _serve(listening: socket.socket, made: Broker, is_mute: bool) -> None:
    while True:
        try:
            connection, _ = listening.accept()
        except OSError:  # closed: the block is over
            return
        with connection:
            connection.settimeout(5)
            try:
                _talk(connection, made, is_mute)
            except OSError:  # the client went away
                continue


def _talk(connection: socket.socket, made: Broker, is_mute: bool) -> None:
    while head := connection.recv(1):
        kind, flags = head[0] >> 4, head[0] & 0x0F
        body = _exactly(connection, _length(connection))
        if is_mute:
            continue
        if kind == CONNECT:
            assert body[2:6] == b"MQTT" and body[6] == 4
            made.login = body[10:]
            connection.sendall(CONNACK)
        elif kind == PUBLISH:
            size = int.from_bytes(body[:2])
            topic, number, payload = body[2 : 2 + size], body[2 + size : 4 + size], body[4 + size :]
            made.messages.put((topic.decode(), payload, bool(flags & 1)))
            connection.sendall(PUBACK + number)
        elif kind == DISCONNECT:
            return


def _length(connection: socket.socket) -> int:
    value, shift = 0, 0
    while True:
        (byte,) = _exactly(connection, 1)
        value |= (byte & 0x7F) << shift
        if not byte & 0x80:
            return value
        shift += 7


def _exactly(connection: socket.socket, count: int) -> bytes:
    found = b""
    while len(found) < count:
        found += connection.recv(count - len(found)) or _lost()
    return found


def _lost() -> bytes:
    raise ConnectionError("the client went away")
