"""The dashboard: opened once, found again, written only when it says something new, and never the reason for a loss.

Hand-written.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from builders import DAY, NOW
from passes import Outcome, Passes
from scenarios import Survey, seed, survey

from bot.engine import Status
from bot.errors import ExitCode, UncertainError
from bot.model.issue import Issue
from bot.reports.dashboard import read_dashboard
from bot.tracker import Client, Reader, Writer

TITLE = "Feedback bot: dashboard"
LABEL = "feedback-bot::dashboard"
HOUR = timedelta(hours=1)
RULES = "rules: {file_survey: , follow_rating: , close_duplicate: , ask_review: , close_inactive: , nag_unanswered: }\n"


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give up reading at once."""
    monkeypatch.setattr("bot.tracker.client._READ_TRIES", 1)


@pytest.fixture
def kept(passes: Passes) -> Passes:
    """Let the bot have filed a bad survey (#1) ten hours ago, and opened its dashboard (#2)."""
    at(passes, NOW - 10 * HOUR)
    passes.run([survey(1, "bad", days_ago=1)])
    at(passes, NOW)
    return passes


def at(passes: Passes, moment: datetime) -> None:
    passes.sandbox.clock.set(moment)
    passes.sandbox.clear_requests()


def dashboards(passes: Passes) -> list[Issue]:
    """Read everything that looks like a dashboard, as the bot's own program does."""
    settings = passes.settings()
    reader = Reader(Client(url=settings.url, token=passes.sandbox.token("root"), project=settings.project))
    found = [reader.issue(one.iid) for one in passes.sandbox.world.issues.values() if one.title == TITLE]
    passes.sandbox.clear_requests()
    return found


def the_dashboard(passes: Passes) -> Issue:
    (found,) = dashboards(passes)
    return found


def read_at(passes: Passes) -> datetime:
    dashboard = read_dashboard(the_dashboard(passes))
    assert dashboard is not None
    return dashboard.cursor.read_at


def change(passes: Passes, iid: int, by: str = "mia", **body: Any) -> None:  # noqa: ANN401 - any parameter
    address = f"{passes.sandbox.url}/api/v4/projects/{passes.sandbox.project_id}/issues/{iid}"
    headers = {"PRIVATE-TOKEN": passes.sandbox.token(by)}
    requests.put(address, headers=headers, json=body, timeout=10).raise_for_status()


def reads_everything(passes: Passes) -> bool:
    """Tell whether all open issues were read since the requests were last forgotten."""
    paging = {"state", "order_by", "sort", "pagination", "per_page", "cursor"}
    lists = [request.query for request in passes.sandbox.requests if request.path.endswith("/issues")]
    return any(query.get("state") == "opened" and query.keys() <= paging for query in lists)


def about_the_dashboard(outcome: Outcome) -> list[str]:
    return [entry.what for entry in outcome.memory.entries if entry.rule == "dashboard"]


# --- opened once


def test_it_is_opened_once_with_its_label_and_out_of_sight_of_guests(kept: Passes) -> None:
    dashboard = the_dashboard(kept)
    assert dashboard.labels == {LABEL}
    assert dashboard.confidential
    assert dashboard.author.username == "feedback-bot"
    kept.run([survey(2, "good")])
    at(kept, NOW + 2 * DAY)
    kept.run(full=True)
    assert the_dashboard(kept).iid == dashboard.iid


def test_without_feedback_none_is_opened(passes: Passes) -> None:
    assert passes.run().memory.entries == []
    assert passes.sandbox.writes == []


def test_a_dry_run_opens_none_and_shows_that_it_would(passes: Passes) -> None:
    seed(passes.sandbox, "satisfaction::good", age=1)
    outcome = passes.run(dry=True)
    assert {entry.status for entry in outcome.memory.entries} == {Status.PLANNED}
    assert about_the_dashboard(outcome) == [f"file an issue, labels {LABEL}"]
    assert passes.sandbox.writes == []


