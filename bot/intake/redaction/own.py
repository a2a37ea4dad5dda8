"""The words by which a survey knows its customer: their name and their organization, found in what they wrote."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from bot.intake.redaction.everyday import IN_SENTENCES, LEGAL_FORMS, NEVER_ALONE, WORD_LIKE
from bot.intake.redaction.finder import ALWAYS, Finder
from bot.intake.redaction.kinds import PLACEHOLDERS, PUT_IN, Kind
from bot.intake.redaction.reading import Span, as_read, without_accents

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_ADDRESS = re.compile(r"[^\s<>()\[\],;]+@[^\s<>()\[\],;]+")
_ASIDE = re.compile(r"[(\[<][^)\]>]*")
_PARTS = re.compile(r"['’-]")
_NO_LETTERS = re.compile(r"[\W_]+")
_LEAST = 3
_WORDS = WORD_LIKE | IN_SENTENCES
_BEGINS_SENTENCE = re.compile(r"(?:^|[.!?:…\n])[\s\"'(*_>-]*$")
_ENDS_LINE = re.compile(r"[ \t.,!]*(?:\r?\n|$)")
_LOOK_BACK = 10


def own_words(customer: str, organization: str) -> tuple[Finder, ...]:
    """Find a customer's own name and organization, as a redacted survey gives them."""
    return (
        Finder(Kind.NAME, ALWAYS, partial(_found, partial(names, customer))),
        Finder(Kind.ORGANIZATION, ALWAYS, partial(_found, partial(organizations, organization))),
    )


def names(customer: str) -> set[str]:
    """List what a customer may be called, bare: the full name, both ways round, its longer parts, and addresses."""
    said = " ".join(_said(customer))
    addresses = {_bare(address) for address in _ADDRESS.findall(said)}
    words = [_bare(word) for word in _WORD.findall(_ASIDE.sub(" ", _ADDRESS.sub(" ", said)))]
    parts = {part for word in words for part in (word, *_PARTS.split(word))}
    full = {" ".join(words), " ".join([*words[1:], *words[:1]])}
    return {name for name in addresses | full | parts if _is_telling(name)}


def organizations(organization: str) -> set[str]:
    """List what an organization may be called, bare: as it is written, and without its legal form."""
    found = set()
    for text in _said(organization):
        words = _bare(text).split()
        found.add(" ".join(words))
        while len(words) > 1 and _is_legal_form(words[-1]):
            words.pop()
        found.add(" ".join(words).rstrip(","))
    return {name for name in found if _is_telling(name)}


def _is_telling(name: str) -> bool:
    """Tell whether a name gives somebody away: in scripts without capitals two letters are a name, as are two words."""
    least = _LEAST if name.islower() and " " not in name else _LEAST - 1
    return sum(map(str.isalpha, name)) >= least and name not in NEVER_ALONE


def _is_legal_form(word: str) -> bool:
    return _NO_LETTERS.sub("", word) in {"", *LEGAL_FORMS}


def _said(value: str) -> list[str]:
    """Take what was not redacted of a value; raises ValueError if nothing can be known of it."""
    if PLACEHOLDERS[Kind.FAILED] in value:
        raise ValueError("the customer could not be read, so their words cannot be found")
    return [as_read(piece).text.strip() for piece in PUT_IN.split(value)[::2]]


def _bare(text: str) -> str:
    return without_accents(text).text


def _found(words: Callable[[], Iterable[str]], text: str) -> Iterator[Span]:
    reading = without_accents(text)
    for word in words():
        everyday = _WORDS.issuperset(word.split())
        for start in _places(word, reading.text):
            span = reading.source(start, start + len(word))
            if not everyday or _is_name_here(text, span):
                yield span


def _places(word: str, text: str) -> Iterator[int]:
    """Find where a word stands whole; scripts without capitals may do without blanks between words."""
    within = not word.islower()
    start = text.find(word)
    while start >= 0:
        end = start + len(word)
        whole = within or not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum())
        if whole:
            yield start
        start = text.find(word, end if whole else start + 1)


def _is_name_here(text: str, span: Span) -> bool:
    """Tell a name from the words: they have capitals inside a sentence, or at its end where people sign."""
    start, end = span
    words = text[start:end].split()
    if len(words) > 1 or not words[0][0].isupper():
        return all(word[0].isupper() for word in words)
    begins = _BEGINS_SENTENCE.search(text[max(0, start - _LOOK_BACK) : start])
    return begins is None or _ENDS_LINE.match(text, end) is not None
