"""All commands in one place, each imported with the rooms it needs only when it is called."""

import os
import sys

import typer

from hwawon.cli import backup, batch, bench, datasets, generate, models, power, retouch, server, tokens
from hwawon.errors import HwawonError

CANCELLED = 130

app = typer.Typer(
    name="hwawon",
    help="A self-hosted Stable Diffusion studio: exact partial retouch, and gardens of pictures.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("retouch")(retouch.retouch)
app.command("plan")(retouch.plan)
app.command("batch")(batch.batch)
app.command("generate")(generate.generate)
app.command("sample")(generate.sample)
app.command("export")(datasets.export)
app.command("import")(datasets.import_)
app.command("serve")(server.serve)
app.command("worker")(server.worker)
app.command("doctor")(server.doctor)
app.command("backup")(backup.backup)
app.command("restore")(backup.restore)
app.add_typer(bench.app, name="bench")
app.add_typer(models.app, name="models")
app.add_typer(power.app, name="power")
app.add_typer(tokens.app, name="token")


def main() -> None:
    """Run a command and leave with its exit status."""
    sys.exit(_run())


def _run() -> int:
    try:
        return int(app(standalone_mode=False) or 0)
    except HwawonError as error:
        return _said(str(error), error.exit_code)
    except (KeyboardInterrupt, typer.Abort):
        return _said("cancelled", CANCELLED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        if hasattr(error, "exit_code") and hasattr(error, "show"):  # a usage error of the command line parser
            error.show()
            return int(error.exit_code)
        return _said(f"unexpected {type(error).__name__}: {error}", 1)


def _said(message: str, status: int) -> int:
    sys.stderr.write(f"hwawon: {message}\n")
    return status
