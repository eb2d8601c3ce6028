"""A face's picture lies in memory alone, and only for as long as it is looked at."""

import io
import logging
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from hwawon.app import open_house
from hwawon.config import Settings
from hwawon.errors import BadPicture
from hwawon.looks.faces import ask_faces, look
from hwawon.looks.looker import Looker
from hwawon.looks.request import FacesLook
from hwawon.looks.room import Room
from hwawon.looks.setup import Setup
from looks.conftest import until
from support.api import Studio
from support.face_pictures import astronaut, face_models, jpeg

MARKER_PX = 24


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Room:
    folder = tmp_path_factory.mktemp("room")
    return Room(Setup(folder.resolve().as_uri(), face_models(), 10**8))


@pytest.fixture
def marked() -> Iterator[tuple[bytes, tuple[bytes, ...]]]:
    """A face with a planted marker in the file's text and another in its pixels, which lie in the file as they are."""
    text, pixels = secrets.token_hex(16).encode(), secrets.token_bytes(3 * MARKER_PX)
    rgb = astronaut().copy()
    rgb[3, 5 : 5 + MARKER_PX] = memoryview(pixels).cast("B", (MARKER_PX, 3))
    told = PngInfo()
    told.add_text("Comment", text.decode())
    target = io.BytesIO()
    Image.fromarray(rgb).save(target, "PNG", compress_level=0, pnginfo=told)
    # PNG writes differences to the pixel at the left, or above; both are kept apart from the raw ones.
    yield target.getvalue(), (text, pixels, text[:16])


def holding(folder: Path, markers: tuple[bytes, ...]) -> list[str]:
    """The files below a folder, database and its journal included, with one of the markers in them."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [str(path) for path in files if any(marker in path.read_bytes() for marker in markers)]


def open_files(pid: int | str) -> list[Path]:
    """The files on a disk, and in memory only, that a process holds open, deleted ones included."""
    found = []
    for entry in Path(f"/proc/{pid}/fd").iterdir():
        try:
            if entry.is_file():  # followed: a pipe or a socket is none
                found.append(entry)
        except OSError:
            continue
    return found


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="needs Linux's list of open files")
def test_no_byte_of_a_face_is_on_disk_in_a_log_or_in_an_open_file_afterwards(
    tmp_path: Path,
    marked: tuple[bytes, tuple[bytes, ...]],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))  # of the helper, too
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    caplog.set_level(logging.DEBUG)
    file, markers = marked
    assert all(marker in file for marker in markers[::2]), "the marker is in what is sent"
    with open_house(Settings(data_dir=tmp_path / "data", models_dir=face_models())) as house:
        kiosk = Studio(house).caller("kiosk")
        for data in (file, file[: len(file) // 2], file + b"more"):
            for _ in range(3):
                answer = kiosk.post("/api/faces", content=data)
                assert answer.status_code in (200, 422)
                assert markers[0].decode() not in answer.text
        assert house.looker.pid is not None
        held = [path for pid in ("self", house.looker.pid) for path in open_files(pid)]
        assert not [path for path in held if any(marker in path.read_bytes() for marker in markers)]
        assert not holding(tmp_path, markers)
        assert not list(temporary.rglob("*"))
    assert not holding(tmp_path, markers)
    told = caplog.text + "".join(capfd.readouterr())
    assert not any(marker.decode("latin-1") in told or marker.hex() in told for marker in markers)


def test_the_scan_finds_what_is_kept(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a").write_bytes(b"..marker..")
    with tempfile.TemporaryFile(dir=tmp_path) as deleted:
        deleted.write(b"marker")
        deleted.flush()
        assert any(path.read_bytes() == b"marker" for path in open_files("self"))
    assert holding(tmp_path, (b"marker",)) == [str(tmp_path / "deep" / "a")]


@pytest.mark.parametrize("broken", [False, True], ids=["whole", "broken"])
def test_the_process_that_looks_holds_nothing_afterwards(room: Room, broken: bool) -> None:
    data = jpeg(astronaut())[: 5000 if broken else None]
    before = sys.getrefcount(data)
    try:
        faces = look(room, data, FacesLook())
        assert len(faces) == 1 and not broken
    except BadPicture:
        assert broken
    assert sys.getrefcount(data) == before
    assert not room._seen and not room._sights


def test_the_web_process_lets_go_of_the_file_when_the_answer_is_there(new_looker: Callable[..., Looker]) -> None:
    looker = new_looker()
    data = jpeg(astronaut())
    before = sys.getrefcount(data)
    assert len(ask_faces(looker, data).result(60)) == 1
    until(lambda: sys.getrefcount(data) == before)
    dropped = [ask_faces(looker, data) for _ in range(3)]
    for one in dropped:
        one.cancel()
    until(lambda: sys.getrefcount(data) == before)


def test_a_face_prints_nothing_of_its_picture() -> None:
    from hwawon.looks.face_upload import FaceFile

    assert "secret" not in repr(FaceFile(b"secret", ("ALL",)))


def test_the_library_that_computes_reports_to_nobody(tmp_path: Path) -> None:
    program = (
        "from pathlib import Path; import sys\n"
        "from hwawon.vision.faces.read import FaceReader\n"
        "FaceReader(Path(sys.argv[1]))\n"
    )
    line = [sys.executable, "-c", program, str(face_models())]
    subprocess.run(line, check=True, env=os.environ | {"TMPDIR": str(tmp_path)})
    assert not list(tmp_path.iterdir())  # it keeps the name of its session there when it reports
