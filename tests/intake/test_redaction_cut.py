"""A comment is cut where a reader sees a character end, says how much is gone, and is not cut twice."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.redaction import Kind, Privacy, Redactor
from bot.intake.redaction.cut import shortened
from bot.intake.redaction.kinds import PLACEHOLDERS

FAMILY = "👩‍👩‍👧‍👦"
THUMB = "👍🏽"
FLAGS = "🇩🇪🇫🇷🇪🇸"
ACCENT = "e\u0301"
MAIL = PLACEHOLDERS[Kind.EMAIL]


@pytest.mark.parametrize(
    ("text", "length", "expected"),
    [
        pytest.param("abcdef", 0, "abcdef", id="no limit"),
        pytest.param("abcdef", 6, "abcdef", id="long enough"),
        pytest.param("abcdef", 5, "abcde [cut: 1 more character]", id="one"),
        pytest.param("abcdef", 2, "ab [cut: 4 more characters]", id="some"),
        pytest.param("a" * 1237, 3, "aaa [cut: 1,234 more characters]", id="thousands"),
        pytest.param("ab cdef", 3, "ab [cut: 5 more characters]", id="after a blank"),
        pytest.param(f"a{ACCENT}b", 2, "a [cut: 3 more characters]", id="combining mark"),
        pytest.param(f"a{FAMILY}", 4, "a [cut: 7 more characters]", id="joined emoji"),
        pytest.param(f"{FAMILY}{FAMILY}", 7, f"{FAMILY} [cut: 7 more characters]", id="between joined emoji"),
        pytest.param(f"ab{THUMB}", 3, "ab [cut: 2 more characters]", id="skin tone"),
        pytest.param("1\ufe0f\u20e32", 2, "[cut: 4 more characters]", id="keycap"),
        pytest.param(FLAGS, 3, "🇩🇪 [cut: 4 more characters]", id="within a flag"),
        pytest.param(FLAGS, 4, "🇩🇪🇫🇷 [cut: 2 more characters]", id="between flags"),
        pytest.param("ab\r\ncd", 3, "ab [cut: 4 more characters]", id="line end"),
        pytest.param("\u1112\u1161\u11ab글", 2, "[cut: 4 more characters]", id="Hangul in parts"),
        pytest.param("a" + "\u0301" * 50, 9, "[cut: 51 more characters]", id="nothing but one character"),
        pytest.param(f"to {MAIL} now", 9, "to [cut: 29 more characters]", id="placeholder"),
        pytest.param(f"to {MAIL} now", 3 + len(MAIL), f"to {MAIL} [cut: 4 more characters]", id="after a placeholder"),
        pytest.param("ab [cut: 4 more characters]", 2, "ab [cut: 4 more characters]", id="cut before"),
        pytest.param("abcd [cut: 1,000 more characters]", 2, "ab [cut: 1,002 more characters]", id="cut shorter"),
        pytest.param(
            "abcd [cut: 1,,0 more characters]",
            30,
            "abcd [cut: 1,,0 more character [cut: 2 more characters]",
            id="no note of ours",
        ),
    ],
)
def test_a_cut(text: str, length: int, expected: str) -> None:
    assert shortened(text, length) == expected


letters = st.sampled_from(["a", " ", "\n", ACCENT, FAMILY, THUMB, "🇩🇪", MAIL, "字", "\u0301"])
texts = st.lists(letters, max_size=30).map("".join)


@given(texts, st.integers(1, 40))
def test_what_is_left_and_what_is_gone_make_up_the_whole(text: str, length: int) -> None:
    cut = shortened(text, length)
    note = re.search(r" ?\[cut: (\d+) more characters?\]$", cut)
    if note is None:
        assert cut == text
        assert len(text) <= length
    else:
        kept = cut[: note.start()]
        assert len(kept) <= length
        assert text.startswith(kept) or text.lstrip().startswith(kept)


@given(texts, st.integers(1, 40), st.integers(0, 40))
def test_cutting_further_is_cutting_at_once(text: str, length: int, more: int) -> None:
    once = shortened(text, length)
    assert shortened(once, length) == once
    if not text.startswith((" ", "\n")):
        assert shortened(shortened(text, length + more), length) == once


def test_a_comment_is_redacted_before_it_is_cut() -> None:
    privacy = Privacy(comment_length=20)
    text = f"write me: ann.with.a.very.long.name@example.com {'please ' * 9}"
    assert Redactor(privacy)._comment((), text)[0].startswith("write me: ann.with.a [cut:")