def test_only_its_own_label_comes_with_it(passes: Passes) -> None:
    seed(passes.sandbox, "satisfaction::good", age=1)
    passes.run()
    assert [request.body["name"] for request in passes.sandbox.writes if request.path.endswith("/labels")] == [LABEL]


def test_with_too_small_a_role_none_is_opened(passes: Passes) -> None:
    seed(passes.sandbox, "satisfaction::good", age=1)
    passes.token = passes.sandbox.token("gus")
    with pytest.raises(Exception, match="access level 10"):
        passes.run()
    assert passes.sandbox.writes == []


# --- written when it says something new


def test_a_pass_with_nothing_to_do_leaves_it_alone(kept: Passes) -> None:
    for _ in range(2):
        kept.run([survey(1, "bad", days_ago=1)])
    assert kept.sandbox.writes == []


def test_it_is_written_when_the_bot_has_done_something(kept: Passes) -> None:
    outcome = kept.run([survey(2, "good")])
    assert about_the_dashboard(outcome) == ["update description"]
    assert "| `file_survey` | 1 |" in the_dashboard(kept).description
    assert "2026-11-20 12:00 UTC" in the_dashboard(kept).description


def test_it_keeps_what_the_bot_did_last(kept: Passes) -> None:
    at(kept, NOW + DAY)
    kept.run()
    assert "2026-11-20 02:00 UTC" in the_dashboard(kept).description
    assert "| `file_survey` | 1 |" in the_dashboard(kept).description


def test_it_is_written_when_something_is_overdue_and_when_it_no_longer_is(passes: Passes) -> None:
    seed(passes.sandbox, "satisfaction::bad", age=2, due_date=(NOW - DAY).date())
    passes.sandbox.world.seed_note(1, "mia", "On it.", NOW - DAY)
    passes.run()
    assert "- `#1`, due 2026-11-19" in the_dashboard(passes).description
    change(passes, 1, due_date="2026-11-25")
    passes.run()
    assert "Nothing is past its date." in the_dashboard(passes).description


def test_without_news_it_is_written_twice_a_day(kept: Passes) -> None:
    seed(kept.sandbox, "satisfaction::bad", age=0, due_date=(NOW + 7 * DAY).date())
    change(kept, 3, add_labels="feedback::process")
    kept.run()
    assert [request.method for request in kept.sandbox.writes] == ["PUT"], "of the person"
    at(kept, NOW + 2 * HOUR)
    kept.run()
    assert len(kept.sandbox.writes) == 1
    assert read_at(kept) == NOW + 2 * HOUR


def test_it_is_written_every_hour_while_that_spares_reading(kept: Passes) -> None:
    seed(kept.sandbox, "satisfaction::bad", age=1)
    kept.sandbox.world.seed_note(3, "mia", "On it.", NOW)
    kept.run()
    assert len(kept.sandbox.writes) == 1
    for minutes, writes in ((59, 0), (61, 1)):
        at(kept, NOW + timedelta(minutes=minutes))
        kept.run()
        assert len(kept.sandbox.writes) == writes, minutes


# --- what people do to it


def test_a_closed_one_goes_on(kept: Passes) -> None:
    change(kept, 2, state_event="close")
    at(kept, NOW)
    kept.run([survey(2, "good")])
    assert not reads_everything(kept)
    dashboard = the_dashboard(kept)
    assert dashboard.state == "closed"
    assert "2026-11-20 12:00 UTC" in dashboard.description


def test_one_without_its_label_gets_it_back(kept: Passes) -> None:
    change(kept, 2, remove_labels=LABEL)
    at(kept, NOW)
    assert about_the_dashboard(kept.run()) == ["update description, set feedback-bot::dashboard"]
    assert reads_everything(kept)
    assert the_dashboard(kept).labels == {LABEL}
    at(kept, NOW)
    kept.run()
    assert not reads_everything(kept)


