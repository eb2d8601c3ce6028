"""An endpoint of SageMaker: boto3's own client, its service played by botocore's stubber."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from botocore import exceptions as aws
from botocore.response import StreamingBody
from botocore.stub import Stubber

from hwawon.engines.base import PaintRequest, Task
from hwawon.engines.endpoints.endpoint import open_endpoint
from hwawon.engines.endpoints.engine import EndpointEngine
from hwawon.engines.endpoints.sagemaker import SageMakerEndpoint
from hwawon.errors import BadInput, EngineDied, EngineError, EngineUnavailable, HwawonError, OutOfMemory
from hwawon.imaging.geometry import Extent
from support.endpoint_stub import as_jpeg
from support.requests import paint

ADDRESS = "sagemaker://flowers-2?region=eu-west-1"
REQUEST = PaintRequest(Task.TEXT_TO_IMAGE, Extent(256, 256), seed=5, prompt="calm, garden")
BODY = {
    "prompt": "calm, garden",
    "width": 256,
    "height": 256,
    "num_images_per_prompt": 1,
    "num_inference_steps": 50,
    "guidance_scale": 7.5,
}


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch) -> Iterator[SageMakerEndpoint]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    opened = open_endpoint(ADDRESS, "Bearer not for amazon", 30)
    assert isinstance(opened, SageMakerEndpoint)
    yield opened
    opened.close()


def answered(data: bytes) -> dict[str, Any]:
    return {"Body": StreamingBody(io.BytesIO(data), len(data)), "ContentType": "application/json"}


def test_a_picture_comes_back_from_the_named_endpoint_of_the_region(endpoint: SageMakerEndpoint) -> None:
    asked = {
        "EndpointName": "flowers-2",
        "ContentType": "application/json",
        "Accept": "application/json;jpeg",
        "Body": json.dumps(BODY).encode(),
    }
    with Stubber(endpoint._runtime) as stubber:
        stubber.add_response("invoke_endpoint", answered(json.dumps(as_jpeg(BODY)).encode()), asked)
        (image,) = paint(EndpointEngine([endpoint], frozenset()), REQUEST).images
        stubber.assert_no_pending_responses()
    assert image.shape == (256, 256, 3)
    assert endpoint._runtime.meta.region_name == "eu-west-1"


@pytest.mark.parametrize(
    ("code", "status", "told", "error"),
    [
        ("ModelError", 400, "prompt is missing", BadInput),
        ("ModelError", 500, "broke", EngineDied),
        ("ModelError", 500, "CUDA out of memory", OutOfMemory),
        ("ModelError", 503, "starts", EngineUnavailable),
        ("ValidationError", 0, "Endpoint flowers-2 of account not found", EngineUnavailable),
        ("AccessDeniedException", 0, "not authorized", EngineUnavailable),
        ("ThrottlingException", 0, "slow down", EngineUnavailable),
        ("ModelNotReadyException", 0, "not ready", EngineUnavailable),
        ("InternalFailure", 0, "internal", EngineDied),
    ],
)
def test_what_amazon_says_has_its_error(
    endpoint: SageMakerEndpoint, code: str, status: int, told: str, error: type[HwawonError]
) -> None:
    more = {"OriginalStatusCode": status} if status else {}
    with Stubber(endpoint._runtime) as stubber:
        stubber.add_client_error("invoke_endpoint", code, told, http_status_code=500, modeled_fields=more)
        with pytest.raises(HwawonError, match=told) as raised:
            endpoint.ask(BODY)
    assert type(raised.value) is error


@pytest.mark.parametrize(
    ("failure", "error"),
    [
        (aws.EndpointConnectionError(endpoint_url="x"), EngineUnavailable),
        (aws.NoCredentialsError(), EngineUnavailable),
        (aws.ReadTimeoutError(endpoint_url="x"), EngineDied),
        (aws.ConnectionClosedError(endpoint_url="x"), EngineDied),
    ],
)
def test_connections_that_fail_are_told_apart(
    endpoint: SageMakerEndpoint, failure: Exception, error: type[HwawonError], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(**_: Any) -> Any:
        raise failure

    monkeypatch.setattr(endpoint._runtime, "invoke_endpoint", fails)
    with pytest.raises(error, match="flowers-2"):
        endpoint.ask(BODY)


def test_what_is_no_json_is_named(endpoint: SageMakerEndpoint) -> None:
    with Stubber(endpoint._runtime) as stubber:
        stubber.add_response("invoke_endpoint", answered(b"\x89PNG"))
        with pytest.raises(EngineError, match="expected JSON from sagemaker://flowers-2"):
            endpoint.ask(BODY)


@pytest.mark.parametrize(("status", "serves"), [("InService", True), ("Updating", True), ("Creating", False)])
def test_a_look_tells_whether_it_is_in_service(endpoint: SageMakerEndpoint, status: str, serves: bool) -> None:
    told = {
        "EndpointName": "flowers-2",
        "EndpointArn": "arn:aws:sagemaker:eu-west-1:123456789012:endpoint/flowers-2",
        "EndpointStatus": status,
        "CreationTime": 0,
        "LastModifiedTime": 0,
    }
    with Stubber(endpoint._control) as stubber:
        stubber.add_response("describe_endpoint", told, {"EndpointName": "flowers-2"})
        assert endpoint.answers() is serves


@pytest.mark.parametrize(("code", "serves"), [("AccessDeniedException", True), ("ValidationException", False)])
def test_where_looking_is_not_allowed_the_next_job_finds_out(
    endpoint: SageMakerEndpoint, code: str, serves: bool
) -> None:
    with Stubber(endpoint._control) as stubber:
        stubber.add_client_error("describe_endpoint", code)
        assert endpoint.answers() is serves


def test_without_a_region_the_message_says_where_it_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_DEFAULT_REGION", "AWS_REGION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nowhere")
    endpoint = open_endpoint("sagemaker://flowers-2", None, 30)
    with pytest.raises(EngineUnavailable, match=r"\?region="):
        endpoint.ask(BODY)
    assert not endpoint.answers()
