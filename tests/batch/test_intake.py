import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import pytest

from hwawon.batch.intake import TakenIn, Upload, take_in
from hwawon.errors import BadInput, PictureTooLarge
from hwawon.storage.folder import FolderObjects
from support.clips import frame, png, video

MOST = 10**8


class Desk:
    """Counts the files that are open at once."""

    def __init__(self, folder: Path) -> None:
        self.objects = FolderObjects(folder)
        self.open_now = self.most_open = 0

    def upload(self, name: str, data: bytes) -> Upload:
        @contextmanager
        def opened() -> Iterator[BinaryIO]:
            self.open_now += 1
            self.most_open = max(self.most_open, self.open_now)
            yield io.BytesIO(data)
            self.open_now -= 1

        return Upload(name, opened)

    def take(self, *files: tuple[str, bytes], max_pixels: int = MOST) -> TakenIn:
        return take_in(self.objects, [self.upload(*one) for one in files], max_pixels, MOST)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_pictures_are_kept_as_they_are_one_at_a_time(desk: Desk) -> None:
    taken = desk.take(*((f"f{index}.png", png(frame(index))) for index in (10, 2, 1)), ("notes.txt", b""))

    assert [(one.name, one.number) for one in taken.frames] == [("f1.png", 1), ("f2.png", 2), ("f10.png", 10)]
    assert desk.objects.get(taken.frames[1].source_key or "") == png(frame(2))
    assert (taken.source["width"], taken.source["height"]) == (240, 176)
    assert taken.source["notices"] == ["no pictures, left out: notes.txt"]
    assert desk.most_open == 1


def test_a_damaged_picture_is_kept_for_its_turn_and_the_size_is_of_the_first_whole_one(desk: Desk) -> None:
    taken = desk.take(("a1.png", b"broken"), ("a2.png", png(frame(0))))

    assert len(taken.frames) == 2 and taken.source["width"] == 240


def test_a_video_is_kept_once_and_its_frames_are_counted(desk: Desk) -> None:
    taken = desk.take(("Walk.MP4", video(5)))

    assert desk.objects.get(taken.source_key or "") == video(5)
    assert [one.number for one in taken.frames] == [0, 1, 2, 3, 4] and taken.frames[0].source_key is None
    assert taken.source["kind"] == "video" and len(list(desk.objects.keys())) == 1


def test_many_files_that_are_left_out_are_not_all_named(desk: Desk) -> None:
    others = ((f"{index}.txt", b"") for index in range(9))

    assert desk.take(("a.png", png(frame(0))), *others).source["notices"][0].endswith("4.txt and 4 more")


def test_pictures_of_too_many_pixels_are_refused(desk: Desk) -> None:
    with pytest.raises(PictureTooLarge):
        desk.take(("a.png", png(frame(0))), max_pixels=1000)


def test_nothing_at_all_is_refused(desk: Desk) -> None:
    with pytest.raises(BadInput, match="no picture"):
        desk.take()
