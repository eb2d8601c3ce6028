"""The last hand: Real-ESRGAN draws the painted canvas clean and large, the style network lays brushwork over it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from hwawon.engines.base import Pixels
from hwawon.engines.painter.canvas import Canvas, blurred
from hwawon.engines.painter.scene import Scene
from hwawon.engines.painter.swatches import swatch
from hwawon.engines.painter.tones import LUMA, Floats
from hwawon.errors import MissingModel
from hwawon.imaging.geometry import Extent

if TYPE_CHECKING:
    from hwawon.vision.style import StyleTransfer
    from hwawon.vision.upscale import Upscaler

STYLE_AREA_PX = 500_000  # brushwork is computed at this size and enlarged
MANNERS = {  # style and how much of it, where the prompt names none
    "happy": ("gouache", 0.26), "surprised": ("gouache", 0.30), "calm": ("watercolour", 0.34), "angry": ("ink", 0.26),
    "fear": ("ink", 0.22), "confused": ("impasto", 0.30), "disgusted": ("watercolour", 0.34),
    "sad": ("watercolour", 0.36),
}  # fmt: skip
NAMED_AMOUNT = 0.55
GRADES = {  # saturation, contrast
    "happy": (1.06, 1.03), "surprised": (1.10, 1.05), "calm": (1.00, 1.02), "angry": (1.06, 1.12), "fear": (0.92, 1.14),
    "confused": (1.08, 1.04), "disgusted": (0.98, 1.05), "sad": (0.95, 1.14),
}  # fmt: skip


@dataclass(frozen=True)
class Sizes:
    """How large a picture is painted, and how it grows."""

    canvas: Extent
    drawn: Extent  # what Real-ESRGAN is given
    factor: int


def sizes_for(extent: Extent) -> Sizes:
    """Painting costs about the same for every size: large pictures are enlarged more."""
    if extent.area <= 450_000:
        drawn, factor = Extent(-(-extent.width * 2 // 3), -(-extent.height * 2 // 3)), 2
    else:
        factor = 2 if extent.area <= 1_300_000 else 3 if extent.area <= 2_700_000 else 4
        drawn = Extent(-(-extent.width // factor), -(-extent.height // factor))
    return Sizes(Extent(drawn.width * 2, drawn.height * 2), drawn, factor)


@dataclass
class Finisher:
    """Holds the two networks; they are loaded when the first picture needs them."""

    models_dir: Path
    _style: StyleTransfer | None = None
    _upscaler: Upscaler | None = None
    _vectors: dict[str, Any] = field(default_factory=dict)

    def enlarge(self, canvas: Canvas, extent: Extent, notes: dict[str, Any]) -> Pixels:
        """The canvas at the picture's size, drawn clean; without the model it is only scaled."""
        sizes = sizes_for(extent)
        try:
            drawn = self._loaded_upscaler().apply(canvas.shrunk(sizes.drawn), sizes.factor)
        except MissingModel as missing:
            notes["enlarged"] = "plainly"
            notes["notices"].append(str(missing))
            return canvas.shrunk(extent)
        notes["enlarged"] = "realesr-animevideov3"
        clean = resized(drawn, extent)
        if canvas.width < extent.width:
            return clean
        return np.asarray(cv2.addWeighted(clean, 0.62, canvas.shrunk(extent), 0.38, 0), np.uint8)

    def brush(self, pixels: Pixels, scene: Scene, notes: dict[str, Any]) -> Pixels:
        """Lay the scene's brushwork over the picture, in the picture's own colours."""
        style, amount = (scene.style, NAMED_AMOUNT) if scene.style else MANNERS[scene.emotion]
        try:
            network = self._loaded_style()
            if style not in self._vectors:
                self._vectors[style] = network.style_vector(swatch(style))
            painted = network.apply_vector(_at_most(pixels), self._vectors[style])
        except MissingModel as missing:
            notes["style"] = "none"
            notes["notices"].append(str(missing))
            return pixels
        notes |= {"style": style, "style_amount": amount}
        return _brushed(pixels, painted, amount, 0.35 * amount if scene.style else 0.06)

    def refer(self, pixels: Pixels, reference: Pixels, amount: float, notes: dict[str, Any]) -> Pixels:
        """Repaint in the manner and the colours of another picture."""
        try:
            network = self._loaded_style()
        except MissingModel as missing:
            notes["notices"].append(str(missing))
            return pixels
        notes |= {"reference_amount": amount}
        return network.apply_vector(pixels, network.style_vector(reference), amount)

    def close(self) -> None:
        """Let go of the networks."""
        self._style = self._upscaler = None
        self._vectors.clear()

    def _loaded_style(self) -> StyleTransfer:
        if self._style is None:
            from hwawon.vision.style import StyleTransfer

            self._style = StyleTransfer(self.models_dir)
        return self._style

    def _loaded_upscaler(self) -> Upscaler:
        if self._upscaler is None:
            from hwawon.vision.upscale import Upscaler

            self._upscaler = Upscaler(self.models_dir)
        return self._upscaler


def grade(pixels: Pixels, scene: Scene) -> Pixels:
    """The mood's saturation and contrast, and corners a little darker."""
    saturation, contrast = GRADES[scene.emotion]
    colours: Floats = pixels.astype(np.float32)
    grey = (colours @ LUMA)[..., None]
    colours = grey + (colours - grey) * np.float32(saturation)
    if scene.is_night:
        colours = 255 * (colours / 255) ** np.float32(0.88)
    middle = np.float32(118)
    colours = middle + (colours - middle) * np.float32(contrast)
    height, width = pixels.shape[:2]
    down = np.linspace(-1, 1, height, dtype=np.float32)[:, None] ** 2
    across = np.linspace(-1, 1, width, dtype=np.float32)[None, :] ** 2
    corners = 1 - np.float32(0.11) * np.clip(down + across - 0.55, 0, 1.5)
    return np.asarray(np.clip(colours * corners[..., None] + 0.5, 0, 255).astype(np.uint8))


def _brushed(pixels: Pixels, painted: Pixels, amount: float, tint: float) -> Pixels:
    """Only the fine light and dark of `painted` is taken over, and a little of its colours."""
    small = resized(pixels, Extent.of(painted)).astype(np.float32)
    change = painted.astype(np.float32) - small
    broad = blurred(change, small.shape[1] * 0.026)
    strokes = np.clip((change - broad) @ LUMA, -70, 70)[..., None] * np.float32(amount)
    overlay = np.asarray(strokes + broad * np.float32(tint), np.float32)
    if overlay.shape[:2] != pixels.shape[:2]:
        overlay = np.asarray(cv2.resize(overlay, (pixels.shape[1], pixels.shape[0])), np.float32)
    return np.asarray(np.clip(pixels + overlay + 0.5, 0, 255).astype(np.uint8))


def _at_most(pixels: Pixels) -> Pixels:
    scale = (STYLE_AREA_PX / (pixels.shape[0] * pixels.shape[1])) ** 0.5
    if scale >= 1:
        return pixels
    return resized(pixels, Extent(round(pixels.shape[1] * scale), round(pixels.shape[0] * scale)))


def resized(pixels: Pixels, extent: Extent) -> Pixels:
    """A picture at another size: averaged when it shrinks, cubic when it grows."""
    if Extent.of(pixels) == extent:
        return pixels
    shrinks = extent.width < pixels.shape[1]
    way = cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(pixels, (extent.width, extent.height), interpolation=way), np.uint8)
