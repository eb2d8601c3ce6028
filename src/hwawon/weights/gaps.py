"""What is missing for which feature, and the one command that brings it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from hwawon.weights.record import Family, Kind, Weights

Feature = Literal["stable_diffusion", "line_art_control", "fast_previews", "reference"]


@dataclass(frozen=True)
class Gap:
    """A feature that works not at all, or less well, for checkpoints of `family`."""

    feature: Feature
    family: Family | None
    needs: Kind
    command: str


def gaps(present: Sequence[Weights]) -> list[Gap]:
    """The gaps of a shelf: a checkpoint first; then, for each family with one, what makes it whole."""
    families = sorted({one.family for one in present if one.kind is Kind.CHECKPOINT and one.family})
    if not families:
        return [Gap("stable_diffusion", None, Kind.CHECKPOINT, "hwawon models add PATH")]
    return [gap for family in families for gap in _of_family([one for one in present if one.fits(family)], family)]


def _of_family(fitting: Sequence[Weights], family: Family) -> list[Gap]:
    kinds = {one.kind for one in fitting}
    lines = any(one.kind is Kind.CONTROLNET and one.details.get("control") == "line_art" for one in fitting)
    found: list[tuple[Feature, Kind, bool]] = [
        ("line_art_control", Kind.CONTROLNET, lines),
        ("fast_previews", Kind.TINY_VAE, Kind.TINY_VAE in kinds),
        ("reference", Kind.IP_ADAPTER, Kind.IP_ADAPTER in kinds),
    ]
    command = "hwawon models add PATH --family " + family.value
    return [Gap(feature, family, kind, f"{command} --kind {kind.value}") for feature, kind, here in found if not here]
