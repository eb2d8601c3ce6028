"""People found anew in every frame, by the real networks."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hwawon.batch.paint import Frame, Tools, paint_frame
from hwawon.batch.region import Finder
from hwawon.batch.wishes import BatchWishes
from hwawon.engines.painter.flat import FlatPainter
from hwawon.errors import MissingModel
from hwawon.imaging.picture import Picture
from hwawon.validation import validated
from support.pictures import photograph
from support.rooms import ignore
from support.small_models import with_models

FACE = (slice(0, 230), slice(130, 310))  # of the astronaut, with the hair


@pytest.fixture(scope="module")
def finder() -> Finder:
    return Finder(with_models("person-mask", "body-pose"))


def wishes(**changes: Any) -> BatchWishes:
    return validated(BatchWishes, {"prompt": "red", "engine": "painter:flat", "seed": 7, "carry": 0} | changes)


def seen(offset: int = 0) -> Picture:
    """The astronaut, moved to the left."""
    return Picture(np.ascontiguousarray(photograph("astronaut")[:360, offset : offset + 400]))


def test_a_face_is_found_where_it_is_in_each_frame(finder: Finder) -> None:
    first, second = (finder.find(seen(offset), wishes(region="face")) for offset in (0, 40))

    assert first[FACE].sum() > 0.9 * first.sum() > 0
    moved = np.argwhere(second)[:, 1].mean() - np.argwhere(first)[:, 1].mean()
    assert moved == pytest.approx(-40, abs=8)


def test_a_body_is_not_the_face_and_all_is_both(finder: Finder) -> None:
    face, body, everybody = (finder.find(seen(), wishes(region=region)) for region in ("face", "body", "all"))

    assert not (face & body).any()
    assert ((face | body) == everybody).mean() > 0.98
    assert not finder.find(seen(), wishes(region="all", person=2)).any()  # there is one


def test_only_the_face_changes_and_its_rectangle_is_around_it(finder: Finder) -> None:
    tools = Tools(FlatPainter(), finder.find, unread, Path())

    done = paint_frame(wishes(region="face"), Frame(0, seen(), 7), tools, ignore)

    x, y, width, height = done.report["box"]
    changed = (done.result.pixels != seen().pixels).any(axis=2)
    assert done.report["mask_from"] == "found" and changed[FACE].any() and not changed[300:].any()
    assert width < 300 and x < 225 < x + width and y < 130 < y + height


def test_a_frame_without_people_stays_as_it_is(finder: Finder) -> None:
    tools = Tools(FlatPainter(), finder.find, unread, Path())
    nobody = Picture(np.ascontiguousarray(photograph("coffee")[:240, :320]))

    done = paint_frame(wishes(region="body"), Frame(0, nobody, 7), tools, ignore)

    assert np.array_equal(done.result.pixels, nobody.pixels) and done.report["mask_pixels"] == 0


def test_without_the_network_its_command_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingModel, match="hwawon models install person-mask"):
        Finder(tmp_path).find(seen(), wishes(region="face"))


def unread(name: str) -> Picture:
    raise AssertionError(name)
