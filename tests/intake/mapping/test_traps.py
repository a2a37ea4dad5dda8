"""What goes wrong in real exports; each trap in a file of its own, hand-written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from intake.mapping.conftest import MakeMapping, Translate

AT = "2026-11-22T09:30:00Z"
BOTH_ORDERS = {"times": ["%d/%m/%Y"], "timezone": "UTC"}
DAMAGED = (
    "was damaged by a spreadsheet, which keeps 15 digits of a number and writes the rest as zeros or as E+17; "
    "export anew, with this column as text, and do not save the file from a spreadsheet in between"
)


def csv(*rows: str, header: str = "Ticket,Rating,Comment,Time") -> str:
    return "".join(f"{row}\n" for row in (header, *rows))


# --- dates


def test_a_column_with_both_orders_of_day_and_month_is_warned_about(
    make_mapping: MakeMapping, translate: Translate
) -> None:
    rows = ["1,7,,30/09/2021", "2,7,,10/17/2021", "3,7,,29/09/2021", "4,7,,01/02/2021"]
    found = translate(make_mapping(**BOTH_ORDERS), csv(*rows))
    assert [survey.ticket for survey in found.surveys] == ["1", "3", "4"]
    assert found.rejections == ["in row 3: responded_at '10/17/2021' fits none of the formats in `times`"]
    (warning,) = found.warnings
    assert warning.startswith(
        "in: responded_at: 2 dates have the day first, 1 have the month first, and `times` reads the day first; "
    )


@pytest.mark.parametrize(
    "dates",
    [["30/09/2021", "29/09/2021"], ["01/02/2021", "02/01/2021"], ["30.09.2021", "01.02.2021"], []],
    ids=["as it is read", "either", "dots", "none"],
)
def test_one_order_alone_is_not_warned_about(make_mapping: MakeMapping, translate: Translate, dates: list[str]) -> None:
    assert translate(make_mapping(**BOTH_ORDERS), csv(*(f"1,7,,{date}" for date in dates))).warnings == []


def test_two_formats_in_one_column_are_both_read(make_mapping: MakeMapping, translate: Translate) -> None:
    mapping = make_mapping(times=["%d/%m/%Y %H:%M", "%d-%b-%y"], timezone="UTC")
    found = translate(mapping, csv("1,7,,01/08/2023 11:13", "2,7,,01-Aug-23", "3,7,,2023-08-01"))
    assert [fact["responded_at"] for fact in found.facts] == ["2023-08-01T11:13:00Z", "2023-08-01T00:00:00Z"]
    assert len(found.rejections) == 1


@pytest.mark.parametrize(
    ("time", "reason"),
    [
        pytest.param("42059.48", "is a spreadsheet's number of a day", id="a spreadsheet's day"),
        pytest.param("2026-11-22", "a date alone needs %Y-%m-%d in `times`", id="no time of day"),
        pytest.param("2026-11-22T09:30:00", "has no UTC offset, and the mapping no `timezone`", id="no offset"),
        pytest.param("22.11.2026 09:30", "fits none of the formats in `times`", id="another format"),
        pytest.param("1795339800", "fits none of the formats in `times`", id="a number"),
        pytest.param("", "responded_at is missing", id="nothing"),
        pytest.param("1899-12-30T00:00:00Z", "is what some programs write for no date", id="no date at all"),
        pytest.param("2027-01-01T00:00:00Z", "lies in the future", id="the future"),
    ],
)
def test_a_time_that_is_not_understood_is_rejected(
    make_mapping: MakeMapping, translate: Translate, time: str, reason: str
) -> None:
    found = translate(make_mapping(), csv(f"1,7,,{time}"))
    assert found.surveys == []
    (rejection,) = found.rejections
    assert reason in rejection


@pytest.mark.parametrize(
    ("times", "written", "instant"),
    [
        pytest.param(["unix"], "1795339800", "2026-11-22T09:30:00Z", id="seconds"),
        pytest.param(["unix"], "1795339800.5", "2026-11-22T09:30:00.500000Z", id="parts of a second"),
        pytest.param(["unix_ms"], "1795339800000", "2026-11-22T09:30:00Z", id="milliseconds"),
        pytest.param(["%m/%d/%Y %I:%M %p"], "11/22/2026 12:05 AM", "2026-11-22T00:05:00+01:00", id="after midnight"),
        pytest.param(["%m/%d/%Y %I:%M %p"], "11/22/2026 12:05 pm", "2026-11-22T12:05:00+01:00", id="after noon"),
        pytest.param(["%Y-%m-%d %H:%M %z"], "2026-11-22 09:30 -0500", "2026-11-22T09:30:00-05:00", id="offset"),
        pytest.param(["iso"], "2026-11-22 09:30:00", "2026-11-22T09:30:00+01:00", id="local ISO"),
        pytest.param(["iso"], "2026-11-22T09:30:00.123Z", "2026-11-22T09:30:00.123000Z", id="ISO"),
        pytest.param(["iso"], "2026-10-25 02:30:00", "2026-10-25T02:30:00+02:00", id="shown twice: the earlier"),
    ],
)
def test_times_are_read_as_their_format_says(
    make_mapping: MakeMapping, translate: Translate, times: list[str], written: str, instant: str
) -> None:
    found = translate(make_mapping(times=times, timezone="Europe/Berlin"), csv(f"1,7,,{written}"))
    assert [fact["responded_at"] for fact in found.facts] == [instant]


@pytest.mark.parametrize(("times", "written"), [("unix", "1795339800000"), ("unix_ms", "1795339800")])
def test_seconds_are_not_taken_for_milliseconds(
    make_mapping: MakeMapping, translate: Translate, times: str, written: str
) -> None:
    (rejection,) = translate(make_mapping(times=[times]), csv(f"1,7,,{written}")).rejections
    assert "unix counts seconds, unix_ms milliseconds" in rejection


# --- ids


@pytest.mark.parametrize("damaged", ["5.70306E+17", "5,70306E+17", "5.7e+17", "6E+15", "-5.7E+17"])
@pytest.mark.parametrize("pattern", ["", r"(\d+).*"], ids=["no pattern", "a pattern that would fit"])
def test_an_id_that_a_spreadsheet_damaged_is_refused(
    make_mapping: MakeMapping, translate: Translate, damaged: str, pattern: str
) -> None:
    found = translate(make_mapping(ticket_pattern=pattern), csv(f'"{damaged}",7,,{AT}'))
    assert found.surveys == []
    assert found.rejections == [f"in row 2: ticket {DAMAGED}"]


def test_damaged_ids_are_refused_in_canonical_files_as_well(translate: Translate) -> None:
    row = f"5.70306E+17,good,{AT}"
    assert translate(None, csv(row, header="ticket,rating,responded_at")).rejections == [
        f"in row 2: ticket '5.70306E+17' {DAMAGED}"
    ]
    as_number = f'{{"id": 5.70306E+17, "rating": "good", "responded_at": "{AT}"}}'
    assert translate(None, as_number).rejections == [f"in line 1: id '5.70306E+17' {DAMAGED}"]


@pytest.mark.parametrize("sound", ["570306123456789012", "12e45", "5e-7", "E17", "1.5", "abc"])
def test_an_id_that_only_looks_so_is_kept(make_mapping: MakeMapping, translate: Translate, sound: str) -> None:
    assert [survey.ticket for survey in translate(make_mapping(), csv(f"{sound},7,,{AT}")).surveys] == [sound]


@pytest.mark.parametrize(
    ("written", "kept"), [("210.0", "210"), (" 210.0 ", "210"), ("210.00", "210.00"), ("1.5", "1.5"), ("v1.0", "v1.0")]
)
def test_a_whole_number_is_one_id_however_it_is_written(
    make_mapping: MakeMapping, translate: Translate, written: str, kept: str
) -> None:
    assert [survey.ticket for survey in translate(make_mapping(), csv(f"{written},7,,{AT}")).surveys] == [kept]
    canonical = csv(f"{written},good,{AT}", header="ticket,rating,responded_at")
    assert [survey.ticket for survey in translate(None, canonical).surveys] == [kept]


@pytest.mark.parametrize(
    ("pattern", "written", "kept"),
    [
        pytest.param(r"\D*(\d+)", "#210", "210", id="a group is what is kept"),
        pytest.param(r"\D*(\d+)", " Ticket no. 210 ", "210", id="words before it"),
        pytest.param(r"\d+", "210", "210", id="without a group the whole"),
        pytest.param(r"(?:case-)?(\d+)", "210", "210", id="a group that keeps nothing"),
        pytest.param("", "#210", "210", id="without a pattern"),
        pytest.param(r"\d+", "", "", id="nothing is not compared"),
    ],
)
def test_of_a_ticket_is_kept_what_its_pattern_says(
    make_mapping: MakeMapping, translate: Translate, pattern: str, written: str, kept: str
) -> None:
    mapping = make_mapping(
        """
        fields: {id: Id, ticket: Ticket, rating: Rating, responded_at: Time}
        rating: {good: [7]}
        """,
        ticket_pattern=pattern,
    )
    found = translate(mapping, csv(f"{written},7,i1,{AT}", header="Ticket,Rating,Id,Time"))
    assert [survey.ticket for survey in found.surveys] == [kept]


@pytest.mark.parametrize("written", ["210b", "x", "2 10", "9" * 300])
def test_an_id_that_does_not_fit_its_pattern_is_rejected(
    make_mapping: MakeMapping, translate: Translate, written: str
) -> None:
    found = translate(make_mapping(ticket_pattern=r"\d{1,9}"), csv(f"{written},7,,{AT}"))
    assert found.surveys == []
    assert "does not fit its pattern" in found.rejections[0]


# --- ratings


def test_a_reversed_scale_with_codes_for_no_opinion(make_mapping: MakeMapping, translate: Translate) -> None:
    mapping = make_mapping(rating={"good": ["1..2"], "neutral": [3], "bad": ["4..5"], "none": [6, 7]})
    found = translate(mapping, csv(*(f"{code},{code},,{AT}" for code in range(1, 8))))
    assert [survey.rating for survey in found.surveys] == ["good", "good", "neutral", "bad", "bad"]
    assert found.skipped == ["unanswered", "unanswered"]


def test_zero_for_no_answer(make_mapping: MakeMapping, translate: Translate) -> None:
    found = translate(make_mapping(), csv(f"1,0,,{AT}", f"2,,,{AT}", f"3,7,,{AT}"))
    assert (found.skipped, len(found.surveys)) == (["unanswered", "unanswered"], 1)


@pytest.mark.parametrize("odd", ["-o", "NA", "cc", "8", "-1", "4.5", "good", "7/7"])
def test_a_rating_that_is_listed_nowhere_is_rejected(make_mapping: MakeMapping, translate: Translate, odd: str) -> None:
    found = translate(make_mapping(), csv(f"1,{odd},,{AT}"))
    assert found.surveys == []
    assert found.rejections == [f"in row 2: rating {odd!r} is listed in no class of `rating:`"]


def test_an_empty_rating_is_no_answer_only_where_the_mapping_says_so(
    make_mapping: MakeMapping, translate: Translate
) -> None:
    found = translate(make_mapping(rating={"good": [7]}), csv(f"1,,,{AT}"))
    assert found.rejections == ["in row 2: rating is empty: an empty cell is listed in no class of `rating:`"]


@pytest.mark.parametrize(
    ("written", "scale", "score"),
    [
        ("7", "1 to 7", "7 on a scale of 1 to 7"),
        ("6.0", "", "6.0"),
        ("Happy", "1 to 7", "Happy"),
        ("5", "", "5"),
    ],
)
def test_the_answer_is_kept_as_it_was_given(
    make_mapping: MakeMapping, translate: Translate, written: str, scale: str, score: str
) -> None:
    assert [survey.score for survey in translate(make_mapping(scale=scale), csv(f"1,{written},,{AT}")).surveys] == [
        score
    ]


@pytest.mark.parametrize("written", ["Good", "GOOD", " good "])
def test_an_answer_that_is_its_class_is_not_said_twice(
    make_mapping: MakeMapping, translate: Translate, written: str
) -> None:
    mapping = make_mapping(rating={"good": ["good"]})
    assert [survey.score for survey in translate(mapping, csv(f"1,{written},,{AT}")).surveys] == [""]


# --- odd rows and cells


def test_duplicate_rows_have_one_digest_and_hide_the_address(make_mapping: MakeMapping, translate: Translate) -> None:
    mapping = make_mapping(
        "fields: {id: {digest: [Time, Mail]}, rating: Rating, responded_at: Time}\nrating: {good: [7]}"
    )
    rows = [f"a@example.com,7,{AT}", f"a@example.com,7,{AT}", f"b@example.com,7,{AT}"]
    found = translate(mapping, csv(*rows, header="Mail,Rating,Time"))
    first, second, third = (survey.id for survey in found.surveys)
    assert first == second != third
    assert len(first) == 20
    assert "example" not in first


def test_a_template_joins_columns(make_mapping: MakeMapping, translate: Translate) -> None:
    mapping = make_mapping('fields: {id: "{Form}-{No}", rating: Rating, responded_at: Time}\nrating: {good: [7]}')
    found = translate(mapping, csv(f"nps,12,7,{AT}", f",,7,{AT}", header="Form,No,Rating,Time"))
    assert [survey.id for survey in found.surveys] == ["nps-12"]
    assert found.rejections == [
        "in row 3: needs a ticket or an id, else it could not be recognised again ('Form' or 'No' is empty)"
    ]


@pytest.mark.parametrize("cells", [",12", "nps,", ",", " ,12"])
def test_an_id_that_lacks_a_part_is_none(make_mapping: MakeMapping, translate: Translate, cells: str) -> None:
    mapping = make_mapping(
        """
        fields: {id: "{Form}-{No}", ticket: T, rating: R, responded_at: A, comment: "{Form} {No}"}
        rating: {good: [7]}
        """
    )
    found = translate(mapping, csv(f"{cells},5,7,{AT}", header="Form,No,T,R,A"))
    assert [(survey.id, survey.key) for survey in found.surveys] == [("", "tool/ticket/5")]
    assert found.surveys[0].comment == cells.replace(",", " ").strip()


@pytest.mark.parametrize("header", ["Ticket\u00a0", '"Ticket\n"', "\ufeffTicket", "TICKET", " ticket\t"])
def test_columns_are_found_however_they_are_written(
    make_mapping: MakeMapping, translate: Translate, header: str
) -> None:
    found = translate(make_mapping(), csv(f"1,7,,{AT}", header=f"{header},Rating,Comment,Time"))
    assert [survey.ticket for survey in found.surveys] == ["1"]


@pytest.mark.parametrize("word", ["Did not answer", "DID NOT  ANSWER", "nothing", "\u00a0nothing ", "n/a"])
def test_comments_that_say_nothing_are_none(make_mapping: MakeMapping, translate: Translate, word: str) -> None:
    mapping = make_mapping(blank=["Did not answer", "Nothing", "n/a"])
    found = translate(mapping, csv(f"1,7,{word},{AT}", f"2,7,nothing much,{AT}"))
    assert [survey.comment for survey in found.surveys] == ["", "nothing much"]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ('"""Too slow"""', "Too slow"),
        ("“Too slow”", "Too slow"),
        ("„Zu langsam“", "Zu langsam"),
        ('"""Slow"" and ""bad"""', 'Slow" and "bad'),
        ('"5"" screen"', '5" screen'),
        ('""""', '"'),
    ],
)
def test_quotation_marks_around_a_whole_comment_are_taken_off(
    make_mapping: MakeMapping, translate: Translate, written: str, kept: str
) -> None:
    found = translate(make_mapping(strip_quotes=True), csv(f"1,7,{written},{AT}"))
    assert [survey.comment for survey in found.surveys] == [kept]


