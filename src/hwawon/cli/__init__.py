"""The command line: `hwawon COMMAND`.

Exit status: 0 done, 2 bad input (found before any work), 1 failed in work, 130 cancelled. Messages go to stderr without
a traceback; with `--json` stdout carries one object on one line and nothing else.
"""

from hwawon.cli.main import main

__all__ = ["main"]
