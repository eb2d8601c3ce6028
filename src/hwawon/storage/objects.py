"""Objects: bytes under a key, in a folder or in S3, behind one port.

A picture's key is the hash of its bytes, so that writing it twice, by an attempt that died and the one after it, makes
one object.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from hwawon.errors import BadInput, BadSetting

_HASHED = re.compile(r"[0-9a-f]{2}/[0-9a-f]{2}/([0-9a-f]{64})(\.[a-z0-9]{1,8})?")
_SUFFIX = re.compile(r"(\.[a-z0-9]{1,8})?")
_MAX_KEY_BYTES = 1024
_MAX_PART_BYTES = 200


@dataclass(frozen=True)
class ObjectInfo:
    """An object's size in bytes, its entity tag for HTTP (without the quotes) and when it was last written, in UTC."""

    size: int
    etag: str
    modified: datetime


class Objects(Protocol):
    """What holds objects. Every method raises BadInput for a key that is none; safe to share between threads."""

    def put(self, data: bytes, suffix: str) -> str:
        """Keep `data` under the key made of its hash and `suffix` (such as ".png"); the key.

        Raises:
            StorageFull: no space is left; nothing is left behind.
        """

    def put_file(self, path: Path, suffix: str) -> str:
        """As `put`, for what is too large for memory; `path` stays as it is.

        Raises:
            StorageFull: no space is left; nothing is left behind.
        """

    def write(self, key: str, data: bytes) -> None:
        """Keep `data` under `key`, at once and wholly, in place of what was there.

        Raises:
            StorageFull: no space is left; what was there stays.
        """

    def copy(self, source: str, target: str) -> None:
        """Keep the bytes of `source` under `target` as well, wholly and in place of what was there.

        They do not pass through this program's memory, and a later write of one key leaves the other as it is.

        Raises:
            NotFound: there is no `source`; what was under `target` stays.
            StorageFull: no space is left; what was under `target` stays.
        """

    def get(self, key: str) -> bytes:
        """The object's bytes.

        Raises:
            NotFound: there is none.
        """

    def get_range(self, key: str, start: int, end: int) -> bytes:
        """The bytes from `start` up to, not including, `end`; cut at the object's end.

        Raises:
            NotFound: there is none.
            BadInput: the range is empty or begins behind the object's end.
        """

    def head(self, key: str) -> ObjectInfo:
        """What is known without reading it.

        Raises:
            NotFound: there is none.
        """

    def exists(self, key: str) -> bool:
        """Whether there is an object under this key."""

    def delete(self, key: str) -> None:
        """Forget the object; no error where there is none."""

    def keys(self, prefix: str = "") -> Iterator[str]:
        """The keys below the folder `prefix`, in no order, read while they are asked for."""

    def listed(self, prefix: str = "") -> Iterator[tuple[str, ObjectInfo]]:
        """As `keys`, with what `head` says of each; an object that goes meanwhile may be left out."""

    def local_path(self, key: str) -> Path | None:
        """The file that is the object, for a fast answer; None where it does not lie on this machine."""

    def remove_unfinished(self, before: datetime) -> int:
        """Remove what writers killed in the middle left behind; how many.

        Where nobody can tell whether a writer lives, only what is from before that moment.
        """


def open_objects(url: str) -> Objects:
    """What the address names: `file:///folder`, or `s3://bucket/prefix?endpoint=...`.

    Raises:
        BadSetting: another kind of address.
    """
    parts = urlsplit(url)
    if parts.scheme == "file" and parts.netloc in ("", "localhost") and parts.path.startswith("/"):
        from hwawon.storage.folder import FolderObjects

        return FolderObjects(Path(unquote(parts.path)))
    if parts.scheme == "s3" and parts.netloc:
        from hwawon.storage.s3 import open_s3

        return open_s3(parts)
    raise BadSetting(f"objects {url!r}: expected file:///FOLDER or s3://BUCKET/PREFIX")


def hashed_key(data: bytes, suffix: str) -> str:
    """The key of these bytes: ab/cd/abcd....suffix, where abcd... is their SHA-256.

    Raises:
        BadInput: the suffix is not a dot and up to eight small letters or digits.
    """
    if not _SUFFIX.fullmatch(suffix):
        raise BadInput(f"suffix {suffix!r}: expected a dot and up to 8 small letters or digits")
    return _key_of(hashlib.sha256(data).hexdigest(), suffix)


def hashed_key_of_file(path: Path, suffix: str) -> str:
    """As `hashed_key`, of a file's bytes."""
    with path.open("rb") as file:
        return _key_of(hashlib.file_digest(file, "sha256").hexdigest(), suffix)


def _key_of(digest: str, suffix: str) -> str:
    return f"{digest[:2]}/{digest[2:4]}/{digest}{suffix}"


def hash_of(key: str) -> str | None:
    """The SHA-256 that a hashed key carries, None for a key given by name."""
    found = _HASHED.fullmatch(key)
    return found[1] if found else None


def hashed_keys_in(text: str) -> set[str]:
    """All hashed keys that stand somewhere in `text`."""
    return {found[0] for found in _HASHED.finditer(text)}


def check_key(key: str) -> str:
    """`key` itself, when it is safe on every store: parts of printable characters with / between them.

    Raises:
        BadInput: empty, too long, a part that is empty or begins with a dot (so no way up and out), a backslash or a
            control character.
    """
    if _HASHED.fullmatch(key):  # as most are
        return key
    parts = key.split("/")
    if len(key.encode(errors="replace")) > _MAX_KEY_BYTES or not all(_is_part(part) for part in parts):
        raise BadInput(f"{key[:200]!r} is not an object key")
    return key


def check_range(start: int, end: int, size: int) -> None:
    """Refuse a range of bytes that holds none of the object's.

    Raises:
        BadInput: naming the range and the size.
    """
    if not 0 <= start < min(end, size):
        raise BadInput(f"bytes {start} to {end} are not within an object of {size} bytes")


def _is_part(part: str) -> bool:
    fits = 0 < len(part.encode(errors="replace")) <= _MAX_PART_BYTES
    return fits and not part.startswith(".") and part.isprintable() and "\\" not in part
