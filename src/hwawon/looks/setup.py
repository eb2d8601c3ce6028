"""What the helper process is told once, when it starts."""

from dataclasses import dataclass
from pathlib import Path

from hwawon.config import Settings


@dataclass(frozen=True)
class Setup:
    """Where pictures and models are, and what may be read."""

    objects_url: str
    models_dir: Path
    max_pixels: int
    webui_url: str | None = None
    webui_auth: tuple[str, str] | None = None
    faces: str = "own"  # who reads them: own, or rekognition

    @staticmethod
    def of(settings: Settings) -> "Setup":
        auth = settings.webui_auth.get_secret_value().partition(":") if settings.webui_auth else None
        return Setup(
            objects_url=settings.objects_url,
            models_dir=settings.models_dir,
            max_pixels=settings.max_pixels,
            webui_url=settings.webui_url,
            webui_auth=(auth[0], auth[2]) if auth else None,
            faces=settings.faces,
        )
