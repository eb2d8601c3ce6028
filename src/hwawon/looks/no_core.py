"""A process that holds somebody's face and crashes must not write its memory to disk."""

import sys


def leave_no_core() -> None:
    """No core file of this process and of those that it starts; where there are no such files, nothing happens.

    The limit is one byte and not none: Linux then gives nothing to the pipe of a crash reporter either.
    """
    if sys.platform == "win32":
        return
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_CORE)
    least = 0 if most == 0 else 1
    resource.setrlimit(resource.RLIMIT_CORE, (least, least))
