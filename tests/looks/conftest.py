"""One studio for all tests of looks, with small models and a photograph in it."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from hwawon.app import open_house
from hwawon.config import Settings
from hwawon.imaging.geometry import Extent
from hwawon.looks.looker import Looker
from hwawon.looks.setup import Setup
from hwawon.looks.shown import Shown
from hwawon.storage import pictures
from support.api import Studio, png, upload
from support.pictures import photograph
from support.small_models import with_models


@dataclass(frozen=True)
class Stored:
    """A photograph in a studio."""

    id: str
    shown: Shown


@pytest.fixture(scope="session")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    settings = Settings(data_dir=tmp_path_factory.mktemp("looks"), models_dir=with_models("hed", "clip-tokenizer"))
    with open_house(settings) as house:
        yield Studio(house)


@pytest.fixture(scope="session")
def flower(studio: Studio) -> Stored:
    """A dahlia before dark leaves, 640x427."""
    id = upload(studio.retoucher, png(photograph("flower")))
    with studio.house.database.read() as tx:
        row = pictures.get(tx, id)
    return Stored(id, Shown(row.key, Extent(row.width, row.height)))


@pytest.fixture
def new_looker(studio: Studio) -> Iterator[Callable[..., Looker]]:
    """Makes lookers over the studio's pictures; they are closed when the test ends."""
    opened: list[Looker] = []

    def make(**options: float) -> Looker:
        opened.append(Looker(Setup.of(studio.house.settings), **options))
        return opened[-1]

    yield make
    for looker in opened:
        looker.close()


def until(holds: Callable[[], bool], within_s: float = 20.0) -> None:
    """Wait until something holds."""
    end_s = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < end_s, "it never came true"
        time.sleep(0.02)
