from __future__ import annotations

import json
from functools import partial
from io import BytesIO
from itertools import takewhile
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.intake import InputFile
from bot.intake.formats.json_text import elements, parsed
from bot.intake.mapping import Mapping
from bot.intake.outcomes import Rejection
from bot.intake.rows import rows_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from intake.conftest import Read

AT = "2026-11-22T09:30:00+01:00"
NO_OBJECT = "is not an object with the survey's keys"
BROKEN_LINE = "is not valid JSON; each line must hold one survey as an object"
BROKEN_ARRAY = "is not valid JSON; the records before it were read"


def record(ticket: object = 1, **more: object) -> str:
    return json.dumps({"ticket": ticket, "rating": "good", "responded_at": AT} | more)


def array(*records: str) -> str:
    return f"[{', '.join(records)}]"


def lines(*records: str) -> str:
    return "".join(f"{one}\n" for one in records)


FORMS = pytest.mark.parametrize("form", [array, lines])


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(array(record(1), record(2)), id="array"),
        pytest.param("\ufeff \r\n" + array(record(1), record(2)), id="array after byte-order mark and blanks"),
        pytest.param(json.dumps([json.loads(record(1)), json.loads(record(2))], indent=2), id="indented array"),
        pytest.param(lines(record(1), record(2)), id="lines"),
        pytest.param(lines(record(1), record(2)).rstrip(), id="lines, no newline at the end"),
        pytest.param("\ufeff" + lines(record(1), record(2)), id="lines after a byte-order mark"),
        pytest.param(lines(record(1), record(2)).replace("\n", "\r\n"), id="lines with CRLF"),
        pytest.param(lines("", record(1), "  ", "", record(2), ""), id="blank lines"),
        pytest.param(
            lines(record(1), record(2)).replace("ticket", "Ticket").replace("responded_at", " Responded\u00a0At "),
            id="keys in any case, with blanks",
        ),
    ],
)
def test_records_become_surveys(read: Read, content: str) -> None:
    reading = read(content)
    assert (reading.tickets, reading.rejections, reading.warnings) == (["1", "2"], [], [])


@FORMS
@pytest.mark.parametrize(
    ("given", "read_as"),
    [
        pytest.param({"ticket": 210}, {"ticket": "210"}, id="ticket as a number"),
        pytest.param({"ticket": "#210"}, {"ticket": "210"}, id="ticket with a number sign"),
        pytest.param({"ticket": None, "id": 7}, {"ticket": "", "id": "7"}, id="null ticket, id as a number"),
        pytest.param({"score": 4}, {"score": "4"}, id="score as a number"),
        pytest.param({"score": 4.5}, {"score": "4.5"}, id="score with a fraction"),
        pytest.param({"score": None, "comment": None, "agent": None}, {"score": "", "comment": ""}, id="nulls"),
        pytest.param({"contact_requested": True}, {"contact_requested": True}, id="true"),
        pytest.param({"contact_requested": "No"}, {"contact_requested": False}, id="no in words"),
        pytest.param({"contact_requested": None}, {"contact_requested": False}, id="null instead of yes or no"),
        pytest.param({"comment": "one\ntwo \u2028 three"}, {"comment": "one\ntwo \u2028 three"}, id="line breaks"),
    ],
)
def test_values_are_read_as_the_text_a_csv_would_hold(
    read: Read, form: Callable[..., str], given: dict[str, object], read_as: dict[str, object]
) -> None:
    (survey,) = read(form(record(**{"ticket": 1} | given))).surveys
    assert {column: getattr(survey, column) for column in read_as} == read_as


