"""Callers that sign as AWS clients do: the access key id is one of our tokens, and TLS keeps it from strangers.

The signature is not looked at: to check it the secret would have to be stored, while of our tokens only hashes are. The
token alone is the key, exactly as behind `Bearer`, and is refused or let in by the same rules.
"""

import re

from starlette.requests import HTTPConnection

from hwawon.accounts.guard import Guard
from hwawon.accounts.identity import Identity

_SIGNED = re.compile(r"AWS4-HMAC-SHA256\s+.*?Credential=([^,\s]+)/\d{8}/[^/,\s]+/[^/,\s]+/aws4_request(,|\s|$)")


class PersonalizeGuard(Guard):
    """As any guard; a signature of AWS counts as its access key id behind `Bearer`."""

    def identify(self, connection: HTTPConnection) -> Identity:
        """The caller; raises as any guard's."""
        signed = _SIGNED.match(connection.headers.get("authorization", ""))
        return super().identify(_with_token(connection, signed[1]) if signed else connection)


def _with_token(connection: HTTPConnection, token: str) -> HTTPConnection:
    others = [pair for pair in connection.scope["headers"] if pair[0] != b"authorization"]
    bearer = (b"authorization", f"Bearer {token}".encode("latin-1"))
    return HTTPConnection({**connection.scope, "headers": [*others, bearer]})
