"""What managers tell the bot over HTTP, and what it does in the passes that follow. Hand-written."""

from contextlib import suppress
from datetime import date
from typing import Any

import pytest
import requests
from builders import DAY, NOW, REVIEWED
from passes import CutError, Outcome, Passes
from scenarios import both_tiers, filed, survey

from bot.model.actions import UpdateIssue
from bot.model.issue import Issue
from bot.rules.obeying.dealing import DONE, REFUSED
from bot.tracker import Reader, Writer


def say(passes: Passes, method: str, place: str, by: str = "mia", iid: int = 1, **body: Any) -> dict[str, Any]:  # noqa: ANN401 - any parameter
    """Let a person ask GitLab for something about an issue."""
    address = f"{passes.sandbox.url}/api/v4/projects/{passes.sandbox.project_id}/issues/{iid}{place}"
    headers = {"PRIVATE-TOKEN": passes.sandbox.token(by)}
    answer = requests.request(method, address, headers=headers, json=body, timeout=10)
    answer.raise_for_status()
    return dict(answer.json()) if answer.content else {}


def tell(passes: Passes, *lines: str, by: str = "mia", iid: int = 1) -> int:
    """Let a person write a comment that speaks to the bot; gives the note's id."""
    body = "\n".join(
        line if line.startswith(("@", "!", " ")) or not line else f"@feedback-bot {line}" for line in lines
    )
    return int(say(passes, "POST", "/notes", by=by, iid=iid, body=body)["id"])


def edit(passes: Passes, note: int, *lines: str, by: str = "mia") -> None:
    say(passes, "PUT", f"/notes/{note}", by=by, body="\n".join(f"@feedback-bot {line}" for line in lines))


def after(passes: Passes, days: float, **order: Any) -> Outcome:  # noqa: ANN401 - any field of the order
    """Run a pass so many days after now."""
    passes.sandbox.clock.set(NOW + days * DAY)
    return passes.run(**order)


def issue(passes: Passes, iid: int = 1) -> Any:  # noqa: ANN401 - the sandbox's own issue
    return passes.sandbox.world.issues[iid]


def labels(passes: Passes) -> set[str]:
    return set(issue(passes).label_names)


def reactions(passes: Passes, note: int) -> set[str]:
    return {award.name for award in issue(passes).notes[note].awards if award.user.username == "feedback-bot"}


def replies(passes: Passes, iid: int = 1) -> list[str]:
    notes = issue(passes, iid).notes.values()
    return [note.body for note in notes if "<!-- feedback-bot obey_commands" in note.body and not note.system]


def test_a_snooze_moves_the_date_and_keeps_the_bot_silent_until_it_is_over(asked: Passes) -> None:
    note = tell(asked, "snooze 14d")
    assert after(asked, 0.1).did == [("obey_commands", 1)] * 2
    assert issue(asked).due_date == date(2026, 12, 4)
    assert reactions(asked, note) == {DONE}
    assert replies(asked) == []
    assert after(asked, 0.2).did == []
    assert after(asked, 14).did == []
    assert after(asked, 15).did == [("nag_unanswered", 1)]
    assert issue(asked).due_date == date(2026, 12, 12)
    assert after(asked, 15.1).did == []


def test_a_comment_of_commands_alone_is_no_answer_but_other_words_in_it_are(asked: Passes) -> None:
    tell(asked, "label process")
    assert "review::incomplete" not in labels(asked)
    after(asked, 0.1)
    assert after(asked, 6.5).did == [("nag_unanswered", 1)]
    tell(asked, "unlabel process", "", " I have called the customer.")
    after(asked, 6.6)
    after(asked, 6.7)
    assert labels(asked) == {"satisfaction::bad", "review::incomplete"}