@FORMS
@pytest.mark.parametrize(
    ("value", "reason"),
    [
        pytest.param({"rating": None}, "rating is missing", id="null rating"),
        pytest.param({"rating": 1}, "rating '1': input should be 'good', 'neutral' or 'bad'", id="rating is a number"),
        pytest.param({"ticket": [210]}, "ticket '[210]': must be text", id="ticket is a list"),
        pytest.param({"score": True}, "score 'True': must be text", id="score is true"),
        pytest.param({"comment": {"text": "secret"}}, "comment: must be text", id="comment is an object"),
        pytest.param(
            {"responded_at": 1795336200},
            "responded_at '1795336200': must be ISO 8601 text such as 2026-11-22T09:30:00+01:00",
            id="time is a number",
        ),
        pytest.param(
            {"rating": "fair", "responded_at": "now"},
            "rating 'fair': input should be 'good', 'neutral' or 'bad'; "
            "responded_at (3 characters): is not ISO 8601; write it as 2026-11-22T09:30:00+01:00",
            id="two things at once",
        ),
    ],
)
def test_a_bad_record_is_rejected_and_the_good_ones_go_on(
    read: Read, form: Callable[..., str], value: dict[str, object], reason: str
) -> None:
    reading = read(form(record(1), record(**{"ticket": 8} | value), record(2)))
    assert reading.rejections == [f"in1 {'record' if form is array else 'line'} 2: {reason}"]
    assert reading.tickets == ["1", "2"]


@FORMS
@pytest.mark.parametrize("other", ["3", '"text"', "null", "[1]"])
def test_what_is_no_object_is_rejected(read: Read, form: Callable[..., str], other: str) -> None:
    # Lines are known by the object they begin with, so the odd one cannot come first.
    reading = read(form(record(1), other, record(2)))
    assert reading.rejections == [f"in1 {'record' if form is array else 'line'} 2: {NO_OBJECT}"]
    assert reading.tickets == ["1", "2"]


def test_an_empty_array_holds_no_surveys(read: Read) -> None:
    reading = read("[]")
    assert (reading.surveys, reading.rejections, reading.sighting.rows) == ([], [], 0)


@pytest.mark.parametrize(
    ("content", "tickets"),
    [
        pytest.param(array(record(1), record(2))[:-1], ["1", "2"], id="only the bracket is missing"),
        pytest.param(array(record(1), record(2), record(3))[:-9], ["1", "2"], id="cut within a record"),
        pytest.param(array(record(1), record(2)) + " more", ["1", "2"], id="something behind the end"),
        pytest.param(array(record(1), record(2), "{ticket: 3}"), ["1", "2"], id="a key without quotes"),
        pytest.param(array(record(1), record(2)).encode()[:-1] + b', {"id": "\xff"}]', ["1", "2"], id="invalid UTF-8"),
        pytest.param("[", [], id="only a bracket"),
    ],
)
def test_records_before_the_break_of_an_array_survive(read: Read, content: str | bytes, tickets: list[str]) -> None:
    reading = read(content)
    assert reading.tickets == tickets
    assert reading.rejections == [f"in1 after record {len(tickets)}: {BROKEN_ARRAY}"]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(b'{"ticket": 8,', id="cut off"),
        pytest.param(b"ticket=8", id="no JSON at all"),
        pytest.param(b'{"ticket": "\xff"}', id="invalid UTF-8"),
        pytest.param(record(8).encode() * 2, id="two on one line"),
    ],
)
def test_a_broken_line_is_rejected_and_the_others_go_on(read: Read, line: bytes) -> None:
    reading = read(b"\n".join((record(1).encode(), b"", line, record(2).encode())))
    assert reading.rejections == [f"in1 line 3: {BROKEN_LINE}"]
    assert reading.tickets == ["1", "2"]


def test_the_three_formats_hold_the_same_surveys(read: Read) -> None:
    surveys = [
        {"ticket": "1", "rating": "bad", "responded_at": AT, "comment": 'Ann: "no"', "contact_requested": "yes"},
        {"ticket": "2", "rating": "good", "responded_at": AT, "comment": "", "contact_requested": ""},
    ]
    quoted = [['"' + cell.replace('"', '""') + '"' for cell in survey.values()] for survey in surveys]
    as_csv = lines(",".join(surveys[0]), *map(",".join, quoted))
    records = [json.dumps(survey) for survey in surveys]
    readings = [read(content).surveys for content in (as_csv, array(*records), lines(*records))]
    assert len(readings[0]) == 2
    assert readings[0] == readings[1] == readings[2]


@FORMS
def test_a_number_of_any_size_is_a_ticket(read: Read, form: Callable[..., str]) -> None:
    assert read(form(record(1), record(10**20), record(2))).tickets == ["1", str(10**20), "2"]


