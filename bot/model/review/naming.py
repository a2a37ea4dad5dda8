"""Which line of the form a text begins with, however people adorn, number or shorten the name."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.model.review.answers import is_ticked
from bot.model.review.form import CAUSE, PAIR, Field, Names
from bot.model.review.words import alike, placed_words

_HEAD = 300  # names are shorter, however they are adorned

# Bullets, boxes, numbers, headings, emoji: whatever is no word.
_LEAD = re.compile(r"(?::[a-z0-9_+-]{1,30}:|[\W_]|\d{1,3}(?=[\W_])|[a-z](?=[.)\]]))*", re.IGNORECASE)
_OPENED = re.compile(r"[*_`~]{2,}|[*_`~]$")
_NAME_END = re.compile(rf"[:?!;|=\"<>\t]|\.\s|\s[-\u2013\u2014]|[\u2013\u2014]|-\s|{PAIR}", re.IGNORECASE)
_PIECE = re.compile(
    r"(?P<blank>\s+)|(?P<mark>[*_`~]+)|(?P<colon>:)|(?P<question>\?+)"
    rf"|(?P<pair>[(\[]?\s*{PAIR}\s*\??\s*[)\]]?)"
    r"|(?P<reply>(?=\([\s*_~]*(?:yes|no|y|n)\b))"
    r"|(?P<dash>(?:[|=\u2192\u2013\u2014]|-{1,3}(?=[\s>]|$)|(?<=[\s?)\]*])-{1,3})>?)"
    r"|(?P<adornment>[#\\\"'\])\u201d\u2019]+|\(s\)|[\u2600-\u27bf\U0001f000-\U0001faff\ufe0f\u200d]+"
    r"|\((?!\s*[yn]\b)[^()]{1,60}\)(?=[\s*_`~]*[:?\u2013\u2014-]))",
    re.IGNORECASE,
)
# What may still follow once a piece was read; everything else belongs to what is said.
_MAY_FOLLOW: Mapping[str, frozenset[str]] = {
    "question": frozenset({"blank", "mark", "colon", "question", "pair", "dash"}),
    "pair": frozenset({"blank", "mark", "colon", "question", "dash"}),
    "colon": frozenset({"blank", "mark", "pair"}),
    "dash": frozenset({"blank", "mark", "pair"}),
}
_ENDING = frozenset({"question", "pair", "reply"})


@dataclass(frozen=True, slots=True)
class Found:
    """A line of the form at the beginning of a text, and what is said there.

    `certain` is False where the words may as well be a part of what somebody wrote under another line; `ended` tells
    that a colon or a question mark follows; `unclosed` is markup that is still open. `ticked` tells that a ticked box
    stands before the name.
    """

    field: Field
    said: str
    certain: bool
    ended: bool
    unclosed: str
    ticked: bool


def find_field(text: str, names: Names) -> Found | None:
    """Find the line of the form that a text begins with; None for prose."""
    plain = alike(text)
    head = plain[:_HEAD]
    lead = _LEAD.match(head)
    start = lead.end() if lead else 0
    stop = _NAME_END.search(head, start)
    words = list(placed_words(head, start, stop.start() if stop else len(head)))
    spoken = tuple(word for word, _ in words)
    for count in range(min(len(words), names.longest), 0, -1):
        name = spoken[:count]
        if name in names.fields and (found := _said(text, name, names, head[:start], words[count - 1][1])):
            return found
    if stop is None or stop[0].strip() in {"-", "\u2013", "\u2014"} or not 0 < len(words) <= names.longest:
        return None
    meant = names.resembling(spoken)
    found = _said(text, meant, names, head[:start], words[-1][1]) if meant else None
    return found if found and found.ended else None


def _said(text: str, name: tuple[str, ...], names: Names, lead: str, end: int) -> Found | None:
    """Look at what separates the name from the rest; where nothing does, it is prose."""
    field = names.fields[name]
    separator = _Separator(alike(text), "".join(_OPENED.findall(lead)), pairs=field.yes_or_no)
    said = text[separator.read(end) :].strip()
    kinds = separator.kinds
    if said and not kinds:
        return None
    in_full = name == names.in_full(field) and bool(kinds & {"colon", "mark"})
    clear = not field.yes_or_no or bool(kinds & _ENDING) or in_full or "#" in lead
    if "dash" in kinds and said.endswith("|"):
        said = said.removesuffix("|").rstrip()
    return Found(
        field,
        said,
        certain=clear and field is not CAUSE,
        ended=bool(kinds & {"question", "pair", "colon"}),
        unclosed=separator.opened,
        ticked=is_ticked(lead),
    )


class _Separator:
    """Reads what stands between a name and what is said: markup that closes, question mark, (Y/N), colon, dash."""

    def __init__(self, text: str, opened: str, *, pairs: bool) -> None:
        self.text = text
        self.opened = opened
        self.kinds: set[str] = set()
        self._allowed = {"blank", "mark", "colon", "question", "pair", "reply", "dash", "adornment"}
        if not pairs:
            self._allowed -= {"pair", "reply"}

    def read(self, place: int) -> int:
        """Read from a place on and tell where it ends."""
        while (piece := _PIECE.match(self.text, place)) and piece.lastgroup in self._allowed:
            kind = piece.lastgroup
            length = self._closed(piece[0]) if kind == "mark" else len(piece[0])
            if kind not in {"blank", "adornment"} and (length or kind == "reply"):
                self.kinds.add(kind)
                self._allowed &= _MAY_FOLLOW.get(kind, self._allowed)
            if not length:
                break
            place += length
        return place

    def _closed(self, run: str) -> int:
        """Count how much of a run of markup closes what was opened before the name."""
        length = 0
        while length < len(run) and run[length] in self.opened:
            self.opened = self.opened.replace(run[length], "", 1)
            length += 1
        return length