@pytest.mark.parametrize("by", ["gus", "nobody"])
def test_a_guests_commands_are_refused_with_one_reply(asked: Passes, by: str) -> None:
    asked.sandbox.world.issues[1].confidential = False
    people = asked.sandbox.world.people
    first = tell(asked, "close", by="gus")
    gus = people.named("gus")
    assert gus
    membership = people.members[gus.id]
    if by == "nobody":
        del people.members[membership.user.id]
    assert after(asked, 0.1).did == [("obey_commands", 1)] * 2
    (reply,) = replies(asked)
    assert "the role Reporter" in reply
    assert ("yours is Guest" in reply) == (by == "gus")
    assert ("GitLab shows me none of yours" in reply) == (by == "nobody")
    people.members[membership.user.id] = membership
    second = tell(asked, "label process", by="gus")
    assert after(asked, 0.2).did == [("obey_commands", 1)] * 2
    assert len(replies(asked)) == 1
    assert reactions(asked, first) == reactions(asked, second) == {REFUSED}
    assert issue(asked).state == "opened"
    assert after(asked, 0.3).did == after(asked, 0.4).did == []
    assert "feedback::process" not in labels(asked)


def test_whoever_gets_a_role_later_has_not_commanded_before(asked: Passes) -> None:
    asked.sandbox.world.issues[1].confidential = False
    tell(asked, "close", by="gus")
    tell(asked, "label process", by="gus")
    after(asked, 0.1)
    after(asked, 0.2)
    gus = asked.sandbox.world.people.named("gus")
    assert gus
    asked.sandbox.world.people.members[gus.id].role = asked.sandbox.world.people.members[3].role
    say(asked, "PUT", "", add_labels="kudos")
    assert after(asked, 0.3).did == []
    assert issue(asked).state == "opened"


def test_an_edited_comment_runs_only_what_was_not_in_it_before(asked: Passes) -> None:
    note = tell(asked, "label process", "snooze until 2026-12-24")
    after(asked, 0.1)
    say(asked, "PUT", "", remove_labels="feedback::process", due_date="2026-12-01")
    edit(asked, note, "label process", "snooze until 2026-12-24", "kudos @priya")
    assert after(asked, 0.2).did == [("obey_commands", 1)]
    assert labels(asked) == {"satisfaction::bad", "review::needed", "kudos"}
    assert issue(asked).due_date == date(2026, 12, 1)
    assert after(asked, 0.3).did == []


def test_a_mistake_gets_one_reply_and_is_forgiven_when_it_is_corrected(asked: Passes) -> None:
    note = tell(asked, "lable process", "close it", "snooze 3 days")
    asked.sandbox.clock.set(NOW + 0.1 * DAY)
    assert asked.run().did == [("obey_commands", 1)] * 3
    (reply,) = replies(asked)
    assert "Line 1" in reply
    assert "Did you mean `label`?" in reply
    assert "Line 2" in reply
    assert "Line 3" not in reply
    assert reactions(asked, note) == {DONE, REFUSED}
    assert issue(asked).due_date == date(2026, 11, 23)
    assert after(asked, 0.2).did == []
    edit(asked, note, "label process", "close it", "snooze 3 days")
    assert after(asked, 0.3).did == [("obey_commands", 1)]
    assert "feedback::process" in labels(asked)
    assert reactions(asked, note) == {DONE, REFUSED}
    edit(asked, note, "label process", "snooze 3 days")
    after(asked, 0.4)
    assert reactions(asked, note) == {DONE}
    assert len(replies(asked)) == 1
    assert issue(asked).state == "opened"


def test_a_reply_stands_in_the_thread_of_the_comment(asked: Passes) -> None:
    note = tell(asked, "help")
    after(asked, 0.1)
    threads = requests.get(
        f"{asked.sandbox.url}/api/v4/projects/{asked.sandbox.project_id}/issues/1/discussions",
        headers={"PRIVATE-TOKEN": asked.sandbox.token("mia")},
        timeout=10,
    ).json()
    (thread,) = [thread for thread in threads if thread["notes"][0]["id"] == note]
    assert "`snooze 7d|until DATE`" in thread["notes"][1]["body"]
    assert reactions(asked, note) == {DONE}


def test_a_deleted_comment_harms_nothing(asked: Passes) -> None:
    note = tell(asked, "label process", "oops")
    say(asked, "DELETE", f"/notes/{note}")
    assert after(asked, 0.1).did == []
    note = tell(asked, "review done")
    after(asked, 0.2)
    say(asked, "DELETE", f"/notes/{note}")
    say(asked, "PUT", "", add_labels="kudos")
    assert after(asked, 0.3).did == []
    assert "review::done" in labels(asked)


