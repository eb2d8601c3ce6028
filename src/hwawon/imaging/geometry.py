"""Sizes, points and rectangles in whole pixels.

`Extent` is width, height; arrays are (H, W, C). The only place where one becomes the other is `Extent.of`.
Imports nothing but the standard library, so that the web process may use it freely.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from hwawon.errors import BadBox

if TYPE_CHECKING:
    import numpy as np


class Extent(NamedTuple):
    """A size in pixels."""

    width: int
    height: int

    @staticmethod
    def of(pixels: np.ndarray[Any, Any]) -> Extent:
        """The extent of an array (H, W) or (H, W, C)."""
        return Extent(int(pixels.shape[1]), int(pixels.shape[0]))

    @property
    def area(self) -> int:
        return self.width * self.height

    @property
    def longer(self) -> int:
        return max(self)

    @property
    def shorter(self) -> int:
        return min(self)

    @property
    def diagonal(self) -> float:
        return float((self.width**2 + self.height**2) ** 0.5)

    def is_multiple_of(self, multiple: int) -> bool:
        return self.width % multiple == 0 and self.height % multiple == 0

    def __str__(self) -> str:
        return f"{self.width}x{self.height}"


class Point(NamedTuple):
    """A position in pixels from the upper left corner."""

    x: int
    y: int


class Bounds(NamedTuple):
    """A rectangle in pixels: upper left corner and size. May lie outside any picture."""

    x: int
    y: int
    width: int
    height: int

    @staticmethod
    def whole(extent: Extent) -> Bounds:
        return Bounds(0, 0, extent.width, extent.height)

    @staticmethod
    def parse(text: str) -> Bounds:
        """Read `X,Y,W,H`.

        Raises:
            BadBox: not four integers.
        """
        try:
            x, y, width, height = (int(part) for part in text.split(","))
        except ValueError:
            raise BadBox(f"expected a box as X,Y,W,H in whole pixels, got {text!r}") from None
        return Bounds(x, y, width, height)

    @property
    def right(self) -> int:
        return self.x + self.width

    @property
    def bottom(self) -> int:
        return self.y + self.height

    @property
    def extent(self) -> Extent:
        return Extent(self.width, self.height)

    @property
    def slices(self) -> tuple[slice, slice]:
        """Rows and columns of an array."""
        return slice(self.y, self.bottom), slice(self.x, self.right)

    def pad(self, pixels: int) -> Bounds:
        return Bounds(self.x - pixels, self.y - pixels, self.width + 2 * pixels, self.height + 2 * pixels)

    def offset(self, x: int, y: int) -> Bounds:
        return Bounds(self.x + x, self.y + y, self.width, self.height)

    def relative_to(self, origin: Bounds) -> Bounds:
        return self.offset(-origin.x, -origin.y)

    def intersection(self, other: Bounds) -> Bounds:
        """The shared part; of size 0 where there is none."""
        x, y = max(self.x, other.x), max(self.y, other.y)
        right, bottom = min(self.right, other.right), min(self.bottom, other.bottom)
        return Bounds(x, y, max(0, right - x), max(0, bottom - y))

    def union(self, other: Bounds) -> Bounds:
        x, y = min(self.x, other.x), min(self.y, other.y)
        return Bounds(x, y, max(self.right, other.right) - x, max(self.bottom, other.bottom) - y)

    def is_within(self, other: Bounds) -> bool:
        return self.x >= other.x and self.y >= other.y and self.right <= other.right and self.bottom <= other.bottom

    def __str__(self) -> str:
        return f"{self.x},{self.y},{self.width},{self.height}"


class Margins(NamedTuple):
    """How far a picture grows beyond each of its borders, in pixels."""

    left: int
    top: int
    right: int
    bottom: int

    @staticmethod
    def parse(text: str) -> Margins:
        """Read `LEFT,TOP,RIGHT,BOTTOM`.

        Raises:
            BadBox: not four integers.
        """
        try:
            left, top, right, bottom = (int(part) for part in text.split(","))
        except ValueError:
            raise BadBox(f"expected an extension as LEFT,TOP,RIGHT,BOTTOM in whole pixels, got {text!r}") from None
        return Margins(left, top, right, bottom)

    def around(self, extent: Extent) -> Extent:
        """The size of the larger canvas."""
        return Extent(self.left + extent.width + self.right, self.top + extent.height + self.bottom)

    def place(self, extent: Extent) -> Bounds:
        """Where the picture lies on the larger canvas."""
        return Bounds(self.left, self.top, extent.width, extent.height)


def checked_box(box: Bounds, canvas: Extent) -> Bounds:
    """The box itself, when it is a rectangle wholly inside the canvas.

    Raises:
        BadBox: empty or not wholly inside; it is refused, never clipped.
    """
    if box.width <= 0 or box.height <= 0:
        raise BadBox(f"the box {box} is empty: width and height must be at least 1")
    if not box.is_within(Bounds.whole(canvas)):
        raise BadBox(f"the box {box} is not wholly inside the picture of {canvas}")
    return box
