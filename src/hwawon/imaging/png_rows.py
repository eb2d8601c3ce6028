"""Filter and deflate the rows of a PNG, an order of magnitude faster than a full search at about its size.

Photographs have noise: looking for repeated strings finds nothing, so after filtering only runs are coded (zlib's RLE
strategy). Drawings and text repeat themselves and get a real search. A small sample of the picture decides. The row
filter is chosen per band of rows and computed on the whole band at once.
"""

import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray
from zlib_ng import zlib_ng

Rows = NDArray[np.uint8]
Filter = Callable[[Rows, Rows, int], Rows]

_BAND_BYTES = 64 * 1024  # a band and its intermediates stay in the second-level cache
_SAMPLE_BYTES = 24 * 1024
_RUNS = (1, zlib.Z_RLE)
_SEARCH = (4, zlib.Z_DEFAULT_STRATEGY)
_SEARCH_PAYS_BELOW = 0.95  # a search costs twice the time, so it must save at least a twentieth


def deflated(rows: Rows, pixel_bytes: int) -> list[bytes]:
    """The IDAT stream of `rows` (H, bytes per row), big-endian samples, in pieces of any length.

    Filters as in section 9 of the PNG specification (third edition); `pixel_bytes` is the distance to the pixel left.
    """
    height, width = rows.shape
    per_band = max(1, _BAND_BYTES // width)
    bands = _filtered(rows, pixel_bytes, range(0, height, per_band), per_band)
    return _compressed(_way(rows, pixel_bytes), bands)


def _way(rows: Rows, pixel_bytes: int) -> tuple[int, int]:
    """Level and strategy, decided on three small bands."""
    height, width = rows.shape
    per_band, step = max(8, _SAMPLE_BYTES // width), max(1, height // 3)
    sample = list(_filtered(rows, pixel_bytes, range(step // 2, height, step), per_band))
    runs, search = (sum(map(len, _compressed(way, sample))) for way in (_RUNS, _SEARCH))
    return _SEARCH if search < runs * _SEARCH_PAYS_BELOW else _RUNS


def _compressed(way: tuple[int, int], bands: Iterable[Rows]) -> list[bytes]:
    level, strategy = way
    deflate = zlib_ng.compressobj(level, zlib.DEFLATED, 15, 9, strategy)
    pieces = [deflate.compress(band) for band in bands]
    return [*pieces, deflate.flush()]


def _filtered(rows: Rows, pixel_bytes: int, starts: Sequence[int], per_band: int) -> Iterator[Rows]:
    for start in starts:
        band = rows[start : start + per_band]
        above = _above(rows, start, len(band))
        kind = _best_filter(band, above, pixel_bytes)
        filtered = np.empty((len(band), rows.shape[1] + 1), np.uint8)
        filtered[:, 0] = kind
        filtered[:, 1:] = _FILTERS[kind](band, above, pixel_bytes)
        yield filtered


def _above(rows: Rows, start: int, count: int) -> Rows:
    """The rows above the band's; above the first row there are zeros."""
    if start:
        return rows[start - 1 : start - 1 + count]
    return np.concatenate([np.zeros((1, rows.shape[1]), np.uint8), rows[: count - 1]])


def _best_filter(band: Rows, above: Rows, pixel_bytes: int) -> int:
    """The filter with the smallest residuals on about four rows of the band."""
    step = max(1, len(band) // 4)
    some = np.ascontiguousarray(band[step // 2 :: step])
    some_above = np.ascontiguousarray(above[step // 2 :: step])
    return min(_FILTERS, key=lambda kind: _size(_FILTERS[kind](some, some_above, pixel_bytes)))


def _size(residuals: Rows) -> float:
    return cv2.norm(residuals.view(np.int8), cv2.NORM_L1)


def _left(rows: Rows, pixel_bytes: int) -> Rows:
    left = np.empty_like(rows)
    left[:, :pixel_bytes] = 0
    left[:, pixel_bytes:] = rows[:, :-pixel_bytes]
    return left


def _sub(band: Rows, _: Rows, pixel_bytes: int) -> Rows:
    return band - _left(band, pixel_bytes)


def _up(band: Rows, above: Rows, _: int) -> Rows:
    return band - above


def _average(band: Rows, above: Rows, pixel_bytes: int) -> Rows:
    left = _left(band, pixel_bytes)
    return band - ((left & above) + ((left ^ above) >> 1))  # the mean rounded down, without a ninth bit


def _paeth(band: Rows, above: Rows, pixel_bytes: int) -> Rows:
    """Section 9.4, in bytes only: |a + b - 2c| is the sum or the difference of |b - c| and |a - c|."""
    left, corner = _left(band, pixel_bytes), _left(above, pixel_bytes)
    to_left, to_above = cv2.absdiff(above, corner), cv2.absdiff(left, corner)
    opposite = cv2.bitwise_xor(cv2.compare(left, corner, cv2.CMP_GE), cv2.compare(above, corner, cv2.CMP_GE))
    to_corner = _chosen(opposite, cv2.absdiff(to_left, to_above), cv2.add(to_left, to_above))
    predicted = _chosen(cv2.compare(to_above, to_corner, cv2.CMP_LE), above, corner)
    nearest_left = cv2.compare(to_left, cv2.min(to_above, to_corner), cv2.CMP_LE)
    return band - _chosen(nearest_left, left, predicted)


def _chosen(mask: NDArray[np.generic], where_set: NDArray[np.generic], elsewhere: NDArray[np.generic]) -> Rows:
    """Bytes of `where_set` where the mask is 255 and of `elsewhere` where it is 0."""
    chosen: Rows = np.bitwise_xor(where_set, elsewhere, dtype=np.uint8)
    chosen &= np.asarray(mask, np.uint8)
    chosen ^= np.asarray(elsewhere, np.uint8)
    return chosen


_FILTERS: dict[int, Filter] = {1: _sub, 2: _up, 3: _average, 4: _paeth}