def test_a_comment_that_is_deleted_in_the_last_moment_harms_nothing(asked: Passes) -> None:
    note = tell(asked, "label process", "oops")
    write = Writer.update

    def deleted_meanwhile(writer: Writer, iid: int, action: UpdateIssue) -> None:
        write(writer, iid, action)
        if iid == 1:
            say(asked, "DELETE", f"/notes/{note}")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Writer, "update", deleted_meanwhile)
        assert after(asked, 0.1).report.exit_code == 0
    assert "feedback::process" in labels(asked)
    assert replies(asked) == []
    assert after(asked, 0.2).did == []


@both_tiers
def test_each_verb_does_what_it_says(asked: Passes) -> None:
    other = asked.sandbox.world.seed_issue(title="Slow search", author="priya")
    note = tell(
        asked,
        "contact yes",
        "assign @jonas",
        "kudos @priya",
        f"known #{other}",
        f"relate #{other}",
        "nag off",
        "review done",
    )
    outcome = after(asked, 0.1)
    assert outcome.memory.problems == []
    assert labels(asked) == {
        "satisfaction::bad",
        "contact::requested",
        "kudos",
        "feedback::known-issue",
        "feedback-bot::nag-off",
        "review::done",
    }
    assert [person.username for person in issue(asked).assignees] == ["jonas"]
    assert [link.issue.iid for link in issue(asked).links] == [other]
    assert issue(asked).due_date == date(2026, 11, 22)
    assert reactions(asked, note) == {DONE}
    assert after(asked, 0.2).did == []
    assert after(asked, 30).did == []
    tell(asked, "nag on", "contact done", "close")
    after(asked, 30.1)
    assert issue(asked).state == "closed"
    assert labels(asked) == {"satisfaction::bad", "contact::done", "kudos", "feedback::known-issue", "review::done"}
    assert after(asked, 30.2).did == []
    assert replies(asked) == []


def test_a_mis_clicked_survey_is_put_right(asked: Passes) -> None:
    tell(asked, "rating good")
    after(asked, 0.1)
    assert labels(asked) == {"satisfaction::good"}
    assert issue(asked).title.startswith("Positive feedback")
    assert issue(asked).due_date is None
    assert after(asked, 6).did == []
    assert after(asked, 7.2).did == [("close_inactive", 1)]


def test_a_good_survey_that_was_meant_badly_gets_its_review(passes: Passes) -> None:
    filed(survey(1, "good"), ago=1)(passes)
    tell(passes, "rating bad")
    assert after(passes, 0.1).did[-1] == ("ask_review", 1)
    assert labels(passes) == {"satisfaction::bad", "review::needed"}
    assert issue(passes).due_date == date(2026, 11, 27)
    assert after(passes, 0.2).did == []
    assert after(passes, 8).did == [("nag_unanswered", 1)]


def test_what_cannot_be_done_is_said_and_the_rest_is_done(asked: Passes) -> None:
    note = tell(asked, "assign @nobody-there", "assign @gus", "known #99", "relate https://example.com/a/b/-/issues/1")
    tell(asked, "snooze until 2020-01-01", "snooze until 2099-01-01", "relate #1", "label feedback-bot::dashboard")
    outcome = after(asked, 0.1)
    assert outcome.report.exit_code == 0
    first, second = replies(asked)
    assert first.count("- Line") == second.count("- Line") == 4
    assert reactions(asked, note) == {REFUSED}
    assert after(asked, 0.2).did == []


def test_commands_on_a_closed_issue(asked: Passes) -> None:
    say(
        asked,
        "PUT",
        "",
        state_event="close",
        add_labels="feedback::process,review::done",
        remove_labels="review::needed",
    )
    after(asked, 0.1)
    tell(asked, "label soft-skills", "snooze 7d", "contact yes")
    after(asked, 0.2)
    assert labels(asked) == {"satisfaction::bad", "feedback::soft-skills", "review::done"}
    (reply,) = replies(asked)
    assert reply.count("reopen it first") == 2
    assert after(asked, 0.3).did == []


def test_explain_answers_in_the_thread(asked: Passes) -> None:
    note = tell(asked, "explain", "refresh")
    after(asked, 0.1)
    (reply,) = replies(asked)
    assert "2026-11-26" in reply
    assert reactions(asked, note) == {DONE}
    assert after(asked, 0.2).did == []


