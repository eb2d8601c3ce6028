"""Textual inversions: files whose vectors stand for a word of the prompt."""

from __future__ import annotations

from typing import Any

from safetensors import SafetensorError
from safetensors.torch import load_file

from hwawon.errors import BadInput
from hwawon.weights.record import Family, Kind, Weights
from hwawon.weights.shelf import Shelf


def words(shelf: Shelf, family: Family) -> dict[str, tuple[Any, ...]]:
    """The embeddings of a family by their word: vectors (N, C), one set for each text encoder.

    Raises:
        BadInput: a damaged file.
    """
    known = [one for one in shelf.all(Kind.EMBEDDING) if one.family is family]
    return {weights.id: _vectors(weights) for weights in known}


def _vectors(weights: Weights) -> tuple[Any, ...]:
    try:
        tensors = load_file(weights.path)
    except (OSError, SafetensorError) as error:
        raise BadInput(f"the embedding {weights.id!r} cannot be loaded from {weights.path.name}: {error}") from error
    names = ("clip_l", "clip_g") if "clip_g" in tensors else tuple(tensors)
    return tuple(tensors[name].reshape(-1, tensors[name].shape[-1]).float() for name in names)
