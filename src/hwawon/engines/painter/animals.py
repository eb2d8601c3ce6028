"""Animals as stencils: sitting, standing, swimming, flying."""

from __future__ import annotations

from collections.abc import Callable

from hwawon.engines.painter.stencil import Piece, beam, flat, oval

INK = "#2a2226"


def _cat() -> list[Piece]:
    fur, pale = "#e0954a", "#f6e3c6"
    parts = flat("0.15,-0.05 0.42,-0.02 0.58,-0.18 0.56,-0.42 0.48,-0.40 0.48,-0.22 0.38,-0.12 0.15,-0.15", fur, 0.6)
    parts += oval(0, -0.28, 0.27, 0.30, fur) + oval(-0.02, -0.24, 0.15, 0.22, pale, 0.7)
    parts += flat("-0.21,-0.80 -0.19,-1.02 -0.04,-0.90", fur, 0.6) + flat("0.21,-0.80 0.19,-1.02 0.04,-0.90", fur, 0.6)
    parts += flat("-0.17,-0.84 -0.165,-0.95 -0.08,-0.88", "#e8a8a0") + flat(
        "0.17,-0.84 0.165,-0.95 0.08,-0.88", "#e8a8a0"
    )
    parts += oval(0, -0.72, 0.24, 0.20, fur, 0.7) + oval(0, -0.65, 0.11, 0.08, pale, 0.75)
    for side in (-1, 1):
        parts += oval(side * 0.095, -0.74, 0.028, 0.038, INK, 0.3) + oval(side * 0.11, -0.03, 0.08, 0.05, pale, 0.7)
    return parts + flat("-0.025,-0.685 0.025,-0.685 0,-0.655", "#d0706a")


def _dog() -> list[Piece]:
    fur, pale, dark = "#c99a62", "#f5e8d2", "#8a5f3a"
    parts = flat("0.24,-0.14 0.50,-0.34 0.54,-0.50 0.46,-0.46 0.22,-0.28", fur, 0.7)
    parts += oval(0.03, -0.28, 0.27, 0.29, fur) + oval(-0.04, -0.28, 0.15, 0.24, pale, 0.7)
    parts += oval(0, -0.74, 0.23, 0.21, fur, 0.7) + oval(-0.01, -0.66, 0.13, 0.10, pale, 0.75)
    parts += oval(-0.23, -0.72, 0.075, 0.17, dark, 0.6, 14) + oval(0.23, -0.72, 0.075, 0.17, dark, 0.6, -14)
    for side in (-1, 1):
        parts += oval(side * 0.085, -0.77, 0.028, 0.034, INK, 0.3) + oval(side * 0.12, -0.04, 0.085, 0.055, pale, 0.7)
    parts += oval(0, -0.685, 0.042, 0.032, INK, 0.4) + flat("-0.16,-0.54 0.16,-0.54 0.14,-0.48 -0.14,-0.48", "#d2463c")
    return parts + oval(0, -0.46, 0.03, 0.03, "#f0c040", 0.9)


def _rabbit() -> list[Piece]:
    fur, pink = "#efe6dc", "#f0b8b4"
    parts = oval(0.28, -0.16, 0.09, 0.09, "#ffffff", 0.8) + oval(0.04, -0.24, 0.27, 0.25, fur)
    for side in (-1, 1):
        parts += oval(-0.06 + side * 0.09, -0.86, 0.062, 0.20, fur, 0.65, side * 9)
        parts += oval(-0.06 + side * 0.09, -0.85, 0.030, 0.15, pink, 0.6, side * 9)
    parts += oval(-0.06, -0.56, 0.19, 0.17, fur, 0.75)
    for side in (-1, 1):
        parts += oval(-0.06 + side * 0.08, -0.59, 0.025, 0.032, INK, 0.3) + oval(
            -0.02 + side * 0.11, -0.03, 0.09, 0.05, fur, 0.8
        )
    return parts + flat("-0.08,-0.535 -0.04,-0.535 -0.06,-0.51", pink)


def _deer() -> list[Piece]:
    fur, dark, pale = "#b9814e", "#7a5334", "#f3e4cc"
    parts: list[Piece] = []
    for x, lean in ((-0.22, -0.03), (0.24, 0.04)):
        parts += beam(x + 0.08, -0.34, x + 0.08 + lean, 0, 0.045, dark, 0.5)
    parts += oval(0, -0.44, 0.36, 0.16, fur, 0.65) + oval(0.34, -0.50, 0.05, 0.05, pale, 0.8)
    for x, lean in ((-0.26, -0.02), (0.22, 0.02)):
        parts += beam(x, -0.38, x + lean, 0, 0.055, fur, 0.6)
    parts += flat("-0.34,-0.36 -0.16,-0.48 -0.34,-0.82 -0.46,-0.76", fur, 0.65)
    parts += oval(-0.46, -0.80, 0.13, 0.075, fur, 0.7, 22) + oval(-0.56, -0.765, 0.035, 0.03, INK, 0.4)
    parts += oval(-0.30, -0.88, 0.075, 0.034, fur, 0.7, -32) + oval(-0.46, -0.825, 0.017, 0.019, INK, 0.3)
    for side, tip in ((-0.42, -0.60), (-0.36, -0.20)):
        parts += beam(side, -0.86, (side + tip) / 2, -1.04, 0.025, pale) + beam(
            (side + tip) / 2, -1.04, tip, -1.12, 0.02, pale
        )
        parts += beam((side + tip) / 2, -1.02, (side + tip) / 2 + 0.02, -1.16, 0.018, pale)
    for x, y in ((0.0, -0.50), (0.12, -0.46), (-0.10, -0.46), (0.20, -0.52), (0.04, -0.40)):
        parts += oval(x, y, 0.018, 0.018, pale, 0.8)
    return parts


