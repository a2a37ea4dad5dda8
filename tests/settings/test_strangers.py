"""Variables with the bot's prefix that mean nothing are told: a mistyped one would silently do nothing."""

import pytest
from settings.conftest import TOKEN, Environ

from bot.errors import ConfigurationError
from bot.intake.zendesk import ZendeskSource
from bot.settings import load_settings
from bot.settings.strangers import OWN, idle, known_variables, mistyped

ACCOUNT = ZendeskSource(type="zendesk", account="example", credentials="EMEA")
SET = {"FEEDBACK_BOT_TOKEN": "x", "FEEDBACK_BOT_PROJECT": "y"}


@pytest.mark.parametrize(
    ("name", "given", "meant"),
    [
        pytest.param("FEEDBACK_BOT_PROJET", {}, "FEEDBACK_BOT_PROJECT", id="one letter is missing"),
        pytest.param("FEEDBACK_BOT_PROJECT_ID", {}, "FEEDBACK_BOT_PROJECT", id="one word too many"),
        pytest.param("FEEDBACK_BOT_CONFIG_FILE", SET, "FEEDBACK_BOT_CONFIG", id="its twin is not set"),
        pytest.param("FEEDBACK_BOT_EMEA_CLIENTID", SET, "FEEDBACK_BOT_EMEA_CLIENT_ID", id="of a source's credentials"),
        pytest.param("FEEDBACK_BOT_PROJET", SET, None, id="what it resembles is set"),
        pytest.param("FEEDBACK_BOT_TOKEN_OLD", SET, None, id="kept for later"),
        pytest.param("FEEDBACK_BOT_TOKEN_EU", {}, None, id="a second token"),
        pytest.param("FEEDBACK_BOT_TOKEN_RO", {}, None, id="a token for previews"),
        pytest.param("FEEDBACK_BOT_PROJECT_EU", {}, None, id="a second project"),
        pytest.param("FEEDBACK_BOT_PROJECT_PATH", {}, "FEEDBACK_BOT_PROJECT", id="says what the value is"),
        pytest.param("FEEDBACK_BOT_IMAGE", SET, None, id="resembles nothing"),
    ],
)
def test_a_stranger_is_taken_for_what_is_not_set(name: str, given: dict[str, str], meant: str | None) -> None:
    environment, known = given | {name: "secret words"}, known_variables([ACCOUNT])
    wrong, look = [*mistyped(environment, known)], [*idle(environment, known)]
    assert len(wrong + look) == 1
    assert (wrong or look)[0].startswith(f"{name}: ")
    assert bool(wrong) is (meant is not None)
    assert not meant or f"{meant} is not set" in wrong[0]
    assert "secret words" not in str(wrong + look)


def test_what_is_known_is_no_stranger() -> None:
    environment = dict.fromkeys((*known_variables([ACCOUNT]), "FEEDBACK_BOTANY", "PATH", "feedback_bot_token"), "x")
    assert not [*mistyped(environment, known_variables([ACCOUNT])), *idle(environment, known_variables([ACCOUNT]))]


def test_credentials_mean_nothing_without_a_source_that_names_them() -> None:
    assert set(known_variables([])) == set(OWN)
    assert "FEEDBACK_BOT_EMEA_CLIENT_SECRET" in known_variables([ACCOUNT])


def test_a_pass_does_not_begin_with_a_mistyped_variable(environ: Environ, monkeypatch: pytest.MonkeyPatch) -> None:
    environ(token=TOKEN, ci_project_id="4711")
    monkeypatch.setenv("FEEDBACK_BOT_PROJET", "support/feedback")
    with pytest.raises(ConfigurationError) as error:
        load_settings()
    assert error.value.problems == (
        "FEEDBACK_BOT_PROJET: means nothing to the bot, and FEEDBACK_BOT_PROJECT is not set; did you mean that?",
    )


def test_a_pass_lets_the_others_be(environ: Environ, monkeypatch: pytest.MonkeyPatch) -> None:
    environ(token=TOKEN, project="x")
    monkeypatch.setenv("FEEDBACK_BOT_TOKEN_OLD", "y")
    assert load_settings().project == "x"