def test_a_review_that_is_called_done_by_word_stays_done(asked: Passes) -> None:
    tell(asked, "review done", "", " Settled on the phone.")
    after(asked, 0.1)
    assert after(asked, 0.2).did == []
    assert labels(asked) == {"satisfaction::bad", "review::done"}
    tell(asked, " Summary: he was angry")
    after(asked, 0.3)
    assert after(asked, 0.4).did == []
    assert "review::done" in labels(asked)


def test_a_contact_that_is_called_off_by_word_stays_off(asked: Passes) -> None:
    say(asked, "POST", "/notes", body=f"{REVIEWED[:-1]}Y")
    after(asked, 0.1)
    assert "contact::requested" in labels(asked)
    asked.sandbox.clock.set(NOW + 0.15 * DAY)
    tell(asked, "contact no")
    after(asked, 0.2)
    assert "contact::requested" not in labels(asked)
    assert after(asked, 0.3).did == []


def test_a_snooze_holds_beside_a_review_that_starts_the_contacts_clock(asked: Passes) -> None:
    say(asked, "POST", "/notes", body=f"{REVIEWED[:-1]}Y\nLabel: process\n\n@feedback-bot snooze 14d")
    after(asked, 0.1)
    after(asked, 0.2)
    assert {"contact::requested", "review::done"} <= labels(asked)
    assert issue(asked).due_date == date(2026, 12, 4)


def test_nobody_says_more_than_so_much_in_an_hour(asked: Passes) -> None:
    asked.policy = "rules: {obey_commands: {per_hour: 3}, read_review: }"
    tell(asked, "label process", "kudos @priya")
    note = tell(asked, "snooze 3d", "review done")
    after(asked, 0.01)
    assert labels(asked) == {"satisfaction::bad", "review::needed", "feedback::process", "kudos"}
    assert reactions(asked, note) == {DONE, REFUSED}
    (reply,) = replies(asked)
    assert "more than 3 commands" in reply
    tell(asked, "review done")
    after(asked, 0.02)
    assert len(replies(asked)) == 1
    assert after(asked, 1).did == []
    tell(asked, "review done")
    after(asked, 1.1)
    assert "review::done" in labels(asked)


@pytest.mark.parametrize("writes", range(1, 9))
def test_a_pass_that_was_cut_off_is_made_up_for(asked: Passes, writes: int) -> None:
    asked.stock_labels()
    note = tell(asked, "label process", "lable x", "snooze 3d")
    other = tell(asked, "kudos @priya")
    asked.sandbox.clock.set(NOW + 0.1 * DAY)
    with suppress(CutError):
        asked.run(cut_after=writes)
    after(asked, 0.2)
    assert after(asked, 0.3).did == []
    assert labels(asked) == {"satisfaction::bad", "review::needed", "feedback::process", "kudos"}
    assert len(replies(asked)) == 1
    assert (reactions(asked, note), reactions(asked, other)) == ({DONE, REFUSED}, {DONE})
    assert issue(asked).due_date == date(2026, 11, 23)


def test_only_one_issue_by_its_number_is_obeyed_at_once(asked: Passes) -> None:
    tell(asked, "label process")
    after(asked, 0.1, iid=1)
    assert "feedback::process" in labels(asked)


@pytest.fixture
def typed(passes: Passes) -> Passes:
    """Let a person have opened a bad issue (#1) by hand, with a review that lacks its cause."""
    world = passes.sandbox.world
    world.seed_issue(title="From the phone", author="jonas", labels=["satisfaction::bad"], created_at=NOW - DAY)
    return passes


def test_where_a_person_has_opened_the_issue_one_note_remembers_what_was_told(typed: Passes) -> None:
    note = tell(typed, "label process")
    after(typed, 0.1)
    assert reactions(typed, note) == {DONE}
    (memory,) = replies(typed)
    assert "I keep in this comment what I am told here" in memory
    say(typed, "PUT", "", remove_labels="feedback::process")
    assert after(typed, 0.2).did == []
    edit(typed, note, "label process", "kudos @mia")
    tell(typed, "snooze 14d")
    after(typed, 0.3)
    assert after(typed, 0.4).did == []
    assert labels(typed) == {"satisfaction::bad", "kudos"}
    assert len(replies(typed)) == 1
    assert issue(typed).description is None


