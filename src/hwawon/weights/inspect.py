"""Finds out what a file or a folder of weights is, from names and shapes alone: nothing is loaded, nothing is run."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from hwawon.errors import BadInput
from hwawon.weights import additions, checkpoints, decoders, folders
from hwawon.weights.found import Found, Located
from hwawon.weights.record import Family, Kind
from hwawon.weights.safetensors_header import Header, read_header

Recogniser = Callable[[Header, Sequence[str]], Found | None]

RECOGNISERS: tuple[Recogniser, ...] = (
    additions.controlnet,
    checkpoints.checkpoint,
    additions.ip_adapter,
    additions.lora,
    decoders.tiny_vae,
    decoders.vae,
    decoders.upscaler,
    additions.embedding,
)
NAMES_IN_METADATA = ("modelspec.title", "modelspec.architecture", "ss_output_name", "ss_sd_model_name")
OF_A_FAMILY = {Kind.CHECKPOINT, Kind.LORA, Kind.EMBEDDING, Kind.CONTROLNET, Kind.IP_ADAPTER}


def inspect(
    path: Path, *, kind: Kind | None = None, family: Family | None = None, allow_pickle: bool = False
) -> Located:
    """What lies at `path`: kind, family, layout and what else its files tell. A `family` that is named wins.

    Raises:
        BadInput: nothing is there; it is truncated, of no known kind, of another kind than `kind`, or a pickle file
            that was not asked for; or its family cannot be told and is not named.
    """
    path = path.expanduser().resolve()
    if path.is_dir():
        located = _folder(path, allow_pickle)
    elif path.is_file():
        located = Located(path, "file", _file(path, kind, family, allow_pickle))
    else:
        raise BadInput(f"there is no file or folder {path}")
    found = replace(located.found, family=family) if family else located.found
    if kind is not None and found.kind is not kind:
        raise BadInput(f"{path} is of the kind {found.kind}, not {kind}")
    if found.family is None and found.kind in OF_A_FAMILY:
        known = ", ".join(Family)
        raise BadInput(f"cannot tell which family {path} is for; name one with --family ({known})")
    return replace(located, found=found)


def _folder(path: Path, allow_pickle: bool) -> Located:
    found = folders.pipeline(path, allow_pickle) or folders.onnx(path) or _ip_adapter(path)
    found = found or folders.single_model(path, allow_pickle)
    if found:
        return Located(path, "folder", replace(found, licence=folders.stated_licence(path)))
    files = sorted(path.glob("*.safetensors"))
    if len(files) == 1:
        licence = folders.stated_licence(path)
        alone = _file(files[0], None, None, allow_pickle)
        return Located(files[0], "file", replace(alone, licence=alone.licence or licence))
    held = ", ".join(sorted(one.name for one in path.iterdir())[:8]) or "nothing"
    raise BadInput(f"{path} is no folder of weights: expected model_index.json or config.json, found {held}")


def _ip_adapter(folder: Path) -> Found | None:
    """A folder with `image_encoder` and one adapter beside it."""
    if not (folder / "image_encoder" / "config.json").is_file():
        return None
    adapters = sorted(folder.glob("*.safetensors"))
    if len(adapters) != 1:
        names = ", ".join(path.name for path in adapters) or "none"
        raise BadInput(f"{folder} should hold one .safetensors adapter, found {names}; name the file")
    folders.require_weights(folder / "image_encoder", allow_pickle=False)
    return _file(adapters[0], Kind.IP_ADAPTER, None, allow_pickle=False)


def _file(path: Path, kind: Kind | None, family: Family | None, allow_pickle: bool) -> Found:
    if path.suffix.lower() in folders.PICKLES:
        return _pickle(path, kind, family, allow_pickle)
    if path.suffix.lower() == ".onnx":
        raise BadInput(f"{path} is part of a folder; name the folder, with its tags or its second half")
    if path.suffix.lower() != ".safetensors":
        raise BadInput(f"{path} has the ending {path.suffix!r}, expected .safetensors")
    header = read_header(path)
    names = [path.stem, *(header.metadata.get(key, "") for key in NAMES_IN_METADATA)]
    for recognise in RECOGNISERS:
        found = recognise(header, names)
        if found:
            found = replace(found, licence=header.metadata.get("modelspec.license") or found.licence)
            return _with_encoder(path, found) if found.kind is Kind.IP_ADAPTER else found
    some = ", ".join(list(header.tensors)[:3]) or "none"
    raise BadInput(f"{path} is of no known kind; it has {len(header.tensors)} tensors, the first are {some}")


def _with_encoder(path: Path, found: Found) -> Found:
    encoder = path.parent / "image_encoder"
    beside = {"image_encoder": str(encoder)} if (encoder / "config.json").is_file() else {}
    return replace(found, details={**found.details, "file": path.name, **beside})


def _pickle(path: Path, kind: Kind | None, family: Family | None, allow_pickle: bool) -> Found:
    if not allow_pickle:
        raise BadInput(folders.pickle_refusal(path))
    if kind is None or (family is None and kind in OF_A_FAMILY):
        raise BadInput(f"{path} is a pickle file, which is not opened to look at it: name its --kind and --family")
    return Found(kind, family, {"pickle": True})
