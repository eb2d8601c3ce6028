"""The shelf keeps one record for each set of weights, finds it again, and never loses one."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from time import sleep

import pytest

from hwawon.errors import BadInput, Conflict, NotFound
from hwawon.weights import shelf as shelves
from hwawon.weights.record import Family, Kind, Weights
from hwawon.weights.shelf import Shelf
from support.weights import checkpoint_shapes, diffusers_folder, lora_shapes, safetensors


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "models")


def lora(tmp_path: Path, name: str = "Ink Style.safetensors", fill: int = 0, width: int = 768) -> Path:
    return safetensors(tmp_path / name, lora_shapes(width), fill=fill)


def test_what_is_added_is_found_again_with_its_hash(shelf: Shelf, tmp_path: Path) -> None:
    path = lora(tmp_path)
    seen: list[tuple[int, int]] = []
    added = shelf.add(path, licence="CC0-1.0", progress=lambda done, size: seen.append((done, size)))
    size = path.stat().st_size
    assert shelf.all() == (added,) == (shelf.get(Kind.LORA, "ink-style"),)
    assert (added.id, added.path, added.licence, added.bytes) == ("Ink-Style", path, "CC0-1.0", size)
    assert added.sha256 == sha256(path.read_bytes()).hexdigest()
    assert seen[-1] == (size, size)


def test_a_folders_hash_is_of_its_weights_wherever_it_lies(shelf: Shelf, tmp_path: Path) -> None:
    one = shelf.add(diffusers_folder(tmp_path / "a" / "rose"))
    (tmp_path / "a").rename(tmp_path / "b")
    (tmp_path / "b" / "rose" / "notes.txt").write_text("not weights")
    two = shelf.add(tmp_path / "b" / "rose")
    assert (one.sha256, one.id) == (two.sha256, two.id) == (two.sha256, "rose")
    assert [each.path for each in shelf.all()] == [tmp_path / "b" / "rose"], "the record follows files that moved"
    safetensors(tmp_path / "b" / "rose" / "vae" / "model.safetensors", {"a": (2, 2)}, fill=1)
    assert shelf.add(tmp_path / "b" / "rose").sha256 != one.sha256


def test_the_same_file_twice_is_one_record(shelf: Shelf, tmp_path: Path) -> None:
    path = lora(tmp_path)
    shelf.add(path, licence="MIT")
    again = shelf.add(path)
    assert (len(shelf.all()), again.licence) == (1, "MIT")
    shelf.add(path, id="other")
    assert [one.id for one in shelf.all()] == ["other"]


def test_a_record_is_read_once_and_again_when_another_process_changes_it(
    shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = lora(tmp_path)
    shelf.add(path, licence="MIT")
    (known,) = shelf.all()
    with monkeypatch.context() as closed:
        closed.setattr("json.loads", lambda _: pytest.fail("read again"))
        assert shelf.all() == (known,)
    Shelf(tmp_path / "models").add(path, licence="CC0-1.0")
    assert [one.licence for one in shelf.all()] == ["CC0-1.0"]
    Shelf(tmp_path / "models").remove(known.id)
    assert shelf.all() == ()


def test_two_files_of_one_name_get_two_ids(shelf: Shelf, tmp_path: Path) -> None:
    ids = [shelf.add(lora(tmp_path / str(fill), "ink.safetensors", fill)).id for fill in range(3)]
    assert ids == ["ink", "ink-2", "ink-3"]


def test_an_id_that_is_taken_is_refused(shelf: Shelf, tmp_path: Path) -> None:
    shelf.add(lora(tmp_path), id="ink")
    with pytest.raises(Conflict, match="called 'ink' already"):
        shelf.add(lora(tmp_path, "b.safetensors", fill=1), id="Ink")
    assert len(shelf.all()) == 1


def test_many_adders_at_once_lose_nothing(shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def slowly(path: Path, known: dict[str, Weights], choose: Callable[..., str] = shelves._free_name) -> str:
        name = choose(path, known)
        sleep(0.02)  # long enough for others to choose the same, were they let
        return name

    monkeypatch.setattr(shelves, "_free_name", slowly)
    paths = [lora(tmp_path / str(fill), "ink.safetensors", fill % 6) for fill in range(12)]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(shelf.add, paths))
    assert sorted(one.id for one in shelf.all()) == ["ink", *(f"ink-{n}" for n in range(2, 7))]


def test_kind_and_family_choose(shelf: Shelf, tmp_path: Path) -> None:
    shelf.add(safetensors(tmp_path / "base.safetensors", checkpoint_shapes()))
    shelf.add(lora(tmp_path, "xl.safetensors", width=2048))
    shelf.add(safetensors(tmp_path / "taesd.safetensors", {"encoder.layers.0.w": (1,), "decoder.layers.0.w": (1,)}))
    assert [one.id for one in shelf.all(Kind.LORA)] == ["xl"]
    assert [one.id for one in shelf.all(family=Family.SD15)] == ["base", "taesd"]
    assert [one.id for one in shelf.all(family=Family.SD2)] == ["taesd"], "SD 1.5 and 2 share their latents"


def test_an_unknown_id_is_answered_with_the_known_ones(shelf: Shelf, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="unknown lora 'x'; known are none"):
        shelf.get(Kind.LORA, "x")
    shelf.add(lora(tmp_path))
    with pytest.raises(BadInput, match="unknown lora 'x'; known are Ink-Style"):
        shelf.get(Kind.LORA, "x")
    with pytest.raises(BadInput, match="unknown vae"):
        shelf.get(Kind.VAE, "Ink-Style")
    for act in (shelf.remove, lambda id: shelf.check([id])):
        with pytest.raises(NotFound, match="'x'"):
            act("x")


def test_check_tells_right_damaged_and_missing_apart(shelf: Shelf, tmp_path: Path) -> None:
    kept, damaged, gone = (lora(tmp_path, f"{n}.safetensors", n) for n in (1, 2, 3))
    for path in (kept, damaged, gone):
        shelf.add(path)
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"!")
    gone.unlink()
    assert {one.weights.id: one.state for one in shelf.check()} == {"1": "installed", "2": "damaged", "3": "missing"}
    assert [one.state for one in shelf.check(["2"])] == ["damaged"]
    assert [one.id for one in shelf.all()] == ["1", "2"]
    assert [one.state for one in shelf.standing()] == ["installed", "installed", "missing"]


def test_removing_takes_the_record_and_leaves_peoples_files(shelf: Shelf, tmp_path: Path) -> None:
    path = lora(tmp_path)
    shelf.remove(shelf.add(path).id)
    assert path.exists() and shelf.all() == ()


def test_removing_takes_the_files_that_were_brought(shelf: Shelf) -> None:
    path = lora(shelf.brought / "owner" / "name", "ink.safetensors")
    shelf.remove(shelf.add(path).id)
    assert not path.exists()


def test_a_bad_file_leaves_no_record(shelf: Shelf, tmp_path: Path) -> None:
    bad = tmp_path / "bad.safetensors"
    bad.write_text("a text")
    with pytest.raises(BadInput):
        shelf.add(bad)
    with pytest.raises(BadInput, match="expected letters or digits"):
        shelf.add(lora(tmp_path), id="../..")
    assert shelf.standing() == []


def test_a_damaged_record_is_named(shelf: Shelf, tmp_path: Path) -> None:
    shelf.add(lora(tmp_path))
    (tmp_path / "models" / "weights" / "Ink-Style.json").write_text("{")
    with pytest.raises(BadInput, match=r"Ink-Style\.json cannot be read"):
        shelf.all()