def test_several_rows_of_one_respondent_are_joined(make_mapping: MakeMapping, translate: Translate) -> None:
    rows = ["1,,first,2026-11-01T09:30:00Z", f"2,7,alone,{AT}", f"1,2,,{AT}", "1,7,,2026-11-02T09:30:00Z"]
    found = translate(make_mapping(merge="join"), csv(*rows))
    assert [(fact["ticket"], fact["rating"], fact["comment"], fact["responded_at"]) for fact in found.facts] == [
        ("1", "bad", "first", AT),
        ("2", "good", "alone", AT),
    ]
    assert found.warnings == []


def test_joined_rows_are_left_out_when_one_of_them_is(make_mapping: MakeMapping, translate: Translate) -> None:
    mapping = make_mapping(
        "fields: {id: Id, rating: R, responded_at: A, tags: T}\nrating: {good: [7]}\nexclude: {tags: [internal]}",
        merge="join",
    )
    rows = [f"1,7,{AT},vip", "1,,2026-11-01T09:30:00Z,internal", f"2,7,{AT},vip"]
    found = translate(mapping, csv(*rows, header="Id,R,A,T"))
    assert ([survey.id for survey in found.surveys], found.skipped) == (["2"], ["tag internal"])


def test_a_row_whose_time_cannot_be_read_is_not_joined(make_mapping: MakeMapping, translate: Translate) -> None:
    found = translate(make_mapping(merge="join"), csv(f"1,7,,{AT}", "1,7,late,soon", "1,,words,"))
    assert [(survey.ticket, survey.comment) for survey in found.surveys] == [("1", "words")]
    assert [rejection.split(":")[0] for rejection in found.rejections] == ["in row 3"]


