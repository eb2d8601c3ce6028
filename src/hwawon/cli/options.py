"""Options that several commands have."""

from typing import Annotated

import typer

Checkpoint = Annotated[str | None, typer.Option(help="Which model of the engine; its first if left out.")]
Sampler = Annotated[str | None, typer.Option(help='Such as "DPM++ 2M Karras".')]
Steps = Annotated[int | None, typer.Option(help="The checkpoint's own number if left out.")]
Guidance = Annotated[
    float | None, typer.Option(help="How closely the words are followed; the checkpoint's own if left out.")
]
