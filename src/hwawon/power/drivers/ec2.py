"""One EC2 instance, by its id or its Name tag; region and keys as boto3 finds them."""

from typing import Any

from hwawon.errors import BadSetting
from hwawon.power.driver import DriverFailed
from hwawon.power.state import PowerState

_STATES = {
    "pending": PowerState.PENDING,
    "running": PowerState.RUNNING,
    "stopping": PowerState.STOPPING,
    "stopped": PowerState.STOPPED,
}


class Ec2:
    """Needs ec2:DescribeInstances, ec2:StartInstances and ec2:StopInstances."""

    def __init__(self, instance: str) -> None:
        """Raises: BadSetting: the extra is not installed, or no region is known."""
        try:
            import boto3
            from botocore.config import Config
            from botocore.exceptions import BotoCoreError, ClientError
        except ModuleNotFoundError:
            raise BadSetting("HWAWON_POWER=ec2 needs the extra: pip install 'hwawon[aws]'") from None
        self._errors = (BotoCoreError, ClientError)
        self._instance = instance
        patience = Config(connect_timeout=5, read_timeout=15, retries={"total_max_attempts": 2})
        try:
            self._client: Any = boto3.client("ec2", config=patience)
        except BotoCoreError as error:
            raise BadSetting(f"HWAWON_POWER=ec2: {error}; set AWS_DEFAULT_REGION") from None

    def state(self) -> PowerState:
        return _STATES[self._found()["State"]["Name"]]

    def start(self) -> None:
        self._ask("start_instances", InstanceIds=[self._found()["InstanceId"]])

    def stop(self) -> None:
        self._ask("stop_instances", InstanceIds=[self._found()["InstanceId"]])

    def address(self) -> str | None:
        found = self._found()
        return found.get("PublicIpAddress") or found.get("PrivateIpAddress")

    def _found(self) -> dict[str, Any]:
        by_id = self._instance.startswith("i-")
        alive = {"Name": "instance-state-name", "Values": list(_STATES)}
        name = {"Name": "instance-id" if by_id else "tag:Name", "Values": [self._instance]}
        answer = self._ask("describe_instances", Filters=[name, alive])
        found = [one for group in answer["Reservations"] for one in group["Instances"]]
        if len(found) != 1:
            raise DriverFailed(f"expected one EC2 instance {self._instance!r}, found {len(found)}")
        return dict(found[0])

    def _ask(self, call: str, **arguments: Any) -> Any:
        try:
            return getattr(self._client, call)(**arguments)
        except self._errors as error:
            raise DriverFailed(f"EC2 refused {call}: {error}") from error
