"""What comes of commands, by whom they may be given, and what is answered. Hand-written."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from builders import BOT, DAY, MIA, NOW, OTHER_BOT, a_context, a_filed_issue, a_note, an_issue
from commands.speaking import spoken
from hypothesis import given, settings
from hypothesis import strategies as st
from model.judge import NASTY, anything
from pydantic import ValidationError

from bot.model.actions import Decision, EditNote, IssueAction, React, RelateIssue, Reply, UpdateIssue, WriteNote
from bot.model.case import Case, Evidence
from bot.model.context import Context
from bot.model.cursor import Cursor
from bot.model.history import UnreadError
from bot.model.issue import Issue, Note, Person
from bot.model.labels import Label, LabelNames, Labels
from bot.model.marks import Mark, marks_in, stamp
from bot.model.questions import (
    Answers,
    IssueAt,
    Place,
    Question,
    Reaction,
    RoleOf,
    UnansweredError,
    UserNamed,
)
from bot.model.told import remembering, told_in
from bot.rules.obey_commands import ObeyCommands
from bot.rules.obeying.authority import Role, called, is_enough
from bot.rules.obeying.dealing import DONE, REFUSED
from bot.rules.obeying.effects import NOTHING

FEW = settings(max_examples=60)
RULE = ObeyCommands()
JONAS, GUS = Person(4, "jonas"), Person(6, "gus")
ROLES = {MIA: 40, JONAS: 30, GUS: 10}
NAMES = ("feedback::process", "feedback::soft-skills", "feedback::known-issue", "kudos", "feedback-bot::dashboard")
LABELS = Labels(LabelNames(), tuple(Label(name=name, color="#6699cc") for name in NAMES))
CTX = a_context(labels=LABELS, explain=lambda issue: f"It is {issue.state}, and bears {sorted(issue.labels)}.")


def said(*lines: str, by: Person = MIA, number: int = 7, at: datetime = NOW, edited: timedelta | None = None) -> Note:
    body = "\n".join(f"@feedback-bot {line}" for line in lines)
    return replace(a_note(body, by=by, at=at), id=number, updated_at=at + edited if edited else at)


def an_answer(question: Question[Any], places: Mapping[int, Place], reactions: Sequence[Reaction]) -> object:
    if isinstance(question, RoleOf):
        return ROLES.get(question.user)
    if isinstance(question, UserNamed):
        people = (*ROLES, Person(8, "stranger"), Person(10, "vicki"))
        return next((person for person in people if person.username == question.username), None)
    return places.get(question.iid) if isinstance(question, IssueAt) else tuple(reactions)


def decided(
    issue: Issue,
    *,
    rule: ObeyCommands = RULE,
    ctx: Context = CTX,
    places: Mapping[int, Place] | None = None,
    reactions: Sequence[Reaction] = (),
) -> Decision:
    """Let the rule decide, and answer what it asks."""
    answers = Answers()
    while True:
        try:
            return rule.decide(Case(issue, answers=answers), ctx)
        except UnansweredError as asked:
            found = {question: an_answer(question, places or {}, reactions) for question in asked.questions}
            answers = answers.and_to(found)


def told(*notes: Note, **facts: Any) -> Issue:  # noqa: ANN401 - any field of the issue
    """Build a filed issue that bears these comments."""
    defaults: dict[str, Any] = {"notes": notes, "due_date": date(2026, 11, 26)}
    return a_filed_issue(**(defaults | facts))


def only(kind: type, decision: Decision) -> list[IssueAction]:
    return [action for action in decision.actions if isinstance(action, kind)]


def the_update(decision: Decision) -> UpdateIssue:
    (update,) = (action for action in decision.actions if isinstance(action, UpdateIssue))
    return update


def the_reply(decision: Decision) -> str:
    (reply,) = (action for action in decision.actions if isinstance(action, Reply))
    return reply.body


def the_memory(decision: Decision) -> str:
    (note,) = (action for action in decision.actions if isinstance(action, WriteNote))
    return note.body


def reacted(decision: Decision) -> list[tuple[int, tuple[str, ...]]]:
    return [(action.note_id, action.add) for action in decision.actions if isinstance(action, React)]


def a_receipt(name: str = DONE, *, by: Person = BOT, at: datetime = NOW, number: int = 50) -> Reaction:
    return Reaction(id=number, name=name, author=by, created_at=at)


# -- what each verb changes ------------------------------------------------------------------------------------------

OPEN = {"due_date": None, "title": None, "state_event": None, "remove_due_date": False, "assignee": None}


@pytest.mark.parametrize(
    ("lines", "facts", "changes"),
    [
        pytest.param(["label process"], {}, {"add": {"feedback::process"}}, id="label"),
        pytest.param(
            ["label soft-skills"],
            {"labels": frozenset({"satisfaction::bad", "feedback::process"})},
            {"add": {"feedback::soft-skills"}, "gone": {"feedback::process"}},
            id="label-in-place-of-another",
        ),
        pytest.param(
            ["unlabel process"],
            {"labels": frozenset({"satisfaction::bad", "feedback::process"})},
            {"gone": {"feedback::process"}},
            id="unlabel",
        ),
        pytest.param(["unlabel process"], {}, {}, id="unlabel-what-is-not-there"),
        pytest.param(["assign me"], {}, {"assignee": MIA}, id="assign-me"),
        pytest.param(["assign @jonas"], {}, {"assignee": JONAS}, id="assign"),
        pytest.param(["assign @mia"], {"assignees": (MIA,)}, {}, id="assigned-already"),
        pytest.param(["snooze 7d"], {}, {"due_date": date(2026, 11, 27)}, id="snooze"),
        pytest.param(["snooze until 2026-12-24"], {}, {"due_date": date(2026, 12, 24)}, id="snooze-until"),
        pytest.param(["snooze until 2026-11-20"], {}, {"due_date": date(2026, 11, 20)}, id="snooze-until-tonight"),
        pytest.param(["nag off"], {}, {"add": {"feedback-bot::nag-off"}}, id="nag-off"),
        pytest.param(
            ["nag on"],
            {"labels": frozenset({"satisfaction::bad", "feedback-bot::nag-off"})},
            {"gone": {"feedback-bot::nag-off"}},
            id="nag-on",
        ),
        pytest.param(["review done"], {}, {"add": {"review::done"}, "gone": {"review::needed"}}, id="review"),
        pytest.param(
            ["contact yes"], {}, {"add": {"contact::requested"}, "due_date": date(2026, 11, 22)}, id="contact-yes"
        ),
        pytest.param(
            ["contact yes"], {"labels": frozenset({"satisfaction::bad", "contact::requested"})}, {}, id="contact-again"
        ),
        pytest.param(
            ["snooze 14d", "contact yes"],
            {},
            {"add": {"contact::requested"}, "due_date": date(2026, 12, 4)},
            id="contact-after-a-snooze-in-the-same-breath",
        ),
        pytest.param(
            ["contact no"],
            {"labels": frozenset({"satisfaction::bad", "contact::requested"})},
            {"gone": {"contact::requested"}},
            id="contact-no",
        ),
        pytest.param(
            ["contact done"],
            {"labels": frozenset({"satisfaction::bad", "contact::requested"})},
            {"add": {"contact::done"}, "gone": {"contact::requested"}},
            id="contact-done",
        ),
        pytest.param(
            ["rating good"],
            {},
            {
                "add": {"satisfaction::good"},
                "gone": {"satisfaction::bad", "review::needed"},
                "title": "Positive feedback for ticket 209",
                "remove_due_date": True,
            },
            id="rating-good",
        ),
        pytest.param(
            ["rating good"],
            {"labels": frozenset({"satisfaction::bad", "contact::requested"}), "title": "Jonas and the ticket"},
            {"add": {"satisfaction::good"}, "gone": {"satisfaction::bad"}},
            id="rating-good-with-an-open-contact-and-a-title-of-somebodys",
        ),
        pytest.param(["rating bad"], {}, {}, id="rating-as-it-is"),
        pytest.param(
            ["rating neutral"],
            {"labels": frozenset({"satisfaction::bad", "review::done"})},
            {
                "add": {"satisfaction::neutral"},
                "gone": {"satisfaction::bad"},
                "title": "Neutral feedback for ticket 209",
            },
            id="rating-of-what-was-reviewed",
        ),
        pytest.param(
            ["rating bad"],
            {
                "labels": frozenset({"satisfaction::good"}),
                "title": "Positive feedback for ticket 209",
                "due_date": None,
            },
            {
                "add": {"satisfaction::bad", "review::needed"},
                "gone": {"satisfaction::good"},
                "title": "Negative feedback for ticket 209",
                "due_date": date(2026, 11, 27),
            },
            id="rating-bad",
        ),
        pytest.param(["kudos @vicki"], {}, {"add": {"kudos"}}, id="kudos"),
        pytest.param(["known #3"], {}, {"add": {"feedback::known-issue"}}, id="known"),
        pytest.param(["relate #3"], {}, {}, id="relate"),
        pytest.param(["close"], {}, {"state_event": "close"}, id="close"),
        pytest.param(["close"], {"state": "closed"}, {}, id="closed-already"),
        pytest.param(["refresh"], {}, {}, id="refresh"),
        pytest.param(["nag off", "nag on"], {}, {}, id="the-later-word-holds"),
        pytest.param(["snooze 2d", "snooze 3d"], {}, {"due_date": date(2026, 11, 23)}, id="the-later-date-holds"),
    ],
)
def test_what_a_command_changes(lines: list[str], facts: dict[str, object], changes: dict[str, object]) -> None:
    issue = told(said(*lines), **facts)
    decision = decided(issue, places={3: Place("support/feedback", 3, "https://gitlab.example.com/3", linkable=True)})
    update = the_update(decision)
    wanted = OPEN | changes
    gone = set(update.labels.remove) & issue.labels
    assert (set(update.labels.add) - issue.labels, gone) == (wanted.pop("add", set()), wanted.pop("gone", set()))
    assert {name: getattr(update, name) for name in OPEN} == wanted
    assert reacted(decision) == [(7, (DONE,))]
    assert not only(Reply, decision)
    assert bool(only(RelateIssue, decision)) == (lines[0] in {"known #3", "relate #3"})


@pytest.mark.parametrize(
    ("line", "facts", "words"),
    [
        ("assign @nobody", {}, "knows nobody of this username"),
        ("assign @stranger", {}, "no member of the project"),
        ("assign @gus", {}, "may not see confidential issues"),
        ("snooze until 2026-11-19", {}, "This day is over"),
        ("snooze 53w", {}, "more than a year away"),
        ("snooze 9999w", {}, "more than a year away"),
        ("snooze until 9999-12-31", {}, "more than a year away"),
        ("snooze 7d", {"state": "closed"}, "reopen it first"),
        ("nag off", {"state": "closed"}, "reopen it first"),
        ("contact yes", {"state": "closed"}, "reopen it first"),
        ("relate #12", {}, "the issue itself"),
        ("known #99", {}, "no such issue"),
        ("relate https://elsewhere.example.com/a/b/-/issues/1", {}, "on another host"),
        ("label feedback-bot::dashboard", {}, "does not let this label be set"),
        ("unlabel feedback-bot::dashboard", {}, "does not let this label be set"),
        ("lable process", {}, "Did you mean `label`?"),
        ("label prozess", {}, "Did you mean `feedback::process`?"),
    ],
)
def test_what_cannot_be_done_is_answered(line: str, facts: dict[str, object], words: str) -> None:
    decision = decided(told(said(line), **facts))
    assert words in the_reply(decision)
    assert reacted(decision) == [(7, (REFUSED,))]
    assert not only(UpdateIssue, decision)
    assert not only(RelateIssue, decision)


def test_guests_may_be_assigned_where_everybody_sees_the_issue() -> None:
    assert the_update(decided(told(said("assign @gus"), confidential=False))).assignee == GUS


def test_an_issue_of_another_project_is_related_by_its_path() -> None:
    decision = decided(
        told(said("known https://gitlab.example.com/group/product/-/issues/3", "relate group/product#3")),
        ctx=replace(CTX, tracker_host="gitlab.example.com"),
        places={3: Place("group/product", 3, "https://gitlab.example.com/3", linkable=True)},
    )
    (relate,) = only(RelateIssue, decision)
    assert isinstance(relate, RelateIssue)
    assert (relate.project, relate.other) == ("group/product", 3)


def test_a_contact_does_not_hasten_what_a_person_has_snoozed() -> None:
    dated = a_note("changed due date to December 24, 2026", at=NOW - DAY, system=True)
    issue = replace(told(dated, said("contact yes")), due_date=date(2026, 12, 24))
    assert the_update(decided(issue)).due_date == date(2026, 12, 24)


def test_help_and_explanations_are_answers() -> None:
    decision = decided(told(said("close", "explain", "help")))
    assert "It is closed" in the_reply(decision)
    assert "`snooze 7d|until DATE`" in the_reply(decision)
    assert reacted(decision) == [(7, (DONE,))]


@pytest.mark.parametrize("unread", ["state_events", "label_events"])
@pytest.mark.parametrize("line", ["explain", "refresh"])
def test_everything_is_read_for_an_explanation_and_a_refresh(line: str, unread: str) -> None:
    with pytest.raises(UnreadError):
        decided(told(said(line), **{unread: None}))


# -- who may ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("level", "role", "enough"),
    [
        (None, Role.GUEST, False),
        (5, Role.GUEST, False),
        (10, Role.GUEST, True),
        (10, Role.REPORTER, False),
        (15, Role.PLANNER, True),
        (15, Role.REPORTER, True),
        (15, Role.DEVELOPER, False),
        (20, Role.REPORTER, True),
        (20, Role.DEVELOPER, False),
        (25, Role.REPORTER, True),
        (50, Role.OWNER, True),
        (40, Role.OWNER, False),
    ],
)
def test_which_role_is_enough(level: int | None, role: Role, enough: bool) -> None:  # noqa: FBT001 - a column
    assert is_enough(level, role) == enough


@pytest.mark.parametrize(("level", "name"), [(None, ""), (5, ""), (10, "Guest"), (25, "Reporter"), (60, "Owner")])
def test_how_a_level_is_called(level: int | None, name: str) -> None:
    assert called(level) == name


def test_somebody_without_a_say_is_told_so_once_on_an_issue() -> None:
    decision = decided(told(said("close", by=GUS)))
    assert "takes the role Reporter" in the_reply(decision)
    assert "yours is Guest" in the_reply(decision)
    assert not only(UpdateIssue, decision)
    earlier = replace(a_note(the_reply(decision), by=BOT, at=NOW), id=8)
    issue = told(said("close", by=GUS), earlier, said("nag off", by=GUS, number=9))
    again = decided(issue, reactions=[a_receipt(REFUSED)])
    assert again.actions == ()
    assert reacted(decided(issue)) == [(7, (REFUSED,)), (9, (REFUSED,))]


def test_a_stranger_is_told_that_gitlab_shows_no_role() -> None:
    assert "GitLab shows me none of yours" in the_reply(decided(told(said("close", by=Person(8, "stranger")))))


def test_single_verbs_may_take_another_role() -> None:
    rule = ObeyCommands.model_validate({"role": "developer", "verbs": {"close": "owner", "help": "guest"}})
    decision = decided(told(said("close", "nag off"), said("help", "close", by=GUS, number=8)), rule=rule)
    assert the_update(decision).state_event is None
    assert the_update(decision).labels.add == ("feedback-bot::nag-off",)
    first, second = (action.body for action in decision.actions if isinstance(action, Reply))
    assert "takes the role Owner" in first
    assert "takes the role Owner" in second
    assert "`snooze" in second
    assert reacted(decision) == [(7, (DONE, REFUSED)), (8, (DONE, REFUSED))]


def test_only_labels_that_fit_the_patterns_may_be_set() -> None:
    rule = ObeyCommands.model_validate({"labels": ["feedback::*"]})
    decision = decided(told(said("label process", "label kudos")), rule=rule)
    assert the_update(decision).labels.add == ("feedback::process",)
    assert "Possible: `feedback::process`, `feedback::soft-skills`, `feedback::known-issue`." in the_reply(decision)


@pytest.mark.parametrize(
    ("section", "words"),
    [
        ({"verbs": {"lable": "guest"}}, "lable is no command; did you mean label?"),
        ({"verbs": {"xyzzy": "guest"}}, "xyzzy is no command"),
        ({"role": "boss"}, "'guest', 'planner', 'reporter'"),
        ({"per_hour": 0}, "greater than or equal to 1"),
    ],
)
def test_a_policy_that_makes_no_sense_is_refused(section: dict[str, object], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        ObeyCommands.model_validate(section)


@pytest.mark.parametrize(
    "note",
    [
        said("close", by=BOT),
        said("close", by=OTHER_BOT),
        said("close", by=Person(1, "ghost")),
        said("close", by=Person(1, "support-bot")),
        said("close", by=Person(1, "Support-Bot2")),
        replace(said("close"), system=True),
        replace(said("close"), body="> @feedback-bot close"),
        replace(said("close"), body="`@feedback-bot close`"),
        replace(said("close"), body="The customer says: @feedback-bot close"),
    ],
    ids=[
        "itself",
        "another-bot",
        "ghost",
        "service-desk",
        "service-desk-2",
        "system",
        "quote",
        "code",
        "text",
    ],
)
def test_who_and_what_is_not_heard(note: Note) -> None:
    decision = decided(told(note), ctx=replace(CTX, former_bots=frozenset({5})))
    assert decision.reason == "nobody has spoken to the bot"


@FEW
@given(st.lists(st.tuples(spoken, st.sampled_from([GUS, Person(8, "stranger"), BOT, OTHER_BOT])), max_size=4))
def test_no_command_runs_without_a_members_authority(comments: list[tuple[str, Person]]) -> None:
    _never_obeyed(comments)


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
@pytest.mark.parametrize("by", [GUS, Person(8, "stranger"), BOT, OTHER_BOT], ids=lambda person: person.username)
def test_nothing_nasty_runs_without_a_members_authority(text: str, by: Person) -> None:
    _never_obeyed([(text, by), (f"@feedback-bot {text}", by), (f"!feedback close\n{text}", by)])


@FEW
@given(st.lists(st.one_of(spoken, anything), max_size=4))
def test_whatever_a_member_writes_the_rule_does_not_fail(bodies: list[str]) -> None:
    notes = [replace(said(number=number), body=body) for number, body in enumerate(bodies, start=1)]
    decision = decided(told(*notes))
    for action in decision.actions:
        if isinstance(action, Reply):
            assert "\n/" not in action.body
            assert [mark.rule for mark in marks_in(action.body)] == [RULE.name]


def _never_obeyed(comments: list[tuple[str, Person]]) -> None:
    notes = [replace(said(by=by, number=number), body=body) for number, (body, by) in enumerate(comments, start=1)]
    decision = decided(told(*notes))
    assert all(isinstance(action, Reply | React | UpdateIssue) for action in decision.actions)
    for update in only(UpdateIssue, decision):  # it only remembers who was refused
        assert isinstance(update, UpdateIssue)
        assert replace(update, description=None, reason="") == NOTHING
        assert (update.description or "").startswith("What the customer said.\n\n<!-- feedback-bot file_survey")
    assert len(only(Reply, decision)) <= len({by for _, by in comments} - {BOT, OTHER_BOT})
    assert all(names == (REFUSED,) for _, names in reacted(decision))


# -- what was said before --------------------------------------------------------------------------------------------


def obeyed(issue: Issue, decision: Decision) -> Issue:
    """Give the issue as it is once a decision was carried out."""
    update = the_update(decision)
    return replace(issue, description=update.description or issue.description)


def test_what_was_obeyed_is_remembered_in_the_description() -> None:
    issue = told(said("label process", "snooze 3d", "kudos @vicki", "close"))
    decision = decided(issue)
    (memory,) = told_in(obeyed(issue, decision), CTX)
    assert (memory.note, memory.by, memory.at, memory.done) == (7, MIA.id, NOW, NOW)
    assert (memory.came, memory.gone, memory.until) == (("feedback::process", "kudos"), (), date(2026, 11, 23))
    assert (memory.kudos, memory.closes, memory.refused) == (("vicki",), True, frozenset())
    again = decided(obeyed(issue, decision), reactions=[a_receipt()])
    assert again.actions == ()
    assert again.reason == "everything that was said to the bot has been dealt with"


def test_a_reaction_that_is_missing_is_made_up_for_within_days() -> None:
    issue = told(said("label process"))
    after = obeyed(issue, decided(issue))
    assert decided(after).actions == (React(rule=RULE.name, reason="to show what came of it", note_id=7, add=(DONE,)),)
    assert decided(after, ctx=replace(CTX, now=NOW + 4 * DAY)).actions == ()


def test_only_what_is_new_in_an_edited_comment_runs_and_counts_from_the_edit() -> None:
    issue = told(said("label process"))
    after = replace(obeyed(issue, decided(issue)), notes=(said("label process", "snooze 3d", edited=2 * DAY),))
    update = the_update(decided(after, ctx=replace(CTX, now=NOW + 3 * DAY), reactions=[a_receipt()]))
    assert update.labels.add == ()
    assert update.due_date == date(2026, 11, 25)


def test_a_reaction_without_a_memory_tells_that_a_comment_was_dealt_with() -> None:
    issue = told(said("close"))
    assert decided(issue, reactions=[a_receipt()]).actions == ()
    assert "no longer know" in the_reply(
        decided(told(said("close", edited=DAY)), reactions=[a_receipt(at=NOW + timedelta(minutes=5))])
    )


@pytest.mark.parametrize("receipt", [a_receipt("thumbsup"), a_receipt(by=MIA)], ids=["another", "a persons"])
def test_other_reactions_tell_nothing(receipt: Reaction) -> None:
    assert the_update(decided(told(said("close")), reactions=[receipt])).state_event == "close"


def test_a_mark_that_a_person_has_written_or_damaged_is_none() -> None:
    issue = told(said("label process"))
    description = obeyed(issue, decided(issue)).description
    assert told_in(replace(issue, description=description, author=MIA), CTX) == []
    for damage in ("note=x", "at=never", "at=2026-11-20", "until=x", "links=#x", "links=3"):
        name = damage.partition("=")[0]
        mark = Mark(RULE.name, {"note": "7", "by": "3", "at": NOW.isoformat()} | {name: damage.partition("=")[2]})
        assert told_in(replace(issue, description=stamp("", mark)), CTX) == []


def test_an_issue_that_a_person_has_typed_keeps_its_description() -> None:
    update = the_update(decided(an_issue(notes=(said("label process"),))))
    assert update.description is None


def test_of_very_many_marks_the_oldest_go() -> None:
    old = [Mark(RULE.name, {"note": str(number), "by": "3", "at": NOW.isoformat()}) for number in range(1, 210)]
    issue = told(said("refresh", number=210))
    issue = replace(issue, description=remembering(issue.description, old))
    memories = told_in(obeyed(issue, decided(issue)), CTX)
    assert [memory.note for memory in memories] == list(range(10, 211))
    assert "file_survey" in issue.description


def test_the_same_command_twice_is_one_and_many_in_an_hour_are_too_many() -> None:
    rule = ObeyCommands(per_hour=2)
    notes = (
        said("nag off", "nag off", number=1, at=NOW - timedelta(minutes=50)),
        said("kudos @vicki", number=2, at=NOW - timedelta(minutes=40), by=JONAS),
        said("snooze 3d", "close", number=3, at=NOW - timedelta(minutes=30)),
        said("close", number=4, at=NOW - timedelta(minutes=20)),
    )
    decision = decided(told(*notes), rule=rule)
    update = the_update(decision)
    assert (update.due_date, update.state_event) == (date(2026, 11, 23), None)
    assert update.labels.add == ("feedback-bot::nag-off", "kudos")
    assert reacted(decision) == [(1, (DONE,)), (2, (DONE,)), (3, (DONE, REFUSED)), (4, (REFUSED,))]


# -- when it looks ---------------------------------------------------------------------------------------------------


def test_comments_are_read_wherever_people_may_have_written_some() -> None:
    assert RULE.wants(an_issue(notes_count=1, notes=None), CTX) == Evidence.COMMENTS
    assert RULE.wants(an_issue(notes_count=1, notes=None, state="closed"), CTX) == Evidence.COMMENTS
    assert RULE.wants(an_issue(notes_count=0, notes=None), CTX) == Evidence.NOTHING
    assert RULE.wants(a_filed_issue(notes_count=1, notes=None, age=2 * DAY), CTX) == Evidence.NOTHING
    young = a_filed_issue(notes_count=1, notes=None, age=DAY / 2)
    assert RULE.wants(young, CTX) == Evidence.COMMENTS
    assert RULE.wants(young, replace(CTX, last_pass=Cursor(NOW, ""))) == Evidence.NOTHING
    assert RULE.wants(young, replace(CTX, last_pass=Cursor(NOW, "", again={12: NOW}))) == Evidence.COMMENTS
    assert RULE.wants(young, replace(CTX, last_pass=Cursor(NOW, ""), asks_for=frozenset())) == Evidence.COMMENTS
    assert RULE.wants(young, replace(CTX, last_pass=Cursor(NOW - DAY, ""))) == Evidence.COMMENTS
    closed = a_filed_issue(rating="good", notes_count=1, notes=None, state="closed", closed_by=BOT)
    assert RULE.wants(closed, CTX) == Evidence.NOTHING
    assert RULE.wants(replace(closed, closed_by=MIA), CTX) == Evidence.COMMENTS


def test_it_waits_for_what_another_rule_changes() -> None:
    decision = RULE.decide(Case(told(said("close")), pending=True), CTX)
    assert (decision.actions, decision.again_at) == ((), NOW)


def test_it_has_nothing_to_say_where_there_is_no_issue_or_no_comment() -> None:
    assert RULE.decide(Case(None), CTX).actions == ()
    assert RULE.decide(Case(an_issue(notes=None, notes_count=0)), CTX).reason == "nobody has commented"


def test_of_very_many_comments_the_later_ones_wait() -> None:
    notes = [
        said("kudos @vicki", number=number, at=NOW - 2 * DAY + number * timedelta(hours=2)) for number in range(1, 9)
    ]
    many = [replace(note, id=note.id * 100 + copy) for note in notes for copy in range(10)]
    decision = decided(told(*many), rule=ObeyCommands(per_hour=1000))
    assert len(reacted(decision)) == 50


def test_what_is_older_than_a_month_and_was_never_read_is_left_alone() -> None:
    assert decided(told(said("close", at=NOW - 31 * DAY))).reason == "nobody has spoken to the bot"


def test_a_person_who_was_the_bot_is_heard() -> None:
    assert (
        the_update(decided(told(said("close")), ctx=replace(CTX, former_bots=frozenset({MIA.id})))).state_event
        == "close"
    )


def test_a_memory_of_a_former_user_is_read_and_a_new_one_begun() -> None:
    former = Person(5, "former")
    first = decided(an_issue(notes=(said("label process"),)))
    memory = replace(a_note(the_memory(first), by=former, at=NOW), id=8)
    ctx = replace(CTX, former_bots=frozenset({5}))
    again = decided(an_issue(notes=(said("label process"), memory)), ctx=ctx, reactions=[a_receipt()])
    assert again.actions == ()
    more = decided(an_issue(notes=(said("label process"), memory, said("kudos @vicki", number=9))), ctx=ctx)
    assert [type(action) for action in more.actions] == [UpdateIssue, WriteNote, React, React]


def test_a_memory_grows_in_its_note() -> None:
    first = decided(an_issue(notes=(said("label process"),)))
    memory = replace(a_note(the_memory(first), by=BOT, at=NOW), id=8)
    issue = an_issue(notes=(said("label process"), memory, said("kudos @vicki", number=9)))
    (edit,) = only(EditNote, decided(issue))
    assert isinstance(edit, EditNote)
    after = replace(issue, notes=(*(issue.notes or ())[:1], replace(memory, body=edit.body), *(issue.notes or ())[2:]))
    assert [one.note for one in told_in(after, CTX)] == [7, 9]
    assert decided(after, reactions=[a_receipt()]).actions == ()


def test_an_issue_without_a_role_for_the_bot_in_its_project_is_not_related() -> None:
    place = Place("group/product", 3, "https://gitlab.example.com/3", linkable=False)
    decision = decided(told(said("known group/product#3")), places={3: place})
    assert "a role in its project, Guest at least" in the_reply(decision)


def test_of_the_same_command_said_twice_the_later_one_holds() -> None:
    assert the_update(decided(told(said("nag off", "nag on", "nag off")))).labels.add == ("feedback-bot::nag-off",)


def test_whoever_lacks_the_role_for_one_verb_is_heard_with_the_others() -> None:
    rule = ObeyCommands.model_validate({"verbs": {"close": "owner"}})
    issue = told(said("nag off", number=7), said("close", number=8))
    after = obeyed(issue, decided(issue, rule=rule))
    assert "denied" not in after.description
    corrected = replace(after, notes=(said("nag off", "kudos @vicki", number=7), said("review done", number=8)))
    assert the_update(decided(corrected, rule=rule)).labels.add == ("kudos", "review::done")
