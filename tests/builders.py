"""Things with good defaults, for tests that care about one of their properties."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.intake import FileFeed, Inbox, find_files
from bot.model.calendar import Calendar
from bot.model.context import Context
from bot.model.issue import Issue, LabelEvent, Note, Person, StateEvent
from bot.model.labels import Label, LabelNames, Labels
from bot.model.marks import Mark, stamp
from bot.model.review.form import form_of
from bot.model.survey import Survey
from bot.shipped import shipped
from bot.texts import JinjaTexts

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
BOT = Person(2, "feedback-bot")
MIA = Person(3, "mia")
OTHER_BOT = Person(9, "alert-bot")
DAY = timedelta(days=1)

CAUSES = ("feedback::process", "feedback::soft-skills", "feedback::known-issue")
_TEXTS = JinjaTexts([shipped("templates")])


def a_context(**changes: Any) -> Context:  # noqa: ANN401 - any field of the context
    names = LabelNames(reasons={"Took too long": CAUSES[0], "Rude": CAUSES[1]}, regions={"EMEA": "region::EMEA"})
    labels = Labels(names, tuple(Label(name=name, color="#6699cc", description=f"it was {name}") for name in CAUSES))
    context = Context(
        now=NOW,
        calendar=Calendar(ZoneInfo("Europe/Berlin")),
        answer_within=7 * DAY,
        labels=labels,
        bot=BOT,
        form=form_of((), {}, CAUSES),
        other_bots=frozenset({OTHER_BOT.username}),
        texts=_TEXTS,
    )
    return replace(context, **changes)


def a_survey(**changes: Any) -> Survey:  # noqa: ANN401 - any column
    columns = {"source": "survey", "ticket": "209", "rating": "bad", "responded_at": "2026-11-19T09:00:00+00:00"}
    return Survey.model_validate(columns | changes)


def inbox_of(path: Path, now: datetime, **sources: Path) -> Inbox:
    """Take the surveys from files of canonical columns, one for each source, and take nothing out of them."""
    named = {"survey": path} | sources
    feeds = [FileFeed(file, name, now) for name, one in named.items() for file in find_files([str(one)])[0]]
    return Inbox(feeds=feeds, redact=lambda survey: survey)


def a_note(body: str = "Looking into it.", *, by: Person = MIA, at: datetime = NOW, system: bool = False) -> Note:
    return Note(author=by, body=body, created_at=at, system=system)


def a_mark_note(rule: str, at: datetime, by: Person = BOT, **facts: str) -> Note:
    return a_note(stamp("The bot's words.", Mark(rule, facts)), by=by, at=at)


def a_reopening(*, by: Person = MIA, at: datetime = NOW) -> StateEvent:
    return StateEvent(author=by, state="reopened", created_at=at)


def a_closing(*, by: Person = MIA, at: datetime = NOW) -> StateEvent:
    return StateEvent(author=by, state="closed", created_at=at)


def an_issue(**changes: Any) -> Issue:  # noqa: ANN401 - any field of the issue
    """Build an open bad issue of a person's, with everything about it read; `age` sets when it was created."""
    created = NOW - changes.pop("age", DAY)
    issue = Issue(
        iid=12,
        title="Negative feedback for ticket 209",
        description="",
        state="opened",
        labels=frozenset({"satisfaction::bad"}),
        author=MIA,
        assignees=(),
        due_date=None,
        created_at=created,
        updated_at=changes.get("updated_at", created),
        confidential=True,
        notes_count=len(changes.get("notes") or ()),
        web_url="https://gitlab.example.com/support/feedback/-/issues/12",
        notes=(),
        state_events=(),
        label_events=(),
    )
    return replace(issue, **changes)


def a_filed_issue(*, rating: str = "bad", due: date | None = None, followed: bool = False, **changes: Any) -> Issue:  # noqa: ANN401 - any field of the issue
    """Build an issue as the bot files it, from yesterday's answer for ticket 209."""
    facts = {"survey": "survey/ticket/209", "responded": "2026-11-19T09:00:00+00:00", "rating": rating}
    facts |= {"due": due.isoformat()} if due else {}
    facts |= {"followed": "yes"} if followed else {}
    facts |= {"cause": changes.pop("cause")} if "cause" in changes else {}
    labels = {f"satisfaction::{rating}"} | (set() if rating == "good" else {"review::needed"})
    defaults = {
        "author": BOT,
        "description": stamp("What the customer said.", Mark("file_survey", facts)),
        "labels": frozenset(labels),
        "due_date": due,
    }
    return an_issue(**(defaults | changes))


def a_labelling(label: str, *, added: bool = True, by: Person = MIA, at: datetime = NOW) -> LabelEvent:
    return LabelEvent(author=by, label=label, added=added, created_at=at)


REVIEWED = """\
- **Summary of ticket/feedback:** handed over four times
- **Action to be taken:** one owner for each ticket
- **Contact customer to discuss feedback? (Y/N):** N"""
