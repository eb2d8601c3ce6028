"""Clients of the service that wait only briefly."""

from typing import Any

from hwawon.errors import EngineUnavailable


def region_of(arn: str) -> str | None:
    """The region that an address such as arn:aws:personalize:eu-west-1:123456789012:campaign/garden names."""
    parts = arn.split(":")
    return parts[3] or None if len(parts) > 3 else None


def open_client(service: str, region: str | None, timeout_s: float) -> Any:
    """A client of `personalize-runtime` or `personalize-events` that tries once, with the keys that boto3 finds.

    Raises:
        EngineUnavailable: boto3 is not installed, or no region is known.
    """
    try:
        from boto3.session import Session  # one each: boto3's default one is not for several threads
        from botocore.config import Config
        from botocore.exceptions import BotoCoreError
    except ModuleNotFoundError:
        raise EngineUnavailable("Amazon Personalize needs the extra: pip install 'hwawon[aws]'") from None
    briefly = Config(connect_timeout=timeout_s, read_timeout=timeout_s, retries={"total_max_attempts": 1})
    try:
        return Session().client(service, region_name=region, config=briefly)
    except BotoCoreError as error:
        raise EngineUnavailable(f"Amazon Personalize cannot be asked: {error}") from None