@FORMS
def test_a_fraction_of_any_size_costs_no_other_record(read: Read, form: Callable[..., str]) -> None:
    assert {"1", "2"} <= set(read(form(record(1), record(8).replace("8", "1e400", 1), record(2))).tickets)


@FORMS
@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity"])
def test_what_is_not_a_number_is_no_ticket(read: Read, form: Callable[..., str], word: str) -> None:
    reading = read(form(record(1), record(8).replace("8", word, 1)))
    assert reading.tickets == ["1"]
    assert len(reading.rejections) == 1


def test_a_line_nested_too_deeply_is_rejected_like_any_other(read: Read) -> None:
    reading = read(lines(record(1), '{"a":' + "[" * 100_000, record(2)))
    assert reading.rejections == [f"in1 line 2: {BROKEN_LINE}"]
    assert reading.tickets == ["1", "2"]


@FORMS
@pytest.mark.parametrize(("deep", "kept"), [(99, ["1", "8"]), (100, ["1"])], ids=["just so", "too deep"])
def test_lists_may_be_nested_a_hundred_deep(read: Read, form: Callable[..., str], deep: int, kept: list[str]) -> None:
    assert read(form(record(1), record(8, deep=json.loads("[" * deep + "]" * deep)))).tickets == kept


def test_an_array_nested_too_deeply_keeps_the_records_before_it(read: Read) -> None:
    reading = read(array(record(1), '{"a":' + "[" * 200_000))
    assert (reading.tickets, reading.rejections) == (["1"], [f"in1 after record 1: {BROKEN_ARRAY}"])


@FORMS
@pytest.mark.parametrize("digits", [4_301, 100_000])
def test_a_number_longer_than_python_reads_costs_only_its_record(
    read: Read, form: Callable[..., str], digits: int
) -> None:
    reading = read(form(record(1), record(8).replace("8", "9" * digits, 1), record(2)))
    assert reading.tickets == ["1", "2"]
    assert len(reading.rejections) == 1


# --- how JSON is taken apart


WHOLE = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
WITH_HALVES = st.text(st.characters() | st.sampled_from('\ud83d\ude00\udc00\\u"'), max_size=8)
HUGE = st.sampled_from(["1e400", "-1e-400", "1e99999999999999999999", "9" * 5_000, "1." + "0" * 5_000, "NaN"])


def values(text: st.SearchStrategy[str]) -> st.SearchStrategy[object]:
    return st.recursive(
        st.none() | st.booleans() | st.integers() | st.just(10**4_000) | text,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3),
        max_leaves=6,
    )


@settings(deadline=None)
@given(
    held=st.lists(values(WHOLE), max_size=6),
    indent=st.sampled_from([None, 0, 3]),
    escaped=st.booleans(),
    chunk=st.integers(1, 40),
)
def test_an_array_holds_the_same_however_it_is_cut_for_reading(
    held: list[object], indent: int | None, chunk: int, *, escaped: bool
) -> None:
    written = json.dumps(held, indent=indent, ensure_ascii=escaped).encode()
    with patch("bot.intake.formats.json_text._CHUNK", chunk):
        assert list(elements(BytesIO(b" \n" + written + b"\r\n "))) == held
    assert parsed(written) == held


@settings(deadline=None)
@given(records=st.lists(st.dictionaries(WHOLE, values(WHOLE)), max_size=6), chunk=st.integers(1, 40), data=st.data())
def test_of_an_array_that_is_cut_off_the_whole_records_are_read(
    records: list[dict[str, object]], chunk: int, data: st.DataObject
) -> None:
    written = json.dumps(records)
    cut = data.draw(st.integers(1, len(written) - 1))
    found: list[object] = []
    with patch("bot.intake.formats.json_text._CHUNK", chunk), pytest.raises(ValueError, match=r".+"):
        found.extend(elements(BytesIO(written[:cut].encode())))
    ends = (len(json.dumps(records[: count + 1])) - 1 for count in range(len(records)))
    assert found == records[: len(list(takewhile(lambda end: end <= cut, ends)))]


