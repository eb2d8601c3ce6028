"""The settings: one frozen table, read once from the environment over an optional TOML file.

Every row is `HWAWON_` plus the name in capitals; `HWAWON_CONFIG` names the TOML file. Each has its heading in
`docs/settings.md`, which a test holds.
"""

import os
import re
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from hwawon.errors import BadSetting

PREFIX = "HWAWON_"
_HTTP = re.compile(r"https?://[^\s@?#,/]+(/[^\s@?#,]*)?(\?[^\s@#,]*)?", re.IGNORECASE)
_ACTUATOR = re.compile(r"(https?|mqtts?)://[^\s,/?#]+(/[^\s,#]*)?", re.IGNORECASE)
_SAGEMAKER = re.compile(r"sagemaker://[A-Za-z0-9][A-Za-z0-9-]{0,62}(\?region=[a-z0-9-]+)?")


def checkout() -> Path | None:
    """The source checkout that the package runs from, or None for an installed wheel."""
    root = Path(__file__).resolve().parents[2]
    return root if (root / "pyproject.toml").is_file() and (root / "src" / "hwawon").is_dir() else None


def _user_folder(variable: str, fallback: str) -> Path:
    return Path(os.environ.get(variable) or Path.home() / fallback) / "hwawon"


def _default_data_dir() -> Path:
    root = checkout()
    return root / "data" if root else _user_folder("XDG_DATA_HOME", ".local/share")


def _default_models_dir() -> Path:
    root = checkout()
    return root / "models" if root else _user_folder("XDG_CACHE_HOME", ".cache") / "models"


