"""The pictures that a generating request names: one to begin from, and those that guide."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from hwawon.engines.base import Control, ControlKind, Pixels
from hwawon.engines.controls import control_of
from hwawon.engines.wishes import ControlWish
from hwawon.generate.request import GenerateRequest
from hwawon.imaging.geometry import Extent
from hwawon.imaging.picture import Picture
from hwawon.imaging.resample import resize


@dataclass(frozen=True, eq=False)
class Given:
    """The pictures of a request, read; `controls` in the order of its own."""

    image: Picture | None = None
    controls: tuple[Picture, ...] = ()

    def fields(self, request: GenerateRequest) -> dict[str, Any]:
        """As `PaintRequest` names them, at the request's size; a reference keeps its own."""
        pairs = zip(request.controls, self.controls, strict=True)
        image = {} if self.image is None else {"image": _resized(self.image, request.extent)}
        return {"controls": tuple(_control(wish, picture, request.extent) for wish, picture in pairs), **image}


def read_given(request: GenerateRequest, read: Callable[[str], Picture]) -> Given:
    """All pictures of a request, fetched by `read`, which raises where one is not there."""
    image = read(request.image) if request.image else None
    return Given(image, tuple(read(one.picture) for one in request.controls))


def _control(wish: ControlWish, picture: Picture, extent: Extent) -> Control:
    keeps_size = wish.kind is ControlKind.REFERENCE
    return control_of(wish, picture.rgb8() if keeps_size else _resized(picture, extent))


def _resized(picture: Picture, extent: Extent) -> Pixels:
    return np.asarray(resize(picture.rgb8(), extent), dtype=np.uint8)
