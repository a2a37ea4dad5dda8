"""Check of the last complete pass: somebody who is no longer looked after does not notice by himself."""

from datetime import timedelta

from bot.doctor.findings import Findings
from bot.doctor.verdict import Finding, look, ok, unknown, wrong
from bot.engine.bookmark import SKEW, bookmark_of
from bot.model.duration import roughly
from bot.model.examined import Unread

# Without news the dashboard is renewed every twelve hours; a schedule may miss a turn or two.
_LATE, _GONE = timedelta(hours=26), timedelta(days=3)
_REMEDY = (
    "see whether the pipeline schedule is active (“Build”, “Pipeline schedules”), and whether its jobs end red: their "
    "log says why"
)


def last_pass(findings: Findings) -> Finding:
    """See how long ago the last complete pass ended, by the bot's dashboard."""
    me, dashboards = findings.gitlab.user, findings.gitlab.dashboards
    if isinstance(me, Unread):
        return unknown(me.why)
    if isinstance(dashboards, Unread):
        return unknown(dashboards.why)
    before = bookmark_of(issue for issue in dashboards if issue.author.id == me).before
    if before is None:
        return ok("no complete pass yet")
    age = findings.now - before.cursor.settled_until
    if age < -SKEW:
        return look("the last complete pass lies in the future", "see the clocks: it is not trusted, so all is read")
    words = f"the last complete pass ended {roughly(max(age, timedelta()))} ago"
    if age >= _GONE:
        return wrong(words, _REMEDY)
    return look(words, _REMEDY) if age >= _LATE else ok(words)
