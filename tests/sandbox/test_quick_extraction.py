from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from gitlab.v4.objects import Project

    from bot.sandbox import Sandbox


@pytest.mark.parametrize(
    "text",
    [
        "```\n/close\n```",
        "````\n```\n/close\n```\n````",
        "    /close",
        "> /close",
        "> quoted\n/close",
        "- item\n  /close",
        "- item\n/close",
        "<div>\n/close\n</div>",
        "<!--\n/close\n-->",
        "see /close",
        " /close",
        "/closed",
        "/unknown_word",
        "/close,",
        "\\/close",
    ],
    ids=repr,
)
def test_no_action(sandbox: Sandbox, project: Project, text: str) -> None:
    iid = sandbox.world.seed_issue(title="x", author="mia")
    note = project.issues.get(iid).notes.create({"body": text})
    assert note.body == text
    assert note.commands_changes == {}
    assert project.issues.get(iid).state == "opened"


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("a\n/close\nb", "a\nb"),
        ("a\r\n/close\r\nb", "a\nb"),
        ("a\r/close", "a"),
        ("# head\n/close", "# head"),
        ("```\ncode\n```\n/close", "```\ncode\n```"),
        ("a\n\n/close  ", "a"),
        ("\n    code\n\n/close", "    code"),
    ],
    ids=repr,
)
def test_actions_between_text(sandbox: Sandbox, project: Project, text: str, rest: str) -> None:
    iid = sandbox.world.seed_issue(title="x", author="mia")
    assert project.issues.get(iid).notes.create({"body": text}).body == rest
    assert project.issues.get(iid).state == "closed"


def test_a_text_that_the_markdown_library_stumbled_over_is_taken_as_it_is(sandbox: Sandbox, project: Project) -> None:
    iid = sandbox.world.seed_issue(title="x", author="mia")
    project.issues.get(iid).notes.create({"body": "x\n\n/close\n\n> - <?\n> "})
    assert project.issues.get(iid).state == "closed"