def test_rows_whose_id_is_damaged_or_missing_are_not_joined(make_mapping: MakeMapping, translate: Translate) -> None:
    rows = [f"5.7E+17,7,a,{AT}", f"5.7E+17,1,b,{AT}", f",7,c,{AT}", f",7,d,{AT}"]
    found = translate(make_mapping(merge="join"), csv(*rows))
    assert [rejection.split(":")[0] for rejection in found.rejections] == [
        "in row 2",
        "in row 3",
        "in row 4",
        "in row 5",
    ]


def test_a_broken_row_among_those_to_join_costs_only_itself(make_mapping: MakeMapping, translate: Translate) -> None:
    found = translate(make_mapping(merge="join"), csv(f"1,,a,{AT}", "1,7", f"1,7,,{AT}"))
    assert [(survey.ticket, survey.comment) for survey in found.surveys] == [("1", "a")]
    assert found.rejections == ["in row 3: has 2 cells, but the header has 4"]


@pytest.mark.parametrize(
    ("exclude", "reasons"),
    [
        ({"tags": ["internal"]}, ["tag internal", "tag internal"]),
        ({"tags": ["Internal"]}, ["tag Internal", "tag Internal"]),
        ({"tags": ["vip user"]}, ["tag vip user"]),
        ({"organizations": ["our own  firm"]}, ["organization our own  firm"]),
        ({"forms": ["Test", "other"]}, ["form other"]),
        (
            {
                "tags": ["inter"],
                "organizations": ["Our"],
                "forms": [],
            },
            [],
        ),
    ],
)
def test_what_the_policy_leaves_out_is_counted_by_its_own_words(
    make_mapping: MakeMapping, translate: Translate, exclude: dict[str, list[str]], reasons: list[str]
) -> None:
    mapping = make_mapping(
        """
        fields: {ticket: T, rating: R, responded_at: A, tags: Tags, organization: O, form: F}
        rating: {good: [7]}
        """,
        exclude=exclude,
    )
    rows = [f'1,7,{AT},"vip user, INTERNAL",Our Own Firm,Other', f"2,cc,{AT},internal x,,", f"3,7,{AT},,Acme,Survey"]
    found = translate(mapping, csv(*rows, header="T,R,A,Tags,O,F"))
    assert found.skipped == reasons