class Settings(BaseSettings):
    """How this installation runs. Frozen; made once by `load`, passed as an argument."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    data_dir: Path = Field(default_factory=_default_data_dir, description="Database, pictures, journals.")
    models_dir: Path = Field(default_factory=_default_models_dir, description="Weights, shared.")
    models_mirror: Annotated[str | None, Field(description="Where hub ids are fetched; else the hub itself.")] = None
    database_url: Annotated[str | None, Field(description="PostgreSQL address; else SQLite in the data folder.")] = None
    objects: Annotated[str | None, Field(description="s3://bucket/prefix; else a folder in the data folder.")] = None
    admin_token: Annotated[SecretStr | None, Field(description="A token that is an administrator at once.")] = None
    base_path: Annotated[str, Field(description="Path prefix behind a proxy, such as /studio.")] = ""
    engine: Annotated[str, Field(description="The engine used where none is named.")] = "painter"
    precision: Annotated[
        Literal["auto", "float32", "float16", "bfloat16"], Field(description="Number format of Stable Diffusion.")
    ] = "auto"
    accelerator: Annotated[
        Literal["torch", "openvino", "compile"], Field(description="What computes Stable Diffusion's network.")
    ] = "torch"
    webui_url: Annotated[str | None, Field(description="Address of a WebUI that paints.")] = None
    webui_auth: Annotated[SecretStr | None, Field(description="user:password of that WebUI.")] = None
    endpoints: Annotated[str, Field(description="Addresses that paint, with commas: http(s)://, sagemaker://.")] = ""
    endpoints_auth: Annotated[SecretStr | None, Field(description="Authorization header for those of http.")] = None
    endpoints_fields: Annotated[str, Field(description="What they read beside the usual, with commas.")] = (
        "negative_prompt,seed"
    )
    unload_after_s: Annotated[
        float, Field(gt=0, description="Idle time after which a worker lets its checkpoint go.")
    ] = 900.0
    max_upload_mb: Annotated[int, Field(gt=0, description="Largest accepted upload.")] = 256
    max_pixels: Annotated[int, Field(gt=0, description="Largest decoded picture.")] = 200_000_000
    compat_open: Annotated[bool, Field(description="The original's paths need no credential.")] = False
    session_hours: Annotated[int, Field(gt=0, description="How long a browser stays signed in.")] = 12
    lease_s: Annotated[float, Field(gt=0, description="Silence after which another worker takes a job over.")] = 30.0
    job_limit_s: Annotated[float, Field(gt=0, description="How long one attempt at a job may take.")] = 14_400.0
    power: Annotated[
        Literal["none", "shell", "wake_on_lan", "ec2"], Field(description="How the machine that paints is switched.")
    ] = "none"
    powered_engines: Annotated[str, Field(description="Engines of that machine, with commas.")] = "diffusers,webui"
    power_start: Annotated[str | None, Field(description="Command that starts the machine.")] = None
    power_stop: Annotated[str | None, Field(description="Command that stops the machine.")] = None
    power_state: Annotated[str | None, Field(description="Command that tells the machine's state.")] = None
    power_mac: Annotated[str | None, Field(description="Network card to wake.")] = None
    power_host: Annotated[str | None, Field(description="Address of the machine, HOST:PORT.")] = None
    power_instance: Annotated[str | None, Field(description="EC2 instance id or Name tag.")] = None
    power_idle_minutes: Annotated[float, Field(gt=0, description="Idle time after which the machine stops.")] = 40.0
    faces: Annotated[
        Literal["own", "rekognition"], Field(description="Who reads faces: our networks, or Amazon Rekognition.")
    ] = "own"
    live_s: Annotated[float, Field(ge=0, description="Longest time that painting for a visitor may take.")] = 20.0
    personalize_campaign: Annotated[str | None, Field(description="ARN of a campaign that leads the slates.")] = None
    personalize_tracking: Annotated[str | None, Field(description="Event tracker that likes are told to.")] = None
    personalize_timeout_s: Annotated[
        float, Field(gt=0, description="How long a visitor waits for that campaign; then ours answers.")
    ] = 0.3
    watch_s: Annotated[
        float, Field(gt=0, description="Between two looks at what was put into the garden's folders from outside.")
    ] = 30.0

    actuators: Annotated[
        SecretStr, Field(description="Who is told of visitors' moods, with commas: http(s)://, mqtt(s)://.")
    ] = SecretStr("")

    @property
    def actuator_addresses(self) -> tuple[str, ...]:
        """Where lamps and the like listen; with their passwords."""
        return _listed(self.actuators.get_secret_value())

    @property
    def endpoint_fields(self) -> tuple[str, ...]:
        """What those endpoints read beside the usual."""
        return _listed(self.endpoints_fields)

    @field_validator("actuators")
    @classmethod
    def _of_actuators(cls, value: SecretStr) -> SecretStr:
        if not all(_ACTUATOR.fullmatch(address) for address in _listed(value.get_secret_value())):
            raise ValueError("expected addresses such as http://host/path or mqtt://user:password@host/topic")
        return value

    @field_validator("endpoints")
    @classmethod
    def _of_endpoints(cls, value: str) -> str:
        for address in _listed(value):
            if not (_HTTP.fullmatch(address) or _SAGEMAKER.fullmatch(address)):
                raise ValueError(
                    "expected addresses such as https://host/path or sagemaker://NAME?region=eu-west-1, with commas, "
                    "and neither blanks nor a password in them (HWAWON_ENDPOINTS_AUTH has the header)"
                )
        return value

    @field_validator("endpoints_fields")
    @classmethod
    def _of_fields(cls, value: str) -> str:
        if not set(_listed(value)) <= {"negative_prompt", "seed"}:
            raise ValueError("expected negative_prompt, seed, both with a comma, or nothing")
        return value

    @property
    def endpoint_addresses(self) -> tuple[str, ...]:
        """Where the engine `endpoints` has pictures painted; one that is named twice paints two at a time."""
        return _listed(self.endpoints)

    @property
    def powered(self) -> frozenset[str]:
        """The engines of the machine that is switched; none where there is no switch."""
        return frozenset(_listed(self.powered_engines)) if self.power != "none" else frozenset()

    @property
    def sqlite_path(self) -> Path:
        return self.data_dir / "hwawon.sqlite"

    @property
    def database(self) -> str:
        """The SQLAlchemy URL in force."""
        return self.database_url or f"sqlite:///{self.sqlite_path}"

    @property
    def objects_url(self) -> str:
        return self.objects or (self.data_dir / "objects").resolve().as_uri()


def load(**overrides: Any) -> Settings:
    """Read the settings; `overrides` win over the environment, which wins over the TOML file.

    Raises:
        BadSetting: an unknown name or a wrong value, with name, value and wanted form.
    """
    known = {PREFIX + name.upper() for name in Settings.model_fields} | {PREFIX + "CONFIG"}
    unknown = sorted(name for name in os.environ if name.startswith(PREFIX) and name not in known)
    if unknown:
        raise BadSetting(f"unknown setting {unknown[0]}; known are {', '.join(sorted(known))}")
    in_environment = {name for name in Settings.model_fields if PREFIX + name.upper() in os.environ}
    from_file = {name: value for name, value in _toml().items() if name not in in_environment}
    try:
        settings = Settings(**(from_file | overrides))
    except ValidationError as error:
        first = error.errors()[0]
        name = PREFIX + str(first["loc"][0]).upper()
        raise BadSetting(f"{name}={first['input']!r}: {first['msg']}") from None
    return settings.model_copy(update={"base_path": _tidy_prefix(settings.base_path)})


def _toml() -> dict[str, Any]:
    path = os.environ.get(PREFIX + "CONFIG")
    if not path:
        return {}
    try:
        return tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise BadSetting(f"{PREFIX}CONFIG={path!r}: {error}") from None


def _listed(words: str) -> tuple[str, ...]:
    """The words of a list with commas."""
    return tuple(word.strip() for word in words.split(",") if word.strip())


def _tidy_prefix(prefix: str) -> str:
    stripped = prefix.strip("/")
    return f"/{stripped}" if stripped else ""