@pytest.mark.parametrize("label", ["satisfaction::good", "satisfaction::bad", "review::needed"])
def test_it_is_no_feedback_whatever_label_it_bears(label: str, kept: Passes) -> None:
    change(kept, 2, add_labels=label)
    at(kept, NOW + 20 * DAY)
    assert 2 not in {iid for _, iid in kept.run(full=True).did}


# --- two of them


def open_another(passes: Passes) -> int:
    """Let a pass that ran at the same time have opened a dashboard, too."""
    first = the_dashboard(passes)
    iid: int = passes.sandbox.world.seed_issue(
        title=TITLE, author="feedback-bot", labels=[LABEL], created_at=NOW, description=first.description
    )
    return iid


@pytest.mark.parametrize("full", [True, False], ids=["all", "changed"])
def test_of_two_the_older_stays_and_the_younger_is_closed_with_a_link(*, full: bool, kept: Passes) -> None:
    second = open_another(kept)
    kept.run(full=full)
    first, other = dashboards(kept)
    assert (first.state, other.state) == ("opened", "closed")
    (note,) = kept.sandbox.world.issues[second].notes.values()
    assert "#2" in note.body
    at(kept, NOW + HOUR)
    kept.run()
    at(kept, NOW + 2 * HOUR)
    kept.run()
    assert [issue.state for issue in dashboards(kept)] == ["opened", "closed"]
    assert len(kept.sandbox.world.issues[second].notes) == 1


# --- when everything is read


def test_usually_only_what_has_changed_is_read(kept: Passes) -> None:
    kept.run()
    assert not reads_everything(kept)


def test_with_full_everything_is_read(kept: Passes) -> None:
    kept.run(full=True)
    assert reads_everything(kept)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("<!-- feedback-bot dashboard", "<!-- feedback-bot dashbored", id="no mark"),
        pytest.param("read=2026", "read=gestern", id="no instant"),
        pytest.param("+00:00 policy", " policy", id="no offset"),
        pytest.param("read=", "red=", id="another word"),
        pytest.param("policy=", "policy=0", id="another policy"),
        pytest.param("did=file_survey:1", "did=file_survey:one", id="no count"),
        pytest.param("read=2026", "read=2027", id="in the future"),
        pytest.param("policy=", "due=2099-01-01 policy=", id="seen as due what is not"),
    ],
)
def test_with_a_mark_changed_by_hand_everything_is_read(old: str, new: str, kept: Passes) -> None:
    text = the_dashboard(kept).description
    assert old in text
    change(kept, 2, description=text.replace(old, new))
    at(kept, NOW)
    outcome = kept.run()
    assert reads_everything(kept)
    assert outcome.report.exit_code is ExitCode.DONE
    at(kept, NOW)
    kept.run()
    assert not reads_everything(kept), "it is written anew"


def test_after_a_change_of_the_policy_everything_is_read_once(kept: Passes) -> None:
    kept.policy = RULES + "answer_within: 3d"
    kept.run()
    assert reads_everything(kept)
    at(kept, NOW)
    kept.run()
    assert not reads_everything(kept)


@pytest.mark.parametrize("section", ["limits: {changes: 7}", "pace: {notes_per_minute: 7}"])
def test_limits_and_pace_do_not_change_what_is_due(section: str, kept: Passes) -> None:
    kept.policy = RULES
    kept.run()
    at(kept, NOW)
    kept.policy = RULES + section
    kept.run()
    assert not reads_everything(kept)


