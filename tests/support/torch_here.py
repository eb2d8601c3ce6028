"""Tests of the diffusers engine run where torch and the extra are installed; CI always has them."""

from importlib.util import find_spec

import pytest

HERE = all(find_spec(name) is not None for name in ("torch", "diffusers", "transformers"))
needs_torch = pytest.mark.skipif(not HERE, reason="torch and the extra [diffusers] are not installed")
