"""Addresses that visitors take home. They begin with the place's address, since a phone reaches no kiosk's loopback."""

from urllib.parse import quote, urlencode

from starlette.requests import Request

from hwawon.garden.place import Place


def home_of(request: Request, place: Place, base_path: str) -> str:
    """What stands before our paths, without a slash at the end."""
    return place.address or f"{request.url.scheme}://{request.url.netloc}{base_path}"


def share_link(home: str, item: str) -> str:
    """The page of a picture; its key stands in it unescaped but for what an address cannot hold."""
    return f"{home}/image?content={quote(item, safe='/,')}"


def code_link(home: str, page: str, code: str, language: str) -> str:
    """`page` is forget or return."""
    return f"{home}/{page}?{urlencode({'code': code, 'language': language})}"