def test_another_version_of_the_bot_reads_everything_once(kept: Passes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.engine.bookmark.__version__", "99.0")
    kept.run()
    assert reads_everything(kept)
    at(kept, NOW)
    kept.run()
    assert not reads_everything(kept)


# --- what does not move the cursor


@pytest.mark.parametrize("part", [{"only": frozenset({"nag_unanswered"})}, {"iid": 3}], ids=["only", "issue"])
def test_a_pass_over_a_part_does_not_write_it(part: dict[str, Any], kept: Passes) -> None:
    seed(kept.sandbox, "satisfaction::bad", age=9, due_date=(NOW - DAY).date())
    before = the_dashboard(kept)
    outcome = kept.run(**part)
    assert outcome.did == [("nag_unanswered", 3)]
    assert the_dashboard(kept) == before


def test_a_pass_over_a_part_opens_none(passes: Passes) -> None:
    seed(passes.sandbox, "satisfaction::bad", age=9)
    passes.run(only=frozenset({"nag_unanswered"}))
    passes.run(iid=1)
    assert dashboards(passes) == []


@pytest.mark.parametrize("skip", [1, 2, 3, 4])
def test_a_list_that_cannot_be_read_leaves_it_where_it_is(skip: int, kept: Passes) -> None:
    before = read_at(kept)
    at(kept, NOW + DAY)
    kept.sandbox.faults.add(kind="403", method="GET", path=r"/issues$", skip=skip, times=1)
    outcome = kept.run()
    assert outcome.report.exit_code is ExitCode.INCOMPLETE
    assert "broke off" in outcome.memory.problems[0]
    assert read_at(kept) == before
    at(kept, NOW + DAY)
    kept.run()
    assert read_at(kept) == NOW + DAY


# --- what was left


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_issue_that_failed_is_looked_at_by_the_next_pass_though_nothing_has_changed(
    method: str, kept: Passes
) -> None:
    seed(kept.sandbox, "satisfaction::bad", age=9, due_date=(NOW - DAY).date())
    kept.sandbox.world.seed_note(3, "feedback-bot", "Hello.", NOW - 8 * DAY)
    kept.sandbox.faults.add(kind="403", method=method, path=r"/issues/3/notes", times=1)
    assert kept.run().did == []
    at(kept, NOW + 2 * HOUR)
    outcome = kept.run()
    assert outcome.did == [("nag_unanswered", 3)]
    assert not reads_everything(kept)


def test_what_fails_again_and_again_is_not_written_down_again_and_again(kept: Passes) -> None:
    text = kept.sandbox.world.issues[1].description or ""
    change(kept, 1, description=text.replace("rating=bad", "rating=awful"))
    assert kept.run().report.exit_code is ExitCode.INCOMPLETE
    for minutes in (10, 20, 30):
        at(kept, NOW + timedelta(minutes=minutes))
        assert kept.run().report.exit_code is ExitCode.INCOMPLETE, "it is told each time"
        assert kept.sandbox.writes == []


# --- two passes at once


@pytest.fixture
def beside(kept: Passes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Survey], None]:
    """Say what a second pass is to file, while the next one has read the dashboard and nothing else yet."""

    def arrange(row: Survey) -> None:
        folder = tmp_path / "beside"
        folder.mkdir()
        other = [Passes(kept.sandbox, folder)]
        read = Reader.issues_since

        def meanwhile(reader: Reader, *which: Any) -> Iterator[Issue]:  # noqa: ANN401 - as in the reader
            if other:
                other.pop().run([row])
            return read(reader, *which)

        monkeypatch.setattr(Reader, "issues_since", meanwhile)

    return arrange


def test_a_pass_that_met_another_one_tells_the_next(beside: Callable[[Survey], None], kept: Passes) -> None:
    beside(survey(2, "good"))
    kept.run([survey(3, "good")])
    assert "overlapped=yes" in the_dashboard(kept).description
    kept.run()
    assert "overlapped" not in the_dashboard(kept).description


