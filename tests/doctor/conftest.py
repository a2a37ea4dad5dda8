"""A bot with which all is well, and ways to spoil one thing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from builders import BOT, DAY, NOW

from bot.doctor import Findings
from bot.model.cursor import Cursor
from bot.model.examined import Examined, ProjectState, Token
from bot.model.issue import Issue, Person
from bot.model.marks import Mark, stamp
from bot.reports.dashboard import TITLE, Dashboard
from bot.settings import Configuration, read_configuration

READ = "the reason why"
Spoilt = Callable[..., Findings]


def an_issue(iid: int = 1, *, by: Person = BOT, mark: Mark | None = None, confidential: bool = True) -> Issue:
    return Issue(
        iid=iid,
        title=TITLE,
        description=stamp("words", mark) if mark else "words",
        state="opened",
        labels=frozenset(),
        author=by,
        assignees=(),
        due_date=None,
        created_at=NOW,
        updated_at=NOW,
        confidential=confidential,
        notes_count=0,
        web_url="",
    )


def a_dashboard(*, by: Person = BOT, days: float = 0.1) -> Issue:
    """The dashboard of a pass that has ended so many days ago."""
    return an_issue(by=by, mark=Dashboard(Cursor(NOW - days * DAY, policy="p")).mark())


def a_filing(*, confidential: bool = True, marked: bool = True) -> Issue:
    facts = {"survey": "csat/ticket/1"} | ({"confidential": "yes"} if marked else {})
    return an_issue(7, mark=Mark("file_survey", facts), confidential=confidential)


@pytest.fixture
def configuration(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Configuration]:
    """Reads a policy, given as YAML, and an environment; None takes a variable away."""

    def read(policy: str | None = None, **variables: str | None) -> Configuration:
        given: dict[str, str | None] = {"url": "https://gitlab.example.com", "token": "glpat-S3cret", "project": "a/b"}
        for name, value in (given | variables).items():
            if value is None:
                monkeypatch.delenv(f"FEEDBACK_BOT_{name.upper()}", raising=False)
            else:
                monkeypatch.setenv(f"FEEDBACK_BOT_{name.upper()}", value)
        if policy is None:
            return read_configuration()
        path = tmp_path / "policy.yml"
        path.write_text(policy, encoding="utf-8")
        return read_configuration(path)

    return read


@pytest.fixture
def spoilt(configuration: Callable[..., Configuration]) -> Spoilt:
    """Gives findings of which some are other than they should be: fields of the findings, or of the examination.

    `policy` is YAML, `variables` belong to the environment.
    """

    def one(**changes: Any) -> Findings:  # noqa: ANN401 - any field
        read = configuration(changes.pop("policy", None), **changes.pop("variables", {}))
        examined = Examined(
            version="18.5.2-ee",
            server_time=NOW,
            token=Token(2, frozenset({"api"}), is_active=True, expires_on=date(2027, 11, 20)),
            user=2,
            project=ProjectState(has_issues=True, is_archived=False, is_to_be_deleted=False, role=15),
            role=15,
            labels=read.policy.labels.in_use if read.policy else frozenset(),
            dashboards=(a_dashboard(),),
            newest=(a_filing(),),
            has_weights=False,
            allowance=None,
        )
        of_gitlab = {name: changes.pop(name) for name in list(changes) if name in Examined.__dataclass_fields__}
        whole = Findings(
            now=NOW,
            configuration=read,
            template_problems=(),
            sources={},
            gitlab=replace(examined, **of_gitlab),
        )
        return replace(whole, **changes)

    return one
