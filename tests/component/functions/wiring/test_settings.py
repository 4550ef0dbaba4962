import os

import pytest
from crmsync.bootstrap.settings import Settings, SettingsError, settings


def test_what_the_template_sets_is_read_once() -> None:
    assert settings() is settings()
    assert (settings().config_cached, settings().history_days) == (30_000, 90)
    assert settings().hubspot_webhook_url == ""


@pytest.mark.parametrize("name", ["JOBS_TABLE", "HISTORY_DAYS"])
def test_a_missing_variable_is_named(name: str) -> None:
    environ = {other: value for other, value in os.environ.items() if other != name}
    with pytest.raises(SettingsError, match=f"{name} is missing"):
        Settings.from_env(environ)


@pytest.mark.parametrize("value", ["soon", "-1", "1.5"])
def test_a_number_that_is_none_is_named(value: str) -> None:
    with pytest.raises(SettingsError, match="CONFIG_CACHE_SECONDS is not a whole number"):
        Settings.from_env({**os.environ, "CONFIG_CACHE_SECONDS": value})
