"""OpenVINO without its reports: it would tell its maker of each import and each conversion, over the network."""

import sys
from importlib import import_module
from typing import Any

sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]  # it then uses its own stub

openvino: Any = import_module("openvino")