@pytest.mark.parametrize(
    "written",
    [
        *('["internal", "vip"]', "{internal,vip}", "#internal #vip", "'internal'", "vip|internal", "inter\u200bnal"),
        *(["internal"], ["#Internal "], ["vip", "in\u00adternal"]),
    ],
    ids=ascii,
)
def test_tags_are_found_however_a_tool_writes_them(
    make_mapping: MakeMapping, translate: Translate, written: str | list[str]
) -> None:
    mapping = make_mapping(
        "format: json\nfields: {ticket: t, rating: r, responded_at: a, tags: g}\nrating: {good: [7]}",
        exclude={"tags": ["#internal"]},
    )
    records = [{"t": 1, "r": 7, "a": AT, "g": written}, {"t": 2, "r": 7, "a": AT, "g": "internal/eu internals #"}]
    found = translate(mapping, json.dumps(records))
    assert (found.skipped, [survey.ticket for survey in found.surveys]) == (["tag #internal"], ["2"])


def test_an_umlaut_is_one_word_in_both_its_forms(make_mapping: MakeMapping, translate: Translate) -> None:
    mapping = make_mapping(rating={"good": ["K\u00f6nig"]})
    assert len(translate(mapping, csv(f"1,Ko\u0308nig,,{AT}", f"2,K\u00f6nig,,{AT}")).surveys) == 2


