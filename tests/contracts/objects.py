"""What every object store keeps, wherever the bytes lie.

A test class inherits `ObjectsContract` and defines a fixture `objects` that gives an empty store.
"""

import hashlib
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hwawon.errors import BadInput, NotFound
from hwawon.storage.objects import Objects

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8
OTHER = b"another picture"
NAMED = "emotions/happy/spring,sunny,day/화원 1h.jpeg"
NO_KEYS = [
    "",
    "/",
    "a//b",
    "a/",
    "/etc/passwd",
    "../x",
    "a/../../x",
    "a/./b",
    ".part-x",
    "a/.x",
    "a\\b",
    "a\x00b",
    "a\nb",
]


class ObjectsContract:
    """Inherit, and define the fixture `objects`: an empty store."""

    def test_a_file_is_kept_under_the_key_of_its_bytes_and_stays(self, objects: Objects, tmp_path: Path) -> None:
        path = tmp_path / "given.png"
        path.write_bytes(PNG)
        assert objects.put_file(path, ".png") == objects.put(PNG, ".png") == objects.put_file(path, ".png")
        assert objects.get(objects.put_file(path, ".png")) == path.read_bytes() == PNG

    def test_what_is_put_is_found_under_the_hash_of_its_bytes(self, objects: Objects) -> None:
        digest = hashlib.sha256(PNG).hexdigest()
        assert objects.put(PNG, ".png") == f"{digest[:2]}/{digest[2:4]}/{digest}.png"
        assert objects.get(objects.put(PNG, ".png")) == PNG

    def test_the_same_bytes_twice_are_one_object(self, objects: Objects) -> None:
        assert objects.put(PNG, ".png") == objects.put(PNG, ".png")
        assert len(list(objects.keys())) == 1

    def test_other_bytes_or_another_suffix_are_another_object(self, objects: Objects) -> None:
        keys = {objects.put(PNG, ".png"), objects.put(OTHER, ".png"), objects.put(PNG, ".webp")}
        assert set(objects.keys()) == keys
        assert len(keys) == 3

    def test_putting_again_marks_the_object_as_new(self, objects: Objects) -> None:
        """A sweep of old objects must not take one that somebody is about to point at."""
        key = objects.put(PNG, ".png")
        self.make_old(objects, key)
        before = datetime.now(UTC) - timedelta(seconds=2)  # S3 counts whole seconds
        objects.put(PNG, ".png")
        assert objects.head(key).modified >= before

    def make_old(self, objects: Objects, key: str) -> None:
        """Set the object's date back, where the store can."""

    def test_many_writers_of_the_same_bytes_do_not_disturb_each_other(self, objects: Objects) -> None:
        threads = [threading.Thread(target=objects.put, args=(PNG, ".png")) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [objects.get(key) for key in set(objects.keys())] == [PNG]

    @pytest.mark.parametrize("suffix", ["png", "..", "./x", ".PNG", ".a/b", ".much-too-long"])
    def test_a_suffix_that_is_none_is_refused(self, objects: Objects, suffix: str) -> None:
        with pytest.raises(BadInput, match="suffix"):
            objects.put(PNG, suffix)

    def test_a_named_object_is_replaced_by_the_next_write(self, objects: Objects) -> None:
        objects.write(NAMED, PNG)
        first = objects.head(NAMED)
        objects.write(NAMED, OTHER)
        second = objects.head(NAMED)
        assert objects.get(NAMED) == OTHER
        assert list(objects.keys()) == [NAMED]
        assert (first.size, second.size) == (len(PNG), len(OTHER))
        assert first.etag != second.etag

    def test_an_empty_object_is_an_object(self, objects: Objects) -> None:
        objects.write("empty", b"")
        assert objects.get("empty") == b""
        assert objects.head("empty").size == 0

    def test_head_says_size_tag_and_date(self, objects: Objects) -> None:
        before = datetime.now(UTC) - timedelta(seconds=2)
        info = objects.head(objects.put(PNG, ".png"))
        assert info.size == len(PNG)
        assert info.etag == hashlib.sha256(PNG).hexdigest()
        assert before <= info.modified <= datetime.now(UTC) + timedelta(seconds=2)

    @pytest.mark.parametrize(("start", "end"), [(0, 1), (0, 10), (5, 900), (2000, 2056), (2000, 99_999)])
    def test_a_range_is_that_part_of_the_bytes(self, objects: Objects, start: int, end: int) -> None:
        key = objects.put(PNG, ".png")
        assert objects.get_range(key, start, end) == PNG[start:end]

    @pytest.mark.parametrize(("start", "end"), [(0, 0), (5, 5), (9, 5), (-3, 5), (2056, 2060), (9999, 10_000)])
    def test_a_range_without_bytes_is_refused(self, objects: Objects, start: int, end: int) -> None:
        key = objects.put(PNG, ".png")
        with pytest.raises(BadInput, match="not within an object of 2056 bytes"):
            objects.get_range(key, start, end)

    def test_what_is_not_there_is_not_found(self, objects: Objects) -> None:
        objects.put(PNG, ".png")
        assert not objects.exists("nothing/here.png")
        for ask in (objects.get, objects.head, lambda key: objects.get_range(key, 0, 1)):
            with pytest.raises(NotFound, match=r"nothing/here\.png"):
                ask("nothing/here.png")

    def test_a_folder_of_objects_is_not_an_object(self, objects: Objects) -> None:
        objects.write("emotions/happy/1.jpeg", PNG)
        assert not objects.exists("emotions/happy")
        with pytest.raises(NotFound):
            objects.get("emotions/happy")
        objects.delete("emotions/happy")
        assert objects.exists("emotions/happy/1.jpeg")

    def test_deleting_twice_is_no_error_and_takes_nothing_else(self, objects: Objects) -> None:
        gone, kept = objects.put(PNG, ".png"), objects.put(OTHER, ".png")
        objects.delete(gone)
        objects.delete(gone)
        assert not objects.exists(gone)
        assert list(objects.keys()) == [kept]

    def test_keys_below_a_folder_are_listed_whole(self, objects: Objects) -> None:
        names = {f"pool/{number}.jpeg" for number in range(12)}
        for name in names | {"poolside/1.jpeg", "x.jpeg"}:
            objects.write(name, OTHER)
        assert set(objects.keys("pool")) == set(objects.keys("pool/")) == names
        assert set(objects.keys()) == names | {"poolside/1.jpeg", "x.jpeg"}
        assert list(objects.keys("nothing")) == []

    def test_a_copy_is_an_object_of_its_own(self, objects: Objects) -> None:
        copied = "emotions/sad/a+b 'q' 100%/화원 1h.jpeg"
        objects.write(NAMED, PNG)
        objects.write(copied, b"before")
        objects.copy(NAMED, copied)
        assert objects.get(copied) == objects.get(NAMED) == PNG
        objects.write(NAMED, OTHER)
        assert objects.get(copied) == PNG
        objects.write(copied, b"after")
        assert objects.get(NAMED) == OTHER
        objects.delete(NAMED)
        assert objects.get(copied) == b"after"
        assert list(objects.keys()) == [copied]

    def test_a_copy_of_what_is_not_there_leaves_the_target_as_it_was(self, objects: Objects) -> None:
        objects.write("kept/1.jpeg", PNG)
        for target in ("kept/1.jpeg", "other/2.jpeg"):
            with pytest.raises(NotFound, match=r"nothing/here\.jpeg"):
                objects.copy("nothing/here.jpeg", target)
        assert list(objects.keys()) == ["kept/1.jpeg"]
        assert objects.get("kept/1.jpeg") == PNG

    def test_a_copy_is_never_made_outside_the_store(self, objects: Objects) -> None:
        objects.write("kept/1.jpeg", PNG)
        for source, target in (("kept/1.jpeg", "../1.jpeg"), ("../1.jpeg", "kept/1.jpeg")):
            with pytest.raises(BadInput, match="is not an object key"):
                objects.copy(source, target)

    def test_a_list_says_of_each_object_what_head_says(self, objects: Objects) -> None:
        for name in ("pool/a b.jpeg", "pool/화/c+d.jpeg", "poolside/1.jpeg"):
            objects.write(name, name.encode())
        assert dict(objects.listed("pool")) == {key: objects.head(key) for key in ("pool/a b.jpeg", "pool/화/c+d.jpeg")}
        assert list(objects.listed("nothing")) == []

    @pytest.mark.parametrize("key", NO_KEYS)
    def test_there_is_no_way_out_of_the_store(self, objects: Objects, key: str) -> None:
        for use in (objects.get, objects.head, objects.exists, objects.delete, objects.local_path):
            with pytest.raises(BadInput, match="is not an object key"):
                use(key)
        with pytest.raises(BadInput, match="is not an object key"):
            objects.write(key, b"x")

    def test_a_local_path_holds_the_bytes(self, objects: Objects) -> None:
        key = objects.put(PNG, ".png")
        path = objects.local_path(key)
        assert path is None or path.read_bytes() == PNG
