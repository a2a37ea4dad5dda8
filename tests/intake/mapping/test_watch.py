"""What is told after the last row: rows that can be read one by one, and make no sense together."""

from __future__ import annotations

import json
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from bot.intake import FileFeed, InputFile, Rejection
from bot.intake.mapping import Translation
from bot.intake.row import Row

if TYPE_CHECKING:
    from intake.mapping.conftest import MakeMapping, Preset, Translate

AT, LATER = "2026-11-22T09:30:00Z", "2026-11-22T09:30:01Z"
CELL = datetime.fromisoformat("2021-04-03")  # as a spreadsheet's date cell comes, without an offset
TABLE = """
fields: {id: Id, ticket: Ticket, rating: Rating, responded_at: Time, customer: Who}
rating: {good: [7], bad: [1], none: [""]}
"""
RECORDS = """
format: json
fields: {id: id, ticket: case.no, rating: stars, responded_at: at, comment: why, tags: "labels[].name"}
rating: {good: [7], none: [""]}
"""
PLACEHOLDERS = ["none", "0", "NA", "xxxxx", "NaN", "null", "undefined", "unassigned", "True", "n/a", "-", "N/A "]


def csv(*rows: str) -> str:
    return "".join(f"{row}\n" for row in ("Id,Ticket,Rating,Time,Who", *rows))


def record(**changes: object) -> dict[str, object]:
    return {"id": "a1", "case": {"no": 5}, "stars": 7, "at": AT, "why": "", "labels": []} | changes


# --- one ticket for several people


@pytest.mark.parametrize("word", PLACEHOLDERS)
@pytest.mark.parametrize("name", ["google-forms", "surveymonkey", "typeform"])
def test_presets_know_what_stands_for_no_ticket(preset: Preset, now: datetime, name: str, word: str) -> None:
    needed = {} if name == "typeform" else {"timezone": "UTC"}
    mapping = preset(
        name,
        **needed,
        format="json",
        recognise="",
        header_row=1,
        first_data_row=None,
        ticket_pattern="",
        id_pattern="",
        times=["iso"],
        fields={"id": "id", "ticket": "ticket", "rating": "rating", "responded_at": "at"},
        rating={"good": ["good"]},
    )
    row = Row("record 1", {"id": "i1", "ticket": word, "rating": "good", "at": AT})
    assert getattr(Translation(mapping, "tool", now).read("in", row), "key", None) == "tool/id/i1"


@pytest.mark.parametrize("value", ["none", " NONE ", "0", 0, 0.0])
def test_blank_words_are_no_ticket_and_no_id(make_mapping: MakeMapping, translate: Translate, value: object) -> None:
    mapping = make_mapping(RECORDS, blank=["none", "0"])
    assert [survey.ticket for survey in translate(mapping, json.dumps([record(case={"no": value})])).surveys] == [""]
    (rejection,) = translate(mapping, json.dumps([record(id=value, case={"no": value})])).rejections
    assert "needs a ticket or an id" in rejection


def test_a_ticket_of_several_customers_is_warned_about(make_mapping: MakeMapping, translate: Translate) -> None:
    rows = [f"i1,0,7,{AT},Kim", f"i2,0,7,{AT},Lee", f"i3,5,7,{AT},Kim", f"i4,0,7,{AT},Ann", f"i5,5,1,{LATER},KIM"]
    (warning,) = translate(make_mapping(TABLE), csv(*rows)).warnings
    assert warning.startswith("in: ticket '0' of row 3 (3 customers): the answers of one ticket count as one survey")
    assert not {"Kim", "Lee", "Ann"} & set(warning.split())


@pytest.mark.parametrize(("ids", "warned"), [(3, False), (4, True)], ids=["changed answers", "a placeholder"])
def test_without_customers_many_ids_of_one_ticket_are_warned_about(
    make_mapping: MakeMapping, translate: Translate, ids: int, *, warned: bool
) -> None:
    rows = [f"i{number},none,7,2026-11-22T09:30:0{number}Z," for number in range(ids)]
    warnings = translate(make_mapping(TABLE), csv(*rows)).warnings
    assert [f"({ids} ids)" in warning for warning in warnings] == [True] * warned


def test_where_a_ticket_may_have_several_surveys_nothing_is_shared(
    make_mapping: MakeMapping, translate: Translate
) -> None:
    found = translate(make_mapping(TABLE, identity="id"), csv(f"i1,0,7,{AT},Kim", f"i2,0,7,{AT},Lee"))
    assert found.warnings == []


def test_files_with_canonical_columns_are_watched_as_well(translate: Translate) -> None:
    rows = "".join(f"i{who},none,good,{AT},{who}\n" for who in ("Kim", "Lee"))
    (warning,) = translate(None, f"id,ticket,rating,responded_at,customer\n{rows}").warnings
    assert "(2 customers)" in warning


# --- two ratings for one instant


