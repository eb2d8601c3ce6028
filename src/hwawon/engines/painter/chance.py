"""Chance that is the same everywhere: every part of a picture draws from its own stream, named by words.

Adding a draw to one part so never moves another, and nothing depends on Python's salted `hash`.
"""

from __future__ import annotations

import hashlib

import numpy as np


def chance_of(seed: int, *names: str) -> np.random.Generator:
    """A generator decided by the seed and the names alone."""
    digest = hashlib.sha256("\0".join((str(seed), *names)).encode()).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(digest[:16], "big")))