def test_a_note_that_gitlab_writes_after_it_was_looked_for_is_taken_back(
    kept: Passes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Let GitLab be at a note for so long that it is neither confirmed nor found, and then write it after all."""
    post, late = Client.post, list[tuple[Any, ...]]()
    monkeypatch.setattr("bot.tracker.Waiting._pass_time", lambda *_: None)

    def slowly(client: Client, path: str, *rest: Any) -> dict[str, Any]:  # noqa: ANN401 - as in the client
        if path.endswith("/notes") and not late:
            late.append((client, path, *rest))
            raise UncertainError(f"{path}: no answer")
        return post(client, path, *rest)

    monkeypatch.setattr(Client, "post", slowly)
    seed(kept.sandbox, "satisfaction::bad", age=9, due_date=(NOW - DAY).date())
    assert kept.run().did == [("nag_unanswered", 3)]
    post(*late[0])
    assert reminders(kept) == 2
    at(kept, NOW + HOUR)
    assert kept.run().did == [("delete_repeat", 3)]
    assert reminders(kept) == 1


def test_a_repair_that_fails_is_tried_again(kept: Passes, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.policy = "rules: {file_survey: , nag_unanswered: , delete_repeat: }"
    seed(kept.sandbox, "satisfaction::bad", age=9, due_date=(NOW - DAY).date())
    kept.run()
    (words,) = [note.body for note in kept.sandbox.world.issues[3].notes.values() if "nag_unanswered" in note.body]
    monkeypatch.setattr("bot.tracker.Writer.__init__", _repeating(Writer.__init__))
    at(kept, NOW + HOUR / 2)
    kept.sandbox.world.seed_note(3, "feedback-bot", words, NOW + HOUR / 2)
    kept.sandbox.world.issues[3].updated_at = NOW + HOUR / 2
    kept.run([survey(9, "good")])
    monkeypatch.undo()
    kept.sandbox.faults.add(kind="403", method="DELETE", times=1)
    for hours, did in ((2, []), (3, [("delete_repeat", 3)]), (4, [])):
        at(kept, NOW + hours * HOUR)
        assert kept.run().did == did
    assert reminders(kept) == 1


def _repeating(begin: Callable[..., None]) -> Callable[..., None]:
    """Let every write look as if it had been made again."""

    def begin_so(writer: Writer, *rest: Any, **more: Any) -> None:  # noqa: ANN401 - as in the writer
        begin(writer, *rest, **more)
        writer.has_repeated = True

    return begin_so


def reminders(passes: Passes) -> int:
    return sum("nag_unanswered due" in note.body for note in passes.sandbox.world.issues[3].notes.values())


def test_a_pass_alone_tells_nothing(kept: Passes) -> None:
    kept.run([survey(2, "good")])
    assert "overlapped" not in the_dashboard(kept).description


def test_a_survey_that_two_passes_file_at_once_ends_as_one_issue(
    kept: Passes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = [Passes(kept.sandbox, tmp_path)]
    read = Reader.issues_changed

    def meanwhile(reader: Reader, since: datetime) -> Iterator[Issue]:
        if other:
            other.pop().run([survey(2, "good")])
        return read(reader, since)

    monkeypatch.setattr(Reader, "issues_changed", meanwhile)
    assert kept.run([survey(2, "good")]).did == [("file_survey", 4)]
    at(kept, NOW + HOUR)
    assert kept.run().did == [("close_duplicate", 4)]


def test_two_first_passes_at_once_end_with_one_dashboard(
    passes: Passes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "beside").mkdir()
    other = [Passes(passes.sandbox, tmp_path / "beside")]
    read = Reader.open_issues

    def meanwhile(reader: Reader) -> Iterator[Issue]:
        if other:
            other.pop().run([survey(1, "good")])
        return read(reader)

    monkeypatch.setattr(Reader, "open_issues", meanwhile)
    passes.run([survey(2, "good")])
    assert "overlapped=yes" in the_dashboard(passes).description


def test_two_dashboards_of_two_first_passes_become_one(passes: Passes) -> None:
    seed(passes.sandbox, "satisfaction::good", age=1)
    passes.run()
    open_another(passes)
    passes.run([survey(1, "good")])
    at(passes, NOW + HOUR)
    passes.run()
    assert [issue.is_open for issue in dashboards(passes)] == [True, False]
