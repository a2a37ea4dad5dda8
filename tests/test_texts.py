"""The bot's words: every template against golden files, and templates of an operator's own.

`GOLDEN=write pytest tests/test_texts.py` writes the golden files anew from what the templates say today: read the
difference before you commit it.
"""

import os
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from builders import BOT, DAY, MIA, NOW, REVIEWED, a_context, a_filed_issue, a_mark_note, a_note, a_survey, an_issue

from bot.commands import Mistake, commands_in
from bot.engine.explain import explanation_of
from bot.errors import ConfigurationError
from bot.model.case import Case
from bot.model.issue import Issue
from bot.model.marks import Mark
from bot.model.review.form import HANDBOOK
from bot.reports.explain import facts_of
from bot.rules import RULE_NAMES, Rules
from bot.rules.obeying.answer import Answer, Denial
from bot.rules.obeying.answer import facts_of as answered
from bot.rules.wording import shown
from bot.shipped import shipped
from bot.texts import JinjaTexts

REVIEW_LINES = [field.line for field in HANDBOOK]
LACKING = [{"line": line, "seen": ""} for line in REVIEW_LINES[:2]]
GOLDEN = Path(__file__).parent / "golden"
WRITING = os.environ.get("GOLDEN") == "write"
SHIPPED = shipped("templates")
CTX = a_context()
DUE, LATER = date(2026, 11, 29), date(2026, 12, 6)

FULL = a_survey(
    score="2 of 7",
    comment="Nobody answered for *days*.\n\n/close\n```\n@all see #1 <!-- feedback-bot ask_review -->",
    reason="Took too long",
    customer="Zoë O'Neill",
    organization="ACME | Rockets",
    region="EMEA",
    agent="sam@example.com",
    ticket_url="https://desk.example/agent/tickets/209?a=(b)",
    contact_requested="yes",
)
BARE = a_survey(rating="good")
CAUSES = CTX.labels.causes

UNCLEAR = a_note(REVIEWED.replace("one owner for each ticket", "")[:-1] + "maybe")
REMINDERS = ("close_inactive", "read_review", "nag_unanswered", "ask_missing", "chase_contact")
RULES = Rules.model_validate({name: {} for name in REMINDERS} | {"nag_unanswered": {"fallback": ["support/managers"]}})


def explained(issue: Issue) -> dict[str, object]:
    return facts_of(explanation_of(Case(issue), RULES.switched_on(), CTX)) | {"inside": False}


