"""What a file is called when it is saved: the name that people gave, with the suffix of what it is."""

import re
from urllib.parse import quote

_LONGEST = 120
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]+')  # what one of the common file systems refuses
_KNOWN = re.compile(r"\.(png|jpe?g|jpe|jfif|webp|tiff?|avif|ora|hwawon)$", re.IGNORECASE)


def saved_name(title: str, otherwise: str, suffix: str) -> str:
    """The title without a picture's suffix, safe on every file system; `suffix` begins with a dot."""
    for name in (title, otherwise):
        stem = " ".join(_UNSAFE.sub(" ", _KNOWN.sub("", name.strip())).split())[:_LONGEST].strip(". ")
        if stem:
            return stem + suffix
    return f"picture{suffix}"


def attachment(name: str) -> str:
    """A Content-Disposition that saves under `name`; programs that know only ASCII get the same with question marks."""
    plain = name.encode("ascii", "replace").decode().replace("?", "_").replace("\\", "_").replace('"', "_")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
