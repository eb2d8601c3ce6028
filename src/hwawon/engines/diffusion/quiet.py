"""The libraries' own talk, which is for those who write programs with them: what goes wrong, we say ourselves."""

import logging

import diffusers
import transformers


def quieten() -> None:
    """Call it before anything of theirs is used; a missing torchvision, say, is meant."""
    transformers.logging.set_verbosity(logging.CRITICAL)
    transformers.logging.disable_progress_bar()  # a worker's log is no terminal
    diffusers.logging.set_verbosity(logging.CRITICAL)
