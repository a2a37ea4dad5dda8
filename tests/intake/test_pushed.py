"""Any body at all is recognised or refused: tests/cli/test_hook.py has the documented ones."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.intake.mapping import Mapping
from bot.intake.pushed import Hooks, IssuePush, NoPush, PushError, RowPush, TicketPush, recognised

FORM = Mapping.model_validate(
    {
        "format": "json",
        "fields": {"id": "token", "rating": "answer", "responded_at": "at"},
        "rating": {"good": ["yes"], "neutral": [], "bad": ["no"]},
        "recognise": "token && length(token) > `2`",
    }
)
HOOKS = Hooks(zendesk=["eu", "us"], mappings={"form": FORM, "sheet": FORM}, believed=frozenset({"form"}))
KEYS = (
    *("object_kind", "object_attributes", "noteable_type", "system", "issue", "iid", "project", "id", "user"),
    *("type", "detail", "ticket_id", "source", "token"),
)
WORDS = ("note", "issue", "work_item", "Issue", "zen:event-type:ticket.csat_received", "eu", "209", "")
LEAVES = st.none() | st.booleans() | st.integers(-1, 300) | st.floats(allow_nan=False) | st.sampled_from(WORDS)


def objects(values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.dictionaries(st.sampled_from(KEYS), values, max_size=len(KEYS))


BODIES = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | objects(inner), max_leaves=25)


@given(objects(BODIES) | BODIES)
def test_a_body_is_understood_or_refused_in_words_of_the_bots_own(body: object) -> None:
    try:
        pushed = recognised(body, HOOKS)
    except PushError:
        return  # any other error is a failure
    assert isinstance(pushed, IssuePush | TicketPush | RowPush | NoPush)
    if isinstance(pushed, TicketPush):
        assert pushed.ticket.isdigit()
        assert pushed.source in HOOKS.zendesk
    if isinstance(pushed, IssuePush):
        assert min(pushed.iid, pushed.project_id, pushed.by) > 0
    if isinstance(pushed, RowPush):
        assert pushed.source in HOOKS.believed
