"""EC2 as moto plays it."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    with mock_aws():
        yield boto3.client("ec2")


def stopped_instance(cloud: Any, name: str = "painter") -> str:
    image = cloud.describe_images()["Images"][0]["ImageId"]
    tags = [{"ResourceType": "instance", "Tags": [{"Key": "Name", "Value": name}]}]
    made = cloud.run_instances(ImageId=image, MinCount=1, MaxCount=1, TagSpecifications=tags)
    instance = str(made["Instances"][0]["InstanceId"])
    cloud.stop_instances(InstanceIds=[instance])
    return instance
