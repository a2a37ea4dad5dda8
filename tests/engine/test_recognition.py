"""A bot that works under a new user says so instead of filing everything again, and can be told who it was.

When GitLab deletes a user, what it wrote is its Ghost User's. Hand-written.
"""

from collections.abc import Callable

import pytest
from builders import DAY, NOW
from passes import Outcome, Passes
from scenarios import Survey, filed, seed, survey

from bot.errors import ConfigurationError, ExitCode
from bot.sandbox.world.ghost import bury
from bot.sandbox.world.roles import Role

RULES = "rules: {file_survey: , follow_rating: , ask_review: , close_inactive: , nag_unanswered: }\n"
KNOWN = [survey(1, "bad", days_ago=8.1), survey(2, "good", days_ago=8.1)]
GHOST = 7


@pytest.fixture
def reborn(passes: Passes) -> Passes:
    """Let the bot have filed a bad survey (#1) and a good one (#2) eight days ago; then its user was deleted."""
    filed(survey(1, "bad"), survey(2, "good"), ago=8)(passes)
    be_born_again(passes)
    return passes


def be_born_again(passes: Passes) -> None:
    """Delete the bot's user, and let it have another one with the same role."""
    world = passes.sandbox.world
    assert world.ghost.id == GHOST
    bot = world.people.named("feedback-bot")
    assert bot is not None
    bury(world, bot)
    world.add_user("second-bot", "Second Bot", Role.PLANNER, bot=True)
    passes.token = passes.sandbox.token("second-bot")


def close_all(passes: Passes) -> None:
    for issue in passes.sandbox.world.issues.values():
        issue.state = "closed"


def refused(run: Callable[[], Outcome]) -> str:
    with pytest.raises(ConfigurationError) as refusal:
        run()
    assert refusal.value.exit_code is ExitCode.CONFIGURATION
    return str(refusal.value)


@pytest.mark.parametrize("surveys", [KNOWN, ()], ids=["with surveys", "without"])
@pytest.mark.parametrize("full", [True, False], ids=["full", "usual"])
@pytest.mark.parametrize("dry", [True, False], ids=["dry", "real"])
def test_a_new_user_does_nothing_and_says_what_to_do(
    surveys: list[Survey], *, full: bool, dry: bool, reborn: Passes
) -> None:
    reborn.sandbox.clear_requests()
    said = refused(lambda: reborn.run(surveys, full=full, dry=dry))
    assert "issues such as #1, #2, #3 bear the bot's marks and are of user 7 (@ghost)" in said
    assert "this token belongs to user 8 (@second-bot)" in said
    assert "former_bots: [7]" in said
    assert reborn.sandbox.writes == []


def test_closed_issues_tell_as_soon_as_there_are_surveys(reborn: Passes) -> None:
    close_all(reborn)
    reborn.sandbox.clear_requests()
    assert "former_bots: [7]" in refused(lambda: reborn.run([survey(1, "good")]))
    assert "former_bots: [7]" in refused(lambda: reborn.run([survey(3, "good")]))
    assert reborn.sandbox.writes == []


def test_closed_issues_tell_without_surveys_as_well(reborn: Passes) -> None:
    close_all(reborn)
    reborn.sandbox.clear_requests()
    assert "former_bots: [7]" in refused(reborn.run)
    assert reborn.sandbox.writes == []


def test_surveys_tell_however_long_ago_they_were_filed(reborn: Passes) -> None:
    close_all(reborn)
    reborn.sandbox.clear_requests()
    reborn.sandbox.clock.set(NOW + 200 * DAY)
    seed(reborn.sandbox, "satisfaction::good", age=-199)
    assert "former_bots: [7]" in refused(lambda: reborn.run(KNOWN, now=NOW + 200 * DAY))
    assert reborn.sandbox.writes == []


def test_the_dashboard_alone_tells(passes: Passes) -> None:
    seed(passes.sandbox, "satisfaction::good", age=1)
    passes.run()
    be_born_again(passes)
    assert "issues such as #2" in refused(passes.run)


def test_a_dashboard_that_was_opened_before_the_first_pass_makes_nobody_known(reborn: Passes) -> None:
    world = reborn.sandbox.world
    world.seed_issue("Feedback bot: dashboard", author="second-bot", description="<!-- feedback-bot dashboard -->",
                     labels=["feedback-bot::dashboard"], created_at=NOW)  # fmt: skip
    reborn.sandbox.clear_requests()
    assert "former_bots: [7]" in refused(lambda: reborn.run(KNOWN))
    assert reborn.sandbox.writes == []


def test_a_named_issue_is_looked_at_all_the_same(reborn: Passes) -> None:
    assert reborn.run(iid=1, dry=True).report.exit_code is ExitCode.DONE


# --- with the former user's id in the policy


@pytest.fixture
def told(reborn: Passes) -> Passes:
    reborn.policy = RULES + f"former_bots: [{GHOST}]"
    return reborn


