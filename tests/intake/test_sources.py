"""Whose ticket numbers a source speaks of."""

from typing import Any

import pytest
from pydantic import TypeAdapter

from bot.intake.sources import Source, numbering_of

EU, US = ({"type": "zendesk", "account": name} for name in ("eu", "us"))
FORM: dict[str, Any] = {}


def same_tickets(sources: dict[str, Any]) -> set[frozenset[str]]:
    """List the pairs of sources of which the same number is the same ticket; `?` is one the policy does not name."""
    found = numbering_of({name: TypeAdapter(Source).validate_python(one) for name, one in sources.items()})
    names = {"?": ""} | {name: name for name in sources}
    return {
        frozenset({one, other})
        for one in names
        for other in names
        if one < other and found[names[one]] == found[names[other]]
    }


def pairs(*words: str) -> set[frozenset[str]]:
    return {frozenset(word.split("-")) for word in words}


@pytest.mark.parametrize(
    ("sources", "same"),
    [
        pytest.param({}, set(), id="none"),
        pytest.param({"a": FORM, "b": FORM}, pairs("a-b", "a-?", "b-?"), id="files alone"),
        pytest.param({"eu": EU, "a": FORM}, pairs("eu-a", "eu-?", "a-?"), id="one account, and a form for its tickets"),
        pytest.param({"eu": EU, "us": US}, set(), id="two accounts number for themselves"),
        pytest.param({"eu": EU, "too": EU}, pairs("eu-too", "eu-?", "too-?"), id="one account read twice"),
        pytest.param({"eu": EU, "us": US, "a": FORM}, pairs("a-?"), id="a form for nobody knows which"),
        pytest.param({"eu": EU, "us": US, "a": {"tickets": "us"}}, pairs("us-a"), id="a form for one of two"),
        pytest.param({"eu": EU, "a": {"tickets": "a"}}, pairs("eu-?"), id="a form with numbers of its own"),
    ],
)
def test_the_same_number_is_the_same_ticket_only_where_they_are_counted_together(
    sources: dict[str, Any], same: set[frozenset[str]]
) -> None:
    assert same_tickets(sources) == same
