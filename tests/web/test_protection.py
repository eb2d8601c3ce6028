import pytest
from starlette.datastructures import Headers

from hwawon.web.protection import comes_from_ourselves

COOKIE = {"cookie": "hwawon_session=x", "host": "garden.example:8600"}


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_our_own_pages_may_write(site: str) -> None:
    assert comes_from_ourselves("POST", Headers(COOKIE | {"sec-fetch-site": site}))


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_may_read_but_not_write_with_our_cookie(site: str) -> None:
    headers = Headers(COOKIE | {"sec-fetch-site": site})

    assert not comes_from_ourselves("POST", headers)
    assert not comes_from_ourselves("DELETE", headers)
    assert comes_from_ourselves("GET", headers)


def test_a_browser_without_fetch_metadata_is_known_by_its_origin() -> None:
    assert comes_from_ourselves("POST", Headers(COOKIE | {"origin": "http://garden.example:8600"}))
    assert not comes_from_ourselves("POST", Headers(COOKIE | {"origin": "http://evil.example"}))
    assert not comes_from_ourselves("POST", Headers(COOKIE))


def test_a_bearer_token_is_its_own_proof() -> None:
    assert comes_from_ourselves("POST", Headers(COOKIE | {"authorization": "Bearer x", "sec-fetch-site": "cross-site"}))
