"""`hwawon batch`: the same retouch over a folder, a zip or a video."""

import re
import time
from pathlib import Path
from typing import Annotated, Any

import typer

from hwawon import config
from hwawon.cli.options import Checkpoint, ClipSkip, Guidance, Sampler, Schedule, Steps, Vae
from hwawon.cli.output import counted, say, say_json, warn
from hwawon.errors import BadInput
from hwawon.imaging.geometry import Bounds
from hwawon.validation import validated

In = Annotated[Path, typer.Argument(metavar="IN", help="A folder of pictures, a zip of them, or a video.")]
_KEY = re.compile(r"(\d{1,12})=(.+)", re.DOTALL)
_NUMBER = re.compile(r"\s*\d{1,12}\s*")


def batch(
    source: In,
    out: Annotated[
        Path | None, typer.Option(help="A folder, a .zip or a video; NAME-retouched beside IN if left out.")
    ] = None,
    mask: Annotated[
        list[str] | None,
        typer.Option(
            metavar="MASK.png|N=MASK.png", help="Drawn on the first frame in range, or on frame N; repeatable."
        ),
    ] = None,
    region: Annotated[str, typer.Option(help="mask, all, face or body.")] = "mask",
    person: Annotated[int | None, typer.Option(help="Only the n-th from the left.")] = None,
    frames: Annotated[str, typer.Option("--range", metavar="1...30", help="Frame numbers, both included.")] = (
        "0...Infinity"
    ),
    prompt: Annotated[str, typer.Option(help="What to paint; nothing removes what is there.")] = "",
    negative: Annotated[str, typer.Option(help="What to leave out.")] = "",
    box: Annotated[str | None, typer.Option(metavar="X,Y,W,H", help="Around the mask if left out.")] = None,
    strength: Annotated[float, typer.Option(help="0 returns the frames, 1 repaints wholly.")] = 0.6,
    follow_strength: Annotated[float | None, typer.Option(help="Of frames that begin from the one before.")] = None,
    carry: Annotated[float, typer.Option(help="0..1 of the result before that lies under the mask at first.")] = 1.0,
    follow: Annotated[bool, typer.Option(help="The mask goes with the picture.")] = True,
    expand: Annotated[float, typer.Option(help="Pixels by which the mask grows.")] = 0.0,
    shrink: Annotated[float, typer.Option(help="Pixels by which it then shrinks.")] = 0.0,
    fill: Annotated[bool, typer.Option(help="Paint the whole rectangle.")] = False,
    seed: Annotated[int | None, typer.Option(help="Random if left out, and reported.")] = None,
    seeds: Annotated[str, typer.Option(help="one for all frames, or many: seed + index.")] = "one",
    first_as_reference: Annotated[bool, typer.Option(help="The first result guides the others.")] = False,
    reference: Annotated[Path | None, typer.Option(help="A picture whose look is followed.")] = None,
    lineart: Annotated[str | None, typer.Option(metavar="auto", help="Follow the lines of each frame.")] = None,
    engine: Annotated[str | None, typer.Option(help="Which engine paints.")] = None,
    checkpoint: Checkpoint = None,
    sampler: Sampler = None,
    schedule: Schedule = None,
    steps: Steps = None,
    guidance: Guidance = None,
    vae: Vae = None,
    clip_skip: ClipSkip = None,
    opacity: Annotated[float, typer.Option(help="0..1 of the repainted part.")] = 1.0,
    feather: Annotated[float | None, typer.Option(help="Pixels of the edge.")] = None,
    codec: Annotated[str, typer.Option(help="Of a video: h264, or ffv1 (lossless, .mkv).")] = "h264",
    pixel_format: Annotated[str, typer.Option(help="Of H.264: yuv420p, or yuv444p.")] = "yuv420p",
    quality: Annotated[int, typer.Option(help="Of H.264, CRF 0..51; smaller is better.")] = 16,
    fps: Annotated[float, typer.Option(help="Where pictures become a video.")] = 24.0,
    redo: Annotated[str | None, typer.Option(metavar="3,7", help="Frame numbers to paint again, after --keep.")] = None,
    keep: Annotated[bool, typer.Option(help="Keep what is needed for --redo.")] = False,
    fresh: Annotated[bool, typer.Option(help="Forget an earlier run.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
) -> None:
    """Repaint inside a mask in every frame; run again, it goes on where it stopped."""
    from hwawon.batch.encode import ExportWishes
    from hwawon.batch.wishes import BatchWishes
    from hwawon.cli import batch_desk, batch_paths

    settings = config.load()
    asked: dict[str, Any] = {
        "prompt": prompt,
        "negative_prompt": negative,
        "box": Bounds.parse(box) if box else None,
        "strength": strength,
        "follow_strength": follow_strength,
        "carry": carry,
        "follow": follow,
        "region": region,
        "person": person,
        "range": frames,
        "expand_px": expand,
        "shrink_px": shrink,
        "fill": fill,
        "seed": seed,
        "seeds": seeds,
        "first_as_reference": first_as_reference,
        "lineart": lineart,
        "engine": engine or settings.engine,
        "checkpoint": checkpoint,
        "sampler": sampler,
        "schedule": schedule,
        "steps": steps,
        "guidance_scale": guidance,
        "vae": vae,
        "clip_skip": clip_skip,
        "opacity": opacity,
        "feather_px": feather,
    }
    wishes = validated(BatchWishes, asked)
    export = validated(ExportWishes, {"codec": codec, "pixel_format": pixel_format, "quality": quality, "fps": fps})
    paths = batch_paths.Paths(source, out or batch_paths.default_out(source), _masks(mask), reference)
    began_s = time.perf_counter()
    with counted("painting") as on_frame:
        done = batch_desk.run(
            wishes, paths, settings, export, on_frame, redo=_numbers(redo), fresh=fresh, keep=keep or bool(redo)
        )
    for notice in (*done.notices, *done.failures):
        warn(notice)
    _say(done.answer | {"seconds": round(time.perf_counter() - began_s, 3)}, as_json=as_json)
    if done.failures:
        raise typer.Exit(1)


def _say(answer: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        say_json(answer)
        return
    flicker = "" if answer["flicker"] is None else f", flicker {answer['flicker']:+.2f}"
    painted, failed, outside = (answer[name] for name in ("painted", "failed", "changed_outside"))
    say(f"{answer['out']}: {painted} frames painted, {failed} failed, {outside} pixels changed outside{flicker}")


def _masks(given: list[str] | None) -> dict[int | None, Path]:
    """Masks by frame number; a plain name is for the first frame in range.

    Raises:
        BadInput: two for one frame.
    """
    found: dict[int | None, Path] = {}
    for text in given or ():
        key = _KEY.fullmatch(text)
        number, path = (int(key[1]), Path(key[2])) if key else (None, Path(text))
        if number in found:
            raise BadInput(f"two masks for {'the first frame' if number is None else f'frame {number}'}")
        found[number] = path
    return found


def _numbers(text: str | None) -> list[int]:
    """Read `3,7`.

    Raises:
        BadInput: not whole numbers.
    """
    parts = text.split(",") if text else []
    if not all(_NUMBER.fullmatch(part) for part in parts):
        raise BadInput(f"expected frame numbers such as 3,7, got {text!r:.80}")
    return [int(part) for part in parts]
