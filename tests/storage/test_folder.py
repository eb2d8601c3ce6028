"""Objects in a folder."""

import errno
import fcntl
import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from contracts.objects import PNG, ObjectsContract
from hwawon.errors import BadInput, BadSetting, NotWritable, StorageFull
from hwawon.storage.folder import FolderObjects
from hwawon.storage.objects import Objects, open_objects


@pytest.fixture
def objects(tmp_path: Path) -> Objects:
    return open_objects((tmp_path / "objects of 화원").as_uri())


class TestFolder(ObjectsContract):
    """The contract, on a folder."""

    def make_old(self, objects: Objects, key: str) -> None:
        set_age(objects, key, timedelta(days=1))


def set_age(objects: Objects, key: str, age: timedelta) -> None:
    path = objects.local_path(key)
    assert path is not None
    moment = (datetime.now(UTC) - age).timestamp()
    os.utime(path, (moment, moment))


def test_the_address_decides_the_folder(tmp_path: Path) -> None:
    objects = open_objects((tmp_path / "a b").as_uri())
    path = objects.local_path(objects.put(PNG, ".png"))
    assert path is not None and path.is_relative_to(tmp_path / "a b")


def test_files_can_be_read_by_the_web_server(objects: Objects) -> None:
    path = objects.local_path(objects.put(PNG, ".png"))
    assert path is not None and stat.S_IMODE(path.stat().st_mode) == 0o644


def test_a_file_cut_short_is_made_whole_by_the_next_put(objects: Objects) -> None:
    key = objects.put(PNG, ".png")
    path = objects.local_path(key)
    assert path is not None
    path.write_bytes(PNG[:100])
    assert objects.put(PNG, ".png") == key
    assert objects.get(key) == PNG


def test_a_full_disk_is_storage_full_and_leaves_no_file(
    objects: Objects, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    objects.write("kept", b"before")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", full)
        for attempt in (lambda: objects.put(PNG, ".png"), lambda: objects.write("kept", b"after")):
            with pytest.raises(StorageFull):
                attempt()
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["kept"]
    assert objects.get("kept") == b"before"


def test_a_folder_that_cannot_be_made_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(NotWritable):
        FolderObjects(tmp_path / "file" / "objects").put(PNG, ".png")


def test_an_unfinished_file_is_no_object_and_is_removed_once_its_writer_is_dead(
    objects: Objects, tmp_path: Path
) -> None:
    key = objects.put(PNG, ".png")
    path = objects.local_path(key)
    assert path is not None
    partial = path.parent / ".part-abc"
    with partial.open("wb") as writer:
        fcntl.flock(writer, fcntl.LOCK_EX)
        assert list(objects.keys()) == [key]
        assert objects.remove_unfinished(datetime.now(UTC)) == 0
        assert partial.exists()
    assert objects.remove_unfinished(datetime.now(UTC) - timedelta(hours=1)) == 1
    assert [found.name for found in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("url", ["", "objects", "/objects", "file://elsewhere/x", "file:objects", "gs://x/y", "s3://"])
def test_an_address_of_something_else_is_refused(url: str) -> None:
    with pytest.raises(BadSetting, match="expected file:///FOLDER or s3://BUCKET/PREFIX"):
        open_objects(url)


def test_a_key_too_long_for_a_file_name_is_refused(objects: Objects) -> None:
    for key in ("x" * 201, "꽃" * 67, "/".join(["x" * 100] * 11)):
        with pytest.raises(BadInput, match="is not an object key"):
            objects.write(key, b"x")
    objects.write("꽃" * 66, b"x")
