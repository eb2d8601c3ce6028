"""Data sets by command and over HTTP: who may, what is said, and with which status."""

from pathlib import Path
from typing import Any

import pytest

from support.api import Studio, open_studio
from support.command import hwawon

USERS = "USER_ID,GENDER,EMOTION\nu1,Male,HAPPY\nu2,Male\n"


def test_the_commands_take_in_warn_and_give_out_the_same(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "users.csv").write_text(USERS)
    taken = hwawon("import", tmp_path / "in", "--json", data_dir=tmp_path / "data")
    assert (taken.status, taken.answer["users"]["added"], taken.answer["bad"]) == (0, 1, 1)
    assert "users.csv line 3: expected 3 values" in taken.err
    given = hwawon("export", "--out", tmp_path / "new" / "out", "--json", data_dir=tmp_path / "data")
    assert (given.status, given.answer["users"], given.answer["interactions"]) == (0, 1, 0)
    assert "1 group has fewer than 5 visitors" in given.err
    assert (tmp_path / "new" / "out" / "users.csv").read_text().endswith("\nu1,,Male,HAPPY\n")


def test_a_wrong_header_or_an_empty_folder_ends_with_status_2(tmp_path: Path) -> None:
    assert hwawon("import", tmp_path, data_dir=tmp_path / "data").status == 2
    (tmp_path / "items.csv").write_text("A,B\n1,2\n")
    refused = hwawon("import", tmp_path, data_dir=tmp_path / "data")
    assert (refused.status, "lacks ITEM_ID" in refused.err, refused.out) == (2, True, "")


@pytest.mark.parametrize("path", ["/api/datasets", "/api/datasets/users.csv", "/api/loop/cells", "/api/loop/proposal"])
def test_only_curators_read_the_data_sets(tmp_path: Path, path: str) -> None:
    with open_studio(tmp_path) as studio:
        assert studio.stranger.get(path).status_code == 401
        assert studio.retoucher.get(path).status_code == 403
        assert studio.caller("curator").get(path).status_code == 200


def test_over_http_files_go_in_and_come_out_and_what_is_wrong_is_422(tmp_path: Path) -> None:
    with open_studio(tmp_path) as studio:
        report = send(studio, "users", USERS)
        assert report["users"]["added"] == 1
        assert report["lines"] == [{"file": "users", "line": 3, "problem": "expected 3 values as in the header, got 2"}]
        told = studio.admin.get("/api/datasets").json()
        assert (told["users"]["rows"], told["interactions"]["latest"]) == (1, None)
        assert {one["code"] for one in told["problems"]} == {"few_users", "few_interactions"}
        file = studio.admin.get("/api/datasets/users.csv")
        assert file.headers["content-type"] == "text/csv; charset=utf-8"
        assert file.content == b"USER_ID,GENERATION,GENDER,EMOTION\nu1,,Male,HAPPY\n"
        assert studio.admin.post("/api/datasets/import").status_code == 422
        assert studio.admin.get("/api/datasets/people.csv").status_code == 422
        assert studio.admin.post("/api/datasets/seed", json={"visitors": 3}).status_code == 422
        assert studio.admin.post("/api/datasets/seed", json={}).status_code == 409
        assert studio.admin.delete("/api/datasets/seed").json() == {"visitors": 0, "interactions": 0}


def send(studio: Studio, name: str, text: str) -> dict[str, Any]:
    answer = studio.admin.post("/api/datasets/import", files={name: (f"{name}.csv", text)})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_a_proposal_of_the_loop_is_taken_by_the_bulk_runs(tmp_path: Path) -> None:
    with open_studio(tmp_path) as studio:
        proposal = studio.admin.get("/api/loop/proposal?size=16").json()
        assert proposal["pictures"] == 16
        answer = studio.admin.post("/api/bulks/plan", json=proposal["request"])
        assert (answer.status_code, answer.json()["total"]) == (200, 16)
        assert studio.admin.get("/api/loop/cells?orientation=x").status_code == 422
