"""Answer what rules ask for: each question is one request, and who people are is asked once in a pass."""

from collections.abc import Mapping
from typing import Any

from bot.model.questions import IssueAt, LinksOf, Question, ReactionsTo, RoleOf, UnansweredError, UserNamed
from bot.tracker import Reader


class Inquiry:
    """Asks GitLab, and remembers for the length of a pass who people are."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._people: dict[Question[Any], object] = {}

    def answers(self, asked: UnansweredError) -> Mapping[Question[Any], object]:
        """Find the answers to all that a rule asks; raises TrackerError."""
        return {question: self.answer(question) for question in asked.questions}

    def answer(self, question: Question[Any]) -> object:
        """Find an answer; raises TrackerError."""
        if isinstance(question, ReactionsTo):
            return self._reader.reactions(question.iid, question.note_id)
        if isinstance(question, IssueAt):
            return self._reader.shows_issue(question.project, question.iid)
        if isinstance(question, LinksOf):
            return self._reader.linked_issues(question.iid)
        if question not in self._people:
            self._people[question] = self._ask(question)
        return self._people[question]

    def _ask(self, question: Question[Any]) -> object:
        if isinstance(question, RoleOf):
            return self._reader.role_of(question.user, insist=True)
        assert isinstance(question, UserNamed)  # noqa: S101 - there are no others
        return self._reader.user_named(question.username)
