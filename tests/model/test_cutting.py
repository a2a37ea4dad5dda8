"""Text is cut where a reader sees the end of a character."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.cutting import cut

# One for a reader, several for Unicode (written by hand after UAX #29's examples).
CHARACTERS = {
    "letter": "a",
    "blank": " ",
    "astral": "𐍈",
    "accent": "e\u0301",
    "two accents": "o\u0302\u0323",
    "family": "👨\u200d👩\u200d👧\u200d👦",
    "skin tone": "👍🏽",
    "heart": "❤\ufe0f",
    "keycap": "1\ufe0f\u20e3",
    "flag": "🇩🇪",
    "flag of Wales": "\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f",
    "conjunct": "क्ष",
    "vowel sign": "नि",
    "Hangul": "\u1112\u1161\u11ab",
    "line end": "\r\n",
    "surrogates": "\ud83d\ude00",
    "joined": "क्\u200dष",
}

characters = st.lists(st.sampled_from(sorted(CHARACTERS.values())), max_size=30)


@given(characters, st.integers(min_value=12, max_value=80))
def test_a_text_is_cut_between_characters(written: Sequence[str], most: int) -> None:
    text = "".join(written)
    kept = cut(text, most)
    assert len(kept) <= most
    whole = {"".join(written[:count]).rstrip() for count in range(len(written) + 1)}
    assert kept == text if len(text) <= most else kept.removesuffix("…") in whole


@given(characters, st.integers(min_value=12, max_value=80))
def test_no_more_is_cut_than_must_be(written: Sequence[str], most: int) -> None:
    kept = cut("".join(written), most).removesuffix("…")
    fitting = next(count for count in range(len(written), -1, -1) if len("".join(written[:count])) < most)
    assert len("".join(written)) <= most or kept == "".join(written[:fitting]).rstrip()


@pytest.mark.parametrize("character", CHARACTERS.values(), ids=CHARACTERS.keys())
def test_a_character_stays_whole_or_goes(character: str) -> None:
    text = f"{'x' * 20}{character}xxx"
    for most in range(21, len(text)):
        assert cut(text, most).removesuffix("…").rstrip("x").rstrip() in {"", f"{'x' * 20}{character}".rstrip()}


def test_one_character_longer_than_all_is_broken() -> None:
    assert cut("e" + "\u0301" * 9, 4) == "e\u0301\u0301…"
