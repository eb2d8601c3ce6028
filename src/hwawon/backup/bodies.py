"""The bytes of an object on their way: in memory where they are few, else as a file."""

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hwawon.storage.objects import Objects, hash_of

IN_MEMORY_BYTES = 32 * 1024 * 1024  # pictures, as a rule; a video has gigabytes

Body = bytes | Path


@contextmanager
def body_of(objects: Objects, key: str, size: int) -> Iterator[Body]:
    """An object's bytes, while the block lasts.

    Raises:
        NotFound: there is none.
    """
    if size <= IN_MEMORY_BYTES:
        yield objects.get(key)
        return
    path = objects.local_path(key)
    if path is not None and path.is_file():
        yield path
        return
    with tempfile.NamedTemporaryFile(prefix="hwawon-") as file:
        for start in range(0, size, IN_MEMORY_BYTES):
            file.write(objects.get_range(key, start, min(start + IN_MEMORY_BYTES, size)))
        file.flush()
        yield Path(file.name)


def sha256_of(body: Body) -> str:
    """The hash of the bytes."""
    if isinstance(body, bytes):
        return hashlib.sha256(body).hexdigest()
    with body.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def size_of(body: Body) -> int:
    return len(body) if isinstance(body, bytes) else body.stat().st_size


def put(objects: Objects, key: str, body: Body) -> None:
    """Keep the bytes under `key`; the caller has proved that a hashed key is theirs."""
    if isinstance(body, bytes):
        objects.write(key, body)
    elif hash_of(key) is not None:
        objects.put_file(body, Path(key).suffix)
    else:
        objects.write(key, body.read_bytes())  # only pictures have names, and those fit
