"""An endpoint over HTTP: POST of JSON to exactly the address that was set; redirects are not followed."""

from __future__ import annotations

import json
from typing import Any

import httpx2 as httpx

from hwawon.engines.endpoints.endpoint import ANSWERS_WITHIN_S, CONNECT_S, NOT_NOW, refusal
from hwawon.errors import BadSetting, EngineDied, EngineError, EngineUnavailable

MOST_BYTES = 256 * 1024 * 1024  # of an answer; a picture of 2048x2048 as numbers has about 60 million
_LIMIT = f"{MOST_BYTES // 1024 // 1024} MiB"
_NOT_REACHED = (httpx.ConnectError, httpx.ConnectTimeout, httpx.UnsupportedProtocol, httpx.ProxyError)


class HttpEndpoint:
    """One address."""

    def __init__(self, url: str, authorization: str | None, timeout_s: float) -> None:
        """Raises: BadSetting: the header has characters that cannot be sent."""
        if authorization is not None and not (authorization.isascii() and authorization.isprintable()):
            raise BadSetting("HWAWON_ENDPOINTS_AUTH: expected the plain text of an Authorization header in one line")
        self._url = url
        self._authorization = authorization
        self._timeout_s = timeout_s
        self._client: httpx.Client | None = None

    @property
    def name(self) -> str:
        return self._url.partition("?")[0]  # keys are often sent as a query

    def ask(self, body: dict[str, Any]) -> Any:
        try:
            status, data = self._exchange(body)
        except _NOT_REACHED as error:
            raise EngineUnavailable(f"{self.name} is not reached: {type(error).__name__}") from None
        except httpx.TimeoutException:
            raise EngineDied(f"{self.name} did not answer within {self._timeout_s:g} s") from None
        except httpx.HTTPError as error:
            raise EngineDied(f"the connection to {self.name} broke: {type(error).__name__}") from None
        if status != 200:
            raise refusal(self.name, status, self._told(data))
        try:
            return json.loads(data)
        except (ValueError, RecursionError):
            raise EngineError(f"expected JSON from {self.name}, got {self._told(data)[:80]!r}") from None

    def answers(self) -> bool:
        """Any answer will do but that nobody is there behind it: many take nothing but a POST."""
        try:
            with self._http.stream("GET", self._url, timeout=ANSWERS_WITHIN_S) as response:
                return response.status_code not in NOT_NOW
        except httpx.HTTPError:
            return False

    def close(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None

    @property
    def _http(self) -> httpx.Client:
        """Opened with the first call, and again after `close`."""
        if self._client is None:
            headers = {"Authorization": self._authorization} if self._authorization else {}
            timeout = httpx.Timeout(self._timeout_s, connect=CONNECT_S)
            self._client = httpx.Client(headers=headers, timeout=timeout, follow_redirects=False)
        return self._client

    def _exchange(self, body: dict[str, Any]) -> tuple[int, bytes]:
        with self._http.stream("POST", self._url, json=body, headers={"Accept": "application/json;jpeg"}) as response:
            data = bytearray()
            for chunk in response.iter_bytes():
                data += chunk
                if len(data) > MOST_BYTES:
                    raise EngineError(f"expected at most {_LIMIT} from {self.name}, got more")
            return response.status_code, bytes(data)

    def _told(self, data: bytes) -> str:
        """The server's own words, without our key if it repeats it."""
        told = data[:10_000].decode("utf-8", errors="replace")
        secret = self._authorization or ""
        for part in sorted({secret, secret.partition(" ")[2]} - {""}, key=len, reverse=True):
            told = told.replace(part, "***")
        return told
