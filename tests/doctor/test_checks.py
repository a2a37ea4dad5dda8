"""Each check by itself, as a table: what was found, and the verdict on it."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from builders import DAY, MIA, NOW
from doctor.conftest import READ, Spoilt, a_dashboard, a_filing, an_issue
from hypothesis import given
from hypothesis import strategies as st

from bot.doctor import Result, Verdict, diagnosis, ending
from bot.doctor.connection import version_of
from bot.errors import ExitCode
from bot.intake.glance import Account, Files
from bot.model.examined import Allowance, ProjectState, Token, Trouble, Unread, unexamined
from bot.model.marks import Mark

case = pytest.param
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
UNREAD, REFUSED = Unread(READ), Unread("the token was refused (401): it has expired", 401, Trouble.REFUSED)
FORBIDDEN, HIDDEN = Unread(READ, 403, Trouble.REFUSED), Unread("shows no project", 404, Trouble.REFUSED)
SILENT, STRANGE = Unread(READ, 502, Trouble.SILENT), Unread(READ, trouble=Trouble.STRANGE)
OK, LOOK, WRONG, UNKNOWN = Verdict
CHECKS = ["policy", "templates", "environment", "gitlab", "clock", "token", "scopes", "expiry", "user", "project"]
CHECKS += ["role", "confidential", "label_spelling", "labels", "tier", "limits", "sources", "last_pass"]


def a_token(*scopes: str, active: bool = True, days: int | None = 365) -> Token:
    expires = None if days is None else NOW.date() + timedelta(days=days)
    return Token(2, frozenset(scopes or ("api",)), is_active=active, expires_on=expires)


def state(*, issues: bool = True, archived: bool = False, deleted: bool = False) -> ProjectState:
    return ProjectState(has_issues=issues, is_archived=archived, is_to_be_deleted=deleted, role=None)


def result_of(check: str, results: list[Result]) -> Result:
    return next(result for result in results if result.check == check)


def test_where_all_is_well_all_is_green(spoilt: Spoilt) -> None:
    results = diagnosis(spoilt())
    assert [result.check for result in results] == CHECKS
    assert {result.verdict for result in results} == {OK}
    assert {result.remedy for result in results} == {""}
    assert ending(results) is ExitCode.DONE


@pytest.mark.parametrize(
    ("check", "changes", "verdict", "found", "remedy"),
    [
        case("gitlab", {"version": "17.6.9-ee"}, LOOK, "no role Planner", "newer GitLab", id="no Planner yet"),
        case("gitlab", {"version": "18.2.0"}, LOOK, "GitLab 18.2; it lists issues by page", "newer", id="keyset"),
        case("gitlab", {"version": "18.3.0-pre"}, OK, "GitLab 18.3", "", id="keyset is there"),
        case("gitlab", {"version": "odd"}, UNKNOWN, "makes no sense", "", id="a version of another kind"),
        case("gitlab", {"version": UNREAD}, UNKNOWN, READ, "", id="nobody has asked"),
        case("gitlab", {"version": SILENT}, WRONG, READ, "check FEEDBACK_BOT_URL", id="no answer"),
        case("gitlab", {"version": STRANGE}, WRONG, READ, "without /api/v4", id="another page"),
        *(case("gitlab", {part: SILENT}, WRONG, f"answers, but not always: {READ}", "bad moment", id=f"no {part}")
          for part in ("token", "user", "project", "role", "labels", "dashboards", "newest")),
        case("gitlab", {"labels": STRANGE}, WRONG, READ, "without /api/v4", id="labels of another kind"),
        case("gitlab", {"version": FORBIDDEN}, OK, "does not tell its version", "", id="the scope is too small"),
        case("gitlab", {"version": REFUSED}, OK, "https://gitlab.example.com answers", "", id="token refused"),
        case("clock", {"server_time": None}, UNKNOWN, "no time", "", id="no Date header"),
        case("clock", {"server_time": NOW - 119 * MINUTE / 60}, OK, "agree", "", id="two minutes, almost"),
        case("clock", {"server_time": NOW - 2 * MINUTE}, LOOK, "2 minutes ahead of", "NTP", id="ahead"),
        case("clock", {"server_time": NOW + 59 * MINUTE}, LOOK, "59 minutes behind", "NTP", id="behind"),
        case("clock", {"server_time": NOW - HOUR}, WRONG, "1 hour ahead of GitLab's: dates are over too early",
                     "NTP", id="an hour ahead"),
        case("clock", {"server_time": NOW + 2 * HOUR}, WRONG, "2 hours behind GitLab's: dates are over too late",
                     "NTP", id="two hours behind"),
        case("token", {"version": REFUSED}, WRONG, "has expired", "FEEDBACK_BOT_TOKEN", id="expired"),
        case("token", {"token": REFUSED}, WRONG, "has expired", "use the same user", id="refused later"),
        *(case("token", {part: REFUSED}, WRONG, "has expired", "use the same user", id=f"refused at {part}")
          for part in ("user", "project", "role", "labels", "dashboards", "newest")),
        case("token", {"token": FORBIDDEN, "user": FORBIDDEN}, WRONG, "whose it is", "scope api", id="no user"),
        case("token", {"token": a_token(active=False)}, WRONG, "is not active", "make a token", id="not active"),
        case("token", {"token": FORBIDDEN}, OK, "user 2", "", id="of a kind that does not tell of itself"),
        case("token", {"token": UNREAD, "user": UNREAD}, UNKNOWN, READ, "", id="unread"),
        case("scopes", {"token": UNREAD}, UNKNOWN, READ, "", id="unread"),
        case("scopes", {"token": a_token("read_api")}, WRONG, "read_api: dry runs work", "scope api", id="reads"),
        case("scopes", {"token": a_token("read_user", "write_repository")}, WRONG,
                     "read_user, write_repository: nothing works", "scope api", id="others"),
        case("scopes", {"token": Token(2, frozenset(), is_active=True, expires_on=None)}, WRONG, "none",
                     "scope api", id="none"),
        case("scopes", {"token": a_token("granular")}, UNKNOWN, "fine-grained", "", id="fine-grained"),
        case("scopes", {"token": a_token("api", "read_api", "self_rotate")}, OK, "api, read_api", "", id="all"),
        case("scopes", {"token": a_token("api", "sudo")}, LOOK, "more than the bot needs: sudo", "no other scope",
                     id="more than needed"),
        case("expiry", {"token": UNREAD}, UNKNOWN, READ, "", id="unread"),
        case("expiry", {"token": a_token(days=None)}, OK, "does not expire", "", id="never"),
        case("expiry", {"token": a_token(days=31)}, OK, "31 more days, until 2026-12-21", "", id="31 days"),
        case("expiry", {"token": a_token(days=30)}, LOOK, "30 more days", "do not revoke it", id="30 days"),
        case("expiry", {"token": a_token(days=1)}, LOOK, "1 more day, until", "rotate it", id="a day"),
        case("expiry", {"token": a_token(days=0)}, WRONG, "on 2026-11-20", "rotate it", id="today"),
        case("user", {"user": UNREAD}, UNKNOWN, READ, "", id="unread"),
        case("user", {"dashboards": UNREAD}, UNKNOWN, READ, "", id="dashboards unread"),
        case("user", {}, OK, "user 2, as before", "", id="the same as before"),
        case("user", {"dashboards": (), "newest": ()}, OK, "written nothing yet", "", id="new"),
        case("user", {"dashboards": (a_dashboard(by=MIA),), "newest": ()}, WRONG,
                     "#1, is of user 3, but the token belongs to user 2", "former_bots: [3]", id="another's dashboard"),
        case("user", {"dashboards": (an_issue(by=MIA),), "newest": ()}, OK, "written nothing yet", "",
                     id="an issue of somebody's that only bears the label"),
        case("user", {"dashboards": (a_dashboard(by=MIA),)}, OK, "as before", "", id="a copy, and own filings"),
        case("project", {"project": UNREAD}, UNKNOWN, READ, "", id="unread"),
        case("project", {"project": HIDDEN}, WRONG, "shows no", "check FEEDBACK_BOT_PROJECT", id="not shown"),
        case("project", {"project": FORBIDDEN}, WRONG, READ, "role Planner", id="forbidden"),
        case("project", {"project": REFUSED}, UNKNOWN, "expired", "", id="the token's fault"),
        case("project", {"dashboards": FORBIDDEN}, WRONG, "its issues are not", "fine-grained", id="no dashboards"),
        case("project", {"newest": FORBIDDEN}, WRONG, "its issues are not", "scope api", id="no issues shown"),
        case("project", {"project": state(issues=False)}, WRONG, "switched off", "switch them on", id="no issues"),
        case("project", {"project": state(archived=True)}, WRONG, "archived", "unarchive it", id="archived"),
        case("project", {"project": state(deleted=True)}, WRONG, "for deletion", "restore it", id="deleted"),
        case("role", {"role": UNREAD}, UNKNOWN, READ, "", id="unread"),
        case("role", {"role": None}, UNKNOWN, "administrators", "", id="none"),
        case("role", {"role": 10}, WRONG, "Guest: what is missing: labels, due dates", "role Planner", id="Guest"),
        case("role", {"role": 20}, LOOK, "Reporter: works", "Planner is enough", id="Reporter"),
        case("role", {"role": 99}, LOOK, "access level 99", "Planner is enough", id="a role nobody knows"),
        case("role", {"role": 20, "version": "17.6"}, OK, "Reporter", "", id="Reporter before Planner"),
        case("role", {"role": 15, "version": "17.6"}, WRONG, "Planner", "role Reporter", id="too old for it"),
        case("role", {"role": 15, "version": UNREAD}, OK, "Planner", "", id="of a version nobody knows"),
        case("confidential", {"role": 10}, WRONG, "would be public", "role Planner", id="Guest"),
        case("confidential", {}, OK, "#7, which the bot filed last, is confidential", "", id="proven"),
        case("confidential", {"newest": (a_filing(confidential=False),)}, LOOK, "#7 was to be confidential",
                     "make it confidential", id="published"),
        case("confidential", {"newest": (a_filing(confidential=False, marked=False),)}, OK, "the role sees them",
                     "", id="public on purpose"),
        case("confidential", {"newest": UNREAD}, OK, "the role sees them", "", id="the role alone"),
        case("confidential", {"newest": (), "role": None}, UNKNOWN, "neither", "", id="unknown"),
        case("confidential", {"newest": (an_issue(), a_filing()), "role": None}, OK, "#7", "", id="no role"),
        case("labels", {"labels": UNREAD}, UNKNOWN, READ, "", id="unread"),
        case("labels", {"labels": FORBIDDEN}, WRONG, READ, "role Planner", id="forbidden"),
        case("label_spelling", {"labels": UNREAD}, UNKNOWN, READ, "", id="unread"),
        case("tier", {"has_weights": True}, OK, "Premium or Ultimate", "", id="paid"),
        case("tier", {"has_weights": False}, OK, "takes off the rivals itself", "", id="Free"),
        case("tier", {"has_weights": None}, UNKNOWN, "only an issue tells", "", id="no issue"),
        case("limits", {}, OK, "at most 50 changes and 500 new issues", "", id="as shipped"),
        case("limits", {"allowance": Allowance(2000, 7)}, OK, "7 of 2000 requests left", "", id="told"),
        case("sources", {}, OK, "names none", "", id="none"),
        case("last_pass", {"user": UNREAD}, UNKNOWN, READ, "", id="user unread"),
        case("last_pass", {"dashboards": UNREAD}, UNKNOWN, READ, "", id="unread"),
        case("last_pass", {"dashboards": ()}, OK, "no complete pass yet", "", id="no dashboard"),
        case("last_pass", {"dashboards": (an_issue(mark=Mark("dashboard")),)}, OK, "no complete pass yet", "",
                     id="no cursor"),
        case("last_pass", {"dashboards": (a_dashboard(by=MIA),)}, OK, "no complete", "", id="another's"),
        case("last_pass", {"dashboards": (a_dashboard(days=25 / 24),)}, OK, "1 day ago", "", id="25 hours"),
        case("last_pass", {"dashboards": (a_dashboard(days=26 / 24),)}, LOOK, "1 day ago", "schedule is active",
                     id="26 hours"),
        case("last_pass", {"dashboards": (a_dashboard(days=3),)}, WRONG, "3 days ago", "jobs end red", id="gone"),
        case("last_pass", {"dashboards": (a_dashboard(days=-1 / 48),)}, OK, "0 seconds ago", "", id="just now"),
        case("last_pass", {"dashboards": (a_dashboard(days=-1),)}, LOOK, "in the future", "clocks", id="future"),
        case("templates", {"template_problems": None}, UNKNOWN, "the policy", "", id="unread"),
        case("templates", {"template_problems": ("a.md.j2:3: odd", "b:1: odd")}, WRONG, "a.md.j2:3: odd\nb:1",
                     "correct the template", id="broken"),
    ],
)  # fmt: skip
def test_what_a_check_makes_of_it(  # noqa: PLR0913 - the columns of a table
    check: str, changes: dict[str, Any], verdict: Verdict, *, found: str, remedy: str, spoilt: Spoilt
) -> None:
    result = result_of(check, diagnosis(spoilt(**changes)))
    assert result.verdict is verdict
    assert found in result.found
    assert remedy in result.remedy
    assert bool(result.remedy) == (verdict in {LOOK, WRONG})


@pytest.mark.parametrize(
    ("seen", "verdict", "found", "remedy"),
    [
        case(Files(count=2), OK, "can be read: 2", "", id="files"),
        case(Files(), OK, "--surveys", "", id="no files"),
        case(Files(folders=("in",)), WRONG, "a folder is no file: in", "in/*.csv", id="folder"),
        case(Files(missing=("a.csv", "b.csv")), WRONG, "no such file: a.csv, b.csv", "put it there", id="missing"),
        case(Files(count=1, unreadable=("a.csv",)), WRONG, "may not be read: a.csv", "give the right", id="locked"),
        case(Files(count=1, empty=("a.csv",)), LOOK, "nothing in it: a.csv", "cut off", id="empty"),
        case(Files(unmatched=("*.csv",)), LOOK, "matches no file: *.csv", "export has run", id="unmatched"),
        case(Account("ratings"), OK, "its ratings can be read", "", id="account"),
        case(Account("ratings", problem="refused"), WRONG, "refused", "docs/zendesk.md", id="account closed"),
        case(Account("ratings", warning="make a client"), LOOK, "not for ever", "make a client", id="ageing"),
    ],
)  # fmt: skip
def test_what_it_makes_of_a_source(
    seen: Files | Account, verdict: Verdict, found: str, remedy: str, spoilt: Spoilt
) -> None:
    result = result_of("source csat", diagnosis(spoilt(sources={"csat": seen})))
    assert result.verdict is verdict
    assert found in result.found
    assert remedy in result.remedy


# --- what is judged by policy and environment


@pytest.mark.parametrize(
    ("policy", "check", "verdict", "found"),
    [
        case("rules: {}", "policy", WRONG, "every rule off", id="no rule"),
        case("rulez: {}\ntimezone: Mars", "policy", WRONG, ":1: rulez", id="mistakes"),
        case(
            "rules: {nag_unanswered: , ask_missing: {fallback: [support-leads]}, chase_contact: }",
            *("policy", OK, "mention nobody (rules: nag_unanswered: fallback): nag_unanswered, chase_contact"),
            id="no fallback",
        ),
        case("limits: {changes: 0}", "limits", LOOK, "no pass change any issue", id="no changes"),
        case("limits: {filings: 0}", "limits", LOOK, "no pass file anything", id="no filings"),
        case("pace: {notes_per_minute: 400}", "limits", LOOK, "400 notes instead of 300", id="too fast"),
        case("pace: {issues_per_minute: 300}", "limits", OK, "300 new issues", id="as fast as may be"),
        case("former_bots: [2]", "user", LOOK, "whom the policy names", id="the old token"),
        case("former_bots: [3]", "user", OK, "user 2", id="another former user"),
    ],
)
def test_what_it_makes_of_a_policy(policy: str, check: str, verdict: Verdict, found: str, spoilt: Spoilt) -> None:
    result = result_of(check, diagnosis(spoilt(policy=policy)))
    assert result.verdict is verdict
    assert found in result.found
    assert bool(result.remedy) == (verdict is not OK)


def test_a_former_users_dashboard_is_the_bots_own(spoilt: Spoilt) -> None:
    own = spoilt(policy="former_bots: [3]", dashboards=(a_dashboard(by=MIA),), newest=())
    assert result_of("user", diagnosis(own)).verdict is OK


def test_a_broken_policy_leaves_what_needs_none(spoilt: Spoilt) -> None:
    results = diagnosis(spoilt(policy="rulez: {}", template_problems=None, dashboards=UNREAD))
    verdicts = {result.check: result.verdict for result in results}
    unread = {"templates", "user", "label_spelling", "labels", "limits", "sources", "last_pass"}
    assert verdicts == dict.fromkeys(CHECKS, OK) | dict.fromkeys(unread, UNKNOWN) | {"policy": WRONG}
    assert ending(results) is ExitCode.CONFIGURATION


@pytest.mark.parametrize(
    ("variables", "verdict", "found"),
    [
        ({"token": None}, WRONG, "FEEDBACK_BOT_TOKEN is not set"),
        ({"project": None}, WRONG, "FEEDBACK_BOT_PROJECT is not set"),
        ({"url": "gitlab"}, WRONG, "FEEDBACK_BOT_URL: is no web address"),
        ({"url": "http://gitlab.example.com"}, LOOK, "has no https"),
        ({"url": "http://127.0.0.1:8929"}, OK, "http://127.0.0.1:8929"),
        ({}, OK, "https://gitlab.example.com, project a/b"),
    ],
    ids=["no token", "no project", "no address", "no https", "sandbox", "all"],
)
def test_what_it_makes_of_the_environment(
    variables: dict[str, str | None], verdict: Verdict, found: str, spoilt: Spoilt
) -> None:
    results = diagnosis(spoilt(variables=variables))
    result = result_of("environment", results)
    assert (result.verdict, found in result.found) == (verdict, True)
    assert "S3cret" not in str(results)


def test_variables_that_mean_nothing_are_worth_a_look(spoilt: Spoilt) -> None:
    result = result_of("environment", diagnosis(spoilt(strangers=("FEEDBACK_BOT_TOKEN_OLD: means nothing",))))
    assert (result.verdict, result.found) == (LOOK, "FEEDBACK_BOT_TOKEN_OLD: means nothing")
    assert "take the variable away" in result.remedy


def test_gitlab_com_has_limits_of_its_own(spoilt: Spoilt) -> None:
    policy, url = "pace: {notes_per_minute: 61, issues_per_minute: 200}", "https://gitlab.com/"
    result = result_of("limits", diagnosis(spoilt(policy=policy, variables={"url": url})))
    assert (result.verdict, "gitlab.com allows in a minute: 61 notes instead of 60" in result.found) == (LOOK, True)


def test_without_an_address_nobody_blames_gitlab(spoilt: Spoilt) -> None:
    results = diagnosis(spoilt(variables={"url": "gitlab"}, gitlab=unexamined(READ)))
    assert [result.check for result in results if result.verdict is WRONG] == ["environment"]
    assert ending(results) is ExitCode.CONFIGURATION


# --- labels


def test_labels_that_are_missing_are_named(spoilt: Spoilt) -> None:
    whole = spoilt().gitlab.labels
    assert isinstance(whole, frozenset)
    results = diagnosis(spoilt(labels=whole - {"kudos", "review::done"}))
    missing = result_of("labels", results)
    assert (missing.verdict, missing.remedy[:18]) == (LOOK, "feedback-bot setup")
    assert missing.found.startswith("missing: kudos, review::done;")
    assert result_of("label_spelling", results).verdict is OK


def test_a_label_that_is_misspelt_is_wrong_and_one_beside_the_right_one_is_not(spoilt: Spoilt) -> None:
    whole = spoilt().gitlab.labels
    assert isinstance(whole, frozenset)
    beside = result_of("label_spelling", diagnosis(spoilt(labels=whole | {"Kudos"})))
    assert (beside.verdict, beside.found) == (LOOK, "Kudos is nearly kudos, which is there as well")
    instead = result_of("label_spelling", diagnosis(spoilt(labels=(whole | {"Kudos"}) - {"kudos"})))
    assert instead.verdict is WRONG
    assert instead.remedy == beside.remedy == "if they mean the same:\nfeedback-bot setup --rename Kudos=kudos"
    odd = result_of("label_spelling", diagnosis(spoilt(labels=whole | {"feedback: process"})))
    assert odd.remedy.endswith("--rename 'feedback: process=feedback::process'")


# --- how it ends


@pytest.mark.parametrize(
    ("verdicts", "code"),
    [
        ({}, 0),
        ({"labels": LOOK, "tier": UNKNOWN}, 0),
        ({"source csat": WRONG}, 1),
        ({"role": WRONG, "clock": WRONG}, 1),
        ({"gitlab": WRONG, "role": WRONG}, 4),
        ({"token": WRONG}, 4),
        ({"token": WRONG, "templates": WRONG}, 2),
        ({"environment": WRONG}, 2),
        ({"policy": WRONG, "last_pass": WRONG}, 2),
    ],
    ids=str,
)
def test_the_first_thing_to_mend_says_how_it_ends(verdicts: dict[str, Verdict], code: int) -> None:
    found = dict.fromkeys(CHECKS, OK) | verdicts
    assert ending([Result(check, verdict, "", "") for check, verdict in found.items()]) == code


@given(st.sets(st.sampled_from(CHECKS)), st.sampled_from([LOOK, UNKNOWN, OK]))
def test_it_ends_well_where_and_only_where_nothing_is_wrong(wrong: set[str], rest: Verdict) -> None:
    results = [Result(check, WRONG if check in wrong else rest, "", "") for check in CHECKS]
    assert (ending(results) is ExitCode.DONE) == (not wrong)


@pytest.mark.parametrize(
    ("text", "version"),
    [("17.11.2-ee", (17, 11)), ("18.0", (18, 0)), ("18", None), ("", None), ("v18.1", None)],
)
def test_versions(text: str, version: tuple[int, int] | None) -> None:
    assert version_of(text) == version


def test_the_token_stops_on_a_day_of_utc(spoilt: Spoilt) -> None:
    late = NOW.replace(hour=23) + timedelta(hours=2)
    tomorrow = Token(2, frozenset({"api"}), is_active=True, expires_on=date(2026, 11, 21))
    assert result_of("expiry", diagnosis(spoilt(token=tomorrow, now=late))).verdict is WRONG
    assert result_of("expiry", diagnosis(spoilt(token=tomorrow, now=late - DAY))).verdict is LOOK


@pytest.mark.parametrize("check", sorted({*CHECKS, "source NAME"} - {"sources"}))
def test_every_check_stands_in_its_page(check: str) -> None:
    page = Path(__file__).parents[2] / "docs" / "doctor.md"
    assert f"| `{check}` |" in page.read_text(encoding="utf-8")
