"""What stands in the file of a plan: all that is needed, of people's words no more; and it is read as a stranger's."""

import json
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args

import pytest
from builders import BOT, MIA, NOW, a_context, a_labelling, a_note, an_issue
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from bot.engine.planner import _is_as_it_was
from bot.engine.saved.actions import SavedChange, SavedFiling, saved
from bot.engine.saved.looks import Looks, differences
from bot.engine.saved.plan import SavedPlan
from bot.engine.saved.progress import Inspection, Stand, stands
from bot.model.actions import EditNote, FileIssue, IssueAction, React, RelateIssue, UpdateIssue, WriteNote
from bot.model.issue import Issue, Person
from bot.model.labels import LabelChange
from bot.model.marks import Mark, stamp
from bot.model.signature import signed
from bot.model.visible import visible
from bot.rules import RULE_NAMES

CTX = a_context()
DUE = date(2026, 11, 29)

words = st.text(min_size=1).filter(lambda text: bool(text.strip()))
labels = st.lists(st.from_regex(r"[a-z]{1,9}(::[a-z]{1,9})?", fullmatch=True), max_size=3).map(tuple)
numbers = st.integers(1, 10**9)
_FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "rule": st.sampled_from(RULE_NAMES),
    "reason": st.text().map(lambda text: " ".join(visible(text).split())),
    "title": words,
    "description": words,
    "body": words,
    "labels": labels,
    "confidential": st.booleans(),
    "close": st.booleans(),
    "remove_due_date": st.booleans(),
    "due_date": st.none() | st.dates(),
    "state_event": st.sampled_from([None, "close", "reopen"]),
    "assignee": st.none() | st.builds(Person, numbers, st.from_regex(r"[A-Za-z0-9_.-]{1,255}", fullmatch=True)),
    "other": numbers,
    "project": st.none() | st.from_regex(r"[a-z]{1,9}(/[a-z]{1,9}){1,3}|[1-9][0-9]{0,8}", fullmatch=True),
    "note_id": numbers,
    "add": st.lists(st.from_regex(r"[a-z_]{1,9}", fullmatch=True), max_size=3).map(tuple),
    "remove": st.lists(numbers, max_size=3).map(tuple),
}
_OF_UPDATES = {
    "title": st.none() | words,
    "description": st.none() | words,
    "labels": st.builds(LabelChange, labels, labels),
}


_OF: dict[type[Any], dict[str, st.SearchStrategy[Any]]] = {
    UpdateIssue: _OF_UPDATES,
    RelateIssue: {"rule": st.just("obey_commands")},
}


def of_kind(kind: type[Any]) -> st.SearchStrategy[Any]:
    known = _FIELDS | _OF.get(kind, {})
    return st.builds(kind, **{field.name: known[field.name] for field in fields(kind)})


actions = st.one_of(*map(of_kind, get_args(IssueAction)))


@given(actions)
def test_every_action_survives_the_file(action: IssueAction) -> None:
    part: TypeAdapter[Any] = TypeAdapter(SavedFiling | SavedChange)
    assert part.validate_json(saved(action).model_dump_json()).action == action


# --- what an issue looks like

_CHANGES: list[dict[str, Any]] = [
    {"title": "Something else"},
    {"description": "Something else"},
    {"state": "closed"},
    {"labels": frozenset({"satisfaction::good"})},
    {"author": BOT},
    {"author": Person(MIA.id, "mia2")},
    {"assignees": (MIA,)},
    {"due_date": DUE},
    {"created_at": NOW},
    {"updated_at": NOW},
    {"confidential": False},
    {"notes_count": 1},
    {"web_url": "https://gitlab.example.com/elsewhere"},
    {"goes_on_elsewhere": True},
    {"closed_by": MIA},
]
_UNREAD = ("iid", "notes", "state_events", "label_events")


def test_the_changes_below_are_of_everything_that_is_read_with_an_issue() -> None:
    assert {name for change in _CHANGES for name in change} == {one.name for one in fields(Issue)} - {*_UNREAD}


@given(st.lists(st.sampled_from(_CHANGES)))
def test_an_issue_looks_as_it_did_where_a_pass_would_take_it_for_unchanged(changes: list[dict[str, Any]]) -> None:
    before = an_issue(notes=None, state_events=None, label_events=None)
    fresh = before
    for change in changes:
        fresh = replace(fresh, **change)
    assert (Looks.of(fresh) == Looks.of(before)) == _is_as_it_was(fresh, before)


