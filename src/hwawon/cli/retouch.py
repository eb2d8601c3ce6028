"""`hwawon retouch` and `hwawon plan`: repaint inside a mask, and the arithmetic alone."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hwawon import config
from hwawon.cli.options import Checkpoint, ClipSkip, Controls, Guidance, Sampler, Schedule, Steps, Vae, parse_controls
from hwawon.cli.output import progress, say, say_json, warn
from hwawon.imaging.geometry import Bounds, Margins
from hwawon.validation import validated

if TYPE_CHECKING:  # pixels come with it
    from hwawon.retouch.plan import Planned

In = Annotated[Path, typer.Argument(metavar="IN", help="The picture.")]
BoxText = Annotated[str | None, typer.Option(metavar="X,Y,W,H", help="The rectangle; the whole picture if left out.")]
MaskPath = Annotated[
    Path | None,
    typer.Option(help="White where to repaint; of the picture's or the box's size; needed unless the picture grows."),
]
Extend = Annotated[
    str | None, typer.Option(metavar="LEFT,TOP,RIGHT,BOTTOM", help="Pixels by which the picture grows; painted too.")
]
Strength = Annotated[float, typer.Option(help="0 returns the picture, 1 repaints wholly.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")]


def retouch(
    picture: In,
    mask: MaskPath = None,
    prompt: Annotated[str, typer.Option(help="What to paint; nothing removes what is there.")] = "",
    box: BoxText = None,
    extend: Extend = None,
    negative: Annotated[str, typer.Option(help="What to leave out.")] = "",
    strength: Strength = 0.6,
    seed: Annotated[int | None, typer.Option(help="Same seed, same picture; random if left out.")] = None,
    engine: Annotated[str | None, typer.Option(help="Which engine paints.")] = None,
    checkpoint: Checkpoint = None,
    sampler: Sampler = None,
    schedule: Schedule = None,
    steps: Steps = None,
    guidance: Guidance = None,
    vae: Vae = None,
    clip_skip: ClipSkip = None,
    mask_content: Annotated[
        str | None, typer.Option(help="fill, original, latent_noise or latent_nothing; follows strength if left out.")
    ] = None,
    noise_multiplier: Annotated[
        float, typer.Option(help="0..1.5: below 1 gives plainer pictures, above it busier ones.")
    ] = 1.0,
    lineart: Annotated[str | None, typer.Option(metavar="LINES.png|auto", help="White lines on black.")] = None,
    precision: Annotated[str, typer.Option(help="precise, moderate or rough: how closely lines are followed.")] = (
        "precise"
    ),
    reference: Annotated[Path | None, typer.Option(help="A picture whose look is followed.")] = None,
    reference_strength: Annotated[str, typer.Option(help="0..1, or precise, moderate, rough.")] = "precise",
    strengths: Annotated[
        Path | None,
        typer.Option(metavar="MAP.png", help="How much of the strength holds where: white all of it, black none."),
    ] = None,
    control: Controls = None,
    opacity: Annotated[float, typer.Option(help="0..1 of the repainted part.")] = 1.0,
    feather: Annotated[float | None, typer.Option(help="Pixels; follows strength and size if left out.")] = None,
    anti_glare: Annotated[float, typer.Option(help="0..100: smooths glare inside the mask.")] = 0.0,
    count: Annotated[int, typer.Option(help="How many candidates; the best seam is OUT.")] = 1,
    out: Annotated[Path | None, typer.Option(help="NAME-retouched.png beside IN if left out.")] = None,
    journal: Annotated[Path | None, typer.Option(help="A journal file that the step is added to.")] = None,
    metadata: Annotated[bool, typer.Option(help="Write the request into the picture.")] = True,
    as_json: Json = False,
) -> None:
    """Repaint inside the mask; not one pixel elsewhere changes, and that is proved."""
    from hwawon.retouch import desk

    settings = config.load()
    asked: dict[str, Any] = {
        "prompt": prompt,
        "negative_prompt": negative,
        "box": Bounds.parse(box) if box else None,
        "extend": Margins.parse(extend) if extend else None,
        "strength": strength,
        "seed": seed,
        "engine": engine or settings.engine,
        "controls": parse_controls(control),
        "checkpoint": checkpoint,
        "sampler": sampler,
        "schedule": schedule,
        "steps": steps,
        "guidance_scale": guidance,
        "vae": vae,
        "clip_skip": clip_skip,
        "mask_content": mask_content,
        "noise_multiplier": noise_multiplier,
        "precision": precision,
        "reference_strength": reference_strength,
        "opacity": opacity,
        "feather_px": feather,
        "anti_glare": anti_glare,
        "count": count,
    }
    paths = desk.Paths(picture, mask, out or desk.default_out(picture), lineart, reference, journal, strengths)
    started = time.perf_counter()
    work = desk.prepare(validated(desk.RetouchRequest, asked), paths, settings)
    with progress("repainting") as on_step:
        finished = desk.finish(work, on_step, with_metadata=metadata)
    for notice in finished.notices:
        warn(notice)
    answer = finished.answer | {"seconds": round(time.perf_counter() - started, 3)}
    if as_json:
        say_json(answer)
    else:
        say(f"{answer['out']}: {answer['changed_outside']} pixels changed outside, seed {answer['seed']}")


def plan(
    picture: In,
    box: BoxText = None,
    mask: Annotated[Path | None, typer.Option(help="As for retouch; the whole box if left out.")] = None,
    extend: Extend = None,
    strength: Strength = 0.6,
    engine: Annotated[str | None, typer.Option(help="Which engine would paint.")] = None,
    checkpoint: Checkpoint = None,
    steps: Steps = None,
    seed: Annotated[int | None, typer.Option(help="As for retouch.")] = None,
    as_json: Json = False,
) -> None:
    """Show what a retouch would do, without painting."""
    from hwawon.retouch import desk

    settings = config.load()
    asked = {
        "prompt": "",
        "box": Bounds.parse(box) if box else None,
        "extend": Margins.parse(extend) if extend else None,
        "strength": strength,
        "engine": engine or settings.engine,
        "checkpoint": checkpoint,
        "steps": steps,
        "seed": seed,
    }
    planned = desk.plan_only(validated(desk.RetouchRequest, asked), picture, mask, settings)
    answer = _foretold(planned, settings)
    if as_json:
        say_json(answer)
    else:
        say("\n".join(f"{key}: {value}" for key, value in answer.items()))


def _foretold(planned: "Planned", settings: config.Settings) -> dict[str, Any]:
    """The answer with what was learned in the data folder; planning makes none."""
    from hwawon.app import open_house

    if settings.database_url is None and not settings.sqlite_path.exists():
        return planned.answer(None, settings)
    with open_house(settings) as house, house.database.read() as tx:
        return planned.answer(tx, settings)