@pytest.mark.parametrize("merge", ["newest", "join"])
@pytest.mark.parametrize(
    ("rows", "warned"),
    [
        ([f"i1,5,7,{AT},", f"i1,5,1,{AT},"], True),
        ([f"i1,5,7,{AT},", f"i1,5,1,{LATER},"], False),
        ([f"i1,5,7,{AT},", f"i1,5,7,{AT},"], False),
        ([f"i1,5,7,{AT},", f"i1,5,,{AT},"], False),
        ([f"i1,5,7,{AT},", f"i2,6,1,{AT},"], False),
    ],
    ids=["contradiction", "changed", "repeated", "not rated twice", "two surveys"],
)
def test_ratings_that_contradict_one_another_are_warned_about(
    make_mapping: MakeMapping, translate: Translate, merge: str, rows: list[str], *, warned: bool
) -> None:
    warnings = translate(make_mapping(TABLE, merge=merge), csv(*rows)).warnings
    assert ["rated otherwise than another row" in warning for warning in warnings] == [True] * warned


# --- paths that find nothing


@pytest.mark.parametrize(
    ("changes", "failures"),
    [
        pytest.param({}, [], id="all found"),
        pytest.param({"rows": ""}, ["`rating`", "`tags`"], id="rows forgotten"),
        pytest.param({"fields": {"rating": "strs"}}, ["`rating`"], id="rating misspelt"),
        pytest.param({"fields": {"tags": "lables[].name"}}, ["`tags`"], id="tags misspelt"),
        pytest.param({"fields": {"tags": "lables[].name"}, "exclude": {}}, [], id="tags that nothing needs"),
    ],
)
def test_a_path_that_finds_nothing_anywhere_makes_the_file_fail(
    make_mapping: MakeMapping, translate: Translate, changes: dict[str, dict[str, str]], failures: list[str]
) -> None:
    base = make_mapping(RECORDS, rows="items", exclude={"tags": ["x"]})
    fields = {**base.fields, **changes.get("fields", {})}
    mapping = make_mapping(RECORDS, **{"rows": "items", "exclude": {"tags": ["x"]}} | changes | {"fields": fields})
    found = translate(mapping, json.dumps({"items": [record(), record()]}))
    assert [failure.split(":")[0] for failure in found.failures] == failures
    assert all(" records; see `fields` and `rows`" in failure for failure in found.failures)


def test_a_failure_is_a_rejection_of_the_file(make_mapping: MakeMapping, now: datetime) -> None:
    content = json.dumps([record(stars=None)]).encode()
    feed = FileFeed(InputFile("in", lambda: BytesIO(content)), "tool", now, make_mapping(RECORDS))
    (rejection,) = [outcome for outcome in feed.outcomes() if isinstance(outcome, Rejection)]
    assert str(rejection).startswith("in: `rating`: what the mapping says found nothing in any of 1 records")


def test_a_ticket_that_is_found_nowhere_is_warned_about(make_mapping: MakeMapping, translate: Translate) -> None:
    (warning,) = translate(make_mapping(RECORDS), json.dumps([record(case=None)])).warnings
    assert warning.startswith("in: `ticket`: what the mapping says found nothing in any of 1 records")


@pytest.mark.parametrize(("records", "warned"), [(19, False), (20, True)])
def test_other_fields_are_warned_about_where_there_are_many_records(
    make_mapping: MakeMapping, translate: Translate, records: int, *, warned: bool
) -> None:
    content = [record(id=f"i{number}", case={"no": number}, why=None, labels=None) for number in range(records)]
    warnings = translate(make_mapping(RECORDS), json.dumps(content)).warnings
    assert ["`comment`, `tags`: " in warning for warning in warnings] == [True] * warned


# --- dates


@pytest.mark.parametrize(
    ("times", "warned"),
    [("%m/%d/%Y %H:%M", True), ("%d/%m/%Y %H:%M", False)],
    ids=["read the wrong way", "read the right way"],
)
@pytest.mark.parametrize("end", ["7", "x", ""], ids=["accepted", "rejected", "unanswered"])
def test_a_date_against_the_order_that_is_read_is_warned_about(
    make_mapping: MakeMapping, translate: Translate, times: str, end: str, *, warned: bool
) -> None:
    rows = [f"i{day},{day},{end},{day:02}/09/2021 10:00," for day in (3, 5, 25)]
    warnings = translate(make_mapping(TABLE, times=[times], timezone="UTC"), csv(*rows)).warnings
    assert ["1 dates have the day first" in warning for warning in warnings] == [True] * warned


@pytest.mark.parametrize(
    ("values", "warned"),
    [
        ([CELL, "30/09/2021"], True),
        ([CELL, CELL], False),
        (["03/04/2021", "30/09/2021"], False),
        ([CELL, ""], False),
    ],
    ids=["both", "cells", "text", "cells and nothing"],
)
def test_date_cells_beside_dates_that_are_text_are_warned_about(
    make_mapping: MakeMapping, now: datetime, values: list[object], *, warned: bool
) -> None:
    translation = Translation(make_mapping(TABLE, times=["%d/%m/%Y"], timezone="UTC"), "tool", now)
    for number, value in enumerate(values):
        cells = {"id": f"i{number}", "ticket": f"{number}", "rating": "7", "time": value, "who": ""}
        translation.read("in", Row(f"row {number}", cells))
    warnings = [*translation.warnings()]
    assert ["1 date cells and 1 dates that are text" in warning for warning in warnings] == [True] * warned
