from __future__ import annotations

import traceback
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pydantic import ValidationError

from bot.errors import ConfigurationError, ExitCode
from bot.rules import RULE_NAMES
from bot.settings import load_settings
from bot.settings.environment import Environment

if TYPE_CHECKING:
    from settings.conftest import Environ, Load

NO_TOKEN = "FEEDBACK_BOT_TOKEN is not set: give it a token of the bot's GitLab user (scope api, role Planner)"
NO_PROJECT = "FEEDBACK_BOT_PROJECT is not set: give it the path or id of the feedback project"
OWN, CI = "https://gitlab.example.com", "https://ci.example.com"


def put(path: Path, policy: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(policy)
    return path


# --- what goes first


@pytest.mark.parametrize(
    ("variables", "url"),
    [
        pytest.param({}, "https://gitlab.com", id="neither"),
        pytest.param({"ci_server_url": CI}, CI, id="the CI's"),
        pytest.param({"url": OWN}, OWN, id="the bot's own"),
        pytest.param({"url": OWN, "ci_server_url": CI}, OWN, id="the bot's own goes first"),
        pytest.param({"url": "", "ci_server_url": CI}, CI, id="an empty one counts as unset"),
        pytest.param({"url": "", "ci_server_url": ""}, "https://gitlab.com", id="both empty"),
        pytest.param({"url": f"{OWN}/gitlab/"}, f"{OWN}/gitlab", id="below a path, no slash at the end"),
        pytest.param({"url": "http://127.0.0.1:8929"}, "http://127.0.0.1:8929", id="the sandbox"),
    ],
)
def test_where_gitlab_is(environ: Environ, load: Load, variables: dict[str, str], url: str) -> None:
    environ(**variables)
    assert load().url == url


@pytest.mark.parametrize(
    ("variables", "policy", "project"),
    [
        pytest.param({"ci_project_id": "42"}, "", "42", id="the CI's"),
        pytest.param({}, "project: own/policy", "own/policy", id="the policy's"),
        pytest.param({"ci_project_id": "42"}, "project: own/policy", "own/policy", id="the policy's before the CI's"),
        pytest.param({"project": "own/env"}, "project: own/policy", "own/env", id="the environment's before all"),
        pytest.param(
            {"project": "own/env", "ci_project_id": "42"}, "", "own/env", id="the environment's before the CI's"
        ),
        pytest.param({"project": ""}, "project: own/policy", "own/policy", id="an empty one counts as unset"),
        pytest.param({"ci_project_id": "42"}, "project: ''", "42", id="an empty one in the policy as well"),
        pytest.param({"ci_project_id": "42"}, "project:", "42", id="and one that is null"),
        pytest.param({}, "project: 4711", "4711", id="a number in the policy"),
    ],
)
def test_which_project_it_is(
    environ: Environ, tmp_path: Path, variables: dict[str, str], policy: str, project: str
) -> None:
    environ(token="x", **variables)
    assert load_settings(put(tmp_path / "own.yml", policy)).project == project


def test_which_policy_it_is(environ: Environ, token: str, tmp_path: Path) -> None:
    environ(token=token, project="x", config=str(put(tmp_path / "env.yml", "source: from-environment")))
    working = put(tmp_path / "config" / "feedback-bot.yml", "source: from-working-directory")
    option = put(tmp_path / "option.yml", "source: from-option")
    assert load_settings(option).policy.source == "from-option"
    assert load_settings().policy.source == "from-environment"
    environ(config="")
    assert load_settings().policy.source == "from-working-directory"
    working.unlink()
    shipped = load_settings().policy
    assert shipped.source == "survey"
    assert len(shipped.rules.switched_on()) == len(RULE_NAMES)


def test_a_policy_that_was_named_must_be_there(environ: Environ, token: str, tmp_path: Path) -> None:
    environ(token=token, project="x", config="missing.yml")
    for option, named in ((None, Path("missing.yml")), (tmp_path / "other.yml", tmp_path / "other.yml")):
        with pytest.raises(ConfigurationError) as error:
            load_settings(option)
        assert error.value.problems == (f"{named}: cannot be read: No such file or directory",)


def test_names_of_policy_keys_in_the_environment_change_nothing(monkeypatch: pytest.MonkeyPatch, load: Load) -> None:
    for name in ("SOURCE", "TIMEZONE", "RULES", "LIMITS", "PROJECT"):
        monkeypatch.setenv(name, "{}")
    policy = load().policy
    assert (policy.source, str(policy.timezone), policy.project, policy.limits.changes) == ("survey", "UTC", None, 50)


# --- what is missing or wrong


@pytest.mark.parametrize(
    ("variables", "problems"),
    [
        pytest.param({}, (NO_TOKEN, NO_PROJECT), id="both"),
        pytest.param({"project": "x"}, (NO_TOKEN,), id="token"),
        pytest.param({"token": "", "project": "x"}, (NO_TOKEN,), id="empty token"),
        pytest.param({"token": "x"}, (NO_PROJECT,), id="project"),
        pytest.param({"token": "x", "project": "", "ci_project_id": ""}, (NO_PROJECT,), id="empty project"),
    ],
)
def test_what_is_missing_is_told(environ: Environ, variables: dict[str, str], problems: tuple[str, ...]) -> None:
    environ(**variables)
    with pytest.raises(ConfigurationError) as error:
        load_settings()
    assert error.value.problems == problems
    assert error.value.exit_code is ExitCode.CONFIGURATION


BAD_URLS = [
    "gitlab.com",
    "ftp://gitlab.com",
    "https://",
    "https://git lab.com",
    "https://x.com/?a=b",
    "https://x.com/#a",
    "http://[::1",
    "https://[gitlab.example.com]",
    "https://gitlab.example.com:port",
    "https://gitlab.example.com:99999",
    "https://:443",
]


@pytest.mark.parametrize("url", BAD_URLS)
def test_a_url_that_cannot_be_one_is_refused_by_its_variables_name(environ: Environ, url: str) -> None:
    environ(token="x", project="x", url=url)
    with pytest.raises(ConfigurationError) as error:
        load_settings()
    (problem,) = error.value.problems
    assert problem.startswith("FEEDBACK_BOT_URL: is no web address")


@pytest.mark.parametrize("path", ["/api/v4", "/gitlab/api/v4/", "/API"])
def test_the_address_of_the_api_is_refused_with_the_remedy(environ: Environ, path: str) -> None:
    environ(token="x", project="x", url=OWN + path)
    with pytest.raises(ConfigurationError, match="write it without /api/v4"):
        load_settings()


def test_an_address_may_be_a_number(environ: Environ, load: Load) -> None:
    environ(url="http://[::1]:8929")
    assert load().url == "http://[::1]:8929"


def test_a_url_without_a_scheme_is_explained_in_words(environ: Environ) -> None:
    environ(token="x", project="x", url="gitlab.com")
    with pytest.raises(ConfigurationError) as error:
        load_settings()
    assert "pattern" not in str(error.value)


def test_a_bad_url_of_the_ci_is_called_by_its_own_name(environ: Environ) -> None:
    environ(token="x", project="x", ci_server_url="gitlab.com")
    with pytest.raises(ConfigurationError, match="CI_SERVER_URL"):
        load_settings()


def test_a_missing_token_and_a_bad_policy_are_told_at_once(environ: Environ, tmp_path: Path) -> None:
    environ(project="x")
    with pytest.raises(ConfigurationError) as error:
        load_settings(put(tmp_path / "own.yml", "sorce: x"))
    assert NO_TOKEN in error.value.problems
    assert len(error.value.problems) == 2


@pytest.mark.parametrize("written", ["{}\n", "{}\r\n", " {}", "{} ", "{}\nmore", "  "])
def test_blanks_around_a_token_are_cut_off_or_refused(environ: Environ, token: str, written: str) -> None:
    environ(token=written.format(token), project="x")
    try:
        used = load_settings().token.get_secret_value()
    except ConfigurationError:
        return
    assert used == token


# --- the token stays secret


def test_the_token_is_in_the_settings_and_in_none_of_their_texts(load: Load, token: str) -> None:
    settings = load()
    assert settings.token.get_secret_value() == token
    assert token not in f"{settings!r} {settings} {settings.token!r} {settings.token}"
    assert token not in repr(settings.policy) + repr(settings.labels)


def test_the_token_is_in_no_text_of_the_environment(environ: Environ, token: str) -> None:
    environ(token=token)
    environment = Environment()
    assert environment.token is not None
    assert environment.token.get_secret_value() == token
    assert token not in f"{environment!r} {environment} {environment.model_dump()} {environment.model_dump_json()}"


def test_the_token_is_in_no_error_of_pydantics(environ: Environ, token: str) -> None:
    environ(token=token, url=f"https://oauth2:{token}@gitlab.com")
    with pytest.raises(ValidationError) as error:
        Environment()
    assert token not in f"{error.value!r} {error.value}"


@pytest.mark.parametrize(
    ("variables", "policy"),
    [
        pytest.param({"url": "gitlab.com"}, "", id="bad URL"),
        pytest.param({"url": "https://oauth2:glpat-Xq7Secret@gitlab.com"}, "", id="bad URL that holds the token"),
        pytest.param({"ci_server_url": "glpat-Xq7Secret"}, "", id="token in the wrong variable"),
        pytest.param({"project": ""}, "", id="missing project"),
        pytest.param({}, "sorce: x", id="misspelt key"),
        pytest.param({}, "a: [", id="broken YAML"),
        pytest.param({}, "templates: nowhere", id="missing folder"),
        pytest.param({}, "token: glpat-Xq7Secret", id="token in the policy"),
        pytest.param({}, "timezone: [glpat-Xq7Secret]", id="token in a wrong value"),
    ],
)
def test_the_token_is_in_no_error(
    environ: Environ, token: str, tmp_path: Path, variables: dict[str, str], policy: str
) -> None:
    environ(**{"token": token, "project": "x"} | variables)
    with pytest.raises(ConfigurationError) as error:
        load_settings(put(tmp_path / "own.yml", policy))
    shown = "".join(traceback.format_exception(error.value))
    assert token not in f"{shown} {error.value!r} {error.value.problems}"
