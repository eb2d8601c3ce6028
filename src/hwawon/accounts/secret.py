"""Secrets that are shown once and kept only as their hash."""

import hashlib
import secrets

_BYTES = 32


def new_secret() -> str:
    """256 random bits in letters that need no escaping in an address, a header or a shell."""
    return f"hwawon_{secrets.token_urlsafe(_BYTES)}"


def sha256_of(secret: str) -> str:
    """What is stored: with 256 random bits no slow hash is needed to keep a thief of the table from guessing."""
    return hashlib.sha256(secret.encode(errors="surrogatepass")).hexdigest()
