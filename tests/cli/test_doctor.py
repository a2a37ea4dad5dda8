"""The real command against the sandbox: one thing spoilt at a time is named with its remedy, and nothing is written."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from builders import DAY, NOW
from cli.conftest import Command, Ended
from passes import Passes
from scenarios import survey
from zendesk.api import CLIENT_SECRET
from zendesk.conftest import OAUTH
from zendesk.faults import Fault
from zendesk.standin import StandIn

from bot.sandbox import Sandbox
from bot.sandbox.world.model import Token
from bot.sandbox.world.roles import Role

COMMENT = "The pump of hall 7 leaks"  # what a customer said, which belongs into no job's log
Doctor = Callable[..., Ended]


def person(sandbox: Sandbox, username: str = "feedback-bot") -> int:
    user = sandbox.world.people.named(username)
    assert user is not None
    return user.id


def token(sandbox: Sandbox) -> Token:
    return sandbox.world.people.tokens[sandbox.bot_token]


@pytest.fixture
def ready(connected: Sandbox, passes: Passes) -> Sandbox:
    """A project with all labels, in which the bot has just filed a survey."""
    passes.stock_labels()
    passes.run([{**survey(1, "bad"), "comment": COMMENT}])
    connected.clear_requests()
    return connected


@pytest.fixture
def doctor(feedback_bot: Command, ready: Sandbox) -> Iterator[Doctor]:
    """Runs the command as JSON; sees to it that it only reads, and that nothing confidential comes out of it."""

    def call(*arguments: str, now: str = NOW.isoformat()) -> Ended:
        ended = feedback_bot("doctor", "--output", "json", "--now", now, *arguments)
        assert ended.document["exit_code"] == ended.code
        for secret in (COMMENT, "leaks", CLIENT_SECRET, "mia", "sandbox.invalid"):
            assert secret not in ended.out + ended.err
        assert ended.err == ""
        return ended

    yield call
    assert {request.method for request in ready.requests} <= {"GET"}
    assert ready.writes == []


def notable(ended: Ended) -> dict[str, str]:
    """Give the checks that are not green, each with its verdict."""
    return {one["check"]: one["verdict"] for one in ended.document["checks"] if one["verdict"] != "ok"}


def line(ended: Ended, check: str) -> str:
    """Give what one check says."""
    (one,) = (one for one in ended.document["checks"] if one["check"] == check)
    assert set(one) == {"check", "verdict", "found", "remedy"}
    return f"{one['found']} → {one['remedy']}"


def test_a_ready_project_is_all_green_with_seven_requests(doctor: Doctor, ready: Sandbox) -> None:
    ended = doctor()
    assert (ended.code, notable(ended)) == (0, {})
    assert [one["check"] for one in ended.document["checks"]][-2:] == ["sources", "last_pass"]
    assert "the last complete pass ended" in line(ended, "last_pass")
    assert "#1, which the bot filed last, is confidential" in line(ended, "confidential")
    assert len(ready.requests) == 7


def test_people_get_a_table(feedback_bot: Command, ready: Sandbox) -> None:
    token(ready).expires_at = NOW.date() + timedelta(days=20)
    ended = feedback_bot("doctor", "--now", NOW.isoformat())
    assert ended.code == 0
    assert ended.out.startswith("check ")
    assert "expiry          look     it works for 20 more days, until 2026-12-10" in ended.out
    assert "\n→ expiry: rotate it under" in ended.out
    assert ended.out.endswith("Nothing is wrong, 1 to look at. Nothing was written.\n")
    ready.world.people.members[person(ready)].role = Role.GUEST
    assert feedback_bot("doctor", "--now", NOW.isoformat()).out.endswith(
        "2 wrong, 1 to look at. Nothing was written.\n"
    )
    assert ready.writes == []


def test_an_empty_project_lacks_labels_and_nothing_else(feedback_bot: Command, connected: Sandbox) -> None:
    ended = feedback_bot("doctor", "--output", "json", "--now", NOW.isoformat())
    assert (ended.code, notable(ended)) == (0, {"labels": "look", "tier": "unknown"})
    assert "no complete pass yet" in line(ended, "last_pass")
    assert connected.writes == []


def test_a_remedy_can_be_copied(feedback_bot: Command, ready: Sandbox) -> None:
    label = ready.world.label_named("feedback::tech-skills")
    assert label is not None
    ready.world.rename_label(label, "feedback :: tech  skill")
    lines = feedback_bot("doctor", "--now", NOW.isoformat()).out.splitlines()
    assert "→ label_spelling: if they mean the same:" in lines
    assert "    feedback-bot setup --rename 'feedback :: tech  skill=feedback::tech-skills'" in lines
    assert [line for line in lines if line != line.rstrip()] == []
    assert len([line for line in lines if line.startswith("limits ")]) == 1


# --- one thing at a time


def test_an_expired_token(doctor: Doctor, ready: Sandbox) -> None:
    token(ready).expires_at = NOW.date()
    ended = doctor()
    assert ended.code == 4
    assert "it has expired → make a token with the scope api" in line(ended, "token")
    assert notable(ended)["role"] == notable(ended)["last_pass"] == "unknown"
    assert {"policy", "templates", "environment", "gitlab", "clock", "sources"}.isdisjoint(notable(ended))
    assert len(ready.requests) == 1


def test_a_revoked_token(doctor: Doctor, ready: Sandbox) -> None:
    token(ready).revoked = True
    ended = doctor()
    assert ended.code == 4
    assert "it was revoked → make a token" in line(ended, "token")


def test_a_token_that_was_never_one(doctor: Doctor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FEEDBACK_BOT_TOKEN", "glpat-wrong-and-secret")
    ended = doctor()
    assert ended.code == 4
    assert "it is wrong, expired or revoked" in line(ended, "token")
    assert "secret" not in ended.out


def test_a_token_that_only_reads(doctor: Doctor, ready: Sandbox) -> None:
    token(ready).scopes = ("read_api",)
    ended = doctor()
    assert (ended.code, notable(ended)) == (1, {"scopes": "wrong"})
    assert "dry runs work, and nothing can be written → make a token with the scope api" in line(ended, "scopes")


def test_a_token_for_something_else(doctor: Doctor, ready: Sandbox) -> None:
    token(ready).scopes = ("read_repository",)
    ended = doctor()
    assert ended.code == 1
    assert "read_repository: nothing works" in line(ended, "scopes")
    assert [check for check, verdict in notable(ended).items() if verdict == "wrong"] == [
        *("scopes", "project", "labels"),
    ]


def test_a_token_with_twenty_days_left(doctor: Doctor, ready: Sandbox) -> None:
    token(ready).expires_at = NOW.date() + timedelta(days=20)
    ended = doctor()
    assert (ended.code, notable(ended)) == (0, {"expiry": "look"})
    assert "it works for 20 more days" in line(ended, "expiry")
    assert "do not revoke it" in line(ended, "expiry")


@pytest.mark.parametrize(
    ("role", "verdicts", "words", "code"),
    [
        (Role.GUEST, {"role": "wrong", "confidential": "wrong"}, "Guest: what is missing: labels, due dates", 1),
        (Role.REPORTER, {"role": "look"}, "Reporter: works, and is more than the bot needs", 0),
        (Role.OWNER, {"role": "look"}, "the role Planner is enough", 0),
    ],
)
def test_another_role(  # noqa: PLR0913 - the columns of a table
    role: Role, verdicts: dict[str, str], *, words: str, code: int, doctor: Doctor, ready: Sandbox
) -> None:
    ready.world.people.members[person(ready)].role = role
    ended = doctor()
    assert (ended.code, notable(ended)) == (code, verdicts)
    assert words in line(ended, "role")


def test_an_older_gitlab(doctor: Doctor, ready: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.sandbox.api.project.VERSION", "17.3.1-ee")
    ready.world.people.members[person(ready)].role = Role.REPORTER
    ended = doctor()
    assert (ended.code, notable(ended)) == (0, {"gitlab": "look"})
    assert "no role Planner" in line(ended, "gitlab")


def test_missing_labels(doctor: Doctor, ready: Sandbox) -> None:
    for name in ("kudos", "feedback::process"):
        label = ready.world.label_named(name)
        assert label is not None
        ready.world.remove_label(label)
    ended = doctor()
    assert (ended.code, notable(ended)) == (0, {"labels": "look"})
    assert "missing: feedback::process, kudos;" in line(ended, "labels")
    assert "feedback-bot setup creates them" in line(ended, "labels")


def test_a_misspelt_label(doctor: Doctor, ready: Sandbox) -> None:
    label = ready.world.label_named("feedback::tech-skills")
    assert label is not None
    ready.world.rename_label(label, "feedback::Tech_Skill")
    ended = doctor()
    assert (ended.code, notable(ended)) == (1, {"label_spelling": "wrong", "labels": "look"})
    words = "feedback-bot setup --rename feedback::Tech_Skill=feedback::tech-skills"
    assert words in line(ended, "label_spelling")


@pytest.mark.parametrize(
    ("hours", "words"), [(2, "2 hours behind GitLab's"), (-2, "2 hours ahead of GitLab's")], ids=["behind", "ahead"]
)
def test_a_clock_two_hours_off(hours: int, words: str, doctor: Doctor, ready: Sandbox) -> None:
    ready.clock.advance(hours * 3600)
    ended = doctor()
    assert (ended.code, notable(ended)) == (1, {"clock": "wrong"})
    assert words in line(ended, "clock")
    assert "the sandbox, whose clock can be set: name its time with --now" in line(ended, "clock")


@pytest.mark.parametrize(("tier", "words"), [("free", "takes off the rivals itself"), ("premium", "by itself")])
def test_either_tier(tier: str, words: str, doctor: Doctor, ready: Sandbox) -> None:
    ready.settings.change({"tier": tier})
    ended = doctor()
    assert (ended.code, notable(ended)) == (0, {})
    assert words in line(ended, "tier")


@pytest.mark.parametrize(
    ("switch", "words"),
    [({"archived": True}, "it is archived"), ({"issues_enabled": False}, "issues are switched off")],
)
def test_a_project_that_is_closed(switch: dict[str, object], words: str, doctor: Doctor, ready: Sandbox) -> None:
    ready.settings.change(switch)
    ended = doctor()
    assert (ended.code, notable(ended)["project"]) == (1, "wrong")
    assert words in line(ended, "project")


def test_a_wrong_project(doctor: Doctor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FEEDBACK_BOT_PROJECT", "support/other")
    ended = doctor()
    assert (ended.code, notable(ended)["project"]) == (1, "wrong")
    assert "shows no project 'support/other'" in line(ended, "project")
    assert "not looked at, since the project is not shown" in line(ended, "role")
    assert {"token", "scopes", "expiry"}.isdisjoint(notable(ended))


def test_a_gitlab_that_nobody_reaches(doctor: Doctor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FEEDBACK_BOT_URL", "http://127.0.0.1:9")  # the discard port: nobody listens
    ended = doctor()
    assert ended.code == 4
    assert "(nobody listens there) → check FEEDBACK_BOT_URL" in line(ended, "gitlab")
    assert [check for check, verdict in notable(ended).items() if verdict == "wrong"] == ["gitlab"]
    assert notable(ended)["clock"] == "unknown"


def test_a_dashboard_of_another_user(doctor: Doctor, ready: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    ready.world.add_user("new-bot", "New Bot", Role.PLANNER)
    monkeypatch.setenv("FEEDBACK_BOT_TOKEN", ready.token("new-bot"))
    ended = doctor()
    assert (ended.code, notable(ended)) == (1, {"user": "wrong"})
    old, new = person(ready), person(ready, "new-bot")
    assert f"#2, is of user {old}, but the token belongs to user {new}" in line(ended, "user")
    assert f"former_bots: [{old}]" in line(ended, "user")
    Path("policy.yml").write_text(f"former_bots: [{old}]\nrules: {{nag_unanswered: }}", encoding="utf-8")
    assert doctor("--config", "policy.yml").code == 0


@pytest.mark.parametrize(
    ("age", "verdict", "code"),
    [(timedelta(hours=25), None, 0), (timedelta(hours=27), "look", 0), (4 * DAY, "wrong", 1)],
    ids=["yesterday", "late", "gone"],
)
def test_a_stale_dashboard(age: timedelta, verdict: str | None, *, code: int, doctor: Doctor, ready: Sandbox) -> None:
    ready.clock.advance(age.total_seconds())
    ended = doctor(now=(NOW + age).isoformat())
    assert (ended.code, notable(ended)) == (code, {"last_pass": verdict} if verdict else {})
    assert "day" in line(ended, "last_pass")
    assert ("schedule" in line(ended, "last_pass")) == bool(verdict)


@pytest.mark.parametrize(
    ("fault", "check", "words", "code"),
    [
        ({"kind": "500", "skip": 1}, "gitlab", "personal_access_tokens/self: 500", 4),
        ({"kind": "500", "path": "/labels$"}, "gitlab", "answers, but not always: labels: 500", 4),
        ({"kind": "reset", "path": "/issues$"}, "gitlab", "the connection failed", 4),
        ({"kind": "401", "skip": 2}, "token", "the token was refused (401)", 4),
        ({"kind": "403", "path": "/projects/"}, "project", "the project: 403", 1),
        ({"kind": "403", "path": "/issues$"}, "project", "issues: 403", 1),
        ({"kind": "403", "path": "/labels$"}, "labels", "labels: 403", 1),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_a_pass_would_stumble_over_is_wrong(  # noqa: PLR0913 - the columns of a table
    fault: dict[str, Any], check: str, words: str, *, code: int, doctor: Doctor, ready: Sandbox
) -> None:
    ready.faults.add(**fault, times=None)
    ended = doctor()
    assert (ended.code, notable(ended)[check]) == (code, "wrong")
    assert words in line(ended, check)


def test_what_is_not_known_is_not_called_right(
    feedback_bot: Command, connected: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FEEDBACK_BOT_TOKEN", connected.token("root"))  # who is no member
    ended = feedback_bot("doctor", "--now", NOW.isoformat())
    assert ended.code == 0
    assert ended.out.splitlines()[-1] == "Whether the bot can work is not known: see role. Nothing was written."


# --- what is wrong before anybody asks GitLab


def test_a_broken_policy_names_each_problem_and_gitlab_is_looked_at_all_the_same(
    doctor: Doctor, tmp_path: Path
) -> None:
    (tmp_path / "p.yml").write_text("rulez: {}\nanswer_within: soon\n", encoding="utf-8")
    ended = doctor("--config", "p.yml")
    assert (ended.code, notable(ended)["policy"]) == (2, "wrong")
    assert "p.yml:1: rulez" in line(ended, "policy")
    assert "p.yml:2: answer_within" in line(ended, "policy")
    assert {"token", "role", "project"}.isdisjoint(notable(ended))
    assert notable(ended)["labels"] == "unknown"


def test_a_policy_that_is_not_there(doctor: Doctor) -> None:
    ended = doctor("--config", "gone.yml")
    assert (ended.code, "gone.yml" in line(ended, "policy")) == (2, True)


def test_a_broken_template(doctor: Doctor, tmp_path: Path) -> None:
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "close_inactive.md.j2").write_text("Closed. {{ nonsense }}", encoding="utf-8")
    (tmp_path / "p.yml").write_text("templates: words\nrules: {close_inactive: }\n", encoding="utf-8")
    ended = doctor("--config", "p.yml")
    assert (ended.code, notable(ended)) == (2, {"templates": "wrong"})
    assert "words/close_inactive.md.j2:1: 'nonsense' is undefined" in line(ended, "templates")


def test_no_token_and_no_project(doctor: Doctor, ready: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FEEDBACK_BOT_TOKEN")
    monkeypatch.delenv("FEEDBACK_BOT_PROJECT")
    ended = doctor()
    assert (ended.code, notable(ended)["environment"]) == (2, "wrong")
    assert "FEEDBACK_BOT_TOKEN is not set" in line(ended, "environment")
    assert "FEEDBACK_BOT_PROJECT is not set" in line(ended, "environment")
    assert {"policy", "templates", "sources"}.isdisjoint(notable(ended))
    assert notable(ended)["gitlab"] == "unknown"
    assert ready.requests == []


def test_a_mistyped_instant_is_the_command_lines_fault(feedback_bot: Command, connected: Sandbox) -> None:
    ended = feedback_bot("doctor", "--now", "soon")
    assert (ended.code, "--now soon: not an instant" in ended.err) == (2, True)
    assert connected.requests == []


# --- sources


@pytest.fixture
def zendesk(monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    for name, value in OAUTH.items():
        monkeypatch.setenv(name, value)
    with StandIn(NOW) as standin:
        yield standin


def sources(folder: Path, text: str) -> tuple[str, str]:
    (folder / "p.yml").write_text(f"rules: {{file_survey: }}\nsources: {text}\n", encoding="utf-8")
    return "--config", "p.yml"


@pytest.mark.parametrize("api", ["survey_responses", "satisfaction_ratings"])
def test_an_account_that_opens(doctor: Doctor, zendesk: StandIn, tmp_path: Path, api: str) -> None:
    ended = doctor(*sources(tmp_path, f'{{csat: {{type: zendesk, address: "{zendesk.url}", api: {api}}}}}'))
    assert (ended.code, notable(ended)) == (0, {})
    assert "can be read" in line(ended, "source csat")
    assert [seen.method for seen in zendesk.journal] == ["POST", "GET"]  # a token, and an empty list


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        pytest.param(Fault("status", status=401, times=None), "the credentials were refused", id="refused"),
        pytest.param(
            Fault("status", path="guide", status=404, times=None), "check `account`, and `api`", id="other api"
        ),
        pytest.param(Fault("cut", times=None), "see whether http://127.0.0.1:", id="unreachable"),
    ],
)
def test_an_account_that_does_not_open(
    fault: Fault, words: str, doctor: Doctor, zendesk: StandIn, tmp_path: Path
) -> None:
    zendesk.faults.add(fault)
    ended = doctor(*sources(tmp_path, f'{{csat: {{type: zendesk, address: "{zendesk.url}"}}}}'))
    assert (ended.code, notable(ended)) == (1, {"source csat": "wrong"})
    assert words in line(ended, "source csat")


def test_an_account_without_credentials(doctor: Doctor, tmp_path: Path) -> None:
    ended = doctor(*sources(tmp_path, "{csat: {type: zendesk, account: example}}"))
    assert (ended.code, notable(ended)) == (1, {"source csat": "wrong"})
    assert "FEEDBACK_BOT_ZENDESK_CLIENT_ID" in line(ended, "source csat")


def test_files(doctor: Doctor, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.csv").write_text(f"ticket,rating,comment\n1,bad,{COMMENT}\n", encoding="utf-8")
    ended = doctor(*sources(tmp_path, '{a: {files: ["in/*.csv"]}, b: {files: ["out/*.csv"]}, c: {files: [gone.csv]}}'))
    assert (ended.code, notable(ended)) == (1, {"source b": "look", "source c": "wrong"})
    assert "files that can be read: 1" in line(ended, "source a")
    assert "matches no file: out/*.csv" in line(ended, "source b")
    assert "there is no such file: gone.csv" in line(ended, "source c")


def test_a_folder_that_may_not_be_entered(doctor: Doctor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_: object) -> None:
        raise PermissionError

    monkeypatch.setattr("bot.cli.looking.files_seen", refused)
    ended = doctor(*sources(tmp_path, "{a: {files: [in/a.csv]}}"))
    assert (ended.code, notable(ended)) == (1, {"source a": "wrong"})
    assert "may not be read: in/a.csv" in line(ended, "source a")