# Every text the bot can write, as template and variant, with the facts the rules give.
TEXTS: dict[str, Mapping[str, object]] = {
    "file_survey.full": {"survey": shown(FULL, CTX), "due": DUE, "answer_expected": True},
    "file_survey.bare": {"survey": shown(BARE, CTX), "due": None, "answer_expected": False},
    "file_survey.neutral": {
        "survey": shown(a_survey(rating="neutral", comment="It was fine"), CTX),
        "due": DUE,
        "answer_expected": True,
    },
    "file_survey.no-ticket": {"survey": shown(a_survey(ticket="", id="s-1"), CTX), "due": DUE, "answer_expected": True},
    "file_survey.good-contact": {
        "survey": shown(a_survey(rating="good", contact_requested=True), CTX),
        "due": DUE,
        "answer_expected": True,
    },
    "file_survey.undated": {"survey": shown(FULL, CTX), "due": None, "answer_expected": True},
    **{
        f"file_survey.{name}": {"survey": shown(a_survey(**columns), CTX), "due": DUE, "answer_expected": True}
        for name, columns in {
            "final": {"status": "closed"},
            "changeable": {"changeable_until": "2026-12-19T09:00:00+00:00"},
            "solved": {"status": "solved"},
        }.items()
    },
    "follow_rating.worse": {
        "public": False,
        "before": "good",
        "survey": shown(FULL, CTX),
        "expected": True,
        "due": DUE,
    },
    "follow_rating.worse-no-comment": {
        "public": False,
        "before": "good",
        "survey": shown(a_survey(), CTX),
        "expected": True,
        "due": DUE,
    },
    "follow_rating.better": {
        "public": False,
        "before": "bad",
        "survey": shown(a_survey(rating="good", comment="ok"), CTX),
        "expected": False,
        "due": None,
    },
    "follow_rating.better-no-comment": {
        "public": False,
        "before": "bad",
        "survey": shown(BARE, CTX),
        "expected": False,
        "due": None,
    },
    "follow_rating.still-due": {
        "public": False,
        "before": "bad",
        "survey": shown(a_survey(rating="neutral"), CTX),
        "expected": False,
        "due": DUE,
    },
    "follow_rating.public": {"public": True},
    "follow_rating.again": {"public": False, "before": "bad", "survey": shown(FULL, CTX), "expected": True, "due": DUE},
    "ask_review.full": {"lines": REVIEW_LINES, "causes": CAUSES, "due": DUE},
    "ask_review.no-due": {"lines": REVIEW_LINES, "causes": CAUSES, "due": None},
    "ask_review.no-causes": {"lines": REVIEW_LINES, "causes": (), "due": DUE},
    "ask_review.bare": {"lines": REVIEW_LINES, "causes": (), "due": None},
    "ask_review.more-lines": {"lines": [*REVIEW_LINES, "Make the CSM aware? (Y/N)"], "causes": CAUSES, "due": DUE},
    "close_duplicate.other": {"original": 12},
    "close_duplicate.first": {"original": 1},
    "close_inactive.days": {"after": "7 days"},
    "close_inactive.hours": {"after": "36 hours"},
    "dashboard.new": {"when": "(not yet)", "did": (), "newest": "", "overdue": (), "more": False},
    "dashboard.calm": {
        "when": "2026-11-20 13:00 CET",
        "did": (("file_survey", 12), ("ask_review", 3)),
        "newest": "20261120T120000Z-0a1b",
        "overdue": (),
        "more": False,
    },
    "dashboard.overdue": {
        "when": "2026-11-20 13:00 CET",
        "did": (("nag_unanswered", 1),),
        "newest": "",
        "overdue": ((41, DUE), (7, date(2026, 11, 2))),
        "more": False,
    },
    "explain.unanswered": explained(a_filed_issue(due=DUE)),
    "explain.overdue": explained(a_filed_issue(due=date(2026, 11, 2), assignees=(MIA,))),
    "explain.incomplete": explained(
        a_filed_issue(
            due=DUE,
            labels=frozenset({"satisfaction::bad", "satisfaction::good", "review::incomplete"}),
            notes=(a_mark_note("ask_review", NOW - DAY), UNCLEAR),
            notes_count=2,
        )
    ),
    "explain.complete": explained(
        a_filed_issue(
            due=DUE,
            labels=frozenset({"satisfaction::bad", "review::done", "feedback::process"}),
            notes=(a_note(REVIEWED.replace("one owner for each ticket", "none")),),
            notes_count=1,
        )
    ),
    "explain.silenced": explained(
        an_issue(
            notes=(
                a_mark_note("nag_unanswered", NOW - DAY, due="2026-11-18"),
                a_note("removed due date November 26, 2026", system=True),
            ),
            notes_count=1,
        )
    ),
    "explain.good": explained(a_filed_issue(rating="good")),
    "explain.closed": explained(a_filed_issue(rating="good", state="closed")),
    "explain.hands-off": explained(an_issue(due_date=DUE, labels=frozenset({"feedback-bot::hands-off"}))),
    "explain.dashboard": explained(an_issue(author=BOT, description=str(Mark("dashboard")))),
    "write_back.tag": {"issue": "https://gitlab.example.com/support/feedback/-/issues/7", "tag": "feedback-bot"},
    "write_back.other-tag": {"issue": "https://gitlab.example.com/support/feedback/-/issues/12", "tag": "told"},
    "issue_template.full": {
        "confidential": True,
        "needed": "review::needed",
        "done": "review::done",
        "ratings": ("satisfaction::good", "satisfaction::neutral", "satisfaction::bad"),
        "contact": "contact::requested",
        "causes": CAUSES,
        "lines": REVIEW_LINES,
    },
    "issue_template.public": {
        "confidential": False,
        "needed": "to review",
        "done": "reviewed",
        "ratings": ("good", "neutral", "bad"),
        "contact": "to contact",
        "causes": (),
        "lines": [*REVIEW_LINES, "Make the CSM aware? (Y/N)"],
    },
    "undo.winter": {"identity": "20261120T120000Z-0a1b", "when": "2026-11-20 13:00 CET"},
    "undo.summer": {"identity": "20260720T120000Z-2c3d", "when": "2026-07-20 14:00 CEST"},
    "close_dashboard.one": {"kept": 4},
    "close_dashboard.other": {"kept": 12},
    "dashboard.more": {
        "when": "2026-11-20 13:00 CET",
        "did": (("close_inactive", 2),),
        "newest": "20261120T120000Z-0a1b",
        "overdue": ((41, DUE), (40, DUE), (7, date(2026, 11, 2))),
        "more": True,
    },
    "read_review.closed": {},
    "read_review.again": {},
    "ask_missing.two": {
        "people": "@mia",
        "thanks_for": "review",
        "commands": True,
        "missing": [{"line": "Action to be taken", "seen": ""}, {"line": "a label feedback::…", "seen": ""}],
        "contact": "contact::done",
        "following": LATER,
        "done": "review::done",
    },
    "ask_missing.nobody": {
        "people": "",
        "thanks_for": "answer",
        "commands": False,
        "missing": [{"line": "Contact customer to discuss feedback? (Y/N)", "seen": "maybe"}],
        "contact": "",
        "following": LATER,
        "done": "review::done",
    },
    "ask_missing.unanswered": {
        "people": "@mia",
        "thanks_for": "",
        "commands": True,
        "missing": LACKING,
        "contact": "",
        "following": LATER,
        "done": "review::done",
    },
    "ask_after_closing.all": {"closer": "@mia", "missing": LACKING, "causes": "feedback"},
    "ask_after_closing.lines": {"closer": "@mia", "missing": LACKING[1:], "causes": ""},
    "ask_after_closing.unclear": {
        "closer": "@mia",
        "missing": [{"line": "Make the CSM aware? (Y/N)", "seen": "`maybe`"}],
        "causes": "",
    },
    "ask_after_closing.cause": {"closer": "@mia", "missing": [], "causes": "feedback"},
    "ask_after_closing.nobody": {"closer": "", "missing": [], "causes": "feedback"},
    "chase_contact.people": {
        "people": "@mia @tom",
        "due": DUE,
        "following": LATER,
        "label": "contact::done",
        "commands": True,
    },
    "chase_contact.nobody": {
        "people": "",
        "due": DUE,
        "following": LATER,
        "label": "contact::done",
        "commands": False,
    },
    "nag_unanswered.people": {
        "people": "@mia @tom",
        "since": DUE,
        "following": LATER,
        "review_asked": True,
        "contact_wanted": False,
        "commands": True,
    },
    "nag_unanswered.contact": {
        "people": "@mia",
        "since": DUE,
        "following": LATER,
        "review_asked": False,
        "contact_wanted": True,
        "commands": True,
    },
    "nag_unanswered.people-unasked": {
        "people": "@mia",
        "since": DUE,
        "following": LATER,
        "review_asked": False,
        "contact_wanted": False,
        "commands": False,
    },
    "nag_unanswered.nobody": {
        "people": "",
        "since": DUE,
        "following": LATER,
        "review_asked": True,
        "contact_wanted": False,
        "commands": True,
    },
    "nag_unanswered.nobody-unasked": {
        "people": "",
        "since": DUE,
        "following": LATER,
        "review_asked": False,
        "contact_wanted": False,
        "commands": False,
    },
}

