"""The list of weights over HTTP: for whoever may look, without the machine's paths."""

from pathlib import Path

from hwawon.weights.shelf import Shelf
from support.api import open_studio
from support.weights import checkpoint_shapes, safetensors


def test_a_viewer_sees_what_is_there_and_what_is_missing(tmp_path: Path) -> None:
    with open_studio(tmp_path) as studio:
        assert studio.stranger.get("/api/models").status_code == 401
        viewer = studio.caller("viewer")
        assert [one["needs"] for one in viewer.get("/api/models").json()["missing"]] == ["checkpoint"]
        path = safetensors(tmp_path / "rose.safetensors", checkpoint_shapes(2048))
        added = Shelf(tmp_path / "models").add(path, licence="openrail++")
        answer = viewer.get("/api/models")
        (row,) = answer.json()["items"]
        assert (row["id"], row["family"], row["licence"], row["state"]) == ("rose", "sdxl", "openrail++", "installed")
        assert row["short_hash"] == added.sha256[:10]
        assert {one["family"] for one in answer.json()["missing"]} == {"sdxl"}
        assert str(tmp_path) not in answer.text
        path.unlink()
        assert viewer.get("/api/models").json()["items"][0]["state"] == "missing"
