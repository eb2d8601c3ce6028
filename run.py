"""One command to start Hwawon from a checkout, one to test it. Standard library only, Python 3.11 or newer.

    python3 run.py                  set up what is missing, then serve, with a small sample library queued
    python3 run.py setup            only set up: .venv, the small models, the pages
    python3 run.py check            lint, types, TypeScript, and the tests that are quick and need no server
    python3 run.py test             everything: also PostgreSQL, S3, a browser; as CI runs it
    python3 run.py bench [--full]   the benchmarks; --full measures every case, and brings torch
    python3 run.py lock             make requirements/*.txt anew

What a step made is remembered in `.venv/stamps.json` with a hash of what it was made from: a second start skips it.
"""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
HWAWON = VENV / "bin" / "hwawon"
TOOLS = ROOT / ".tools"
LISTS = ROOT / "requirements"
FRONTEND = ROOT / "frontend"
STATIC = ROOT / "src" / "hwawon" / "static"
CATALOG = ROOT / "src" / "hwawon" / "vision" / "catalog.json"
STAMPS = VENV / "stamps.json"
LOG = TOOLS / "setup.log"
TORCH = "torch==2.13.0"
EXTRAS = "diffusers,openvino"
BROWSER_PACKAGES = ("chromium", "fonts-noto-cjk")
REPORT = ("-q", "--durations=15")
IN_CI = os.environ.get("CI", "").lower() in ("true", "1")


class Failed(Exception):
    """A step did not work; the message says which, and what to do."""


def say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


# --- what was made from what ---------------------------------------------------------------------------------------