def test_what_was_told_holds_where_a_person_has_opened_the_issue(typed: Passes) -> None:
    say(typed, "POST", "/notes", body=f"{REVIEWED[:-1]}Y")
    after(typed, 0.1)
    after(typed, 0.15)
    assert {"review::incomplete", "contact::requested"} <= labels(typed)
    typed.sandbox.clock.set(NOW + 0.2 * DAY)
    tell(typed, "review done", "contact no")
    after(typed, 0.3)
    after(typed, 0.4)
    assert labels(typed) == {"satisfaction::bad", "review::done"}


def test_a_command_of_somebody_who_has_left_since_stays_done(typed: Passes) -> None:
    note = tell(typed, "label process")
    after(typed, 0.1)
    del typed.sandbox.world.people.members[3]
    tell(typed, " Anything new?", by="jonas")
    after(typed, 0.2)
    assert reactions(typed, note) == {DONE}
    assert len(replies(typed)) == 1


def test_reactions_of_others_make_no_edit(typed: Passes) -> None:
    note = tell(typed, "label process")
    after(typed, 0.1)
    for one in [one for one in issue(typed).notes.values() if "obey_commands" in one.body]:
        del issue(typed).notes[one.id]
    typed.sandbox.clock.set(NOW + 0.2 * DAY)
    say(typed, "POST", f"/notes/{note}/award_emoji", name="thumbsup", by="jonas")
    tell(typed, " Anything new?", by="jonas")
    after(typed, 0.3)
    assert replies(typed) == []


def test_a_link_that_gitlab_refuses_keeps_nothing_else_back(asked: Passes) -> None:
    asked.sandbox.world.seed_issue(title="Slow search", author="priya")
    other = tell(asked, "label process", by="jonas")
    linked = tell(asked, "relate #2", "kudos @priya")
    asked.sandbox.faults.add(kind="403", method="POST", path=r"/issues/1/links", times=2)
    assert after(asked, 0.1).report.exit_code == 1
    assert {"feedback::process", "kudos"} <= labels(asked)
    assert (reactions(asked, other), reactions(asked, linked)) == ({DONE}, set())
    assert after(asked, 0.2).report.exit_code == 1
    assert after(asked, 0.3).report.exit_code == 0
    assert [link.issue.iid for link in issue(asked).links] == [asked.sandbox.world.issues[2].iid]
    assert reactions(asked, linked) == {DONE}
    assert after(asked, 0.4).did == []


@pytest.mark.parametrize("what", ["nosuch/project#1", "#99", "support/feedback#1"])
def test_an_issue_that_cannot_be_related_is_answered(asked: Passes, what: str) -> None:
    note = tell(asked, f"relate {what}", "label process")
    outcome = after(asked, 0.1)
    assert outcome.report.exit_code == 0
    assert "feedback::process" in labels(asked)
    assert reactions(asked, note) == {DONE, REFUSED}
    assert len(replies(asked)) == 1


def test_a_command_in_the_first_minute_is_not_lost_where_the_bot_could_not_ask(passes: Passes) -> None:
    passes.sandbox.faults.add(kind="403", method="POST", path=r"/issues/1/notes", times=1)
    passes.run([survey(1, "bad", days_ago=0.1)])
    passes.sandbox.clock.advance(seconds=30)
    tell(passes, "assign me")
    after(passes, 0.1)
    assert [person.username for person in issue(passes).assignees] == ["mia"]


def test_a_later_word_holds_though_the_answer_to_an_earlier_one_got_lost(asked: Passes) -> None:
    asked.stock_labels()
    tell(asked, "label process", "oops")
    asked.sandbox.clock.advance(seconds=60)
    tell(asked, "label soft-skills", by="jonas")
    asked.sandbox.clock.set(NOW + 0.1 * DAY)
    with suppress(CutError):
        asked.run(cut_after=1)
    assert causes(asked) == {"feedback::soft-skills"}
    after(asked, 0.2)
    assert causes(asked) == {"feedback::soft-skills"}
    assert len(replies(asked)) == 1


def test_a_time_counts_from_the_edit_of_an_old_comment(asked: Passes) -> None:
    note = int(say(asked, "POST", "/notes", body="I shall call them.")["id"])
    after(asked, 0.1)
    asked.sandbox.clock.set(NOW + 3 * DAY)
    edit(asked, note, "snooze 7d")
    after(asked, 3.1)
    assert issue(asked).due_date == date(2026, 11, 30)


