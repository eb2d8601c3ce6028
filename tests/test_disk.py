import errno
import fcntl
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from hwawon.disk import copy_atomically, make_folder, remove_unfinished, write_atomically, written_atomically
from hwawon.errors import NotWritable, StorageFull


def test_a_second_write_replaces_the_first(tmp_path: Path) -> None:
    write_atomically(tmp_path / "a", b"first")
    write_atomically(tmp_path / "a", b"second")

    assert (tmp_path / "a").read_bytes() == b"second"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_full_disk_leaves_the_old_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_atomically(tmp_path / "a", b"old")

    class Full:
        def __init__(self, handle: int, *_: Any) -> None:
            self.handle = handle

        def __enter__(self) -> "Full":
            return self

        def __exit__(self, *_: object) -> None:
            os.close(self.handle)

        def write(self, data: bytes) -> None:
            os.write(self.handle, data[:2])
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("hwawon.disk.os.fdopen", Full)
    with pytest.raises(StorageFull, match=str(tmp_path / "a")):
        write_atomically(tmp_path / "a", b"new")

    assert (tmp_path / "a").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_small_disk_that_is_really_full_is_said_so(tmp_path: Path) -> None:
    if os.system(f"mount -t tmpfs -o size=64k tmpfs {tmp_path} 2>/dev/null") != 0:
        pytest.skip("mounting a tmpfs is not allowed here")
    try:
        with pytest.raises(StorageFull):
            write_atomically(tmp_path / "a", bytes(1_000_000))
        assert list(tmp_path.iterdir()) == []
    finally:
        os.system(f"umount {tmp_path}")


@pytest.mark.parametrize("place", ["missing/a", "file/a"])
def test_a_folder_that_is_not_there_is_named(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(NotWritable, match=place):
        write_atomically(tmp_path / place, b"x")


def test_a_folder_is_made_with_those_above_it_and_may_be_there_already(tmp_path: Path) -> None:
    make_folder(tmp_path / "a" / "b")
    make_folder(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").is_dir()


def test_a_file_in_the_way_of_a_folder_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("in the way")
    for folder in (tmp_path / "a", tmp_path / "a" / "b"):
        with pytest.raises(NotWritable, match="cannot write"):
            make_folder(folder)


HALF_WAY = """
import os, sys, time
from pathlib import Path
from hwawon import disk
def stop_here(*_):
    print("written", flush=True)
    time.sleep(60)
Path.replace = stop_here
disk.write_atomically(Path(sys.argv[1]), b"half")
"""


def test_what_a_killed_writer_left_is_removed_at_once_and_a_living_ones_is_not(tmp_path: Path) -> None:
    source = {"PYTHONPATH": str(Path(__file__).resolve().parents[1] / "src")}
    line = [sys.executable, "-c", HALF_WAY, str(tmp_path / "a")]
    with subprocess.Popen(line, stdout=subprocess.PIPE, env=os.environ | source) as writer:
        assert writer.stdout is not None and writer.stdout.readline() == b"written\n"
        (partial,) = tmp_path.iterdir()
        assert not remove_unfinished(partial, datetime.now(UTC) + timedelta(days=1))
        assert partial.exists()
        writer.send_signal(signal.SIGKILL)
    assert remove_unfinished(partial, datetime.now(UTC) - timedelta(days=1))
    assert list(tmp_path.iterdir()) == []
    assert not remove_unfinished(partial, datetime.now(UTC))


def test_where_there_are_no_locks_age_decides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_locks(*_: Any) -> None:
        raise OSError(errno.ENOTSUP, "Operation not supported")

    monkeypatch.setattr(fcntl, "flock", no_locks)
    write_atomically(tmp_path / "a", b"whole")
    partial = tmp_path / ".part-x"
    partial.write_bytes(b"half")
    assert not remove_unfinished(partial, datetime.now(UTC) - timedelta(hours=1))
    assert remove_unfinished(partial, datetime.now(UTC) + timedelta(seconds=1))


def test_a_partial_file_that_is_swept_before_it_is_locked_is_begun_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = fcntl.flock
    swept: list[Path] = []

    def late(handle: Any, how: int) -> None:
        if not swept:
            swept.extend(tmp_path.iterdir())
            swept[0].unlink()
        lock(handle, how)

    monkeypatch.setattr(fcntl, "flock", late)
    write_atomically(tmp_path / "a", b"whole")
    assert (tmp_path / "a").read_bytes() == b"whole"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_block_that_fails_leaves_the_old_file_and_no_partial_one(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(b"old")
    with pytest.raises(KeyboardInterrupt), written_atomically(tmp_path / "a.mp4") as file:
        file.write(b"new")
        assert [path.suffix for path in tmp_path.glob(".part-*")] == [".mp4"]
        raise KeyboardInterrupt
    assert (tmp_path / "a.mp4").read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_copied_file_is_there_wholly_or_not_at_all(tmp_path: Path) -> None:
    (tmp_path / "source").write_bytes(b"x" * 3_000_000)
    copy_atomically(tmp_path / "source", tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == (tmp_path / "source").read_bytes()
    with pytest.raises(NotWritable):
        copy_atomically(tmp_path / "source", tmp_path / "nowhere" / "copy")
