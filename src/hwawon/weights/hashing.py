"""The hash that names weights: of a file as it is, of a folder over its weight files' names and hashes."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from hwawon.errors import BadInput
from hwawon.weights.folders import weight_files

Progress = Callable[[int, int], None]  # bytes read, bytes in all
PIECE_BYTES = 4 * 1024 * 1024


def hashed(path: Path, progress: Progress | None = None) -> tuple[str, int]:
    """SHA-256 and size in bytes of what lies at `path`.

    Raises:
        BadInput: a folder without weights, or a file that cannot be read.
    """
    files = weight_files(path) if path.is_dir() else [path]
    if not files:
        raise BadInput(f"{path} holds no weights")
    say = progress or (lambda _done, _size: None)
    try:
        size, done, lines = sum(file.stat().st_size for file in files), 0, []
        for file in files:
            digest = _digest(file, lambda read, before=done: say(before + read, size))  # type: ignore[misc]
            done += file.stat().st_size
            lines.append(f"{file.relative_to(path).as_posix()} {digest}\n")
    except OSError as error:
        raise BadInput(f"cannot read {error.filename or path}: {error.strerror}") from error
    return (sha256("".join(lines).encode()).hexdigest() if path.is_dir() else digest), size


def _digest(file: Path, progress: Callable[[int], None]) -> str:
    digest, read = sha256(), 0
    with file.open("rb") as opened:
        while piece := opened.read(PIECE_BYTES):
            digest.update(piece)
            read += len(piece)
            progress(read)
    return digest.hexdigest()
