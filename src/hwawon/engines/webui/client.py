"""HTTP to a WebUI: one call each, its errors in the words of the house."""

from __future__ import annotations

import base64
from typing import Any

import cv2
import httpx2 as httpx
import numpy as np

from hwawon.engines.base import Pixels
from hwawon.errors import BadInput, BadResult, EngineDied, EngineError, EngineUnavailable, OutOfMemory

CONNECT_S = 3.0
PAINT_S = 1800.0  # a slow machine may take this long for one picture
_NO_MEMORY = ("out of memory", "outofmemory")


class WebUI:
    """One server, by its address."""

    def __init__(self, url: str, auth: tuple[str, str] | None) -> None:
        self._url = url.rstrip("/")
        self._auth = auth
        self._client: httpx.Client | None = None

    @property
    def _http(self) -> httpx.Client:
        """Opened with the first call, and again after `close`."""
        if self._client is None:
            timeout = httpx.Timeout(10.0, connect=CONNECT_S)
            self._client = httpx.Client(base_url=self._url, auth=self._auth, timeout=timeout)
        return self._client

    def get(self, path: str) -> Any:
        """The answer's JSON, or None where the server has no such route.

        Raises:
            EngineUnavailable: it does not answer, or wants another password.
        """
        try:
            response = self._http.get(path)
        except httpx.TransportError as error:
            raise EngineUnavailable(f"the WebUI does not answer: {type(error).__name__}") from error
        if response.status_code in (401, 403):
            raise EngineUnavailable("the WebUI wants a user and a password: set HWAWON_WEBUI_AUTH")
        return response.json() if response.status_code == 200 else None

    def post(self, path: str, body: dict[str, Any], *, read_s: float = 10.0) -> Any:
        """The answer's JSON, or None where the server has no such route.

        Raises:
            EngineDied: the connection could not be made, or broke; the work may still be going on there.
            OutOfMemory, BadInput, EngineError: with the server's own words.
        """
        try:
            response = self._http.post(path, json=body, timeout=httpx.Timeout(read_s, connect=CONNECT_S))
        except httpx.TransportError as error:
            raise EngineDied(f"the connection to the WebUI broke: {type(error).__name__}") from error
        if response.status_code == 200:
            return response.json()
        return _refusal(response)

    def close(self) -> None:
        """Let the connections go. Closing twice is fine."""
        if self._client is not None:
            self._client.close()
            self._client = None


def _refusal(response: httpx.Response) -> None:
    """None for a route that is not there; else the error that the body speaks of."""
    try:
        body = response.json()
    except ValueError:
        body = {}
    words = (str(body.get(name) or "") for name in ("error", "detail", "errors"))
    told = " ".join(each for each in words if each) or response.text[:300]
    if response.status_code == 404 and told in ("Not Found", ""):
        return
    if any(each in told.lower() for each in _NO_MEMORY):
        raise OutOfMemory(f"the WebUI ran out of memory: {told}")
    if response.status_code in (401, 403):
        raise EngineUnavailable("the WebUI wants a user and a password: set HWAWON_WEBUI_AUTH")
    if response.status_code in (400, 404, 422):
        raise BadInput(f"the WebUI refuses this: {told}")
    raise EngineError(f"the WebUI failed with status {response.status_code}: {told}")


def to_text(image: Pixels) -> str:
    """A picture (H, W, 3) RGB or (H, W) as a PNG in base64."""
    turned = image[..., ::-1] if image.ndim == 3 else image
    done, data = cv2.imencode(".png", np.ascontiguousarray(turned))
    assert done
    return base64.b64encode(data.tobytes()).decode()


def to_pixels(text: str) -> Pixels:
    """The picture (H, W, 3) RGB of base64, with or without a data prefix.

    Raises:
        BadResult: no picture.
    """
    data = np.frombuffer(base64.b64decode(text.split(",", 1)[-1]), np.uint8)
    found = cv2.imdecode(data, cv2.IMREAD_COLOR)
    if found is None:
        raise BadResult("the WebUI answered with something that is no picture")
    return np.ascontiguousarray(found[..., ::-1]).astype(np.uint8)
