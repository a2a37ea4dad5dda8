"""What cannot be meant is refused before any file is read; where the wrong key stands is tested with the settings."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.intake.mapping import Mapping
from bot.intake.mapping.times import at_odds

if TYPE_CHECKING:
    from intake.mapping.conftest import MakeMapping

FIELDS = {"ticket": "T", "rating": "R", "responded_at": "A"}


def complaint(make_mapping: MakeMapping, **changes: object) -> str:
    with pytest.raises(ValidationError) as error:
        make_mapping(**changes)
    (only,) = error.value.errors()
    return f"{'.'.join(map(str, only['loc']))}: {only['msg']}"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        pytest.param({"fields": {"rating": "R", "responded_at": "A"}}, "needs a ticket or an id", id="no key"),
        pytest.param({"fields": {"ticket": "T", "rating": "R"}}, "responded_at is missing", id="no time"),
        pytest.param({"fields": FIELDS | {"tikcet": "X"}}, "the bot knows no such field", id="unknown field"),
        pytest.param({"fields": FIELDS | {"comment": ""}}, "must be a column, a template, a path", id="no column"),
        pytest.param({"fields": FIELDS | {"comment": 7}}, "must be a column, a template, a path", id="a number"),
        pytest.param({"fields": FIELDS | {"id": {"digest": []}}}, "at least 1 item", id="a digest of nothing"),
        pytest.param({"identity": "id"}, "identity: needs `id` among the fields", id="identity without an id"),
        pytest.param({"id_pattern": "x"}, "id_pattern: needs `id` among the fields", id="pattern without an id"),
        pytest.param({"ticket_pattern": "("}, "is no regular expression", id="broken pattern"),
        pytest.param({"ticket_pattern": "(a)(b)"}, "has more than one group", id="two groups"),
        pytest.param({"encoding": "utf-9"}, "is no encoding of text", id="unknown encoding"),
        pytest.param({"encoding": "rot13"}, "is no encoding of text", id="no encoding of bytes"),
        pytest.param({"encoding": "undefined"}, "is no encoding of text", id="an encoding that always fails"),
        pytest.param({"delimiter": ",,"}, "must be auto or one character", id="two characters"),
        pytest.param({"delimiter": '"'}, "must be auto or one character", id="a quotation mark"),
        pytest.param({"delimiter": "\n"}, "must be auto or one character", id="a line break"),
        pytest.param({"header_row": 0}, "greater than 0", id="row 0"),
        pytest.param({"header_row": 3, "first_data_row": 3}, "must come after header_row", id="rows above the header"),
        pytest.param({"rows": "a"}, "rows: means nothing with `format: auto`", id="rows of a table"),
        pytest.param({"format": "json", "delimiter": ";"}, "delimiter: means nothing", id="a delimiter in JSON"),
        pytest.param({"format": "csv", "sheet": "a"}, "sheet: means nothing", id="a sheet in CSV"),
        pytest.param({"format": "xlsx", "encoding": "cp1252"}, "encoding: means nothing", id="an encoded spreadsheet"),
        pytest.param({"format": "json", "rows": "a["}, "is not valid JMESPath near character", id="broken path"),
        pytest.param({"recognise": " "}, "is not valid JMESPath", id="blank path"),
        pytest.param({"recognise": "a == 'b"}, "is not valid JMESPath near character", id="unclosed quotation mark"),
        pytest.param({"recognise": "nope(@)"}, "calls nope()", id="unknown function"),
        pytest.param({"recognise": "a[?b == keys(c, d)]"}, "calls keys()", id="too many arguments"),
        pytest.param(
            {"format": "json", "fields": FIELDS | {"comment": "a b"}},
            "fields.comment: is not valid JMESPath",
            id="path",
        ),
        pytest.param({"rating": {"none": [1]}}, "lists no answer that is good, neutral or bad", id="no classes"),
        pytest.param({"rating": {"good": ["x"], "bad": [" X "]}}, "bad.0: x is good as well", id="word twice"),
        pytest.param({"rating": {"good": [5], "bad": ["5.0"]}}, "bad.0: 5.0 is good as well", id="number twice"),
        pytest.param({"rating": {"good": ["4..7"], "bad": ["1..4"]}}, "bad.0: 1..4 is good as well", id="ranges meet"),
        pytest.param({"rating": {"good": ["4..7"], "none": [6]}}, "none.0: 6 is good as well", id="number in a range"),
        pytest.param({"rating": {"good": ["7..5"]}}, "is no range such as 5..7", id="range the wrong way"),
        pytest.param({"rating": {"good": ["5.."]}}, "is no range such as 5..7", id="range without an end"),
        *(
            pytest.param({"rating": {"good": [word]}}, "is no range such as 5..7", id=f"range as {word}")
            for word in ("5-7", "5–7", "5 to 7", "5 \u2212 7", ">=5", "≥ 5", "5+", "1.5 - 2")
        ),
        pytest.param({"rating": {"good": [True]}}, "put it in quotes", id="YAML's yes"),
        pytest.param({"rating": {"good": [None]}}, "put it in quotes", id="YAML's null"),
        pytest.param({"rating": {"good": [["x"]]}}, "must be a word, a number", id="a list"),
        pytest.param({"rating": {"god": ["x"]}}, "Extra inputs are not permitted", id="unknown class"),
        *(
            pytest.param({"ticket_pattern": pattern}, "repeats what is a repetition itself", id=f"pattern {pattern}")
            for pattern in (r"(?:[A-Z]+-?)*(\d+)", r"(a+)+", r"((?:a*)b)*", r"(?:(a{2,})b)+", r"((a)+x)*", r"([(]+)*")
        ),
        *(
            pytest.param(
                {"recognise": "a", "format": kind}, "the body of a web hook is JSON", id=f"recognise in {kind}"
            )
            for kind in ("auto", "csv", "xlsx")
        ),
        *(
            pytest.param(
                {"times": ["iso", written], "timezone": "Europe/Berlin"},
                "times.1: holds an offset that is not read",
                id=written,
            )
            for written in ("%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%d %H:%M:%S UTC", "GMT %d/%m/%Y", "%d/%m/%Y %H:%M+01:00")
        ),
        pytest.param({"times": ["%d/%m/%Y %H:%M +0100"], "timezone": "UTC"}, "holds an offset", id="not UTC's offset"),
        *(
            pytest.param({"format": "json", "fields": FIELDS | {"comment": path}}, "needs quotes", id=f"path {path}")
            for path in ("Ticket Number", "ticket-number")
        ),
        pytest.param({"times": []}, "must name a format", id="no format"),
        pytest.param({"times": ["ISO"]}, "must be iso, unix, unix_ms, or a format", id="unknown name"),
        pytest.param({"times": ["%d/%m %H:%M"]}, "must hold year, month and day", id="no year"),
        pytest.param({"times": ["%H:%M"]}, "must hold year, month and day", id="no day"),
        pytest.param({"times": ["%d/%m/%Y %I:%M"]}, "12-hour clock (%I) without %p", id="half a day"),
        pytest.param({"times": ["%d/%m/%Y %Q"]}, "is no format that could be read", id="unknown part"),
        pytest.param({"times": ["%c"]}, "reads differently from one computer to the next", id="the computer's own"),
        pytest.param({"times": ["%d/%m/%Y"]}, "timezone: is missing", id="no zone"),
        pytest.param({"timezone": "Berlin"}, "not a time zone of the IANA database", id="unknown zone"),
        pytest.param({"exclude": {"tags": ["x"]}}, "exclude.tags: needs `tags` among the fields", id="no tags"),
        pytest.param({"exclude": {"forms": [""]}}, "must be one line of words", id="an empty word"),
        pytest.param({"merge": "newst"}, "Input should be 'newest' or 'join'", id="unknown merge"),
        pytest.param({"scale": " "}, "must be a few words", id="a blank scale"),
    ],
)
def test_what_cannot_be_meant_is_refused(make_mapping: MakeMapping, changes: dict[str, Any], said: str) -> None:
    assert said in complaint(make_mapping, **changes)


AT_ODDS = [
    ("%d/%m/%Y", "%m/%d/%Y"),
    ("%d.%m.%Y %H:%M", "%m.%d.%Y %H:%M"),
    ("%Y-%m-%d", "%Y-%d-%m"),
    ("%d/%m/%y", "%y/%m/%d"),
    ("iso", "%Y-%d-%m %H:%M:%S"),
    ("unix", "%Y%m%d"),
]
AT_PEACE = [
    ("%d/%m/%Y %H:%M", "%d-%b-%y"),
    ("iso", "unix"),
    ("iso", "unix_ms"),
    ("unix", "unix_ms"),
    ("iso", "%Y-%m-%d"),
    ("iso", "%Y-%m-%d %H:%M:%S"),
    ("%m/%d/%Y %I:%M %p", "%m/%d/%Y %H:%M"),
    ("%d/%m/%Y", "%d/%m/%Y %H:%M"),
    ("%d/%m/%Y", "%m-%d-%Y"),
    ("%d %b %Y", "%d %B %Y"),
]


@pytest.mark.parametrize("formats", [pair for both in AT_ODDS for pair in permutations(both)], ids=" ".join)
def test_formats_that_read_the_same_text_differently_are_refused(
    make_mapping: MakeMapping, formats: tuple[str, str]
) -> None:
    said = complaint(make_mapping, times=formats, timezone="UTC")
    assert said == f": times.1: reads the same text otherwise than {formats[0]}; name one of them"


@pytest.mark.parametrize("formats", [pair for both in AT_PEACE for pair in permutations(both)], ids=" ".join)
def test_formats_that_agree_or_never_meet_go_together(make_mapping: MakeMapping, formats: tuple[str, str]) -> None:
    assert make_mapping(times=formats, timezone="UTC").times == formats


@given(st.lists(st.sampled_from(["%d/%m/%Y", "%m/%d/%Y", "%Y-%m-%d", "iso", "unix", "unix_ms"]), max_size=4))
def test_whether_formats_are_at_odds_does_not_depend_on_their_order(formats: list[str]) -> None:
    assert bool(list(at_odds(formats))) == bool(list(at_odds(formats[::-1])))


@pytest.mark.parametrize("zone", ["UTC", "Etc/UTC"])
@pytest.mark.parametrize(
    "written", ["%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%d %H:%M UTC", "%Y-%m-%d %H:%M+00:00", "%Y-%m-%d %Hh"]
)
def test_a_format_may_say_utc_where_that_is_the_zone(make_mapping: MakeMapping, zone: str, written: str) -> None:
    assert make_mapping(times=[written], timezone=zone).times == (written,)


@pytest.mark.parametrize(
    "pattern", [r"\D*(\d+)", r"(?:case-)?(\d+)", r"R_(\d+)", r"[(+]*(\d{1,9})", r"(?:ab)+c*", r"(a+)?"]
)
def test_patterns_that_repeat_no_repetition_are_kept(make_mapping: MakeMapping, pattern: str) -> None:
    assert make_mapping(ticket_pattern=pattern).ticket_pattern == pattern


@pytest.mark.parametrize("word", ["5 stars", "7 of 7", "2-day", "C-", "+", "so-so", "4 - good", "1st to last"])
def test_words_that_hold_a_number_are_words(make_mapping: MakeMapping, word: str) -> None:
    assert make_mapping(rating={"good": [word]}).rating.good == (word.casefold(),)


def test_every_mistake_is_told_at_once(make_mapping: MakeMapping) -> None:
    said = complaint(make_mapping, times=["%d/%m/%Y"], rows="a", identity="id")
    assert said.count("; ") == 2


def test_a_mapping_is_not_changed_by_anybody(make_mapping: MakeMapping) -> None:
    with pytest.raises(ValidationError):
        make_mapping().scale = "1 to 5"  # type: ignore[misc]  # it is frozen, which is the point


def test_words_of_a_mapping_are_not_shown_by_its_errors() -> None:
    with pytest.raises(ValidationError) as error:
        Mapping.model_validate({"fields": "Xq7Secret", "rating": {"good": ["x"]}})
    assert "Xq7Secret" not in str(error.value)
