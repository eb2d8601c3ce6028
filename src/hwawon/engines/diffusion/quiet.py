"""The libraries' own talk, which is for those who write programs with them: only their errors are let through."""

import diffusers
import transformers


def quieten() -> None:
    """Call it before anything of theirs is used; a missing torchvision, say, is meant."""
    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()  # a worker's log is no terminal
    diffusers.logging.set_verbosity_error()