def _fox() -> list[Piece]:
    fur, pale = "#dd6f30", "#fbf0e0"
    parts = oval(0.36, -0.20, 0.28, 0.13, fur, 0.6, -28) + oval(0.53, -0.30, 0.10, 0.08, pale, 0.8, -28)
    parts += oval(0, -0.27, 0.23, 0.29, fur) + oval(-0.03, -0.28, 0.11, 0.22, pale, 0.7)
    parts += flat("-0.25,-0.78 -0.22,-1.04 -0.04,-0.88", fur) + flat("0.25,-0.78 0.22,-1.04 0.04,-0.88", fur)
    parts += flat("-0.27,-0.76 -0.10,-0.90 0.10,-0.90 0.27,-0.76 0,-0.52", fur, 0.75)
    parts += flat("-0.26,-0.755 -0.08,-0.70 0,-0.52", pale, 0.8) + flat("0.26,-0.755 0.08,-0.70 0,-0.52", pale, 0.8)
    for side in (-1, 1):
        parts += oval(side * 0.09, -0.755, 0.025, 0.032, INK, 0.3) + oval(
            side * 0.10, -0.03, 0.07, 0.05, "#5a3424", 0.6
        )
    return parts + oval(0, -0.545, 0.030, 0.024, INK, 0.4)


def _swan() -> list[Piece]:
    white = "#f7f6f2"
    parts = oval(0.05, -0.20, 0.52, 0.22, white, 0.75) + flat("0.35,-0.30 0.74,-0.52 0.60,-0.18", white, 0.8)
    parts += flat(
        "-0.42,-0.18 -0.30,-0.30 -0.40,-0.55 -0.36,-0.74 -0.46,-0.86 -0.58,-0.78 -0.50,-0.66 -0.54,-0.40 -0.50,-0.22",
        white,
        0.8,
    )
    parts += oval(-0.47, -0.82, 0.095, 0.075, white, 0.8) + flat("-0.53,-0.86 -0.72,-0.76 -0.54,-0.76", "#e98a2c", 0.8)
    parts += oval(-0.50, -0.835, 0.015, 0.018, INK, 0.3)
    return parts + oval(0.18, -0.26, 0.34, 0.14, "#ffffff", 0.85, -12)


def _duck() -> list[Piece]:
    parts = oval(0.05, -0.22, 0.45, 0.22, "#a08260", 0.65) + oval(0.15, -0.26, 0.28, 0.13, "#c6ab88", 0.75, -8)
    parts += flat("0.40,-0.30 0.62,-0.44 0.50,-0.20", "#7a6248", 0.7) + oval(-0.34, -0.52, 0.16, 0.15, "#2f7a58", 0.7)
    parts += flat("-0.44,-0.40 -0.24,-0.42 -0.22,-0.36 -0.42,-0.34", "#f2efe6", 0.8)
    return (
        parts + flat("-0.48,-0.54 -0.66,-0.48 -0.48,-0.45", "#eba536", 0.8) + oval(-0.38, -0.56, 0.02, 0.022, INK, 0.3)
    )


def _koi() -> list[Piece]:
    parts = flat("0.38,-0.10 0.72,-0.24 0.62,-0.10 0.72,0.02", "#f4b090", 0.8) + oval(
        0, -0.10, 0.46, 0.13, "#fbf0e6", 0.8
    )
    return parts + oval(-0.14, -0.12, 0.20, 0.10, "#ee5a2c", 0.8) + oval(0.20, -0.11, 0.12, 0.08, "#ee5a2c", 0.8)


def _bird() -> list[Piece]:
    body = oval(0, -0.30, 0.30, 0.20, "#5f8fc8", 0.75, -14) + oval(-0.06, -0.22, 0.19, 0.11, "#f4d9b4", 0.8, -14)
    head = oval(-0.26, -0.52, 0.16, 0.15, "#5f8fc8", 0.8) + flat("-0.40,-0.54 -0.56,-0.50 -0.40,-0.46", "#e8a23a", 0.8)
    tail = flat("0.22,-0.32 0.62,-0.52 0.58,-0.40 0.24,-0.20", "#3f6aa0", 0.7)
    legs = beam(-0.04, -0.12, -0.06, 0, 0.025, "#8a5a3a") + beam(0.06, -0.12, 0.06, 0, 0.025, "#8a5a3a")
    return tail + legs + body + head + oval(-0.29, -0.54, 0.022, 0.024, INK, 0.3)


ANIMALS: dict[str, tuple[Callable[[], list[Piece]], float]] = {  # stencil, size beside a dog
    "cat": (_cat, 0.85),
    "dog": (_dog, 1.0),
    "rabbit": (_rabbit, 0.75),
    "deer": (_deer, 1.9),
    "fox": (_fox, 0.95),
    "bird": (_bird, 0.5),
    "swan": (_swan, 1.1),
    "duck": (_duck, 0.75),
    "koi": (_koi, 0.8),
}
SWIMMERS = frozenset({"swan", "duck", "koi"})
