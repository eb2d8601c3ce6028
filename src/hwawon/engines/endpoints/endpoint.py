"""One endpoint: an address that takes a picture's wishes as JSON and answers with it."""

from __future__ import annotations

from hashlib import sha256
from typing import Any, Protocol
from urllib.parse import parse_qs, urlsplit

from hwawon.errors import BadInput, EngineDied, EngineError, EngineUnavailable, OutOfMemory

CONNECT_S = 5.0
ANSWERS_WITHIN_S = 5.0
TOLD_CHARACTERS = 300
NO_MEMORY = ("out of memory", "outofmemory")
NOT_NOW = frozenset({408, 425, 429, 502, 503, 504})  # the server behind it is busy, starts or is gone
NOT_OURS = frozenset({401, 403})
NOT_HERE = frozenset({404, 405, 410})


class Endpoint(Protocol):
    """A server by its address. One `ask` at a time."""

    @property
    def name(self) -> str: ...  # for people; holds no secret

    def ask(self, body: dict[str, Any]) -> Any:
        """The JSON of the answer.

        Raises:
            EngineUnavailable: it was not reached, is busy, or does not let us in.
            EngineDied: it broke or fell silent in the middle.
            OutOfMemory, BadInput, EngineError: what it said.
        """
        ...

    def answers(self) -> bool:
        """Whether it is worth while to ask; never raises."""
        ...

    def close(self) -> None:
        """Let connections go. Closing twice is fine."""
        ...


def open_endpoint(address: str, authorization: str | None, timeout_s: float) -> Endpoint:
    """The endpoint of one of the settings' addresses; nothing is connected yet.

    `authorization`: the header for those of http. `timeout_s`: how long one call may take.

    Raises:
        BadSetting: the header cannot be sent.
    """
    parts = urlsplit(address)
    if parts.scheme.lower() == "sagemaker":
        from hwawon.engines.endpoints.sagemaker import SageMakerEndpoint

        return SageMakerEndpoint(parts.netloc, parse_qs(parts.query).get("region", [None])[0], timeout_s)
    from hwawon.engines.endpoints.http import HttpEndpoint

    return HttpEndpoint(address, authorization, timeout_s)


def mark(name: str) -> str:
    """Tells endpoints apart in pictures' records, which visitors may read: eight characters, not the address."""
    return sha256(name.encode()).hexdigest()[:8]


def refusal(name: str, status: int, told: str) -> EngineError | EngineUnavailable | BadInput:
    """The error that an answer with this status is."""
    words = f": {told.strip()[:TOLD_CHARACTERS]}" if told.strip() else ""
    if any(each in told.lower() for each in NO_MEMORY):
        return OutOfMemory(f"{name} ran out of memory{words}")
    if status in NOT_OURS:
        return EngineUnavailable(f"{name} does not let us in (status {status}); see HWAWON_ENDPOINTS_AUTH{words}")
    if status in NOT_NOW:
        return EngineUnavailable(f"{name} cannot work now (status {status}){words}")
    if status in NOT_HERE or 300 <= status < 400:
        return EngineUnavailable(f"{name} paints nothing at this address (status {status}){words}")
    if 400 <= status < 500:
        return BadInput(f"{name} refuses this (status {status}){words}")
    if status >= 500:
        return EngineDied(f"{name} failed with status {status}{words}")
    return EngineError(f"{name} answered with the unexpected status {status}{words}")
