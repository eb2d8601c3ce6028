"""`hwawon models` with weights of one's own: added, listed, checked, removed, and refused where they are no use."""

from pathlib import Path

from support.command import Ran, hwawon
from support.weights import lora_shapes, safetensors


def test_weights_are_added_listed_checked_and_removed(tmp_path: Path) -> None:
    path = safetensors(tmp_path / "ink.safetensors", lora_shapes())

    def models(*arguments: object) -> Ran:
        return hwawon("models", *arguments, data_dir=tmp_path, HWAWON_MODELS_DIR=str(tmp_path / "models"))

    added = models("add", path, "--licence", "CC0-1.0", "--json").answer
    assert (added["id"], added["kind"], added["family"]) == ("ink", "lora", "sd15")
    row = models("list", "--json").answer["models"][-1]
    assert (row["id"], row["licence"], row["state"], row["sha256"]) == ("ink", "CC0-1.0", "installed", added["sha256"])
    head, *lines = models("list").out.splitlines()
    assert head.split() == ["STATE", "KIND", "FAMILY", "ID", "HASH", "LICENCE", "NOTE"]
    assert lines[-1][head.index("ID") :].split()[:3] == ["ink", row["short_hash"], "CC0-1.0"]
    assert models("check", "ink").out == "all models are right\n"
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    damaged = models("check", "ink", "--json")
    assert (damaged.status, damaged.answer["wrong"]) == (1, {"ink": "damaged"})
    assert models("remove", "ink", "nobody").status == 2
    assert models("check", "ink").status == 1  # and nothing was removed
    assert models("remove", "ink").status == 0
    assert models("remove", "ink").status == 2
    assert path.exists()


def test_what_cannot_be_added_ends_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "a.ckpt").write_bytes(b"x")
    pickle = hwawon("models", "add", tmp_path / "a.ckpt", data_dir=tmp_path)
    assert (pickle.status, "--allow-pickle" in pickle.err) == (2, True)
    assert hwawon("models", "add", tmp_path / "a.ckpt", "--kind", "banana", data_dir=tmp_path).status == 2
    assert hwawon("models", "install", "a/b/c.ckpt", data_dir=tmp_path).status == 2