def test_looks_hold_nobodys_words() -> None:
    issue = an_issue(title="A secret title", description="A secret text", notes=(replace(a_note("A secret"), id=5),))
    assert "secret" not in Looks.of(issue).model_dump_json()


def test_a_reason_that_no_terminal_should_see_is_shown_by_name() -> None:
    plan = SavedPlan.model_validate_json(spoil("changes.0.actions.0.reason", "\x1b[2J gone\nok"))
    assert plan.changes[0].to_do[0].reason == "‹U+001B›[2J gone ok"


@pytest.mark.parametrize(
    ("then", "now", "words"),
    [
        (0, 1, "has 1 comment now, had none when planned"),
        (1, 3, "has 3 comments now, had 1 when planned"),
        (2, 0, "has no comments now, had 2 when planned"),
    ],
)
def test_comments_that_came_and_went_are_counted_in_words(then: int, now: int, words: str) -> None:
    before, after = (Looks.of(an_issue(notes=None, notes_count=count)) for count in (then, now))
    assert list(differences(before, after)) == [words]


# --- how far a plan has come

LATER = NOW + timedelta(hours=1)
NOTE = WriteNote(rule="nag_unanswered", reason="r", body=stamp("Well?", Mark("nag_unanswered", {"due": "x"})))
CLOSING = replace(NOTE, close=True, due_date=DUE)
KUDOS = UpdateIssue(rule="obey_commands", reason="r", labels=LabelChange(add=("kudos",)))
REACTION = React(rule="obey_commands", reason="r", note_id=5, add=("x", "white_check_mark"), remove=(7,))
LINK = RelateIssue(rule="obey_commands", reason="r", other=3)
THEIRS = replace(a_note("Nice.", at=NOW - timedelta(days=2)), id=5)


def an_old_issue(**changes: Any) -> Issue:  # noqa: ANN401 - any field of the issue
    return an_issue(age=timedelta(days=9), notes=(THEIRS,), **changes)


def stand_of(issue: Issue, *to_do: IssueAction, there: bool = False, before: Issue | None = None) -> Stand | None:
    looks = Looks.of(before or an_old_issue())
    return Inspection(looks, issue, NOW, CTX).stand(to_do, lambda _: there)


def said(action: WriteNote | EditNote, by: Person = BOT, number: int = 6) -> Any:  # noqa: ANN401 - a note
    note = signed(action, "20261120T120000Z")
    assert isinstance(note, WriteNote | EditNote)
    return replace(a_note(note.body, by=by, at=LATER), id=number)


def noted(**changes: Any) -> Issue:  # noqa: ANN401 - any field of the issue
    return replace(an_old_issue(), notes=(THEIRS, said(NOTE)), notes_count=2, updated_at=LATER, **changes)


@pytest.mark.parametrize(
    ("issue", "to_do", "rest"),
    [
        pytest.param(an_old_issue(), (NOTE, KUDOS), (NOTE, KUDOS), id="nothing yet"),
        pytest.param(noted(), (NOTE, KUDOS), (KUDOS,), id="the first of two"),
        pytest.param(noted(labels=frozenset({"satisfaction::bad", "kudos"})), (NOTE, KUDOS), (), id="all"),
        pytest.param(
            noted(), (CLOSING, KUDOS),
            (UpdateIssue(rule="nag_unanswered", reason="r", state_event="close", due_date=DUE), KUDOS),
            id="the note, and nothing that comes with it",
        ),
        pytest.param(
            noted(state="closed", closed_by=BOT), (CLOSING,),
            (UpdateIssue(rule="nag_unanswered", reason="r", due_date=DUE),), id="the note and the closing",
        ),
        pytest.param(
            noted(due_date=DUE), (CLOSING,), (UpdateIssue(rule="nag_unanswered", reason="r", state_event="close"),),
            id="the note and the date",
        ),
        pytest.param(noted(due_date=DUE, state="closed", closed_by=BOT), (CLOSING,), (), id="all of it"),
    ],
)  # fmt: skip
def test_a_plan_goes_on_where_it_was_cut_off(
    issue: Issue, to_do: tuple[IssueAction, ...], rest: tuple[IssueAction, ...]
) -> None:
    stand = stand_of(issue, *to_do)
    assert stand is not None
    assert stand.rest == rest


