"""Reads QR codes as a phone does."""

import re
import xml.etree.ElementTree as ET

import cv2
import numpy as np

from hwawon.garden.qr import SCALE

_SVG = "{http://www.w3.org/2000/svg}"
_STEP = re.compile(r"([Mmh])(-?[\d.]+)(?:[ ,](-?[\d.]+))?")


def text_of(svg: bytes | str) -> str:
    """What the QR in an SVG says; empty where a reader finds none."""
    readers = cv2.QRCodeDetector(), cv2.QRCodeDetectorAruco()  # the first overlooks one in fifty
    told = (str(reader.detectAndDecode(_pixels(svg))[0]) for reader in readers)
    return next((text for text in told if text), "")


def _pixels(svg: bytes | str) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """The drawing as pixels: horizontal strokes of one square's height on a white ground."""
    root = ET.fromstring(svg)
    side = int(float(root.get("viewBox", f"0 0 {root.get('width')} 0").split()[2])) // SCALE
    squares = np.full((side, side), 255, np.uint8)
    path = next(one for one in root.iter(f"{_SVG}path") if one.get("stroke"))
    x = y = 0.0
    for kind, first, second in _STEP.findall(path.get("d", "")):
        if kind == "h":
            squares[int(y), int(x) : int(x + float(first))] = 0
            x += float(first)
        elif kind == "M":
            x, y = float(first), float(second)
        else:
            x, y = x + float(first), y + float(second)
    return squares.repeat(SCALE, 0).repeat(SCALE, 1)
