"""Answers of GitLab's that no recorded one shows. Hand-written, after GitLab's documentation of its issues API."""

import pytest

from bot.tracker.shapes import issue_from

ANSWER = {
    "iid": 12,
    "title": "Negative feedback for ticket 209",
    "state": "closed",
    "labels": [],
    "author": {"id": 3, "username": "mia"},
    "created_at": "2026-11-19T09:00:00.000Z",
    "updated_at": "2026-11-20T09:00:00.000Z",
    "user_notes_count": 0,
    "web_url": "https://gitlab.example.com/support/feedback/-/issues/12",
}


@pytest.mark.parametrize(
    ("more", "elsewhere"),
    [
        pytest.param({}, False, id="an older GitLab says nothing"),
        pytest.param({"moved_to_id": None, "_links": {"closed_as_duplicate_of": None}}, False, id="here"),
        pytest.param({"moved_to_id": 77}, True, id="moved"),
        pytest.param({"_links": {"closed_as_duplicate_of": "https://gitlab.example.com/…/7"}}, True, id="duplicate"),
    ],
)
def test_an_issue_goes_on_elsewhere_if_it_was_moved_or_is_a_duplicate(
    more: dict[str, object], *, elsewhere: bool
) -> None:
    assert issue_from(ANSWER | more).goes_on_elsewhere is elsewhere
