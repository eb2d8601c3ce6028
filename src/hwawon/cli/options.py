"""Options that several commands have."""

from typing import Annotated, Any

import typer

from hwawon.errors import BadInput

Checkpoint = Annotated[str | None, typer.Option(help="Which model of the engine; its first if left out.")]
Sampler = Annotated[str | None, typer.Option(help='Such as "DPM++ 2M Karras".')]
Schedule = Annotated[str | None, typer.Option(help="Spacing of the noise levels, such as Karras.")]
Vae = Annotated[str | None, typer.Option(help="A VAE in place of the checkpoint's own.")]
ClipSkip = Annotated[int | None, typer.Option(help="1 reads the text encoder's last layer, 2 the one before.")]
Steps = Annotated[int | None, typer.Option(help="The checkpoint's own number if left out.")]
Guidance = Annotated[
    float | None, typer.Option(help="How closely the words are followed; the checkpoint's own if left out.")
]
Controls = Annotated[
    list[str] | None,
    typer.Option(
        "--control",
        metavar="KIND=FILE[,SCALE[,START[,END]]]",
        help="A picture that guides: line_art, canny, soft_edge, depth, pose, tile or reference; may be repeated.",
    ),
]


def parse_controls(given: list[str] | None) -> list[dict[str, Any]]:
    """Read `depth=map.png,0.8,0,0.6` as the fields of a control; numbers are taken from the end, so that names may
    hold commas.

    Raises:
        BadInput: no `KIND=FILE`.
    """
    return [_parse_control(one) for one in given or ()]


def _parse_control(text: str) -> dict[str, Any]:
    kind, equals, rest = text.partition("=")
    parts, numbers = rest.split(","), list[float]()
    while len(parts) > 1 and len(numbers) < 3 and (number := _number(parts[-1])) is not None:
        numbers.insert(0, number)
        parts.pop()
    file = ",".join(parts)
    if not (kind and equals and file):
        raise BadInput(f"expected a control as KIND=FILE[,SCALE[,START[,END]]] such as depth=map.png,0.8, got {text!r}")
    return {"kind": kind, "picture": file} | dict(zip(("scale", "start", "end"), numbers, strict=False))


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