@pytest.mark.parametrize(
    "issue",
    [
        pytest.param(noted(label_events=(a_labelling("kudos", at=LATER),)), id="a label on and off"),
        pytest.param(noted(title="Something else"), id="a title"),
        pytest.param(replace(noted(), notes_count=3), id="a comment that nobody shows"),
        pytest.param(
            replace(noted(), notes=(THEIRS, said(NOTE), replace(a_note(at=LATER), id=8)), notes_count=3), id="a comment"
        ),
        pytest.param(
            replace(noted(), notes=(THEIRS, said(NOTE, by=MIA))), id="the bot's words, but not in the bot's mouth"
        ),
        pytest.param(replace(noted(), notes=(replace(THEIRS, body="Bad."), said(NOTE))), id="an edit"),
        pytest.param(
            replace(noted(), notes=(THEIRS, said(NOTE), replace(a_note("changed", at=LATER, system=True), id=8))),
            id="something that leaves a line in the history",
        ),
        pytest.param(noted(state="closed", closed_by=MIA), id="a closing"),
        pytest.param(replace(an_old_issue(), updated_at=LATER), id="nobody knows what"),
    ],
)
def test_what_others_have_done_since_is_told_apart(issue: Issue) -> None:
    assert stand_of(issue, CLOSING, KUDOS) is None


def test_where_no_comments_were_read_an_edit_of_an_old_one_is_seen_by_its_time() -> None:
    before = replace(an_old_issue(), notes=None)
    assert stand_of(noted(), NOTE, KUDOS, before=before) == Stand((NOTE,), (KUDOS,))
    edited = replace(noted(), notes=(replace(THEIRS, updated_at=LATER), said(NOTE)))
    assert stand_of(edited, NOTE, KUDOS, before=before) is None


@pytest.mark.parametrize("action", [REACTION, LINK], ids=["a reaction", "a link"])
def test_what_no_issue_shows_is_asked_for(action: IssueAction) -> None:
    assert stand_of(an_old_issue(), action, KUDOS, there=False) == Stand((), (action, KUDOS))
    assert stand_of(an_old_issue(), action, KUDOS, there=True) == Stand((action,), (KUDOS,))


def test_a_reaction_may_be_half_done() -> None:
    halves = [(one.done[0], one.rest[0]) for one in stands((REACTION,)) if one.done and one.rest]
    assert halves == [
        (replace(REACTION, remove=()), replace(REACTION, add=())),
        (replace(REACTION, add=("x",), remove=()), replace(REACTION, add=("white_check_mark",))),
    ]


@given(st.lists(actions, max_size=4).map(tuple))
def test_every_stand_leaves_out_nothing_and_the_latest_comes_first(to_do: tuple[IssueAction, ...]) -> None:
    found = list(stands(to_do))
    assert found[0] == Stand(to_do, ())
    assert found[-1] == Stand((), to_do)
    for stand in found:
        assert len(to_do) <= len(stand.done) + len(stand.rest) <= len(to_do) + 1


def test_an_edit_of_the_bots_own_counts_as_done_once_the_words_are_there() -> None:
    before = an_old_issue(author=BOT)
    own = replace(THEIRS, author=BOT)
    before = replace(before, notes=(own,))
    edit = EditNote(rule="obey_commands", reason="r", note_id=5, body=stamp("New.", Mark("obey_commands", {"a": "b"})))
    after = replace(before, notes=(said(edit, number=5),), updated_at=LATER)
    assert stand_of(after, edit, KUDOS, before=before) == Stand((edit,), (KUDOS,))


# --- what a file may not say