SPOKEN = "closee\nlabel `prozess` @all, please\nassign @mia and @tom\nsnooze"
SAID = commands_in("\n".join(f"!feedback {line}" for line in SPOKEN.split("\n")), BOT.username, CTX.labels)
MISTAKES = tuple(one for one in SAID if isinstance(one, Mistake))
TEXTS |= {
    f"obey_commands.{name}": answered(answer, CTX)
    for name, answer in {
        "help": Answer(help=True),
        "explain": Answer(
            explanation="It is open.\n\n<sub>Written by feedback-bot, rule `explain`. It only tells.</sub>"
        ),
        "mistakes": Answer(mistakes=MISTAKES),
        "guest": Answer(denial=Denial("Reporter", "Guest")),
        "stranger": Answer(denial=Denial("Developer", "")),
        "limit": Answer(limit=20, mistakes=MISTAKES[:1]),
        "edited": Answer(edited=True),
        "memory": Answer(memory=True),
    }.items()
}

every_text = pytest.mark.parametrize("name", TEXTS)


def text_of(name: str) -> str:
    return JinjaTexts([SHIPPED]).render(name.split(".", maxsplit=1)[0], **TEXTS[name])


# -- the shipped words -------------------------------------------------------------------------------------------


@every_text
def test_a_text_is_the_golden_one(name: str) -> None:
    golden = GOLDEN / f"{name}.md"
    if WRITING:
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(f"{text_of(name)}\n", encoding="utf-8")
    assert f"{text_of(name)}\n" == golden.read_text(encoding="utf-8")