@pytest.mark.parametrize("way", ["delete", "edit"])
def test_a_guest_gets_one_reply_whatever_he_does(asked: Passes, way: str) -> None:
    issue(asked).confidential = False
    for number in range(4):
        note = tell(asked, "close", by="gus")
        after(asked, 0.1 + number / 100)
        if way == "delete":
            say(asked, "DELETE", f"/notes/{note}", by="gus")
        else:
            say(asked, "PUT", f"/notes/{note}", by="gus", body="Never mind.")
    assert len(replies(asked)) == 1


def test_a_wish_that_is_taken_back_in_the_same_breath_counts_by_its_end(asked: Passes) -> None:
    say(asked, "POST", "/notes", body=f"{REVIEWED}\nLabel: process")
    after(asked, 0.1)
    asked.sandbox.clock.set(NOW + 0.15 * DAY)
    tell(asked, "contact no", "contact yes")
    after(asked, 0.2)
    assert after(asked, 0.3).did == []
    assert "contact::requested" in labels(asked)


@both_tiers
def test_a_rating_is_not_taken_off_but_corrected(asked: Passes) -> None:
    tell(asked, "unlabel satisfaction::bad", "label satisfaction::good")
    after(asked, 0.1)
    assert labels(asked) == {"satisfaction::good"}
    (reply,) = replies(asked)
    assert "`rating good`" in reply
    assert after(asked, 0.2).did == []


def test_a_corrected_rating_stays_when_the_customer_says_the_same_again(asked: Passes) -> None:
    tell(asked, "rating good")
    after(asked, 0.1)
    asked.sandbox.clock.set(NOW + 0.2 * DAY)
    asked.run([survey(1, "bad", days_ago=-0.15)])
    assert labels(asked) == {"satisfaction::good"}
    assert issue(asked).title.startswith("Positive")


def test_the_dashboard_obeys_nobody(asked: Passes) -> None:
    (number,) = [iid for iid, one in asked.sandbox.world.issues.items() if "dashboard" in one.title]
    tell(asked, "close", iid=number)
    outcome = after(asked, 0.1, iid=number)
    assert outcome.did == []
    assert "the bot's own issue" in outcome.memory.warnings[0]
    assert issue(asked, number).state == "opened"


def causes(passes: Passes) -> set[str]:
    return {name for name in labels(passes) if name.startswith("feedback::")}


@both_tiers
def test_of_labels_that_exclude_each_other_one_stays(asked: Passes) -> None:
    tell(asked, "label process")
    after(asked, 0.1)
    assert causes(asked) == {"feedback::process"}
    tell(asked, "label soft-skills")
    after(asked, 0.2)
    assert causes(asked) == {"feedback::soft-skills"}
    asked.sandbox.clock.set(NOW + 0.25 * DAY)
    say(asked, "PUT", "", add_labels="feedback::docs-issue")
    after(asked, 0.3)
    assert causes(asked) == {"feedback::docs-issue"}
    assert after(asked, 0.4).did == []


@both_tiers
def test_of_two_managers_at_once_the_later_word_holds(asked: Passes) -> None:
    tell(asked, "label process", by="mia")
    asked.sandbox.clock.advance(seconds=20)
    tell(asked, "label soft-skills", by="jonas")
    asked.sandbox.clock.advance(seconds=20)
    after(asked, 0.1)
    assert causes(asked) == {"feedback::soft-skills"}
    assert after(asked, 0.2).did == []


@both_tiers
def test_of_a_command_and_a_hand_at_once_one_label_stays(asked: Passes) -> None:
    tell(asked, "label process", by="mia")
    look = Reader.issue

    def labelled_meanwhile(reader: Reader, iid: int) -> Issue:
        say(asked, "PUT", "", add_labels="feedback::soft-skills", by="jonas")
        return look(reader, iid)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Reader, "issue", labelled_meanwhile)
        after(asked, 0.1)
    after(asked, 0.2)
    assert len(causes(asked)) == 1
    assert after(asked, 0.3).did == []