def test_a_small_number_above_is_no_digit(make_mapping: MakeMapping, translate: Translate) -> None:
    found = translate(make_mapping(rating={"good": [52]}), csv(f"1,5\u00b2,,{AT}"))
    assert found.surveys == []


@pytest.mark.parametrize("field", ["tags", "organization"])
def test_what_cannot_be_compared_is_rejected_with_its_field(
    make_mapping: MakeMapping, translate: Translate, field: str
) -> None:
    mapping = make_mapping(
        f"format: json\nfields: {{ticket: t, rating: r, responded_at: a, {field}: g}}\nrating: {{good: [7]}}",
        exclude={"tags": ["x"]} if field == "tags" else {"organizations": ["x"]},
    )
    found = translate(mapping, json.dumps([{"t": 1, "r": 7, "a": AT, "g": {"name": "Kim"}}]))
    assert found.rejections == [f"in record 1: {field} is not a single value"]


# --- nothing that somebody wrote or is called is shown


@pytest.mark.parametrize(
    "row",
    [
        f"kim@example.com,7,,{AT}",
        f"1,kim@example.com,,{AT}",
        "1,7,,kim@example.com",
        f"1,Kim Sample told me this was bad,,{AT}",
        f"Kim Sample told me her number,7,,{AT}",
    ],
    ids=["address as ticket", "address as rating", "address as time", "sentence as rating", "sentence as ticket"],
)
def test_a_wrong_column_shows_nobodys_words(make_mapping: MakeMapping, translate: Translate, row: str) -> None:
    (rejection,) = translate(make_mapping(), csv(row)).rejections
    assert "kim" not in rejection.casefold()
