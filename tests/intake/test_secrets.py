"""What customers and agents wrote or are called never shows where people or logs read about a problem."""

from __future__ import annotations

import csv
import io
import json
import traceback
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.intake.canonical import survey_from
from bot.model.survey import Survey

if TYPE_CHECKING:
    from datetime import datetime

    from intake.conftest import Read

MARKER = "Xq7Secret"  # stands in no message of the bot's, and is told apart from random text
SECRET = st.builds(lambda before, after: before + MARKER + after, st.text(max_size=20), st.text(max_size=20))
PRIVATE = st.sampled_from(
    ["comment", "reason", "customer", "organization", "region", "agent", "ticket_url", "column of their own"]
)
VALID = {"ticket": "210", "rating": "bad", "responded_at": "2026-11-22T09:30:00+01:00"}
FLAW = st.sampled_from(
    [
        {},
        {"rating": "awful"},
        {"responded_at": "yesterday"},
        {"responded_at": "2126-11-22T09:30:00+01:00"},
        {"ticket": ""},
        {"score": "9" * 33},
        {"contact_requested": "perhaps"},
        {"agent": MARKER * 1000},
    ]
)


def as_csv(record: dict[str, str]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerows([record.keys(), record.values()])
    return text.getvalue()


def as_array(record: dict[str, str]) -> str:
    return json.dumps([record], ensure_ascii=False)


def as_line(record: dict[str, str]) -> str:
    return json.dumps(record, ensure_ascii=False) + "\n"


RECORD = st.builds(lambda column, secret, flaw: {**VALID, column: secret, **flaw}, PRIVATE, SECRET, FLAW)
WHOLE_FILE = st.builds(lambda form, record: form(record).encode(), st.sampled_from([as_csv, as_array, as_line]), RECORD)
CUT_FILE = st.builds(lambda content, cut: content[:-cut], WHOLE_FILE, st.integers(1, 200))


@settings(deadline=None)
@given(content=WHOLE_FILE | CUT_FILE)
def test_no_reading_however_it_ends_shows_private_text(read: Read, content: bytes) -> None:
    reading = read(content)
    said = [*reading.rejections, *reading.warnings, repr(reading.sighting), *map(repr, reading.surveys)]
    assert [text for text in said if MARKER in text] == []


@settings(deadline=None)
@given(content=WHOLE_FILE)
def test_a_whole_file_is_either_read_or_rejected(read: Read, content: bytes) -> None:
    reading = read(content)
    assert len(reading.surveys) + len(reading.rejections) == 1


@settings(deadline=None)
@given(secret=SECRET, column=PRIVATE.filter(lambda column: column in Survey.model_fields))
def test_a_survey_shows_no_private_text(now: datetime, secret: str, column: str) -> None:
    survey = survey_from({**VALID, column: secret}, "survey", now)
    assert MARKER in getattr(survey, column)
    assert MARKER not in f"{survey!r} {survey}"


@settings(deadline=None)
@given(record=RECORD)
def test_no_error_shows_private_text_not_even_its_traceback(now: datetime, record: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"\bsource:") as refusal:
        survey_from(record, "No Such Source", now)
    assert MARKER not in "".join(traceback.format_exception(refusal.value)) + repr(refusal.value)


@pytest.mark.parametrize("value", [MARKER * 20_000, [MARKER], {"text": MARKER}], ids=["long", "list", "object"])
def test_pydantics_own_error_shows_no_private_text(value: object) -> None:
    with pytest.raises(ValidationError) as refusal:
        Survey.model_validate({**VALID, "source": "survey", "comment": value})
    assert MARKER not in f"{refusal.value!r} {refusal.value}"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(f'ticket,rating,responded_at,comment\n1,bad,2026,"{MARKER}\n', id="quote that never ends"),
        pytest.param(f'ticket,rating,responded_at,comment\n1,bad,2026,"a" {MARKER}\n', id="text after a quote"),
        pytest.param(f"ticket,rating,responded_at,comment\n1,bad,2026,a,{MARKER}\n", id="a cell too many"),
        pytest.param(f"1,bad,2026,{MARKER},Ann\n", id="no header"),
        pytest.param(f"1;bad;2026;{MARKER};Ann\n", id="no header, semicolons"),
        pytest.param(f'[{{"comment": "{MARKER}" 1}}]', id="broken array"),
        pytest.param(f'{{"comment": "{MARKER}" 1}}', id="broken line"),
        pytest.param(f'["{MARKER}"]', id="no object"),
    ],
)
def test_broken_files_are_rejected_without_showing_what_is_in_them(read: Read, content: str) -> None:
    reading = read(content)
    assert len(reading.rejections) == 1
    assert MARKER.casefold() not in f"{reading.rejections} {reading.warnings}".casefold()
