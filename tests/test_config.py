import os
from pathlib import Path

import pytest
from pydantic import ValidationError

from hwawon.config import load
from hwawon.errors import BadSetting


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("HWAWON_")]:
        monkeypatch.delenv(name)


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "hwawon.toml"
    file.write_text('engine = "from-file"\nsession_hours = 3\n')
    monkeypatch.setenv("HWAWON_CONFIG", str(file))
    monkeypatch.setenv("HWAWON_ENGINE", "from-environment")

    settings = load()

    assert (settings.engine, settings.session_hours) == ("from-environment", 3)


def test_an_argument_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HWAWON_ENGINE", "from-environment")

    assert load(engine="from-argument").engine == "from-argument"


def test_a_misspelt_variable_is_refused_with_the_known_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HWAWON_DATADIR", "/somewhere")

    with pytest.raises(BadSetting, match=r"HWAWON_DATADIR.*HWAWON_DATA_DIR"):
        load()


def test_a_misspelt_key_in_the_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "hwawon.toml"
    file.write_text("enjine = 'x'\n")
    monkeypatch.setenv("HWAWON_CONFIG", str(file))

    with pytest.raises(BadSetting, match="ENJINE"):
        load()


@pytest.mark.parametrize("value", ["-1", "many", ""])
def test_a_wrong_value_names_setting_and_value(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("HWAWON_MAX_PIXELS", value)

    with pytest.raises(BadSetting, match=f"HWAWON_MAX_PIXELS='{value}'"):
        load()


@pytest.mark.parametrize(("given", "kept"), [("", ""), ("/", ""), ("studio", "/studio"), ("/a/b/", "/a/b")])
def test_the_base_path_is_tidied(monkeypatch: pytest.MonkeyPatch, given: str, kept: str) -> None:
    monkeypatch.setenv("HWAWON_BASE_PATH", given)

    assert load().base_path == kept


def test_settings_are_frozen_and_keep_the_token_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HWAWON_ADMIN_TOKEN", "sesame")
    settings = load()

    assert "sesame" not in repr(settings)
    with pytest.raises(ValidationError):
        settings.engine = "other"


def test_the_data_folder_holds_database_and_objects_unless_told_otherwise(tmp_path: Path) -> None:
    settings = load(data_dir=tmp_path)

    assert settings.database == f"sqlite:///{tmp_path}/hwawon.sqlite"
    assert settings.objects_url == (tmp_path / "objects").as_uri()
    assert load(data_dir=tmp_path, database_url="postgresql://x").database == "postgresql://x"


def test_addresses_of_endpoints_are_taken_apart_and_one_may_be_named_twice() -> None:
    twice = "https://a.example/paint?key=1, sagemaker://flowers-2?region=eu-west-1,http://10.0.0.1:8000,http://10.0.0.1:8000"
    assert load(endpoints=twice).endpoint_addresses == tuple(one.strip() for one in twice.split(","))
    assert load().endpoint_addresses == ()
    assert load(endpoints_fields="").endpoint_fields == ()


@pytest.mark.parametrize(
    "address",
    [
        "host/paint",
        "ftp://host/",
        "http://",
        "https://user:word@host/",
        "sagemaker://",
        "sagemaker://a?zone=1",
        "http://a b/",
    ],
)
def test_an_address_that_is_none_stops_the_command(address: str) -> None:
    with pytest.raises(BadSetting, match=r"HWAWON_ENDPOINTS=.*expected addresses such as https://host/path"):
        load(endpoints=address)


def test_fields_that_endpoints_do_not_have_stop_the_command() -> None:
    with pytest.raises(BadSetting, match=r"HWAWON_ENDPOINTS_FIELDS=.*negative_prompt, seed"):
        load(endpoints_fields="seed,sampler")
