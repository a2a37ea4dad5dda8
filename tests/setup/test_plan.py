"""What setup finds to be done, and that nothing is left once it is done. Hand-written."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest
from builders import BOT, a_context, an_issue
from hypothesis import given
from hypothesis import strategies as st
from setup.things import GREY, a_label

from bot.model.actions import UpdateIssue
from bot.model.furniture import Board, Project, ProjectLabel, RepositoryFile, Schedule
from bot.model.issue import Issue
from bot.model.labels import LabelChange
from bot.reports.issue_template import ORIGIN
from bot.setup.deeds import AddLabel, ChangeIssues, ChangeLabel, OpenIssue, PutBoard, PutFile, PutSchedule
from bot.setup.found import Found, Repository, Schedules
from bot.setup.plan import plan
from bot.setup.renames import Rename
from bot.setup.steps import Kind, Step
from bot.setup.wanted import BOARD, SCHEDULE, TEMPLATE, UNFINISHED, Wanted, WantedSchedule

CTX = a_context(confidential=True)
LABELS = CTX.labels
CAUSE, OTHER = LABELS.causes[0], LABELS.causes[1]
HERE = Project(id=1, path="support/feedback", branch="main")
ELSEWHERE = Project(id=2, path="support/bot", branch="trunk")
DASHBOARD = an_issue(iid=5, author=BOT, labels=frozenset({LABELS.names.dashboard}))
IN_ORDER = ("review::needed", "review::incomplete", "review::done")
LISTS = frozenset(IN_ORDER)
AS_WANTED = {
    label.name: a_label(label.name, id=number, color=label.color, description=label.description)
    for number, label in enumerate(LABELS.wanted)
}
ALL_THERE = Found(
    project=HERE,
    labels=AS_WANTED,
    bearers={},
    dashboard=DASHBOARD,
    boards=[Board(id=3, name=BOARD, labels=LISTS)],
    repository=Repository(file=RepositoryFile(text="words\n", last_commit="c"), may_read=True, may_write=False),
)


def steps(found: Found, *renames: Rename, schedule: WantedSchedule | None = None) -> list[Step]:
    wanted = Wanted(ctx=CTX, template="words\n", renames=renames, schedule=schedule)
    return [step for step in plan(found, wanted) if step.kind is not Kind.LEAVE]


def with_labels(*changed: ProjectLabel, without: Iterable[str] = (), **more: Any) -> Found:  # noqa: ANN401
    labels = AS_WANTED | {label.name: label for label in changed}
    return replace(ALL_THERE, labels={name: one for name, one in labels.items() if name not in without}, **more)


def test_a_project_that_has_everything_is_left_alone() -> None:
    assert steps(ALL_THERE) == []
    everything = plan(ALL_THERE, Wanted(ctx=CTX, template="words\n"))
    assert [step.area for step in everything[-3:]] == ["dashboard", "template", "board"]
    assert {step.deed for step in everything} == {None}


# --- labels


def test_labels_of_the_catalogue_and_of_the_policy_are_created() -> None:
    missing = [CAUSE.name, "region::EMEA"]
    found = steps(with_labels(without=missing))
    assert [(step.kind, step.what, step.reason) for step in found] == [
        (Kind.CREATE, f"label {CAUSE.name}", "the catalogue names it"),
        (Kind.CREATE, "label region::EMEA", "the policy names it"),
    ]
    assert [step.deed for step in found] == [AddLabel(LABELS.described(name)) for name in missing]


@pytest.mark.parametrize(
    ("changes", "corrected", "reason"),
    [
        ({"color": "#000000"}, {"color": CAUSE.color}, f"color '#000000' → '{CAUSE.color}'"),
        ({"description": "else"}, {"description": CAUSE.description}, f"description 'else' → '{CAUSE.description}'"),
        (
            {"color": "#000000", "description": ""},
            {"color": CAUSE.color, "description": CAUSE.description},
            f"color '#000000' → '{CAUSE.color}', description '' → '{CAUSE.description}'",
        ),
    ],
    ids=["colour", "meaning", "both"],
)
def test_what_differs_from_the_catalogue_is_corrected(
    changes: dict[str, str], corrected: dict[str, str], reason: str
) -> None:
    own = replace(AS_WANTED[CAUSE.name], **changes)  # type: ignore[arg-type]  # texts alone
    (step,) = steps(with_labels(own))
    assert (step.kind, step.deed) == (Kind.CORRECT, ChangeLabel(own.id, corrected))
    assert step.reason == f"as in the catalogue: {reason}"
    (step,) = steps(with_labels(replace(own, is_own=False)))
    assert (step.kind, step.deed) == (Kind.BY_HAND, None)
    assert "it is a label of the group: correct it there" in step.reason
    assert reason in step.reason


@pytest.mark.parametrize(
    "same",
    [
        a_label(CAUSE.name, color="#69c", description=f" {CAUSE.description} "),
        a_label(CAUSE.name, color="#6699CC", description=CAUSE.description),
        a_label(CAUSE.name, color="#6699cc", description=CAUSE.description, is_own=False),
        a_label("region::EMEA", color="#123456", description="Theirs"),
    ],
    ids=["short colour, blanks", "large letters", "the group's", "named by the policy alone"],
)
def test_what_is_the_same_or_nobodys_business_stays(same: ProjectLabel) -> None:
    assert steps(with_labels(same)) == []


@pytest.mark.parametrize(
    ("name", "count", "remedy"),
    [
        ("Kudos", 2, "on 2 issues, nearly kudos; if they mean the same: feedback-bot setup --rename Kudos=kudos"),
        ("Kudos", 0, "on 0 issues, nearly kudos; if they mean the same: it may be deleted by hand"),
        (
            "feedback: process",
            1,
            (
                f"on 1 issue, nearly {CAUSE.name}; if they mean the same: feedback-bot setup --rename "
                f"'feedback: process={CAUSE.name}'"
            ),
        ),
    ],
    ids=["borne", "borne by none", "to be quoted"],
)
def test_a_near_miss_is_told_with_the_command_that_mends_it(name: str, count: int, remedy: str) -> None:
    (step,) = steps(with_labels(a_label(name, issues=count)))
    assert (step.kind, step.what, step.deed) == (Kind.BY_HAND, f"label {name}", None)
    assert step.reason == remedy


# --- renaming


def test_gitlab_renames_and_corrects_in_one_request() -> None:
    old = a_label("praise", id=77, issues=3)
    found = steps(with_labels(old, without=[CAUSE.name]), Rename("praise", CAUSE.name))
    changes = {"new_name": CAUSE.name, "color": CAUSE.color, "description": CAUSE.description}
    assert [(step.what, step.deed) for step in found] == [
        (f"label praise: to be {CAUSE.name} on 3 issues", ChangeLabel(77, changes))
    ]
    assert f"color '{GREY}' → '{CAUSE.color}', description '' → '{CAUSE.description}'" in found[0].reason


def bearing(*labels: str, iid: int = 7) -> Issue:
    return an_issue(iid=iid, labels=frozenset(labels))


@pytest.mark.parametrize(
    ("labels", "change"),
    [
        ((), LabelChange((CAUSE.name,), ("praise", OTHER.name, "feedback::known-issue"))),
        ((CAUSE.name,), LabelChange((), ("praise",))),
        ((OTHER.name,), LabelChange((CAUSE.name,), ("praise", OTHER.name, "feedback::known-issue"))),
    ],
    ids=["old alone", "new as well", "a rival of the new one"],
)
def test_an_issue_gets_the_new_label_and_loses_the_old_one_and_its_rivals(
    labels: tuple[str, ...], change: LabelChange
) -> None:
    issue = bearing("praise", "bug", *labels)
    found = with_labels(a_label("praise", issues=1), bearers={"praise": [issue]})
    (step,) = steps(found, Rename("praise", CAUSE.name))
    assert step.what == f"label praise: {CAUSE.name} in its place on 1 issue"
    assert "may be deleted by hand" in step.reason
    assert isinstance(step.deed, ChangeIssues)
    sent = step.deed.changes[7].labels
    assert (sent.add, set(sent.remove)) == (change.add, set(change.remove))


def test_a_label_of_the_group_is_left_and_the_new_one_comes_before_it_is_set() -> None:
    found = with_labels(a_label("praise", is_own=False), without=["kudos"], bearers={"praise": [bearing("praise")]})
    first, second = steps(found, Rename("praise", "kudos"))
    assert first.deed == AddLabel(LABELS.described("kudos"))
    assert isinstance(second.deed, ChangeIssues)


@pytest.mark.parametrize(
    ("labels", "words"),
    [((), "there is none any more: kudos is there"), (("praise",), "no issue bears it: it may be deleted by hand")],
    ids=["by GitLab", "issue by issue"],
)
def test_a_label_that_has_its_new_name_already_is_left_alone(labels: tuple[str, ...], words: str) -> None:
    found = with_labels(*map(a_label, labels), bearers={"praise": []})
    wanted = Wanted(ctx=CTX, template="words\n", renames=[Rename("praise", "kudos")])
    assert steps(found, Rename("praise", "kudos")) == []
    assert [step.reason for step in plan(found, wanted) if step.what == "label praise"] == [words]


# --- the law: what is done need not be done again

NAMES = st.sampled_from([*AS_WANTED, "praise", "Kudos", "bug"])
HAD = st.dictionaries(
    NAMES, st.tuples(st.sampled_from([GREY, "#6699CC"]), st.sampled_from(["", "it was"]), st.booleans())
)


@given(HAD, st.lists(st.sampled_from([Rename("praise", "kudos"), Rename("bug", "kudos")]), unique=True))
def test_a_second_plan_has_nothing_to_do(had: dict[str, tuple[str, str, bool]], renames: list[Rename]) -> None:
    labels = {
        name: a_label(name, id=number, color=color, description=words, is_own=own, issues=1)
        for number, (name, (color, words, own)) in enumerate(had.items())
    }
    bearers = {rename.old: [bearing(rename.old)] for rename in renames if rename.old in labels}
    before = replace(ALL_THERE, labels=labels, bearers=bearers)
    after = after_doing(steps(before, *renames), before)
    assert [step for step in steps(after, *renames) if step.deed] == []
    assert set(labels) - {rename.old for rename in renames} <= set(after.labels)  # nothing is ever deleted


def after_doing(done: list[Step], found: Found) -> Found:
    """Let the labels be as GitLab would have them."""
    labels = {label.id: label for label in found.labels.values()}
    bearers = dict(found.bearers)
    for step in done:
        match step.deed:
            case AddLabel(label):
                number = max(labels, default=0) + 1
                labels[number] = a_label(label.name, id=number, color=label.color, description=label.description)
            case ChangeLabel(number, changes):
                sent = {"name" if key == "new_name" else key: value for key, value in changes.items()}
                labels[number] = replace(labels[number], **sent)  # type: ignore[arg-type]  # texts alone
            case ChangeIssues(changes):
                gone = {name for update in changes.values() for name in update.labels.remove}
                bearers = {name: [] if name in gone else issues for name, issues in bearers.items()}
            case _:
                pass  # near misses, which nobody touches
    return replace(found, labels={label.name: label for label in labels.values()}, bearers=bearers)


# --- the dashboard


def test_a_dashboard_is_opened_without_a_place_in_it() -> None:
    (step,) = steps(replace(ALL_THERE, dashboard=None))
    assert isinstance(step.deed, OpenIssue)
    assert (step.kind, step.deed.filing.confidential, step.deed.filing.due_date) == (Kind.CREATE, True, None)
    assert step.deed.filing.labels == (LABELS.names.dashboard,)
    assert step.deed.filing.description.endswith("<!-- feedback-bot dashboard -->")


def test_a_dashboard_that_has_lost_its_label_gets_it_back() -> None:
    (step,) = steps(replace(ALL_THERE, dashboard=replace(DASHBOARD, labels=frozenset({"bug"}))))
    assert step.kind is Kind.CORRECT
    assert isinstance(step.deed, ChangeIssues)
    assert step.deed.changes == {
        5: UpdateIssue(rule="setup", reason=step.reason, labels=LabelChange(add=(LABELS.names.dashboard,)))
    }


def test_a_dashboard_whose_label_is_being_renamed_has_not_lost_it() -> None:
    found = with_labels(a_label("our-bot"), without=[LABELS.names.dashboard])
    found = replace(found, dashboard=replace(DASHBOARD, labels=frozenset({"our-bot"})))
    assert [step.area for step in steps(found, Rename("our-bot", LABELS.names.dashboard))] == ["labels"]


# --- the issue template


@pytest.mark.parametrize(
    ("place", "kind", "replacing", "reason"),
    [
        (Repository(may_read=True, may_write=True), Kind.CREATE, None, "not there yet"),
        (
            Repository(file=RepositoryFile(text=f"old\n{ORIGIN}", last_commit="c1"), may_read=True, may_write=True),
            Kind.CORRECT,
            "c1",
            "differs from policy and templates",
        ),
        (
            Repository(file=RepositoryFile(text="theirs", last_commit="c1"), may_read=True, may_write=True),
            Kind.BY_HAND,
            None,
            "somebody has written another one",
        ),
        (Repository(may_read=True, may_write=False), Kind.BY_HAND, None, "not there yet, and the bot's user may not"),
        (Repository(may_read=False, may_write=False), Kind.BY_HAND, None, "may not see the repository: put what"),
    ],
    ids=["missing", "different", "not ours", "not for us to write", "not for us to see"],
)
def test_the_template_is_put_where_it_belongs(
    place: Repository, kind: Kind, replacing: str | None, reason: str
) -> None:
    (step,) = steps(replace(ALL_THERE, repository=place))
    assert step.kind is kind
    assert reason in step.reason
    if kind is Kind.BY_HAND:
        assert "--print-issue-template" in step.reason
        assert TEMPLATE in step.reason
    else:
        assert step.deed == PutFile(TEMPLATE, "main", "words\n", replacing)
        assert "--print-issue-template" in step.otherwise


# --- the board


@pytest.mark.parametrize(
    ("boards", "deed"),
    [
        ([], PutBoard(None, BOARD, IN_ORDER)),
        ([Board(id=1, name="Other", labels=LISTS)], PutBoard(None, BOARD, IN_ORDER)),
        (
            [Board(id=2, name=BOARD, labels=frozenset({"review::done", "bug"})), Board(id=4, name=BOARD, labels=LISTS)],
            PutBoard(2, BOARD, ("review::needed", "review::incomplete")),
        ),
    ],
    ids=["none", "another", "without some lists"],
)
def test_the_board_gets_the_lists_it_lacks(boards: list[Board], deed: PutBoard) -> None:
    step = steps(replace(ALL_THERE, boards=boards))[0]
    assert step.deed == deed
    assert step.kind is (Kind.CORRECT if deed.number else Kind.CREATE)
    assert ("its own for bug stay" in step.reason) == bool(deed.number)


@pytest.mark.parametrize(("present", "expected"), [(False, 1), (True, 2)], ids=["by GitLab", "issue by issue"])
def test_a_list_follows_a_label_that_gitlab_renames(expected: int, *, present: bool) -> None:
    board = Board(id=3, name=BOARD, labels=LISTS - {"review::done"} | {"reviewed"})
    found = with_labels(a_label("reviewed"), without=() if present else ["review::done"], boards=[board])
    found = replace(found, bearers={"reviewed": [bearing("reviewed")]})
    done = steps(found, Rename("reviewed", "review::done"))
    assert [step.area for step in done] == ["labels", "board"][:expected]


# --- the schedule

HOURLY = WantedSchedule(cron="7 * * * *", timezone="Europe/Berlin")
THERE = Schedule(id=8, description=SCHEDULE, cron="7 * * * *", timezone="Europe/Berlin", is_active=True)
OF_THE_OTHER = {"FEEDBACK_BOT_PROJECT": "support/feedback"}
CUT = replace(THERE, description=UNFINISHED, is_active=False, variables=OF_THE_OTHER)


@pytest.mark.parametrize(
    ("project", "there", "kind", "variables", "reason"),
    [
        (HERE, None, Kind.CREATE, {}, "as you wish"),
        (ELSEWHERE, None, Kind.CREATE, OF_THE_OTHER, "as you wish"),
        (HERE, replace(THERE, cron="0 9 * * *"), Kind.CORRECT, {}, "it runs at 0 9 * * * (Europe/Berlin)"),
        (HERE, replace(THERE, timezone="UTC"), Kind.CORRECT, {}, "it runs at 7 * * * * (UTC)"),
        (ELSEWHERE, THERE, Kind.CORRECT, OF_THE_OTHER, "lacks the variable FEEDBACK_BOT_PROJECT"),
        (
            ELSEWHERE,
            replace(THERE, variables={"FEEDBACK_BOT_PROJECT": "other"}),
            Kind.CORRECT,
            OF_THE_OTHER,
            "lacks the variable FEEDBACK_BOT_PROJECT",
        ),
        (ELSEWHERE, CUT, Kind.CORRECT, {}, "setup has not completed it"),
    ],
    ids=["none", "none, elsewhere", "other times", "another zone", "no variable", "another project's", "cut"],
)
def test_the_schedule_is_as_wanted(
    project: Project, there: Schedule | None, kind: Kind, variables: dict[str, str], reason: str
) -> None:
    place = Schedules(project=project, schedule=there, may_write=True)
    (step,) = steps(replace(ALL_THERE, schedules=place), schedule=HOURLY)
    assert (step.kind, step.reason) == (kind, reason)
    assert step.deed == PutSchedule(
        found=there,
        branch=project.branch,
        cron="7 * * * *",
        timezone="Europe/Berlin",
        variables=variables,
    )
    assert "--print-schedule" in step.otherwise


@pytest.mark.parametrize("is_active", [True, False])
def test_a_schedule_that_is_there_stays_even_switched_off(*, is_active: bool) -> None:
    there = replace(THERE, is_active=is_active, variables=OF_THE_OTHER)
    found = replace(ALL_THERE, schedules=Schedules(project=ELSEWHERE, schedule=there, may_write=True))
    assert steps(found, schedule=HOURLY) == []
    last = plan(found, Wanted(ctx=CTX, template="words\n", schedule=HOURLY))[-1]
    assert ("switched it off" in last.reason) != is_active


def test_a_schedule_that_a_person_has_completed_stays_as_it_is() -> None:
    there = replace(CUT, is_active=True, variables={})
    found = replace(ALL_THERE, schedules=Schedules(project=ELSEWHERE, schedule=there, may_write=True))
    assert steps(found, schedule=HOURLY) == []


def test_what_two_setups_at_once_have_made_twice_is_for_a_person() -> None:
    boards = [Board(id=number, name=BOARD, labels=LISTS) for number in (9, 3)]
    schedules = Schedules(project=HERE, schedule=THERE, doubles=(11,), may_write=True)
    found = steps(replace(ALL_THERE, boards=boards, schedules=schedules), schedule=HOURLY)
    assert [(step.kind, step.what) for step in found] == [
        (Kind.BY_HAND, "issue board 9"),
        (Kind.BY_HAND, "pipeline schedule 11"),
    ]
    assert all("a double: delete it" in step.reason for step in found)


def test_a_schedule_that_may_not_be_is_for_a_person() -> None:
    found = replace(ALL_THERE, schedules=Schedules(project=HERE, may_write=False))
    (step,) = steps(found, schedule=HOURLY)
    assert (step.kind, step.deed) == (Kind.BY_HAND, None)
    assert "--print-schedule" in step.reason
