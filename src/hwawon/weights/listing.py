"""One line of a list of weights: what people may know of them, where they lie left out."""

from typing import Any

from hwawon.weights.shelf import Standing


def line(standing: Standing) -> dict[str, Any]:
    """Id, kind, family, licence, hash, size and state, as JSON values."""
    one = standing.weights
    return {
        "id": one.id,
        "kind": one.kind.value,
        "family": one.family.value if one.family else None,
        "licence": one.licence,
        "sha256": one.sha256,
        "short_hash": one.short_hash,
        "bytes": one.bytes,
        "state": standing.state,
    }
