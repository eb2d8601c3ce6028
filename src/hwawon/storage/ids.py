"""Names for rows: 32 hexadecimal digits that sort by the moment they were made."""

import secrets
import time

_NS_PER_MS = 1_000_000
_FRACTION_BITS = 20
_RANDOM_BITS = 54


def new_id() -> str:
    """A new id: a UUID version 7 in hexadecimal digits, later ids sorting after earlier ones.

    RFC 9562 section 6.2, method 3: below the 48 bits of milliseconds stand 20 bits of the fraction (about 1 ns), so
    that ids made one after the other in a loop keep their order; the last 54 bits are random.
    """
    now_ms, rest_ns = divmod(time.time_ns(), _NS_PER_MS)
    fraction = (rest_ns << _FRACTION_BITS) // _NS_PER_MS
    high = (now_ms << 16) | (0x7 << 12) | (fraction >> 8)
    low = (0b10 << 62) | ((fraction & 0xFF) << _RANDOM_BITS) | secrets.randbits(_RANDOM_BITS)
    return f"{high:016x}{low:016x}"
