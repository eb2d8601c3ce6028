"""What a test does when a part of the machine that it needs is not there."""

import os
from typing import NoReturn

import pytest


def missing(what: str) -> NoReturn:
    """Skip with the reason, but fail in CI, where every part must have been brought."""
    if os.environ.get("CI", "").lower() in ("true", "1"):
        pytest.fail(f"CI must have {what}", pytrace=False)
    pytest.skip(f"needs {what}")