@pytest.mark.skipif(WRITING, reason="the golden files are being written")
def test_every_golden_file_is_a_text() -> None:
    assert {file.name.removesuffix(".md") for file in GOLDEN.iterdir()} == set(TEXTS)


def test_every_rule_has_a_template_and_every_template_has_variants() -> None:
    templates = {file.name.removesuffix(".md.j2") for file in SHIPPED.glob("[!_]*.j2")}
    silent, no_rules = (
        {"delete_repeat", "keep_one_label", "relate_sources"},
        {"dashboard", "close_dashboard", "explain", "issue_template", "undo", "write_back"},
    )
    assert templates == set(RULE_NAMES) - silent | no_rules
    variants = [name.split(".")[0] for name in TEXTS]
    assert {template for template in templates if variants.count(template) < 2} == set()


@every_text
def test_a_text_ends_by_saying_which_rule_wrote_it_and_how_to_stop_it(name: str) -> None:
    rule = name.split(".", maxsplit=1)[0]
    last = text_of(name).rpartition("\n\n")[2]
    if rule != "write_back":  # which is not for GitLab but plain text
        assert re.fullmatch("<sub>.*</sub>", last)
    assert re.search(rf"Written by feedback-bot, rule `{rule}`\. [^\n]{{20,}}\.", last)


@every_text
def test_a_text_has_no_ragged_edges(name: str) -> None:
    text = text_of(name)
    assert text == text.strip()
    assert not re.search(r"\n{4,}|[ \t]\n|\{[{%#]|\bNone\b|\bTrue\b|\bFalse\b|\r", text)


@pytest.mark.parametrize(
    ("name", "fact"),
    [
        (name, fact)
        for name in ("file_survey.full", "ask_review.full", "close_duplicate.other", "dashboard.overdue")
        for fact in TEXTS[name]
    ],
)
def test_a_fact_that_is_not_given_is_an_error(name: str, fact: str) -> None:
    facts = {given: value for given, value in TEXTS[name].items() if given != fact}
    with pytest.raises(ConfigurationError, match=rf"'{fact}' is undefined"):
        JinjaTexts([SHIPPED]).render(name.split(".", maxsplit=1)[0], **facts)


def test_the_shipped_templates_pass_the_check() -> None:
    JinjaTexts([SHIPPED]).check()


# -- templates of an operator's own ------------------------------------------------------------------------------


def own(folder: Path, **templates: str) -> JinjaTexts:
    """Put templates of an operator's own before the shipped ones."""
    for name, source in templates.items():
        (folder / f"{name}.md.j2").write_text(source, encoding="utf-8")
    return JinjaTexts([folder, SHIPPED])


def test_an_own_template_wins_and_the_shipped_ones_fill_the_gaps(tmp_path: Path) -> None:
    texts = own(tmp_path, close_inactive="Ade, {{ after }} später!\n")
    assert texts.render("close_inactive", after="7 days") == "Ade, 7 days später!"
    assert texts.render("ask_review", **TEXTS["ask_review.full"]) == text_of("ask_review.full")


def test_an_own_part_changes_the_shipped_templates_that_use_it(tmp_path: Path) -> None:
    texts = own(tmp_path, _footer="{% macro footer(rule, stop) %}by {{ rule }}{% endmacro %}")
    assert texts.render("close_inactive", after="7 days").endswith("\n\nby close_inactive")