def test_it_files_nothing_twice(told: Passes) -> None:
    assert "file_survey" not in {rule for rule, _ in told.run(KNOWN).did}
    assert told.run([*KNOWN, survey(3, "good")]).did == [("file_survey", 5)]


def test_it_goes_on_where_the_old_one_ended(told: Passes) -> None:
    assert told.run(KNOWN).did == [("nag_unanswered", 1), ("close_inactive", 2)]
    assert told.run(KNOWN).did == []


def test_it_reminds_no_second_time_of_a_date(passes: Passes) -> None:
    filed(survey(1, "bad"), ago=10)(passes)
    assert passes.run().did == [("nag_unanswered", 1)]
    due = passes.sandbox.world.issues[1].due_date
    be_born_again(passes)
    passes.policy = RULES + f"former_bots: [{GHOST}]"
    assert passes.run().did == []
    assert passes.sandbox.world.issues[1].due_date == due
    passes.sandbox.clock.set(NOW + 8 * DAY)
    assert passes.run().did == [("nag_unanswered", 1)]


def test_it_does_not_take_the_old_ones_notes_for_answers(told: Passes) -> None:
    assert ("nag_unanswered", 1) in told.run().did


def test_it_follows_a_rating(told: Passes) -> None:
    did = told.run([survey(1, "good"), survey(2, "bad")]).did
    assert did == [("follow_rating", 1)] * 2 + [("follow_rating", 2)] * 2 + [("ask_review", 2)]
    assert told.run([survey(1, "good"), survey(2, "bad")]).did == []


def test_it_keeps_a_dashboard_of_its_own(told: Passes) -> None:
    told.run()
    own = [issue.iid for issue in told.sandbox.world.issues.values() if issue.author.username == "second-bot"]
    assert own == [4]
    told.sandbox.clear_requests()
    assert told.run().did == []
    assert told.sandbox.writes == []


def test_what_a_deleted_person_wrote_is_still_a_persons(told: Passes) -> None:
    world = told.sandbox.world
    world.seed_note(1, "jonas", "I called the customer.", NOW - 2 * DAY)
    jonas = world.people.named("jonas")
    assert jonas is not None
    bury(world, jonas)
    assert ("nag_unanswered", 1) not in told.run().did


# --- marks of strangers


def copied(passes: Passes, iid: int, by: str) -> int:
    """Let somebody copy an issue of the bot's, with its hidden mark."""
    issue = passes.sandbox.world.issues[iid]
    number: int = passes.sandbox.world.seed_issue(
        title="A copy", author=by, description=issue.description, labels=["satisfaction::good"], created_at=NOW - DAY
    )
    return number


@pytest.mark.parametrize("original", [1, 2], ids=["feedback", "dashboard"])
def test_a_copied_mark_does_not_stop_a_bot_that_is_known_here(original: int, passes: Passes) -> None:
    filed(survey(1, "bad"), ago=1)(passes)
    copy = copied(passes, original, "mia")
    outcome = passes.run([survey(1, "bad", days_ago=1.1), survey(2, "good")])
    assert outcome.did == [("file_survey", copy + 1)]
    assert outcome.report.exit_code is ExitCode.DONE


def test_a_copied_mark_is_nobodys_survey(passes: Passes) -> None:
    filed(survey(1, "bad"), ago=1)(passes)
    copied(passes, 1, "mia")
    assert {iid for _, iid in passes.run([survey(1, "good")]).did} == {1}


def test_a_copied_mark_does_not_stop_a_bot_whose_dashboard_lost_its_label(passes: Passes) -> None:
    filed(survey(1, "bad"), ago=1)(passes)
    copied(passes, 1, "mia")
    passes.sandbox.world.issues[2].labels.clear()
    assert passes.run([survey(2, "good")]).did == [("file_survey", 4)]


def test_nobody_becomes_the_bot_by_forging(told: Passes) -> None:
    told.run()
    copied(told, 2, "mia")
    assert {iid for rule, iid in told.run([survey(2, "bad")]).did if rule == "follow_rating"} == {2}


def test_on_its_first_day_a_new_user_asks_about_every_stranger(told: Passes) -> None:
    # Two former users, and only one of them in the policy: better to ask than to file the other's surveys again.
    copied(told, 2, "mia")
    assert "are of user 3 (@mia)" in refused(told.run)


def test_a_forged_reminder_reminds_nobody(told: Passes) -> None:
    mark = f"<!-- feedback-bot nag_unanswered due={told.sandbox.world.issues[1].due_date} -->"
    told.sandbox.world.seed_note(2, "mia", mark, NOW - DAY)
    assert ("close_inactive", 2) not in told.run().did, "a person's note is a person's, whatever is in it"


def test_a_pass_without_surveys_does_not_make_a_new_user_known(reborn: Passes) -> None:
    close_all(reborn)
    seed(reborn.sandbox, "satisfaction::good", age=1)
    with pytest.raises(ConfigurationError):
        reborn.run()
    with pytest.raises(ConfigurationError):
        reborn.run(KNOWN)
