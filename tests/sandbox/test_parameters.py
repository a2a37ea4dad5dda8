from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

LIST = "/projects/4242/issues"


@pytest.mark.parametrize(
    "options",
    [
        {"json": {"title": "x", "labels": ["a", "b, c"], "nonsense": 1}},
        {"data": {"title": "x", "labels": "a,b,c"}},
        {"data": [("title", "x"), ("labels[]", "a"), ("labels[]", "b"), ("labels[]", "c")]},
        {"params": {"title": "x", "labels": " a , b , c "}},
        {"params": {"title": "x"}, "json": {"labels": "a,b,c"}},
        {"files": {"title": (None, "x"), "labels": (None, "a,b,c")}},
    ],
    ids=["json", "form", "form array", "query", "query and json", "multipart"],
)
def test_ways_to_send_parameters(http: Callable[..., Any], options: dict[str, Any]) -> None:
    answer = http("POST", LIST, **options)
    assert answer.status_code == 201
    assert answer.json()["labels"] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("options", "body"),
    [
        ({"json": {}}, {"error": "title is missing"}),
        ({"json": {"title": " "}}, {"message": {"title": ["can't be blank"]}}),
        ({"json": {"title": "x" * 256}}, {"message": {"title": ["is too long (maximum is 255 characters)"]}}),
        (
            {"json": {"title": "x", "description": "x" * 1_048_577}},
            {"message": {"description": ["is too long (maximum is 1048576 characters)"]}},
        ),
        ({"json": {"title": "x", "confidential": "perhaps"}}, {"error": "confidential is invalid"}),
        ({"json": {"title": "x", "assignee_ids": ["mia"]}}, {"error": "assignee_ids is invalid"}),
        ({"json": {"title": "x", "issue_type": "wish"}}, {"error": "issue_type does not have a valid value"}),
        ({"json": {"title": {"a": 1}}}, {"error": "title is invalid"}),
        ({"data": "{", "headers": {"content-type": "application/json"}}, None),
        ({"json": ["title"]}, None),
        ({"data": '{"title": "\\ud800"}', "headers": {"content-type": "application/json"}}, None),
    ],
)
def test_refused(http: Callable[..., Any], options: dict[str, Any], body: object) -> None:
    answer = http("POST", LIST, **options)
    assert answer.status_code == 400
    assert body is None or answer.json() == body
    assert http("GET", LIST).json() == []


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ("state=open", "state does not have a valid value"),
        ("order_by=colour", "order_by does not have a valid value"),
        ("order_by=id", "order_by does not have a valid value"),
        ("due_date=yesterday", "due_date does not have a valid value"),
        ("scope=mine", "scope does not have a valid value"),
        ("updated_after=soon", "updated_after is invalid"),
        ("author_id=mia", "author_id is invalid"),
        ("not[author_id]=mia", "not[author_id] is invalid"),
        ("page=two", "page is invalid"),
    ],
)
def test_refused_filters(http: Callable[..., Any], query: str, error: str) -> None:
    answer = http("GET", f"{LIST}?{query}")
    assert (answer.status_code, answer.json()) == (400, {"error": error})


@pytest.mark.parametrize(("word", "expected"), [("yes", True), ("1", True), ("f", False), ("off", False)])
def test_words_for_yes_and_no(http: Callable[..., Any], word: str, *, expected: bool) -> None:
    assert http("POST", LIST, data={"title": "x", "confidential": word}).json()["confidential"] is expected


def test_an_update_must_name_something(http: Callable[..., Any]) -> None:
    http("POST", LIST, json={"title": "x"})
    answer = http("PUT", f"{LIST}/1", json={"nonsense": 1})
    assert answer.status_code == 400
    assert answer.json()["error"].endswith("are missing, at least one parameter must be provided")
