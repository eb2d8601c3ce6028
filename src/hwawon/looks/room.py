"""What the helper process keeps in memory: the pictures looked at last, and the networks that look."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from hwawon.imaging import files
from hwawon.imaging.geometry import Bounds, checked_box
from hwawon.imaging.picture import Metadata, Pixels
from hwawon.looks.request import Look
from hwawon.looks.setup import Setup
from hwawon.looks.shown import Shown
from hwawon.storage.objects import Objects, open_objects

KEPT_PICTURES = 2
KEPT_BYTES = 600 * 1024**2  # for all but the last; two pictures of 48 megapixels take 288 MB

KEPT_SIGHTS = 6  # of what networks saw: strokes follow lines of the same box, a box around somebody follows people

N = TypeVar("N")


@dataclass(frozen=True, eq=False)
class Seen:
    """A decoded picture."""

    rgb: Pixels  # (H, W, 3) uint8 RGB
    metadata: Metadata  # of the file, also where a journal lies over it


class Room:
    """Fetches pictures and networks, and remembers them."""

    def __init__(self, setup: Setup) -> None:
        self.setup = setup
        self.objects: Objects = open_objects(setup.objects_url)
        self._seen: OrderedDict[Any, Seen] = OrderedDict()
        self._networks: dict[Callable[[Path], Any], Any] = {}
        self._services: dict[Callable[[], Any], Any] = {}
        self._sights: OrderedDict[Any, Any] = OrderedDict()

    def seen(self, shown: Shown) -> Seen:
        """The picture, decoded once.

        Raises:
            NotFound, BadPicture, PictureTooLarge: as `files.read`.
        """
        if shown.name not in self._seen:
            self._seen[shown.name] = self._decoded(shown)
            self._forget()
        self._seen.move_to_end(shown.name)
        return self._seen[shown.name]

    def crop(self, shown: Shown, request: Look) -> tuple[Pixels, Bounds]:
        """The pixels (h, w, 3) of the request's box, and the box.

        Raises:
            BadBox: not wholly inside the picture; and as `seen`.
        """
        rgb = self.seen(shown).rgb
        box = checked_box(box_of(shown, request), shown.extent)
        return rgb[box.slices], box

    def network(self, kind: Callable[[Path], N]) -> N:
        """A network by its class, loaded with the models folder once. Raises MissingModel where its file is absent."""
        if kind not in self._networks:
            self._networks[kind] = kind(self.setup.models_dir)
        found: N = self._networks[kind]
        return found

    def service(self, kind: Callable[[], N]) -> N:
        """A client of a service outside, by its class, made once; raises as it does."""
        if kind not in self._services:
            self._services[kind] = kind()
        found: N = self._services[kind]
        return found

    def sight(self, shown: Shown, request: Look, by: object, see: Callable[[], N]) -> N:
        """What is seen in the request's box `by` something: seen once, and remembered for the looks that follow."""
        key = (shown.name, box_of(shown, request), by)
        if key not in self._sights:
            self._sights[key] = see()
            if len(self._sights) > KEPT_SIGHTS:
                self._sights.popitem(last=False)
        self._sights.move_to_end(key)
        found: N = self._sights[key]
        return found

    def _decoded(self, shown: Shown) -> Seen:
        picture = files.read(self.objects.get(shown.key), max_pixels=self.setup.max_pixels)
        metadata = picture.metadata
        if shown.journal is not None:
            picture = shown.journal.develop(picture, self.objects)
        return Seen(picture.rgb8(), metadata)

    def _forget(self) -> None:
        while len(self._seen) > 1 and (len(self._seen) > KEPT_PICTURES or self._bytes() > KEPT_BYTES):
            self._seen.popitem(last=False)

    def _bytes(self) -> int:
        return sum(one.rgb.nbytes for one in self._seen.values())


def box_of(shown: Shown, request: Look) -> Bounds:
    """The box that is asked for; the whole picture where none is."""
    return Bounds.whole(shown.extent) if request.box is None else Bounds(*request.box)
