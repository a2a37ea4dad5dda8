"""Words of people, compared the way people read them: letter case, width and articles make no difference."""

import re
from collections.abc import Iterator

# Full-width signs and the many blanks count as plain ones. One sign stays one sign, so that places in a text hold.
_ALIKE = {0xFF01 + n: 0x21 + n for n in range(94)} | dict.fromkeys((0xA0, 0x2007, 0x202F, 0x3000), " ")

_WORD = re.compile(r"(?:customer\s+success|technical\s+account)\s+managers?|[^\W_]+", re.IGNORECASE)
_FILLERS = {"a", "an", "the", "of", "and", "or", "this", "that", "our", "their", "his", "her", "s"}
_SAME = {
    "user": "customer",
    "users": "customer",
    "customers": "customer",
    "client": "customer",
    "tam": "csm",
    "tams": "csm",
    "csms": "csm",
    "actions": "action",
    "tickets": "ticket",
    "feedbacks": "feedback",
}
_STRUCK = re.compile(r"~~(?=\S).+?~~", re.DOTALL)


def alike(text: str) -> str:
    """Write look-alike signs in one way; the text keeps its length."""
    return text.translate(_ALIKE)


def placed_words(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[str, int]]:
    """Hand out the words that matter, in one spelling for those that mean the same, each with the place it ends."""
    for found in _WORD.finditer(text, start, len(text) if end is None else end):
        word = found[0].casefold()
        if word not in _FILLERS:
            yield "csm" if "manager" in word and " " in word else _SAME.get(word, word), found.end()


def words_of(text: str) -> tuple[str, ...]:
    """List the words that matter in a text."""
    return tuple(word for word, _ in placed_words(alike(text)))


def without_struck(text: str) -> str:
    """Leave out what its writer has struck through."""
    return _STRUCK.sub("", text)
