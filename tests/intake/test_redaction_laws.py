"""What holds for redaction whatever the text is: twice is as good as once, disguises do not help, the rest stays."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from intake.test_redaction_table import DASHES, FOUND, KEPT, wide

from bot.intake.redaction import Kind, Privacy, Redactor
from bot.intake.redaction.kinds import PLACEHOLDERS, PUT_IN
from bot.intake.redaction.reading import as_read

if TYPE_CHECKING:
    from collections.abc import Iterator

FRAGMENTS = [*(text for text, _ in FOUND.values()), *KEPT.values(), *PLACEHOLDERS.values()]
ATOMS = [
    "1",
    "4",
    "7",
    "0",
    " ",
    "-",
    ".",
    "@",
    ":",
    "/",
    "+49 ",
    "a",
    "password ",
    ": ",
    "is ",
    "\n",
    "\u200b",
    "=",
    "[",
]
fragments = st.sampled_from(FRAGMENTS)
halves = st.builds(lambda text, at: text[at % (len(text) + 1) :], fragments, st.integers(0, 99))
texts = st.lists(fragments | halves | st.sampled_from(ATOMS) | st.text(st.characters(), max_size=9), max_size=8).map(
    "".join
)
private = st.sampled_from(list(FOUND.values()))


def redact(text: str) -> str:
    return Redactor(Privacy()).text(text)


@settings(deadline=None, max_examples=300)
@given(texts)
@example("password: [password removed] password: x")
@example("1.2.3.4.5.6.7.8 12.34.56.78.9")
@example("4111 1111 1111 1111 4111 1111 1111 1111 11")
def test_redacting_twice_is_redacting_once(text: str) -> None:
    once = redact(text)
    again = Redactor(Privacy())
    assert again.text(once) == once
    assert not +again.counts


@settings(deadline=None)
@given(texts.filter(lambda text: PUT_IN.search(text) is None))
def test_each_placeholder_is_counted_under_its_kind(text: str) -> None:
    redactor = Redactor(Privacy())
    redacted = redactor.text(text)
    assert dict(redactor.counts) == {
        kind: redacted.count(words) for kind, words in PLACEHOLDERS.items() if words in redacted
    }


@settings(deadline=None)
@given(texts)
def test_what_is_not_replaced_stays_as_it_was_written(text: str) -> None:
    place = 0
    for part in PUT_IN.split(redact(text))[::2]:
        place = text.find(part, place)
        assert place >= 0
        place += len(part)


def each_place(text: str) -> Iterator[str]:
    return ("\u200b".join((text[:at], text[at:])) for at in range(1, len(text)))


@pytest.mark.parametrize(("text", "expected"), FOUND.values(), ids=FOUND.keys())
def test_an_invisible_character_hides_nothing_wherever_it_stands(text: str, expected: str) -> None:
    shown = as_read(expected).text
    assert {as_read(redact(disguised)).text for disguised in each_place(text)} == {shown}


@settings(deadline=None)
@given(private, st.sets(st.integers(0, 60)), st.sampled_from("\u200b\u200d\u2060\ufeff\u00ad\u202e\x00\ufe0f"))
def test_invisible_characters_hide_nothing_however_many_there_are(
    case: tuple[str, str], places: set[int], invisible: str
) -> None:
    text, expected = case
    disguised = "".join(invisible + letter if at in places else letter for at, letter in enumerate(text))
    assert as_read(redact(disguised)).text == as_read(expected).text


@pytest.mark.parametrize(("text", "expected"), FOUND.values(), ids=FOUND.keys())
def test_letters_of_another_width_hide_nothing(text: str, expected: str) -> None:
    assert as_read(redact(wide(text))).text == as_read(expected).text


CARRIERS = {
    "GitLab": "gl" + "pat-{}",
    "GitHub": "ghp" + "_{}",
    "user": "https://{}@example.com/x",
    "password in an address": "https://ann:{}@example.com/x",
    "parameter": "https://example.com/?private_token={}&x=1",
    "bearer": "Authorization: Bearer {}",
    "API key": "api_key: {}",
    "password": "password: {}",
    "password in words": "my password is {}",
    "PEM": f"{DASHES}BEGIN PRIVATE KEY{DASHES}\n{{}}\n{DASHES}END PRIVATE KEY{DASHES}",
    "PEM cut off": f"{DASHES}BEGIN PRIVATE KEY{DASHES}\n{{}}",
    "address": "{}@example.com",
}
secrets = st.text("abcXYZ0189_-", min_size=18, max_size=30).filter(lambda secret: any(map(str.isdigit, secret[1:-1])))


@settings(deadline=None)
@given(
    st.sampled_from(list(CARRIERS.values())), secrets, st.lists(fragments, max_size=2), st.lists(fragments, max_size=2)
)
def test_nothing_of_a_secret_stays_beside_its_placeholder(
    carrier: str, secret: str, before: list[str], behind: list[str]
) -> None:
    around = " ".join([*before, *behind])
    redacted = redact(" ".join([*before, carrier.format(secret), *behind]))
    pieces = {secret[at : at + 8] for at in range(len(secret) - 7)}
    assert not [piece for piece in pieces if piece in redacted and piece not in around]


def test_the_more_dangerous_kind_names_what_two_have_found() -> None:
    ranks = [list(PLACEHOLDERS).index(kind) for kind in Kind]
    assert all(one < other for one, other in pairwise(ranks))
    assert redact("password: ann@example.com") == f"password: {PLACEHOLDERS[Kind.PASSWORD]}"