def a_plan(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any key
    filing = saved(
        FileIssue(
            rule="file_survey", reason="new", title="t", labels=("satisfaction::bad",), confidential=True, due_date=DUE,
            description=stamp("words", Mark("file_survey", {"survey": "survey/ticket/1"})),
        )
    )  # fmt: skip
    looked = Looks.of(an_old_issue()).model_dump(mode="json")
    change = {"issue": 12, "looked": looked, "actions": [saved(NOTE).model_dump(mode="json")]}
    plan = {
        "format": "feedback-bot plan",
        "version": 1,
        "gitlab": "https://gitlab.example.com",
        "project": "https://gitlab.example.com/support/feedback",
        "bot": {"id": 2, "username": "feedback-bot"},
        "made": {
            "bot_version": "0.1.0",
            "at": datetime(2026, 11, 20, tzinfo=UTC).isoformat(),
            "pass_id": "20261120T000000Z-0a1b",
            "policy": "0123456789ab",
            "preview": None,
            "complete": True,
        },
        "changes": [change],
        "filings": [{"file": filing.model_dump(mode="json"), "then": []}],
    }
    return plan | changes


def spoil(place: str, value: Any) -> str:  # noqa: ANN401 - any value
    """Write a plan in which one thing is another; the place is a path of keys and numbers."""
    plan = a_plan()
    *way, last = [int(step) if step.isdigit() else step for step in place.split(".")]
    part: Any = plan
    for step in way:
        part = part[step]
    part[last] = value
    return json.dumps(plan)


def test_the_plan_of_these_tests_is_a_good_one() -> None:
    assert SavedPlan.model_validate_json(json.dumps(a_plan())).filings[0].survey == "survey/ticket/1"


def a_relation(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any key
    link = {"kind": "relate_issue", "rule": "obey_commands", "reason": "", "other": 1, "project": "a/b"}
    return link | changes


_DASHBOARD = stamp("words", Mark("dashboard", {"read": "x"}))


@pytest.mark.parametrize(
    ("place", "value", "named"),
    [
        ("secret", "x", "secret"),
        ("changes.0.secret", "x", "changes.0.secret"),
        ("changes.0.actions.0.kind", "delete_project", "changes.0.actions.0"),
        ("changes.0.actions.0.kind", "file_issue", "changes.0.actions.0"),
        ("changes.0.actions.0.rule", "dashboard", "rule"),
        ("changes.0.actions.0.body", "", "body"),
        ("changes.0.actions.0.body", "<!-- feedback-bot pass id=x -->", "body"),
        ("changes.0.actions.0.body", _DASHBOARD, "body"),
        ("changes.0.actions.0.close", "yes", "close"),
        ("changes.0.actions.0.due_date", "soon", "due_date"),
        ("changes.0.actions", [], "changes.0.actions"),
        ("changes.0.issue", 0, "changes.0.issue"),
        ("changes.0.looked.created_at", "2026-11-20T12:00:00", "created_at"),
        ("filings.0.file.labels", ["a,b"], "labels"),
        ("filings.0.file.description", "words", "filings.0.file"),
        ("filings.0.file.rule", "ask_review", "filings.0.file"),
        ("filings.0.then", [{"kind": "react", "rule": "obey_commands", "reason": "", "note_id": 1, "add": ["../x"],
                             "remove": []}], "add.0"),
        ("changes", [a_plan()["changes"][0]] * 2, ""),
        ("filings", [a_plan()["filings"][0]] * 2, ""),
        ("changes.0.actions.0", {"kind": "delete_note", "rule": "delete_repeat", "reason": "", "note_id": 4}, "0"),
        ("changes.0.actions.0", a_relation(rule="relate_sources"), "0"),
        ("changes.0.actions.0", a_relation(project="a b\n"), "project"),
        ("gitlab", "http://x\x1b[31m", "gitlab"),
        ("gitlab", "https://example.com/" + "x" * 2000, "gitlab"),
        ("bot.username", "x\nok", "bot.username"),
        ("changes.0.issue", 10**30, "changes.0.issue"),
        ("bot.id", 10**30, "bot.id"),
        ("made.at", "0001-01-01T00:00:00Z", "made.at"),
        ("made.at", "9999-12-31T23:59:59Z", "made.at"),
        ("version", 2, "version"),
    ],
)  # fmt: skip
def test_what_a_plan_may_not_hold_is_refused_with_its_place(place: str, value: Any, named: str) -> None:  # noqa: ANN401 - any value
    with pytest.raises(ValidationError) as refused:
        SavedPlan.model_validate_json(spoil(place, value))
    places = [".".join(map(str, part["loc"])) for part in refused.value.errors()]
    assert any(named in one for one in places), places
    assert "words" not in str(refused.value)
