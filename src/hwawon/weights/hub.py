"""Brings weights from a hub of models by `owner/name` or `owner/name/file.safetensors`, and puts them on the shelf.

Only files that cannot run anything come: .safetensors, .json, .txt. A download that broke off goes on where it stopped.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any

from hwawon.errors import BadInput, FetchFailed
from hwawon.weights.record import Weights
from hwawon.weights.shelf import Shelf

WANTED = (".safetensors", ".json", ".txt")
VARIANT = re.compile(r"\.(fp16|bf16|non_ema)(?=[.-])")
PLAIN_NAME = re.compile(r"(?:[\w+-][\w.+-]*/)*[\w+-][\w.+-]*")  # cannot lead out of the folder
TIMEOUT_S = 15.0


def bring(shelf: Shelf, hub_id: str, *, mirror: str | None, say: Callable[[str], None]) -> Weights:
    """Fetch what `hub_id` names below `models_dir/hub`, and add it with the licence that the hub states.

    Raises:
        BadInput: not a hub's id, or nothing there that Hwawon takes.
        FetchFailed: no network, no such weights, or the library for it is missing.
    """
    repository, file = _split(hub_id)
    hub = _library(mirror)
    try:
        info = hub.model_info(repository, timeout=TIMEOUT_S)
        present = [one.rfilename for one in info.siblings or ()]
        files = [file] if file else wanted(present)
        if not files or (file and file not in present):
            raise BadInput(
                f"{hub_id} has nothing to take: expected {', '.join(WANTED)}, found {', '.join(present[:8])}"
            )
        folder = shelf.brought / repository
        for number, name in enumerate(files, 1):
            say(f"{repository}: {name} ({number} of {len(files)})")
            hub.hf_hub_download(repository, name, revision=info.sha, local_dir=folder, etag_timeout=TIMEOUT_S)
    except BadInput:
        raise
    except Exception as error:  # the library lets its transport's own errors through
        raise FetchFailed(f"cannot fetch {hub_id}: {str(error).strip() or type(error).__name__}") from error
    licence = getattr(info.card_data, "license", None) if info.card_data else None
    return shelf.add(folder / file if file else folder, licence=str(licence) if licence else None)


def wanted(present: Sequence[str]) -> list[str]:
    """The files of a repository that are fetched: of a checkpoint its parts alone, of each part one precision."""
    safe = [name for name in present if name.endswith(WANTED) and PLAIN_NAME.fullmatch(name)]
    plain = [name for name in safe if not VARIANT.search(name)]
    only_variants = {name for name in safe if VARIANT.search(name) and VARIANT.sub("", name) not in plain}
    is_checkpoint = "model_index.json" in present
    return [
        name
        for name in safe
        if (name in plain or name in only_variants)
        and not (is_checkpoint and "/" not in name and name.endswith(".safetensors"))
    ]


def _split(hub_id: str) -> tuple[str, str | None]:
    parts = hub_id.split("/")
    if len(parts) < 2 or not all(re.fullmatch(r"[\w.-]+", part) and part.strip(".") for part in parts):
        raise BadInput(f"{hub_id!r} is no hub id; expected owner/name or owner/name/file.safetensors")
    file = "/".join(parts[2:]) or None
    if file and not file.endswith(".safetensors"):
        raise BadInput(f"{file} is not taken from a hub; expected a .safetensors file")
    return "/".join(parts[:2]), file


def _library(mirror: str | None) -> Any:
    try:
        from huggingface_hub import HfApi
    except ImportError:
        raise FetchFailed("hub ids need the library huggingface_hub; it comes with the extra [diffusers]") from None
    return HfApi(endpoint=mirror)
