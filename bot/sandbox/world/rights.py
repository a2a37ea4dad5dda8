"""Who may do what to an issue: the project and issue policies of GitLab, as far as the sandbox reaches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.sandbox.world.roles import Role

if TYPE_CHECKING:
    from bot.sandbox.world.model import Issue, Note, User


@dataclass(frozen=True, slots=True)
class Rights:
    """The rights of one user in the project (GitLab's source, about 17.8)."""

    user: User
    role: Role

    def involved(self, issue: Issue) -> bool:
        """Whether the user wrote the issue or is responsible for it."""
        return issue.author is self.user or self.user in issue.assignees

    def sees(self, issue: Issue) -> bool:
        """Confidential issues are hidden from Guests who have nothing to do with them."""
        return not issue.confidential or self.role >= Role.PLANNER or self.involved(issue)

    def sees_note(self, issue: Issue, note: Note) -> bool:
        """Hide internal notes like confidential issues."""
        return not note.internal or self.role >= Role.PLANNER or self.involved(issue)

    def updates(self, issue: Issue) -> bool:
        """Text and state may be changed from Planner on, and by those involved."""
        return self.role >= Role.PLANNER or self.involved(issue)

    def edits_note(self, note: Note) -> bool:
        """Leave notes to their authors and to Maintainers; nobody rewrites history."""
        return not note.system and (note.author is self.user or self.role >= Role.MAINTAINER)

    @property
    def sets_metadata(self) -> bool:
        """Labels, assignees, due date and confidentiality; for others such parameters are dropped silently."""
        return self.role >= Role.PLANNER

    @property
    def manages_labels(self) -> bool:
        """Creating, changing and deleting labels."""
        return self.role >= Role.PLANNER

    @property
    def manages_boards(self) -> bool:
        """Creating boards and their lists."""
        return self.role >= Role.PLANNER

    @property
    def reads_code(self) -> bool:
        """Seeing the repository of a private project, and its pipeline schedules."""
        return self.role >= Role.REPORTER

    @property
    def writes_code(self) -> bool:
        """Pushing to branches that are not protected, and having pipeline schedules."""
        return self.role >= Role.DEVELOPER

    @property
    def pushes_to_default_branch(self) -> bool:
        """Pushing to the default branch, which GitLab protects (GitLab's documentation)."""
        return self.role >= Role.MAINTAINER

    @property
    def deletes_issues(self) -> bool:
        """Only Planners and, from Owner on, everybody: Reporters to Maintainers may not."""
        return self.role is Role.PLANNER or self.role >= Role.OWNER

    @property
    def sets_times(self) -> bool:
        """Choosing ``created_at``, ``updated_at`` or ``iid``; for others these are ignored."""
        return self.role >= Role.OWNER
