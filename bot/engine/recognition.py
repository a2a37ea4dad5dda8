"""Does the bot know itself? A new user does not recognise what a former one wrote, and would file it all again."""

from collections.abc import Iterable, Iterator

from bot.errors import ConfigurationError
from bot.model.context import Context
from bot.model.issue import Issue
from bot.model.marks import marks_in
from bot.reports.dashboard import NAME as DASHBOARD
from bot.reports.dashboard import dashboard_mark
from bot.rules.file_survey import FileSurvey

_TELLING = {FileSurvey.name, DASHBOARD}  # marks that stand in descriptions of issues that the bot alone opens
_NAMED = 3  # issues shown for each stranger


class Recognition:
    """Watches the issues that a pass reads for marks of the bot's under somebody else's name.

    `dashboards` holds the bot's dashboards that it has met, those of its former users too.

    Only a user who has made no complete pass yet and meets nothing of its own has to ask: for an established bot such a
    mark is a copy or a forgery, and does not count. A dashboard that setup has opened does not establish anybody.
    """

    def __init__(self, ctx: Context, *, is_new_here: bool) -> None:
        self._ctx = ctx
        self.is_new_here = is_new_here
        self.dashboards: list[Issue] = []
        self._is_established = False
        self._met: dict[tuple[int, str], list[int]] = {}

    def watch(self, issues: Iterable[Issue]) -> Iterator[Issue]:
        """Go through issues and remember those that somebody else has marked."""
        for issue in issues:
            if dashboard_mark(issue) and self._ctx.is_bot(issue.author):
                self.dashboards.append(issue)
            if issue.author.id == self._ctx.bot.id and _is_marked(issue):
                self._is_established = True
            if self.is_new_here and self._is_marked_by_another(issue):
                self._met.setdefault((issue.author.id, issue.author.username), []).append(issue.iid)
            yield issue

    def meet(self, issues: Iterable[Issue]) -> None:
        """Go through issues for their marks' sake alone."""
        for _ in self.watch(issues):
            pass

    def insist(self) -> None:
        """Raise ConfigurationError when there was such an issue."""
        if not self._met or self._is_established:
            return
        bot = self._ctx.bot
        found = [
            f"issues such as {', '.join(f'#{iid}' for iid in sorted(set(iids))[:_NAMED])} bear the bot's marks and are "
            f"of user {number} (@{name}), but this token belongs to user {bot.id} (@{bot.username})"
            for (number, name), iids in sorted(self._met.items())
        ]
        ids = ", ".join(str(number) for number, _ in sorted(self._met))
        raise ConfigurationError(
            *found,
            "nothing was written, since all of these would be filed again: use the bot's own token; or, if the bot "
            f"worked under that user before, name the id in the policy (former_bots: [{ids}]); or, if it never did, "
            "remove the hidden marks from these issues",
        )

    def _is_marked_by_another(self, issue: Issue) -> bool:
        return not self._ctx.is_bot(issue.author) and _is_marked(issue)


def _is_marked(issue: Issue) -> bool:
    return any(mark.rule in _TELLING and mark.facts for mark in marks_in(issue.description))