@settings(deadline=None)
@given(more=st.dictionaries(WITH_HALVES, values(WITH_HALVES), max_size=4), comment=WITH_HALVES)
def test_half_characters_are_replaced_in_all_forms_alike(more: dict[str, object], comment: str) -> None:
    one = json.dumps({"comment": comment, "more": more})
    forms = [(f"[{one}]", ""), (f"{one}\n", ""), (one.replace('{"comment"', '{\n"comment"', 1), "")]
    found = [the_record(content, rows) for content, rows in (*forms, (f'{{"records": [{one}]}}', "records"))]
    assert all(other == found[0] for other in found)
    assert json.dumps(found[0], ensure_ascii=False).encode()
    # Two halves side by side make one character, as the json module reads it.
    read_as = json.loads(json.dumps(comment))
    assert found[0]["comment"] == "".join("\ufffd" if "\ud800" <= one <= "\udfff" else one for one in read_as)


def the_record(content: str, rows: str) -> dict[str, object]:
    fields = {"ticket": "a", "rating": "b", "responded_at": "c"}
    mapping = Mapping.model_validate(
        {"format": "json", "fields": fields, "rating": {"good": ["good"]}, "rows": rows},
    )
    (row,) = rows_of(InputFile("in", partial(BytesIO, content.encode())), mapping)
    assert not isinstance(row, Rejection)
    return dict(row.values)


@FORMS
@pytest.mark.parametrize(
    ("escaped", "comment"),
    [
        (r"a\udc00 b", "a\ufffd b"),
        (r"\ud83d", "\ufffd"),
        (r"\ud83d\ud83d\ude00", "\ufffd\U0001f600"),
        (r"\ude00\ud83d", "\ufffd\ufffd"),
        (r"\\ud83d\ude00", "\\ud83d\ufffd"),
        (r"\ud83d\\ude00", "\ufffd\\ude00"),
        (r"\uD83D\uDE00", "\U0001f600"),
    ],
    ids=["second", "first", "first and both", "wrong order", "words and second", "first and words", "both"],
)
def test_half_a_character_costs_nothing_but_itself(
    read: Read, form: Callable[..., str], escaped: str, comment: str
) -> None:
    reading = read(form(record(1, comment="?").replace("?", escaped), record(2)))
    assert [survey.comment for survey in reading.surveys] == [comment, ""]
    assert (reading.rejections, reading.warnings) == ([], [])


def test_of_a_broken_array_no_more_is_held_than_a_record_may_have() -> None:
    content = BytesIO(b'[{"a": 1}, {"a": "' + b"x" * 20_000_000)
    reading = elements(content)
    assert next(reading) == {"a": 1}
    with pytest.raises(ValueError, match="longer than any record"):
        next(reading)


@settings(deadline=None)
@given(
    odd=st.dictionaries(
        st.sampled_from(["ticket", "id", "rating", "responded_at", "comment", "score"]),
        HUGE | values(WITH_HALVES).map(json.dumps),
    )
)
def test_no_record_whatsoever_ends_in_a_traceback(read: Read, odd: dict[str, str]) -> None:
    more = "".join(f', "{name}": {written}' for name, written in odd.items())
    for form in (array, lines):
        reading = read(form(record("first"), record(8).replace("}", f"{more}}}")))
        assert reading.sighting.rows == 2
        assert "first" in reading.tickets
        assert "".join((*reading.rejections, *reading.warnings)).isprintable()


@FORMS
def test_two_spellings_of_one_key_are_rejected(read: Read, form: Callable[..., str]) -> None:
    reading = read(form(record(1), record(8, Ticket=9)))
    assert reading.rejections == [f"in1 {'record' if form is array else 'line'} 2: names ticket twice"]
    assert reading.tickets == ["1"]


@pytest.mark.parametrize(
    "form",
    [
        array,
        pytest.param(
            lines,
        ),
    ],
)
def test_a_warning_about_a_key_can_be_printed_anywhere(read: Read, form: Callable[..., str]) -> None:
    (warning,) = read(form(record(1, **{"half \ud83d a pair": 1}))).warnings
    assert warning.encode()