def hash_of(paths: Iterable[Path], *words: str) -> str:
    """SHA-256 over the words and over each file's name and bytes."""
    digest = hashlib.sha256("\0".join(words).encode())
    for path in sorted(paths):
        digest.update(f"\0{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def page_sources() -> list[Path]:
    """The files that decide what the built pages are."""
    loose = [path for path in FRONTEND.iterdir() if path.is_file()]
    inside = [path for folder in ("src", "public") for path in (FRONTEND / folder).rglob("*") if path.is_file()]
    return loose + inside


def stamps() -> dict[str, str]:
    """What each finished step was made from; empty on a new checkout."""
    try:
        known = json.loads(STAMPS.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def once(step: str, stamp: str, made: Path, work: Callable[[], None]) -> None:
    """Do `work` unless `made` is there and was made from the same `stamp`."""
    if made.exists() and stamps().get(step) == stamp:
        return
    started = time.monotonic()
    say(f"{step} ...")
    work()
    STAMPS.write_text(json.dumps({**stamps(), step: stamp}, indent=1), encoding="utf-8")
    say(f"{step}: {time.monotonic() - started:.1f} s")


# --- running other programs ----------------------------------------------------------------------------------------


def quietly(*line: str | Path, cwd: Path = ROOT) -> None:
    """Run a program with its output in the log; show the end of that only when it fails."""
    with LOG.open("a", encoding="utf-8") as log:
        log.write(f"$ {' '.join(map(str, line))}\n")
        log.flush()
        begin = log.tell()
        code = subprocess.run(line, cwd=cwd, stdin=subprocess.DEVNULL, stdout=log, stderr=log, check=False).returncode
    if code:
        output = LOG.read_bytes()[begin:].decode(errors="replace")
        raise Failed(f"{Path(line[0]).name} ended with status {code}; the end of {LOG}:\n{output[-4000:]}")


def uv() -> str:
    """The path of uv; brought by pip where there is none."""
    found = shutil.which("uv")
    if found:
        return found
    brought = TOOLS / "uv" / "bin" / "uv"
    if not brought.is_file():
        say("bringing uv ...")
        quietly(sys.executable, "-m", "pip", "install", "--quiet", "--target", str(TOOLS / "uv"), "uv")
    return str(brought)


def npm(*arguments: str) -> list[str | Path]:
    return [sys.executable, FRONTEND / "npm.py", *arguments]


def bring_node() -> None:
    """Unpack Node's wheel into .tools where the machine has no Node that is new enough."""
    if subprocess.run(npm("--version"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode:
        say("bringing Node ...")
        wheel = ("--require-hashes", "-r", LISTS / "node.txt")
        quietly(uv(), "pip", "install", "--python", sys.executable, "--target", TOOLS / "node", *wheel)


# --- the steps of a set-up -----------------------------------------------------------------------------------------


def prepare(*, heavy: bool = False) -> None:
    """Environment, packages, models and pages; each only when what it is made from has changed."""
    TOOLS.mkdir(exist_ok=True)
    with (TOOLS / "setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        python = f"{sys.version} {ROOT}"
        once("environment", hash_of((), python), PYTHON, make_environment)
        packages = [LISTS / "test.txt", ROOT / "pyproject.toml", ROOT / "hatch_build.py"]
        once("packages", hash_of(packages, python), HWAWON, install_packages)
        if heavy:
            servers = LISTS / "heavy.txt"
            once("test servers", hash_of([servers], python), HWAWON, lambda: install_list(servers))
        if CATALOG.is_file():
            once("models", hash_of([CATALOG], str(models_folder())), models_folder(), install_models)
        once("pages", hash_of(page_sources()), STATIC / "index.html", build_pages)


def make_environment() -> None:
    if VENV.is_symlink():
        raise Failed(f"{VENV} is a link: to make it anew would empty the environment of {VENV.resolve().parent}")
    interpreter = str(getattr(sys, "_base_executable", sys.executable))
    quietly(uv(), "venv", "--clear", "--python", interpreter, VENV)


def install_packages() -> None:
    install_list(LISTS / "test.txt")
    editable = ("--no-deps", "--no-build-isolation", "--editable", ROOT)
    quietly(uv(), "pip", "install", "--python", PYTHON, *editable)
    quietly(PYTHON, "-m", "compileall", "-q", ROOT / "src")


def install_list(pinned: Path) -> None:
    """Install, bytecode included: else the first start makes it, or every start where Python may not write it."""
    hashed = ("--require-hashes", "-r", pinned)
    quietly(uv(), "pip", "install", "--python", PYTHON, "--compile-bytecode", *hashed)


def models_folder() -> Path:
    return Path(os.environ.get("HWAWON_MODELS_DIR") or ROOT / "models")


def install_models() -> None:
    quietly(HWAWON, "models", "install")


def build_pages() -> None:
    bring_node()
    install_page_packages()
    quietly(*npm("run", "build"))


def install_page_packages() -> None:
    modules = FRONTEND / "node_modules"
    once("page packages", hash_of([FRONTEND / "package-lock.json"]), modules, lambda: quietly(*npm("ci")))


def install_browser() -> None:
    """Chromium and Korean and Japanese fonts from Debian, for the browser tests; only CI insists on it."""
    if shutil.which("chromium") and has_cjk_font():
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say("bringing Chromium and fonts ...")
        os.environ["DEBIAN_FRONTEND"] = "noninteractive"
        quietly("apt-get", "update")
        quietly("apt-get", "install", "--yes", "--no-install-recommends", *BROWSER_PACKAGES)
    elif IN_CI:
        raise Failed(f"CI needs {' and '.join(BROWSER_PACKAGES)}, and only root can install them")
    else:
        say(f"SKIPPED: the browser tests need {' and '.join(BROWSER_PACKAGES)} (apt-get install, as root)")


def has_cjk_font() -> bool:
    return any(Path("/usr/share/fonts").rglob("NotoSansCJK*"))


def install_torch() -> None:
    """A CPU build of torch, then what the diffusers engine needs beside it.

    By pip where its own settings lead to a small build; else from the CPU index, whose address uv knows. What somebody
    has chosen for a GPU stays.
    """
    if not has_torch():
        by_pip: list[str | Path] = [PYTHON, "-m", "pip", "install", TORCH]
        by_uv: list[str | Path] = [uv(), "pip", "install", "--python", PYTHON, "--torch-backend=cpu", TORCH]
        quietly(*(by_pip if pip_has_small_torch() else by_uv))
    quietly(uv(), "pip", "install", "--python", PYTHON, "--no-build-isolation", "--editable", f"{ROOT}[{EXTRAS}]")


def has_torch() -> bool:
    """Whether the environment holds a torch that is new enough."""
    least = TORCH.partition("==")[2].split(".")[:2]
    ask = "from importlib.metadata import version as v; print(v('torch'))"
    found = subprocess.run([PYTHON, "-c", ask], capture_output=True, text=True, check=False).stdout.split(".")[:2]
    return len(found) == 2 and [int(part) for part in found] >= [int(part) for part in least]


def pip_has_small_torch() -> bool:
    """Whether pip, as it is set up, would take a CPU build; on Linux one without a suffix brings gigabytes of CUDA."""
    look = ("install", "--dry-run", "--ignore-installed", "--no-deps", "--quiet", "--report", "-", TORCH)
    done = subprocess.run([PYTHON, "-m", "pip", *look], capture_output=True, text=True, check=False)
    try:
        found = json.loads(done.stdout)["install"][0]["metadata"]["version"]
    except (ValueError, LookupError):
        return False
    return sys.platform != "linux" or str(found).endswith("+cpu")


def bring_torch() -> None:
    """torch for the diffusers engine's tests; only CI insists on it."""
    stamp = hash_of([ROOT / "pyproject.toml"], TORCH, EXTRAS, sys.version, str(ROOT))
    try:
        once("torch", stamp, HWAWON, install_torch)
    except Failed as failure:
        if IN_CI:
            raise
        say(f"SKIPPED: everything that needs torch (tests/**/test_*diffusers*.py, P1, P2, P12, P15): {failure}")


# --- the commands --------------------------------------------------------------------------------------------------


def serve() -> int:
    prepare()
    os.execv(HWAWON, [str(HWAWON), "serve", "--sample"])


def setup() -> int:
    prepare()
    say(f"ready: {HWAWON}")
    return 0


def check() -> int:
    """The fast part: no browser, no PostgreSQL, no S3, nothing slow."""
    prepare(heavy=True)
    return verify(tests_together("not slow and not browser and not postgresql and not s3"))


def test() -> int:
    prepare(heavy=True)
    install_browser()
    if any((ROOT / "tests").rglob("test_*diffusers*.py")):
        bring_torch()
    one_by_one: list[str | Path] = [PYTHON, "-m", "pytest", *REPORT, "-m", "browser or alone"]
    return verify(one_by_one, tests_together("not browser"))


def tests_together(which: str) -> list[str | Path]:
    """The tests of a kind, the files of them beside each other: most of a test is waiting for some server."""
    beside = ("-n", str(min(4, os.cpu_count() or 1)), "--dist", "loadfile")
    return [PYTHON, "-m", "pytest", *REPORT, *beside, "-m", f"({which}) and not alone"]


def bench(*arguments: str) -> int:
    prepare(heavy=True)
    if "--full" in arguments:
        bring_torch()
    return subprocess.run([PYTHON, "-m", "benchmarks", *arguments], cwd=ROOT, check=False).returncode


def verify(*tests: list[str | Path]) -> int:
    """Run every checker, also after one has failed; the tests last, since their closing line is the verdict."""
    bring_node()
    install_page_packages()
    module: list[str | Path] = [PYTHON, "-m"]
    lines: list[list[str | Path]] = [
        [*module, "ruff", "check", "."],
        [*module, "ruff", "format", "--check", "."],
        [*module, "mypy"],
        npm("run", "lint"),
        npm("run", "types"),
        npm("run", "test"),
        *tests,
    ]
    failed = [line for line in lines if not passes(line)]
    for line in failed:
        say(f"FAILED: {' '.join(map(str, line))}")
    return 1 if failed else 0


def passes(line: Sequence[str | Path]) -> bool:
    started = time.monotonic()
    say(f"$ {' '.join(map(str, line))}")
    code = subprocess.run(line, cwd=ROOT, stdin=subprocess.DEVNULL, check=False).returncode
    say(f"  status {code}, {time.monotonic() - started:.0f} s")
    return code == 0


def lock() -> int:
    """Resolve each list for every platform, with hashes and without an address or a path in it."""
    TOOLS.mkdir(exist_ok=True)
    exact = ("--universal", "--python-version", "3.11", "--generate-hashes", "--upgrade")
    plain = ("--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links")
    project = ("pyproject.toml", "--extra", "postgresql")
    below = {
        "run": ("pyproject.toml",),
        "test": (*project, "requirements/test.in", "-c", "requirements/run.txt"),
        "heavy": (*project, "requirements/test.in", "requirements/heavy.in", "-c", "requirements/test.txt"),
        "node": ("requirements/node.in",),
    }
    for name, sources in below.items():
        quietly(uv(), "pip", "compile", *exact, *plain, *sources, "--output-file", f"requirements/{name}.txt")
        say(f"requirements/{name}.txt")
    return 0


COMMANDS: dict[str, Callable[..., int]] = {
    "setup": setup,
    "test": test,
    "check": check,
    "bench": bench,
    "lock": lock,
}


def main(arguments: Sequence[str]) -> int:
    name, *rest = arguments or ("",)
    command = COMMANDS.get(name)
    if (arguments and command is None) or (rest and (name != "bench" or rest != ["--full"])):
        say(__doc__ or "")
        return 0 if name in ("-h", "--help") else 2
    try:
        return command(*rest) if command else serve()
    except Failed as failure:
        say(f"run.py: {failure}")
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
