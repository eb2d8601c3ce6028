"""A deep model as bytes and back: numpy's own archive, never a pickle."""

import io
import json
from zipfile import BadZipFile

import numpy as np

from hwawon.errors import BadInput
from hwawon.recommend.deep.ease import DeepModel

SUFFIX = ".npz"


def as_bytes(model: DeepModel) -> bytes:
    """The model as a file; the same model gives the same bytes."""
    words = np.frombuffer(json.dumps(model.items, ensure_ascii=False).encode(), np.uint8)
    file = io.BytesIO()
    np.savez(file, items=words, neighbours=model.neighbours, weights=model.weights)
    return file.getvalue()


def from_bytes(data: bytes) -> DeepModel:
    """The model in a file.

    Raises:
        BadInput: it is none, or damaged.
    """
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as found:
            items = tuple(json.loads(found["items"].tobytes()))
            model = DeepModel(items, found["neighbours"], found["weights"])
    except (ValueError, KeyError, OSError, EOFError, BadZipFile) as error:
        raise BadInput(f"not the file of a deep model: {error}") from None
    if model.neighbours.shape != model.weights.shape or len(model.neighbours) != len(items):
        raise BadInput(f"not the file of a deep model: {len(items)} pictures, weights of {model.weights.shape}")
    return model
