"""`hwawon generate` and `hwawon sample`: pictures from words."""

import time
from pathlib import Path
from typing import Annotated

import typer

from hwawon import config, seeds
from hwawon.cli.options import Checkpoint, Guidance, Sampler, Steps
from hwawon.cli.output import progress, say, say_json, warn
from hwawon.errors import BadInput
from hwawon.validation import validated


def generate(
    prompt: Annotated[str, typer.Option(help="What to paint.")],
    out: Annotated[Path, typer.Option(help="Where to write it; the suffix chooses the format.")],
    negative: Annotated[str, typer.Option(help="What to leave out.")] = "",
    size: Annotated[str, typer.Option(help="Width x height in pixels.")] = "768x512",
    seed: Annotated[int | None, typer.Option(help="The same seed gives the same picture; random if left out.")] = None,
    engine: Annotated[str | None, typer.Option(help="Which engine paints.")] = None,
    checkpoint: Checkpoint = None,
    sampler: Sampler = None,
    steps: Steps = None,
    guidance: Guidance = None,
    metadata: Annotated[bool, typer.Option(help="Write the request into the picture.")] = True,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
) -> None:
    """Paint a picture from words."""
    from hwawon.disk import check_writable
    from hwawon.engines.registry import build_engine
    from hwawon.generate.finish import picture_of
    from hwawon.generate.request import GenerateRequest
    from hwawon.generate.run import generate as paint
    from hwawon.imaging import files

    settings = config.load()
    width, height = parse_size(size)
    wishes = {"checkpoint": checkpoint, "sampler": sampler, "steps": steps, "guidance_scale": guidance}
    asked = {"prompt": prompt, "negative_prompt": negative, "width": width, "height": height, "seed": seed} | wishes
    request = validated(GenerateRequest, asked | {"engine": engine or settings.engine}).with_seed(seeds.drawn())
    files.format_of(out)
    check_writable(out)
    painter = build_engine(request.engine, settings)
    started = time.perf_counter()
    with progress("painting") as on_step:
        painted = paint(request, painter, on_step)[0]
    files.write(picture_of(painted, with_metadata=metadata), out)
    painter.close()
    answer = {
        "out": str(out),
        "engine": painted.record["engine"].get("engine", request.engine),
        "seed": painted.seed,
        "width": width,
        "height": height,
        "seconds": round(time.perf_counter() - started, 3),
    }
    for notice in painted.record["engine"].get("notices", ()):
        warn(notice)
    say_json(answer) if as_json else say(f"{out}: {width}x{height}, {answer['engine']}, seed {painted.seed}")


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