def test_a_command_in_the_same_minute_as_another_change_is_not_lost(asked: Passes) -> None:
    asked.sandbox.clock.set(NOW + 0.1 * DAY)
    say(asked, "PUT", "", add_labels="kudos")
    asked.sandbox.clock.advance(seconds=20)
    asked.run()
    asked.sandbox.clock.advance(seconds=20)
    tell(asked, "label process")
    assert issue(asked).updated_at == NOW + 0.1 * DAY
    assert after(asked, 0.2).did == [("obey_commands", 1)] * 2
    assert "feedback::process" in labels(asked)


def test_a_command_is_not_lost_when_passes_fail(asked: Passes) -> None:
    tell(asked, "label process")
    for days in (0.1, 0.2):
        asked.sandbox.faults.add(kind="403", path=r"/issues/1/notes", times=1)
        assert after(asked, days).report.exit_code == 1
    assert after(asked, 3).did == [("obey_commands", 1)] * 2
    assert "feedback::process" in labels(asked)


def test_a_pass_after_a_command_is_dealt_with_costs_nothing_more(asked: Passes) -> None:
    tell(asked, "label process")
    after(asked, 0.1)
    after(asked, 0.2)
    assert after(asked, 0.3).reads == 5


def test_a_dry_run_says_what_would_be_done_and_does_nothing(asked: Passes) -> None:
    note = tell(asked, "label process", "oops")
    outcome = after(asked, 0.1, dry=True)
    assert outcome.did == [("obey_commands", 1)] * 3
    assert outcome.writes == 0
    assert reactions(asked, note) == set()


def test_an_explanation_knows_what_was_said_with_it(asked: Passes) -> None:
    tell(asked, "review done", "explain")
    after(asked, 0.1)
    (reply,) = replies(asked)
    assert "review::incomplete" not in reply
    assert after(asked, 0.2).did == []


@pytest.mark.parametrize("cut", [1, 2])
def test_a_guests_link_is_not_made_when_a_pass_is_made_up_for(asked: Passes, cut: int) -> None:
    issue(asked).confidential = False
    asked.sandbox.world.seed_issue(title="Slow search", author="priya")
    asked.stock_labels()
    first, second = tell(asked, "relate #2", by="gus"), tell(asked, "oops", by="gus")
    asked.sandbox.clock.set(NOW + 0.1 * DAY)
    with suppress(CutError):
        asked.run(cut_after=cut)
    say(asked, "PUT", f"/notes/{second}", by="gus", body="!feedback relate #2")
    for days in (0.2, 0.3, 0.4):
        after(asked, days)
    assert issue(asked).links == []
    assert len(replies(asked)) == 1
    assert reactions(asked, first) <= {REFUSED}


@pytest.mark.parametrize("cut", range(1, 6))
@pytest.mark.parametrize("beside", ["help", "oops", "kudos @priya"])
def test_a_link_is_made_in_the_end_whatever_stands_beside_it(asked: Passes, cut: int, beside: str) -> None:
    other = asked.sandbox.world.seed_issue(title="Slow search", author="priya")
    asked.stock_labels()
    note = tell(asked, f"known #{other}", beside)
    asked.sandbox.clock.set(NOW + 0.1 * DAY)
    with suppress(CutError):
        asked.run(cut_after=cut)
    for days in (0.2, 0.3):
        after(asked, days)
    assert [link.issue.iid for link in issue(asked).links] == [other]
    assert DONE in reactions(asked, note)
    assert len(replies(asked)) == (beside != "kudos @priya")


def test_a_pass_that_was_cut_off_soon_after_a_whole_one_is_made_up_for(asked: Passes) -> None:
    other = asked.sandbox.world.seed_issue(title="Slow search", author="priya")
    asked.stock_labels()
    after(asked, 0.1)
    asked.sandbox.clock.advance(seconds=10)
    note = tell(asked, f"relate #{other}")
    asked.sandbox.clock.advance(seconds=5)
    with suppress(CutError):
        asked.run(cut_after=1)
    after(asked, 0.2)
    assert [link.issue.iid for link in issue(asked).links] == [other]
    assert reactions(asked, note) == {DONE}


def test_a_role_that_gitlab_keeps_to_itself_leaves_the_command_for_the_next_pass(asked: Passes) -> None:
    tell(asked, "label process")
    asked.sandbox.faults.add(kind="403", path=r"/members/all", times=1)
    assert after(asked, 0.1).report.exit_code == 1
    assert replies(asked) == []
    after(asked, 0.2)
    assert "feedback::process" in labels(asked)
