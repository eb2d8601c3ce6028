"""Weights come from a hub whole, safe and resumable, with the licence that it states; without a network it is said."""

import socket
from pathlib import Path

import pytest

from hwawon.errors import BadInput, FetchFailed
from hwawon.weights import hub
from hwawon.weights.record import Kind
from hwawon.weights.shelf import Shelf
from support.hub import open_hub
from support.weights import diffusers_folder, safetensors

pytest.importorskip("huggingface_hub")


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "models")


def long_lora(folder: Path, rank: int = 2000) -> bytes:
    name = "lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn2_to_k.lora_down.weight"
    return safetensors(folder / "long.safetensors", {name: (rank, 768)}, fill=7).read_bytes()


def silent(_text: str) -> None:
    return None


def test_one_file_comes_with_its_licence_and_goes_with_its_record(shelf: Shelf, tmp_path: Path) -> None:
    data = long_lora(tmp_path)
    with open_hub("ann/ink", {"ink.safetensors": data, "run.bin": b"x"}, licence="openrail") as server:
        added = hub.bring(shelf, "ann/ink/ink.safetensors", mirror=server.address, say=silent)
    assert (added.kind, added.licence, added.path.read_bytes() == data) == (Kind.LORA, "openrail", True)
    assert server.fetched == {"ink.safetensors"}
    shelf.remove(added.id)
    assert not added.path.exists()


def test_a_broken_connection_goes_on_where_it_stopped(shelf: Shelf, tmp_path: Path) -> None:
    data = long_lora(tmp_path, rank=16_000)  # the library keeps pieces of ten megabytes
    with open_hub("ann/ink", {"ink.safetensors": data}, breaks=1) as server:
        try:
            added = hub.bring(shelf, "ann/ink", mirror=server.address, say=silent)
        except FetchFailed:
            assert shelf.all() == ()
            added = hub.bring(shelf, "ann/ink", mirror=server.address, say=silent)
    assert added.path.read_bytes() == data
    assert any(asked.startswith("bytes=") and asked != "bytes=0-" for asked in server.ranges), server.ranges


def test_a_checkpoint_comes_without_pickles_second_precisions_and_its_single_file(shelf: Shelf, tmp_path: Path) -> None:
    folder = diffusers_folder(tmp_path / "rose")
    files = {str(one.relative_to(folder)): one.read_bytes() for one in folder.rglob("*") if one.is_file()}
    extra = {"unet/model.fp16.safetensors": b"x", "unet/model.bin": b"x", "rose-v1.safetensors": b"x", "run.py": b"x"}
    with open_hub("ann/rose", {**files, **extra}) as server:
        added = hub.bring(shelf, "ann/rose", mirror=server.address, say=silent)
    assert (added.kind, added.layout, server.fetched) == (Kind.CHECKPOINT, "folder", set(files))


def test_names_that_lead_out_of_the_folder_are_not_fetched() -> None:
    assert hub.wanted(["../a.json", "/b.json", "c/../d.json", ".hidden.json", "unet/config.json"]) == [
        "unet/config.json"
    ]


@pytest.mark.parametrize("id", ["ann/", "/ink", "ann/ink/run.bin", "../ink", "ann/ink/../x.safetensors"])
def test_an_odd_id_is_refused_before_any_request(shelf: Shelf, id: str) -> None:
    with pytest.raises(BadInput, match="expected"):
        hub.bring(shelf, id, mirror="http://127.0.0.1:9", say=silent)


def test_a_file_that_is_not_there_is_refused_with_what_is(shelf: Shelf) -> None:
    with open_hub("ann/ink", {"a.json": b"{}"}) as server, pytest.raises(BadInput, match=r"found a\.json"):
        hub.bring(shelf, "ann/ink/b.safetensors", mirror=server.address, say=silent)


def test_without_a_network_it_is_said_at_once(shelf: Shelf) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # nobody listens
        address = f"http://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(FetchFailed, match="cannot fetch ann/ink"):
            hub.bring(shelf, "ann/ink", mirror=address, say=silent)
    assert shelf.standing() == []
