"""The code that an operator shows to a new device says exactly its address, and only operators are drawn one."""

from pathlib import Path

import pytest

from support.api import open_studio
from support.garden_qr import text_of

ADDRESS = "https://garden.example/studio/kiosk?zone=zone1#token=a-key"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("codes")


def test_a_code_is_read_back_as_it_was_sent_and_is_kept_by_nobody(folder: Path) -> None:
    with open_studio(folder) as studio:
        answer = studio.admin.post("/api/qr", json={"text": ADDRESS})
        assert answer.status_code == 200
        assert (answer.headers["content-type"], answer.headers["cache-control"]) == ("image/svg+xml", "no-store")
        assert text_of(answer.content) == ADDRESS


def test_too_much_and_nothing_are_refused_and_so_are_devices(folder: Path) -> None:
    with open_studio(folder) as studio:
        for text in ("", "x" * 1001):
            assert studio.admin.post("/api/qr", json={"text": text}).status_code == 422
        assert studio.admin.post("/api/qr", json={"text": "x" * 1000}).status_code == 200
        kiosk = studio.caller("kiosk")
        assert kiosk.post("/api/qr", json={"text": "x"}).status_code == 403
