"""An endpoint of Amazon SageMaker: `invoke_endpoint` with the keys that boto3 finds."""

from __future__ import annotations

import json
from functools import cached_property
from typing import Any

from hwawon.engines.endpoints.endpoint import ANSWERS_WITHIN_S, CONNECT_S, refusal
from hwawon.errors import EngineDied, EngineError, EngineUnavailable

ACCEPT = "application/json;jpeg"  # JumpStart then answers with JPEG in base64; else with numbers
_BUSY = frozenset(
    {
        "ServiceUnavailable",
        "ServiceUnavailableException",
        "InternalDependencyException",
        "ModelNotReadyException",
        "ThrottlingException",
        "TooManyRequestsException",
    }
)


class SageMakerEndpoint:
    """Needs sagemaker:InvokeEndpoint; with sagemaker:DescribeEndpoint it is known before a job whether it serves."""

    def __init__(self, endpoint: str, region: str | None, timeout_s: float) -> None:
        self._endpoint = endpoint
        self._region = region
        self._timeout_s = timeout_s

    @property
    def name(self) -> str:
        return f"sagemaker://{self._endpoint}" + (f" in {self._region}" if self._region else "")

    def ask(self, body: dict[str, Any]) -> Any:
        from botocore import exceptions as aws

        sent = {"ContentType": "application/json", "Accept": ACCEPT, "Body": json.dumps(body).encode()}
        try:
            data = self._runtime.invoke_endpoint(EndpointName=self._endpoint, **sent)["Body"].read()
        except aws.ClientError as error:
            raise self._refused(error.response) from None
        except (aws.EndpointConnectionError, aws.ConnectTimeoutError, aws.ProxyConnectionError) as error:
            raise EngineUnavailable(f"{self.name} is not reached: {type(error).__name__}") from None
        except (aws.HTTPClientError, aws.ReadTimeoutError, aws.ResponseStreamingError) as error:
            raise EngineDied(f"the connection to {self.name} broke: {type(error).__name__}") from None
        except aws.BotoCoreError as error:
            raise EngineUnavailable(f"{self.name} cannot be asked: {error}") from None
        try:
            return json.loads(data)
        except (ValueError, RecursionError):
            raise EngineError(f"expected JSON from {self.name}, got {data[:80]!r}") from None

    def answers(self) -> bool:
        """Whether it is in service; where that may not be asked, the next job finds out."""
        try:
            from botocore.exceptions import BotoCoreError, ClientError
        except ModuleNotFoundError:
            return False
        try:
            status = self._control.describe_endpoint(EndpointName=self._endpoint)["EndpointStatus"]
        except ClientError as error:
            return "AccessDenied" in str(error.response["Error"]["Code"])
        except (BotoCoreError, EngineUnavailable):
            return False
        return status in ("InService", "Updating", "SystemUpdating")

    def close(self) -> None:
        """Each call has its own connection from boto3's pool; forget the clients."""
        for name in ("_runtime", "_control"):
            client = self.__dict__.pop(name, None)
            if client is not None:
                client.close()

    @cached_property
    def _runtime(self) -> Any:
        return self._client("sagemaker-runtime", self._timeout_s)

    @cached_property
    def _control(self) -> Any:
        return self._client("sagemaker", ANSWERS_WITHIN_S)

    def _client(self, service: str, read_s: float) -> Any:
        try:
            from boto3.session import Session  # one each: boto3's default one is not for several threads
            from botocore.config import Config
            from botocore.exceptions import BotoCoreError
        except ModuleNotFoundError:
            raise EngineUnavailable(f"{self.name} needs the extra: pip install 'hwawon[aws]'") from None
        once = Config(connect_timeout=CONNECT_S, read_timeout=read_s, retries={"total_max_attempts": 1})
        try:
            return Session().client(service, region_name=self._region, config=once)
        except BotoCoreError as error:
            raise EngineUnavailable(f"{self.name}: {error} Write ?region=... behind its name.") from None

    def _refused(self, answer: Any) -> Exception:
        code, told = str(answer["Error"]["Code"]), str(answer["Error"].get("Message", ""))
        if code == "ModelError":  # the container's own answer
            return refusal(self.name, int(answer.get("OriginalStatusCode", 500)), told)
        if code in _BUSY or "AccessDenied" in code or code in ("ValidationError", "UnrecognizedClientException"):
            return EngineUnavailable(f"{self.name} cannot be asked ({code}): {told}")
        return refusal(self.name, int(answer["ResponseMetadata"].get("HTTPStatusCode", 500)), told)
