"""A tool that nobody has thought of, mapped by configuration alone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from intake.mapping.conftest import MakeMapping, Translate

SAMPLES = Path(__file__).parent.parent / "samples"

THREE_HEADERS = """
format: csv
encoding: cp1252
delimiter: ";"
header_row: 1
first_data_row: 4
fields:
  id: ResponseId
  ticket: ticket
  rating: Q1
  comment: Q1_TEXT
  responded_at: RecordedDate
  form: Status
rating: {good: ["1..2"], neutral: [3], bad: ["4..5"], none: [6, 7]}
scale: 1 (very good) to 5
blank: [keine Angabe]
times: ["%Y-%m-%d %H:%M:%S"]
timezone: Europe/Berlin
id_pattern: R_(\\d+)
ticket_pattern: FALL-(\\d+)
exclude: {forms: [Survey Preview]}
"""

NESTED = """
format: json
rows: export.items
fields:
  id: key
  ticket: case.ref
  rating: "answers[?q == 'stars'] | [0].a"
  comment: "answers[?q == 'why'] | [0].a"
  responded_at: done
  tags: case.labels
rating: {good: ["4..5"], neutral: [3], bad: ["1..2"], none: [""]}
scale: 1 to 5
times: [unix_ms]
ticket_pattern: "case (\\\\d+)"
exclude: {tags: [internal]}
"""


def test_a_csv_file_with_three_header_rows(make_mapping: MakeMapping, translate: Translate) -> None:
    found = translate(make_mapping(THREE_HEADERS), (SAMPLES / "three_headers.csv").read_bytes())
    assert found.facts == [
        {
            "id": "1",
            "ticket": "11",
            "rating": "good",
            "score": "1 on a scale of 1 (very good) to 5",
            "comment": "Grüße an das ganze Team",
            "responded_at": "2026-03-28T09:00:00+01:00",
        },
        {
            "id": "4",
            "ticket": "14",
            "rating": "bad",
            "score": "4 on a scale of 1 (very good) to 5",
            "responded_at": "2026-03-31T09:00:00+02:00",
        },
    ]
    assert found.skipped == ["form Survey Preview", "unanswered"]
    assert found.rejections == [
        "in row 6: responded_at 2026-03-29 02:30:00 was skipped in Europe/Berlin when the clocks went forward"
    ]


def test_a_nested_json_document(make_mapping: MakeMapping, translate: Translate) -> None:
    found = translate(make_mapping(NESTED), (SAMPLES / "nested.json").read_bytes())
    assert found.facts == [
        {
            "id": "a-1",
            "ticket": "1001",
            "rating": "bad",
            "score": "2 on a scale of 1 to 5",
            "comment": "Two weeks of silence",
            "responded_at": "2026-03-01T09:00:00Z",
        },
        {
            "id": "a-5",
            "ticket": "1005",
            "rating": "good",
            "score": "4.5 on a scale of 1 to 5",
            "responded_at": "2026-03-04T09:00:00Z",
        },
    ]
    assert found.skipped == ["tag internal", "unanswered"]
    assert found.rejections == ["in record 4: rating '3.5' is listed in no class of `rating:`"]
