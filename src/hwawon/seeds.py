"""Seeds for requests that leave theirs open."""

import hashlib
import secrets


def drawn() -> int:
    """A random seed."""
    return secrets.randbelow(2**32)


def of_text(text: str) -> int:
    """The seed that belongs to a text: a job run again after a crash paints the same picture."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big")