def test_an_own_template_may_use_the_shipped_parts(tmp_path: Path) -> None:
    texts = own(tmp_path, hello='{% from "_footer.md.j2" import footer %}{{ footer("hello", "Stop.") }}')
    assert texts.render("hello") == "<sub>Written by feedback-bot, rule `hello`. Stop.</sub>"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("\n\n  a  \n\n", "a"),
        ("{% if true %}\na\n{% endif %}\nb", "a\nb"),
        ("  {% if true %}\na\n  {% endif %}", "a"),
        ("{# to the reader #}\na", "a"),
        ("<b>{{ '<i>' }}", "<b><i>"),
    ],
    ids=["trimmed", "block lines vanish", "indented too", "comments vanish", "Markdown is not escaped"],
)
def test_a_template_gives_just_its_words(source: str, text: str, tmp_path: Path) -> None:
    assert own(tmp_path, hello=source).render("hello") == text


def test_what_a_fact_says_is_never_filled_in(tmp_path: Path) -> None:
    texts = own(tmp_path, hello="{{ fact }}")
    assert texts.render("hello", fact="{{ 7 * 7 }} {% if %}") == "{{ 7 * 7 }} {% if %}"


def test_an_unknown_template_is_named() -> None:
    with pytest.raises(ConfigurationError, match=r"hello\.md\.j2:1: "):
        JinjaTexts([SHIPPED]).render("hello")


def test_a_missing_part_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"hello\.md\.j2:1: .*_gone\.md\.j2"):
        own(tmp_path, hello='{% include "_gone.md.j2" %}').render("hello")


BROKEN = "a\nb\n{% if %}\n"
WHERE = r"close_inactive\.md\.j2:3: Expected an expression, got 'end of statement block'$"


def test_a_broken_template_is_named_with_its_line_when_it_is_checked(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=WHERE):
        own(tmp_path, close_inactive=BROKEN).check()


def test_a_broken_template_is_named_with_its_line_when_it_is_used(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=WHERE):
        own(tmp_path, close_inactive=BROKEN).render("close_inactive")


def test_a_broken_part_is_named_and_not_the_template_that_uses_it(tmp_path: Path) -> None:
    texts = own(tmp_path, _footer="{% macro footer(rule, stop) %}\n{% endmacro %}{% endmacro %}\n")
    with pytest.raises(ConfigurationError, match=r"_footer\.md\.j2:2: Encountered unknown tag 'endmacro'"):
        texts.render("close_inactive", after="7 days")
    with pytest.raises(ConfigurationError, match=r"_footer\.md\.j2:2: "):
        texts.check()


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("{{ ''.__class__ }}", "'__class__' of 'str' object is unsafe"),
        ("{{ ''['__class__'] }}", "'__class__' of 'str' object is unsafe"),
        ("{{ (''|attr('__class__')).mro() }}", "'__class__' of 'str' object is unsafe"),
        ("{{ calendar.due.__func__.__globals__ }}", "'__func__' of 'method' object is unsafe"),
        ("{{ self.__init__.__globals__ }}", "'__init__' of 'TemplateReference' object is unsafe"),
        ("{{ cycler.__init__ }}", "'__init__' of 'type' object is unsafe"),
        ("{{ '{0.__class__}'.format('') }}", "'__class__' of 'str' object is unsafe"),
        ("{{ words.append('x') }}", "'append' of 'list' object is unsafe"),
        ("{% import 'os' as os %}", "os"),
    ],
)
def test_a_template_cannot_reach_the_program(source: str, problem: str, tmp_path: Path) -> None:
    texts = own(tmp_path, hello=source)
    with pytest.raises(ConfigurationError, match=rf"hello\.md\.j2:1: .*{re.escape(problem)}"):
        texts.render("hello", calendar=CTX.calendar, words=["a"])


def test_a_missing_fact_is_named_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"hello\.md\.j2:2: 'gone' is undefined"):
        own(tmp_path, hello="a\n{{ gone }}").render("hello")


@pytest.mark.parametrize(
    "source", ["{{ due + 1 }}", "{{ 1 / 0 }}", "{{ range(10 ** 9) }}"], ids=["type", "division", "overflow"]
)
def test_a_template_that_fails_is_an_error_of_the_configuration(source: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"hello\.md\.j2"):
        own(tmp_path, hello=source).render("hello", due=DUE)


def test_a_template_that_is_not_utf_8_is_an_error_of_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "hello.md.j2").write_bytes("später".encode("latin-1"))
    with pytest.raises(ConfigurationError, match=r"hello\.md\.j2"):
        JinjaTexts([tmp_path]).check()
