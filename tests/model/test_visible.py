"""What a reader could not see is named; what writing needs stays, and nothing is lost."""
# ruff: noqa: RUF001 - these texts are in many scripts

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from model.judge import NASTY, anything, lines_as_read, read_back

from bot.model.visible import visible

# Written by hand after Unicode's charts: writing that needs characters without a shape of their own.
NEEDED = {
    "family": "👨\u200d👩\u200d👧\u200d👦",
    "skin tone and profession": "🧑🏽\u200d🚀",
    "heart on fire": "❤\ufe0f\u200d🔥",
    "rainbow flag": "🏳\ufe0f\u200d🌈",
    "nodding": "🙂\u200d↕\ufe0f",
    "heart": "I ❤\ufe0f it",
    "heart as text": "❤\ufe0e",
    "keycap": "1\ufe0f\u20e3 #\ufe0f\u20e3",
    "double exclamation mark": "\u203c\ufe0f",
    "information": "\u2139\ufe0f",
    "Scotland": "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
    "England": "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "Wales": "\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f",
    "Persian": "می\u200cخواهم کتاب\u200cها",
    "Persian with a vowel": "مَی\u200cخ",
    "Urdu joiner": "ه\u200dه",
    "Hindi": "क्\u200dष क्\u200cष",
    "Bengali": "র\u200d্যাব",
    "Malayalam at the end of a word": "അവന്\u200d പോയി",
    "Khmer": "ភាសា\u200bខ្មែរ",
    "Thai": "ภาษา\u200bไทย",
    "ideographic variation": "葛\U000e0100城",
    "eight marks": "ཧྐྵྨླྺྼྻྂ",
    "Hebrew": "בְּרֵאשִׁ֖ית",
    "Vietnamese": "Vie\u0302\u0323t Nam",
    "number sign of Arabic": "\u0600١٢",
}

IDLE = {
    "zero-width space": ("a\u200bb", "a‹U+200B›b"),
    "zero-width joiner": ("a\u200db", "a‹U+200D›b"),
    "zero-width non-joiner": ("a\u200cb", "a‹U+200C›b"),
    "word joiner": ("@\u2060all", "@‹U+2060›all"),
    "byte-order mark": ("\ufeffa", "‹U+FEFF›a"),
    "soft hyphen": ("pass\u00adword", "pass‹U+00AD›word"),
    "vowel separator": ("a\u180eb", "a‹U+180E›b"),
    "grapheme joiner": ("a\u034fb", "a‹U+034F›b"),
    "Hangul fillers": ("\u115f\u1160\u3164\uffa0", "‹U+115F›‹U+1160›‹U+3164›‹U+FFA0›"),
    "blank of Braille": ("\u2800", "‹U+2800›"),
    "tags": ("a\U000e0068\U000e0069", "a‹U+E0068›‹U+E0069›"),
    "tags of another region": (
        "\U0001f3f4\U000e0075\U000e0073\U000e007f",
        "\U0001f3f4‹U+E0075›‹U+E0073›‹U+E007F›",
    ),
    "tags on another flag": ("🏁\U000e0067\U000e007f", "🏁‹U+E0067›‹U+E007F›"),
    "selector on a letter": ("a\ufe0f", "a‹U+FE0F›"),
    "selector on a digit": ("1\ufe0f2", "1‹U+FE0F›2"),
    "second selector": ("❤\ufe0f\ufe0f", "❤\ufe0f‹U+FE0F›"),
    "smuggled bytes": ("😀\U000e0148\U000e0149", "😀‹U+E0148›‹U+E0149›"),
    "second joiner": ("❤\u200d\u200d🔥", "❤‹U+200D›‹U+200D›🔥"),
    "joiner before a letter": ("❤\u200da", "❤‹U+200D›a"),
    "joiner at the end": ("❤\u200d", "❤‹U+200D›"),
    "Persian at the end": ("می\u200c", "می‹U+200C›"),
    "space beside Latin": ("ไ\u200ba", "ไ‹U+200B›a"),
    "change of direction": ("a\u202eb\u2066c\u2069", "a‹U+202E›b‹U+2066›c‹U+2069›"),
    "mark of direction": ("\u200ea\u061c", "‹U+200E›a‹U+061C›"),
    "annotation": ("\ufff9a\ufffb", "‹U+FFF9›a‹U+FFFB›"),
    "controls": ("\x00\x1b[31m\x7f\x9b", "‹U+0000›‹U+001B›[31m‹U+007F›‹U+009B›"),
    "half of a character": ("\ud83d", "‹U+D83D›"),
    "ninth mark": ("a" + "\u0301" * 10 + "b", "a" + "\u0301" * 8 + "‹U+0301›‹U+0301›b"),
}


@pytest.mark.parametrize("text", NEEDED.values(), ids=NEEDED.keys())
def test_what_writing_needs_stays(text: str) -> None:
    assert visible(text) == text


@pytest.mark.parametrize(("text", "shown"), IDLE.values(), ids=IDLE.keys())
def test_what_shows_nothing_is_named(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize(
    "end", ["\n", "\r\n", "\r", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"]
)
def test_any_line_end_is_a_line_feed(end: str) -> None:
    assert visible(f"a{end}b") == "a\nb"


# Every character that might be hidden, among others that may stand beside it.
pieces = st.sampled_from(
    ["a", "❤", "😀", "क", "्", "ی", "\u0301", "葛", "1", "\u20e3", " ", *"\u200b\u200c\u200d\ufe0f"]
)
traceless = st.characters(categories=["Cf", "Cc", "Cs", "Mn", "Lo"])
odd = st.lists(st.one_of(pieces, traceless), max_size=20).map("".join)
texts = st.one_of(anything, odd)


@given(texts)
@example(NASTY["invisible"])
def test_nothing_is_lost(text: str) -> None:
    assert lines_as_read(read_back(visible(text))) == lines_as_read(text)


@given(texts)
def test_it_may_be_said_twice(text: str) -> None:
    assert visible(visible(text)) == visible(text)


_NEEDED = "\u200b\u200c\u200d\ufe00\ufe01\ufe02\ufe0e\ufe0f"
# Signs of Arabic, Syriac and Kaithi that stand around numbers and words.
_SEEN = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"


@given(texts)
def test_what_stays_unseen_is_between_what_is_seen(text: str) -> None:
    flagless = re.sub("\U0001f3f4[\U000e0061-\U000e007a]{5}\U000e007f", "flag", visible(text))
    for place, one in enumerate(flagless):
        if unicodedata.category(one) in {"Cf", "Cc", "Cs"} and one not in _SEEN + "\n":
            assert one in _NEEDED
            assert flagless[place - 1 : place] not in {"", *"\u200b\u200c\u200d", *map(chr, range(128))}


@given(st.text(st.sampled_from("a\u0301\u0338\u20dd"), max_size=40))
def test_no_letter_bears_more_than_eight_marks(text: str) -> None:
    assert not re.search("[\u0301\u0338\u20dd]{9}", visible(text))
