"""Package archives made in the test, and pip settings under which they are the only ones in the world."""

import zipfile
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import pytest

from hwawon.vision.catalogue import Conversion, Model, ModelFile, Source


def make_wheel(folder: Path, package: str, members: Mapping[str, bytes], version: str = "1.0") -> Path:
    """A wheel that pip accepts, holding `members`."""
    stem = f"{package.replace('-', '_')}-{version}"
    about = {
        "METADATA": f"Metadata-Version: 2.1\nName: {package}\nVersion: {version}\n",
        "WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        "RECORD": "",
    }
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{stem}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in about.items():
            archive.writestr(f"{stem}.dist-info/{name}", text)
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def only_from(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let pip see nothing but the wheels in `shelf`."""
    shelf.mkdir(parents=True, exist_ok=True)
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(shelf))


def model_of(model_id: str, package: str, members: Mapping[str, bytes], converted: Conversion | None = None) -> Model:
    """A catalogue row that takes every member as it is, or through `converted`."""
    files = tuple(
        ModelFile(
            member=name, sha256=sha256(data).hexdigest(), size=len(data), name=Path(name).name, converted=converted
        )
        for name, data in members.items()
    )
    return Model(
        id=model_id,
        does="A test.",
        licence="MIT",
        credit="Nobody",
        source=Source(registry="pypi", package=package, version="1.0"),
        files=files,
        input="-",
        output="-",
        measured="-",
    )
