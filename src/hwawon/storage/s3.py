"""Objects in a bucket of S3, or of any server that speaks its language."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store

from hwawon.errors import BadSetting, HwawonError, NotFound, StorageFull
from hwawon.storage.objects import ObjectInfo, check_key, check_range, hash_of, hashed_key, hashed_key_of_file

_ALLOWED = ("endpoint", "region", "access_key_id", "secret_access_key")
_FULL = ("507", "InsufficientStorage", "XMinioStorageFull", "QuotaExceeded")


def open_s3(address: SplitResult) -> "S3Objects":
    """The bucket that `s3://bucket/prefix?endpoint=...&region=...` names.

    Keys and endpoint that the address leaves out come from the usual AWS_* variables.

    Raises:
        BadSetting: an option that is not known.
    """
    options = {name: values[0] for name, values in parse_qs(address.query).items()}
    unknown = sorted(set(options) - set(_ALLOWED))
    if unknown:
        raise BadSetting(f"objects: unknown option {unknown[0]!r} in the s3 address; known are {', '.join(_ALLOWED)}")
    endpoint = options.get("endpoint") or os.environ.get("AWS_ENDPOINT_URL") or os.environ.get("AWS_ENDPOINT") or ""
    store = S3Store(
        address.netloc,
        prefix=unquote(address.path).strip("/") or None,
        client_options={"allow_http": endpoint.startswith("http://"), "timeout": timedelta(seconds=60)},
        retry_config={"max_retries": 4, "retry_timeout": timedelta(seconds=30)},
        **options,  # type: ignore[arg-type]  # the names were checked above
    )
    return S3Objects(store)


class S3Objects:
    """The port of `objects.py` on a bucket."""

    def __init__(self, store: S3Store) -> None:
        self.store = store

    def put(self, data: bytes, suffix: str) -> str:
        key = hashed_key(data, suffix)
        self.write(key, data)  # also when it is there: the new date keeps a sweep away until the row is written
        return key

    def put_file(self, path: Path, suffix: str) -> str:
        key = hashed_key_of_file(path, suffix)
        with _in_our_words(key):
            obstore.put(self.store, key, path)  # in parts
        return key

    def write(self, key: str, data: bytes) -> None:
        with _in_our_words(check_key(key)):
            obstore.put(self.store, key, data)

    def copy(self, source: str, target: str) -> None:
        check_key(target)
        with _in_our_words(check_key(source)):
            obstore.copy(self.store, source, target)  # by the server

    def get(self, key: str) -> bytes:
        with _in_our_words(check_key(key)):
            return bytes(obstore.get(self.store, key).bytes())

    def get_range(self, key: str, start: int, end: int) -> bytes:
        size = self.head(key).size
        check_range(start, end, size)
        with _in_our_words(key):
            return bytes(obstore.get_range(self.store, key, start=start, end=min(end, size)))

    def head(self, key: str) -> ObjectInfo:
        with _in_our_words(check_key(key)):
            return _info(obstore.head(self.store, key), key)

    def exists(self, key: str) -> bool:
        try:
            self.head(key)
        except NotFound:
            return False
        return True

    def delete(self, key: str) -> None:
        try:
            with _in_our_words(check_key(key)):
                obstore.delete(self.store, key)
        except NotFound:
            return

    def keys(self, prefix: str = "") -> Iterator[str]:
        yield from (key for key, _ in self.listed(prefix))

    def listed(self, prefix: str = "") -> Iterator[tuple[str, ObjectInfo]]:
        folder = prefix.strip("/")
        if folder:
            check_key(folder)
        with _in_our_words(folder):
            for some in obstore.list(self.store, folder or None):
                yield from ((found["path"], _info(found, found["path"])) for found in some)

    def local_path(self, key: str) -> Path | None:
        check_key(key)
        return None

    def remove_unfinished(self, before: datetime) -> int:  # noqa: ARG002 - a put is whole or not there at all
        return 0


def _info(found: Mapping[str, Any], key: str) -> ObjectInfo:
    etag = hash_of(key) or (found["e_tag"] or "").strip('"')
    return ObjectInfo(found["size"], etag, found["last_modified"])


@contextmanager
def _in_our_words(key: str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise NotFound(f"there is no object {key!r}") from None
    except BaseError as error:
        if any(sign in str(error) for sign in _FULL):
            raise StorageFull(f"no space left in the object store for {key!r}") from error
        reason = str(error).splitlines()[0]  # the lines below it are for the library's authors
        raise HwawonError(f"the object store failed at {key!r}: {reason}") from error
