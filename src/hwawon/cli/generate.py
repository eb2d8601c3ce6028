"""`hwawon generate` and `hwawon sample`: pictures from words, or from another picture."""

import time
from pathlib import Path
from typing import Annotated, Any

import typer

from hwawon import config, seeds
from hwawon.cli.options import Checkpoint, ClipSkip, Controls, Guidance, Sampler, Schedule, Steps, Vae, parse_controls
from hwawon.cli.output import progress, say, say_json, warn
from hwawon.engines.wishes import fidelity
from hwawon.errors import BadInput
from hwawon.validation import validated


def generate(
    prompt: Annotated[str, typer.Option(help="What to paint.")],
    out: Annotated[Path, typer.Option(help="Where to write it; the suffix chooses the format.")],
    negative: Annotated[str, typer.Option(help="What to leave out.")] = "",
    size: Annotated[
        str | None, typer.Option(help="Width x height in pixels; 768x512, or near the image's own, if left out.")
    ] = None,
    seed: Annotated[int | None, typer.Option(help="The same seed gives the same picture; random if left out.")] = None,
    engine: Annotated[str | None, typer.Option(help="Which engine paints.")] = None,
    checkpoint: Checkpoint = None,
    sampler: Sampler = None,
    schedule: Schedule = None,
    steps: Steps = None,
    guidance: Guidance = None,
    vae: Vae = None,
    clip_skip: ClipSkip = None,
    image: Annotated[Path | None, typer.Option(help="A picture to begin from.")] = None,
    strength: Annotated[float | None, typer.Option(help="Of the image: 0 returns it, 1 paints anew; 0.6.")] = None,
    control: Controls = None,
    reference: Annotated[Path | None, typer.Option(help="A picture whose look is followed.")] = None,
    reference_strength: Annotated[str, typer.Option(help="0..1, or precise, moderate, rough.")] = "precise",
    metadata: Annotated[bool, typer.Option(help="Write the request into the picture.")] = True,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
) -> None:
    """Paint a picture from words, or from words and another picture."""
    from hwawon.disk import check_writable
    from hwawon.engines.registry import build_engine
    from hwawon.generate.files import read_files
    from hwawon.generate.finish import picture_of
    from hwawon.generate.request import GenerateRequest
    from hwawon.generate.run import generate as paint
    from hwawon.imaging import files

    settings = config.load()
    asked: dict[str, Any] = {
        "prompt": prompt,
        "negative_prompt": negative,
        "seed": seed,
        "engine": engine or settings.engine,
        "checkpoint": checkpoint,
        "sampler": sampler,
        "schedule": schedule,
        "steps": steps,
        "guidance_scale": guidance,
        "vae": vae,
        "clip_skip": clip_skip,
        "image": None if image is None else str(image),
        "strength": strength,
        "controls": [*_reference(reference, reference_strength), *parse_controls(control)],
    }
    request = validated(GenerateRequest, asked | _sides(size)).with_seed(seeds.drawn())
    files.format_of(out)
    check_writable(out)
    painter = build_engine(request.engine, settings)
    request, given = read_files(request, painter.capabilities(), settings.max_pixels)
    started = time.perf_counter()
    with progress("painting") as on_step:
        painted = paint(request, painter, on_step, given)[0]
    files.write(picture_of(painted, with_metadata=metadata), out)
    painter.close()
    answer = {
        "out": str(out),
        "engine": painted.record["engine"].get("engine", request.engine),
        "seed": painted.seed,
        "width": request.width,
        "height": request.height,
        "seconds": round(time.perf_counter() - started, 3),
    }
    for notice in painted.record["engine"].get("notices", ()):
        warn(notice)
    say_json(answer) if as_json else say(f"{out}: {request.extent}, {answer['engine']}, seed {painted.seed}")


def _reference(path: Path | None, strength: str) -> list[dict[str, Any]]:
    """The reference as the control that it is."""
    return [] if path is None else [{"kind": "reference", "picture": str(path), "scale": fidelity(strength)}]


def _sides(size: str | None) -> dict[str, int]:
    return {} if size is None else dict(zip(("width", "height"), parse_size(size), strict=True))


def parse_size(text: str) -> tuple[int, int]:
    """Read `768x512`.

    Raises:
        BadInput: not two whole numbers.
    """
    try:
        width, height = (int(part) for part in text.lower().split("x"))
    except ValueError:
        raise BadInput(f"expected a size as WIDTHxHEIGHT such as 768x512, got {text!r}") from None
    return width, height


def sample(
    small: Annotated[bool, typer.Option(help="One favorite of each emotion instead of eight.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
) -> None:
    """Make and publish a sample library; works with or without a running server."""
    from hwawon.app import open_house
    from hwawon.sampling import make_sample

    with open_house(config.load()) as house, progress("sample") as on_step:
        made = make_sample(house, small=small, on_step=on_step)
    answer = {"pictures": made.pictures, "failed": made.failed, "seconds": round(made.seconds, 1)}
    say_json(answer) if as_json else say(f"{made.pictures} pictures, {made.failed} failed")
    if made.failed:
        raise typer.Exit(1)
