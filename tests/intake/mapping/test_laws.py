"""What holds for any table, however wild its words."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.intake.mapping.words import same

if TYPE_CHECKING:
    from intake.mapping.conftest import MakeMapping, Translate

HEADER = ["Ticket", "Rating", "Comment", "Time"]
LISTED = {"happy": "good", "7": "good", "5.5": "good", "4": "neutral", "angry": "bad", "1": "bad", "0": "none"}
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
RATING = st.sampled_from([*LISTED, " HAPPY ", "Angry\u00a0", "6.99", "4.5", "", "8", "very happy"]) | TEXT
TICKET = st.sampled_from(["1", "2", "3", "5.7E+17"]) | TEXT
TIME = st.sampled_from(["2026-11-22T09:30:00Z", "2026-11-21T09:30:00+01:00", "2026-11-22", "yesterday"])
TABLE = st.lists(st.tuples(TICKET, RATING, TEXT, TIME), max_size=8)
LONG_TABLE = st.lists(
    st.tuples(
        st.sampled_from(["1", "2"]),
        st.sampled_from(["7", "4", "angry", "odd", ""]),
        st.sampled_from(["words", "more", "internal", ""]),
        st.sampled_from(["2026-11-22T09:30:00Z", "2026-11-22T10:30:00+01:00", "2026-11-21T09:30:00Z", "soon", ""]),
    ),
    max_size=8,
)


def written(rows: list[tuple[str, ...]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows([HEADER, *rows])
    return text.getvalue()


def place_and_rest(rejection: str) -> str:
    return rejection.partition(":")[2]


@settings(deadline=None)
@given(rows=TABLE)
def test_every_row_becomes_exactly_one_thing(
    make_mapping: MakeMapping, translate: Translate, rows: list[tuple[str, ...]]
) -> None:
    found = translate(make_mapping(), written(rows))
    blank = [row for row in rows if not "".join(row).strip()]
    assert len(found.surveys) + len(found.rejections) + len(found.skipped) == len(rows) - len(blank)


@settings(deadline=None)
@given(rows=TABLE, data=st.data())
def test_the_order_of_the_rows_changes_nothing_but_the_order(
    make_mapping: MakeMapping, translate: Translate, rows: list[tuple[str, ...]], data: st.DataObject
) -> None:
    mapping = make_mapping()
    one, other = (translate(mapping, written(order)) for order in (rows, data.draw(st.permutations(rows))))
    assert sorted(map(str, one.facts)) == sorted(map(str, other.facts))
    assert sorted(one.skipped) == sorted(other.skipped)
    assert sorted(map(place_and_rest, one.rejections)) == sorted(map(place_and_rest, other.rejections))


@settings(deadline=None)
@given(rating=RATING)
def test_a_rating_counts_only_where_it_is_listed(make_mapping: MakeMapping, translate: Translate, rating: str) -> None:
    found = translate(make_mapping(), written([("1", rating, "", "2026-11-22T09:30:00Z")]))
    for survey in found.surveys:
        word = same(rating)
        try:
            number = float(word)
        except ValueError:
            assert LISTED[word] == survey.rating
        else:
            assert survey.rating == ("good" if number >= 5 else "neutral" if number == 4 else "bad")
            assert 1 <= number <= 7


@settings(deadline=None)
@given(rows=TABLE)
def test_joining_what_has_been_joined_changes_nothing(
    make_mapping: MakeMapping, translate: Translate, rows: list[tuple[str, ...]]
) -> None:
    joined = translate(make_mapping(merge="join"), written(rows))
    tickets = [survey.ticket for survey in joined.surveys]
    assert len(tickets) == len(set(tickets))


@settings(deadline=None)
@given(rows=LONG_TABLE, data=st.data())
def test_rows_are_joined_to_the_same_whatever_their_order(
    make_mapping: MakeMapping, translate: Translate, rows: list[tuple[str, ...]], data: st.DataObject
) -> None:
    plain = make_mapping(merge="join")
    mapping = make_mapping(merge="join", fields={**plain.fields, "tags": "Comment"}, exclude={"tags": ["internal"]})
    one, other = (translate(mapping, written(order)) for order in (rows, data.draw(st.permutations(rows))))
    assert sorted(map(str, one.facts)) == sorted(map(str, other.facts))
    assert sorted(one.skipped) == sorted(other.skipped)
    assert sorted(map(place_and_rest, one.rejections)) == sorted(map(place_and_rest, other.rejections))
    assert len(one.warnings) == len(other.warnings)


@settings(deadline=None)
@given(content=st.binary(max_size=200) | st.binary(max_size=200).map(lambda end: b"PK\x03\x04" + end))
def test_no_bytes_whatsoever_end_in_a_traceback(
    make_mapping: MakeMapping, translate: Translate, content: bytes
) -> None:
    for mapping in (
        None,
        make_mapping(),
        make_mapping(encoding="utf-16"),
        make_mapping(format="json"),
        make_mapping(format="json", rows="a.b[]"),
    ):
        found = translate(mapping, content)
        assert not found.surveys
