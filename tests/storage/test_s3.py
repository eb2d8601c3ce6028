"""Objects in a bucket, on a real S3 server."""

import pytest

from contracts.objects import PNG, ObjectsContract
from hwawon.errors import BadSetting, HwawonError
from hwawon.storage.objects import Objects, open_objects


@pytest.fixture
def objects(s3_url: str) -> Objects:
    return open_objects(s3_url)


@pytest.mark.s3
class TestS3(ObjectsContract):
    """The contract, on a bucket."""

    def test_a_prefix_keeps_two_installations_apart(self, objects: Objects, s3_url: str) -> None:
        other = open_objects(s3_url.replace("/prefix", "/other"))
        key = objects.put(PNG, ".png")
        assert not other.exists(key)
        assert list(other.keys()) == []

    def test_more_objects_than_one_answer_holds_are_all_listed(self, objects: Objects) -> None:
        names = {f"many/{number:04d}" for number in range(1010)}  # S3 answers 1000 at a time
        for name in names:
            objects.write(name, b"1")
        assert set(objects.keys("many")) == names

    def test_the_environment_can_carry_endpoint_and_keys(self, s3_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
        address, options = s3_url.split("?")
        endpoint = options.split("endpoint=")[1].split("&")[0]
        monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)
        monkeypatch.setenv("AWS_REGION", "us-east-1")
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "anyone")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "anything")
        key = open_objects(address).put(PNG, ".png")
        assert open_objects(s3_url).get(key) == PNG


def test_an_unknown_option_is_refused() -> None:
    with pytest.raises(BadSetting, match="unknown option 'endpiont'"):
        open_objects("s3://bucket?endpiont=http://127.0.0.1:1")


def test_a_server_that_is_not_there_is_an_error_of_ours() -> None:
    keys = "region=us-east-1&access_key_id=a&secret_access_key=b"
    objects = open_objects(f"s3://bucket?endpoint=http://127.0.0.1:1&{keys}")
    with pytest.raises(HwawonError, match="the object store failed at 'x'"):
        objects.get("x")
