"""What is missing is told for each family that has a checkpoint, and no more."""

from pathlib import Path

from hwawon.weights.gaps import gaps
from hwawon.weights.record import Family, Kind, Weights


def weights(kind: Kind, family: Family, **details: str) -> Weights:
    return Weights(kind.value, kind, Path("x"), "file", "0" * 64, 1, family, details=details)


def test_an_empty_shelf_needs_a_checkpoint_and_nothing_else() -> None:
    assert [(gap.feature, gap.needs) for gap in gaps([])] == [("stable_diffusion", Kind.CHECKPOINT)]
    assert gaps([weights(Kind.TINY_VAE, Family.SD15)])[0].feature == "stable_diffusion"


def test_a_checkpoint_alone_lacks_lines_previews_and_reference() -> None:
    found = gaps([weights(Kind.CHECKPOINT, Family.SD15)])
    assert [gap.feature for gap in found] == ["line_art_control", "fast_previews", "reference"]
    assert found[1].command == "hwawon models add PATH --family sd15 --kind tiny_vae"


def test_weights_of_another_family_or_use_fill_no_gap() -> None:
    canny = weights(Kind.CONTROLNET, Family.SD15, control="canny")
    other = weights(Kind.IP_ADAPTER, Family.SDXL)
    found = gaps([weights(Kind.CHECKPOINT, Family.SD15), canny, other, weights(Kind.TINY_VAE, Family.SD2)])
    assert [gap.feature for gap in found] == ["line_art_control", "reference"], "SD 1.5 and 2 share a TAESD"


def test_a_whole_shelf_lacks_nothing() -> None:
    rest = [weights(kind, Family.SDXL) for kind in (Kind.CHECKPOINT, Kind.TINY_VAE, Kind.IP_ADAPTER)]
    assert gaps([*rest, weights(Kind.CONTROLNET, Family.SDXL, control="line_art")]) == []
