"""What of a value that is not understood may stand in a log."""

import pytest

from bot.intake.shown import shown


@pytest.mark.parametrize(
    ("field", "text"),
    [
        *(("ticket", text) for text in ("210", "#210", "PROJ-12", "570306123456789012", "5.70306E+17", "R_12", "2.")),
        *(("id", text) for text in ("01JB0000000000000000000001", "tok901", "9" * 40)),
        *(("rating", text) for text in ("good", "4.5", "-o", "7/7", "no-category", "Zufrieden", "x" * 40, "")),
        *(("responded_at", text) for text in ("30/09/2021 10:00", "2026-11-22T09:30:00.5+01:00", "1795339800")),
        ("responded_at", "11/22/2026 12:05 AM"),
        ("changeable_until", "2026-11-22"),
    ],
)
def test_what_has_the_shape_of_a_value_is_shown(field: str, text: str) -> None:
    assert shown(field, text) == f" {text!r}"


@pytest.mark.parametrize(
    ("field", "text"),
    [
        *(("ticket", text) for text in ("Mary Miller", "Miller", "+491701234567", "kim@example.com", "9" * 41)),
        *(("ticket", text) for text in ("4111111111111111", "AKIAIOSFODNN7EXAMPLE", "192.0.2.7", "flat 7, Elm Road")),
        *(("rating", text) for text in ("Duane was rude", "kim@example.com", "x" * 41, "192.0.2.7")),
        *(("responded_at", text) for text in ("pw hunter2 sesame", "yesterday", "+49 170 1234567", "0170 1234567")),
    ],
)
def test_of_anything_else_only_the_length_is(field: str, text: str) -> None:
    assert shown(field, text) == f" ({len(text)} characters)"


def test_of_what_somebody_wrote_nothing_is_shown() -> None:
    assert shown("comment", "7") == shown("customer", "7") == ""
