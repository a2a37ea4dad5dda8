"""Marks: what the bot writes it reads again, and nothing else reads as a mark."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from model.judge import NASTY, anything, block_types, html

from bot.model.marks import Mark, marks_in, stamp

NAG = Mark("nag_unanswered", {"due": "2026-11-29"})
NAG_LINE = "<!-- feedback-bot nag_unanswered due=2026-11-29 -->"

names = st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=12)
values = st.one_of(
    st.text(max_size=30), st.text("-><!% =+~\t\n\r\u2028a", max_size=12), st.sampled_from([*NASTY.values()])
)


def readable(value: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in value)


any_marks = st.builds(Mark, names, st.dictionaries(names, values.filter(readable), max_size=4))


@given(st.lists(any_marks, min_size=1, max_size=4))
def test_what_is_stamped_is_read_again_in_its_order(written: list[Mark]) -> None:
    assert list(marks_in(stamp("Some words.", *written))) == written


@given(any_marks)
def test_a_mark_is_one_comment_on_one_line_that_nobody_sees(mark: Mark) -> None:
    line = str(mark)
    assert len(line.splitlines()) == 1
    assert "--" not in line.removeprefix("<!--").removesuffix("-->")
    text = stamp("Some words.", mark)
    assert block_types(text) == [*block_types("Some words."), "html_block"]
    assert html(text) == [line]


@given(anything.filter(readable))
def test_a_text_of_a_customer_inside_a_fact_forges_no_second_mark(text: str) -> None:
    assert list(marks_in(stamp("", Mark("file_survey", {"survey": text})))) == [Mark("file_survey", {"survey": text})]


@pytest.mark.parametrize(
    ("mark", "line"),
    [
        (Mark("ask_review"), "<!-- feedback-bot ask_review -->"),
        (NAG, NAG_LINE),
        (Mark("x", {"a": "", "b_c": "1"}), "<!-- feedback-bot x a= b_c=1 -->"),
        (Mark("x", {"a": "2026-11-20T09:30:00+01:00"}), "<!-- feedback-bot x a=2026-11-20T09:30:00+01:00 -->"),
        (Mark("x", {"a": "csat/ticket/4711"}), "<!-- feedback-bot x a=csat/ticket/4711 -->"),
        (Mark("x", {"a": "a--b"}), "<!-- feedback-bot x a=a%2D%2Db -->"),
        (Mark("x", {"a": "---"}), "<!-- feedback-bot x a=%2D%2D- -->"),
        (Mark("x", {"a": "--> <b>"}), "<!-- feedback-bot x a=%2D%2D%3E%20%3Cb%3E -->"),
        (Mark("x", {"a": "a=b\nc"}), "<!-- feedback-bot x a=a%3Db%0Ac -->"),
        (Mark("x", {"a": "Ü"}), "<!-- feedback-bot x a=%C3%9C -->"),
    ],
    ids=["no facts", "a fact", "an empty fact", "time", "slashes", "dashes", "three dashes", "end", "blanks", "umlaut"],
)
def test_a_mark_is_written_as_a_hidden_line(mark: Mark, line: str) -> None:
    assert str(mark) == line
    assert list(marks_in(line)) == [mark]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (NAG_LINE, [NAG]),
        (f"words\n{NAG_LINE}", [NAG]),
        (f"words\r\n\r\n{NAG_LINE}\r\n", [NAG]),
        (f"{NAG_LINE}  \t\n\nwords", [NAG]),
        (f"{NAG_LINE}\n{NAG_LINE}", [NAG, NAG]),
        (f"<!-- feedback-bot ask_review -->\n\nwords\n{NAG_LINE}", [Mark("ask_review"), NAG]),
        ("<!-- feedback-bot x a=b=c -->", [Mark("x", {"a": "b=c"})]),
        ("<!-- feedback-bot x a=1 a=2 -->", [Mark("x", {"a": "2"})]),
    ],
    ids=["alone", "below", "crlf", "blanks after", "twice", "two rules", "equals sign", "last fact wins"],
)
def test_a_mark_counts_at_the_start_of_a_line(text: str, found: list[Mark]) -> None:
    assert list(marks_in(text)) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "just words",
        f" {NAG_LINE}",
        f"> {NAG_LINE}",
        f"| {NAG_LINE} |",
        f"`{NAG_LINE}`",
        f"words {NAG_LINE}",
        f"{NAG_LINE} words",
        f"words\r{NAG_LINE}",
        f"words\x0b{NAG_LINE}",
        f"words\x0c{NAG_LINE}",
        f"words\x85{NAG_LINE}",
        f"words\u2028{NAG_LINE}",
        NAG_LINE.upper(),
        NAG_LINE.replace("feedback-bot", "feedback-bots"),
        NAG_LINE.replace("feedback-bot", "other-bot"),
        NAG_LINE.replace(" -->", "-->"),
        NAG_LINE.replace("<!--", "<!-- "),
        "<!-- feedback-bot -->",
        "<!-- feedback-bot Nag -->",
        "<!-- feedback-bot nag due -->",
        "<!-- feedback-bot nag Due=1 -->",
        "<!-- feedback-bot nag due=<1> -->",
        "<!-- feedback-bot nag\ndue=1 -->",
        "<!-- feedback-bot nag --> <!-- feedback-bot nag -->",
        "<!-- feedback-bot nag",
        "&lt;!-- feedback-bot nag --&gt;",
    ],
)
def test_anything_else_is_no_mark(text: str) -> None:
    assert list(marks_in(text)) == []


def test_marks_stand_below_the_text_with_an_empty_line_between() -> None:
    assert stamp("words\n\n", NAG, Mark("x")) == f"words\n\n{NAG_LINE}\n<!-- feedback-bot x -->"
