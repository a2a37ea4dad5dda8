"""What of a comment are its writer's own words: not the code, nor what is hidden, and quotes are told apart.

A tolerant reader of Markdown for lines typed by people. Indented lines are text like all others: where people indent,
they seldom mean code.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 200_000  # nobody answers at greater length, and reading takes time

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u061c\u200b\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff"))
_INVISIBLE |= dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))

_INSIDE_WORDS = re.compile("(?<=[A-Za-z])[\u200c\u200d]+(?=[A-Za-z])")  # elsewhere they hold emoji together

_ITEM = r"\s*(?:(?:[-*+\u2022]|\d{1,3}[.)])\s+)*"
_QUOTE = re.compile(_ITEM + r">[>\s]*")
_BLOCK_QUOTE = re.compile(r"\s*>>>\s*")
_FENCE = re.compile(_ITEM + r"(`{3,}|~{3,})[^`]*")
_RULE = re.compile(r"\s*(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,}|={3,}\s*)")
_FOOTER = re.compile(r"[\s>]*(?:<sub>.*?(?:</sub>|$)|written by feedback-bot\b.*)", re.IGNORECASE)
_TOKEN = re.compile(
    r"`[^`]+`|<!--|(?P<details></?details\b[^<>]*>)|</?(?P<tag>[a-z][a-z0-9]*)\b[^<>]*>|&nbsp;", re.IGNORECASE
)
_SHOWN_AS = {
    **dict.fromkeys(("b", "strong"), "**"),
    **dict.fromkeys(("i", "em"), "*"),
    **dict.fromkeys(("s", "del", "strike"), "~~"),
    **dict.fromkeys(("u", "span", "font", "mark", "small", "ins"), ""),
    **dict.fromkeys(("br", "p", "div", "ul", "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6"), "\n"),
}
_CELL_END = re.compile(r"(?<!\\)\|")
_UNDER_HEADER = re.compile(r":?-+:?")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a comment, and whether it repeats somebody else's words."""

    text: str
    quoted: bool = False


def visible_lines(body: str) -> list[Line]:
    """List the lines of a comment that a reader takes for text; a row of a table is one line."""
    text = unicodedata.normalize("NFC", body[:LONGEST]).translate(_INVISIBLE)
    return list(_Page().lines(_INSIDE_WORDS.sub("", text).splitlines()))


def is_row(text: str) -> bool:
    """Tell whether a line is a row of a table."""
    return text.lstrip().startswith("|")


def cells_of(row: str) -> list[str]:
    """Take a row of a table apart."""
    inside = row.strip().removeprefix("|")
    cells = [cell.replace("\\|", "|").strip() for cell in _CELL_END.split(inside)]
    return cells if cells[-1] or len(cells) == 1 else cells[:-1]


def is_under_header(cells: list[str]) -> bool:
    """Tell whether a row is only the line under a table's header."""
    return all(_UNDER_HEADER.fullmatch(cell) for cell in cells)


class _Page:
    """Reads from top to bottom and remembers what is still open."""

    def __init__(self) -> None:
        self.fence = ""
        self.block_quote = False
        self.comment = False
        self.details = 0
        self.after_quote = False

    def lines(self, written: list[str]) -> Iterator[Line]:
        for text in written:
            if not text.strip():
                self.after_quote = False
                yield Line("")
            elif self.fence:
                self._close_fence(text)
            elif self.comment or self.details:
                yield from self._shown(text)
            elif self._is_quoted(text):
                yield Line(_QUOTE.sub("", text, count=1).strip(), quoted=True)
            elif fence := _FENCE.fullmatch(text):
                self.fence = fence[1]
            elif not _RULE.fullmatch(text):
                yield from self._shown(_FOOTER.sub("", text, count=1) if _FOOTER.match(text) else text)

    def _close_fence(self, text: str) -> None:
        run = text.strip()
        if run.startswith(self.fence) and not run.strip(self.fence[0]):
            self.fence = ""

    def _is_quoted(self, text: str) -> bool:
        # GitLab's quotes of many lines stand between two lines of >>>; in e-mails that is an empty line of a quote.
        if _BLOCK_QUOTE.fullmatch(text) and (self.block_quote or not self.after_quote):
            self.block_quote = not self.block_quote
            return True
        self.after_quote = _QUOTE.match(text) is not None
        return self.after_quote or self.block_quote

    def _shown(self, text: str) -> Iterator[Line]:
        shown = "".join(self._pieces(text)).rstrip().removesuffix("\\").rstrip()
        if is_row(shown):
            yield Line(shown)
        else:
            yield from map(Line, shown.split("\n"))

    def _pieces(self, text: str) -> Iterator[str]:
        place = 0
        while place < len(text):
            if self.comment:
                end = text.find("-->", place)
                self.comment = end < 0
                place = len(text) if self.comment else end + len("-->")
                continue
            token = _TOKEN.search(text, place)
            if not self.details:
                yield text[place : token.start() if token else len(text)]
            place = token.end() if token else len(text)
            if token:
                yield self._piece(token)

    def _piece(self, token: re.Match[str]) -> str:
        """Say what a tag is for the reader; comments and details hide what follows."""
        if token["details"]:
            self.details = max(0, self.details + (-1 if token[0].startswith("</") else 1))
        elif token[0] == "<!--":
            self.comment = True
        elif not self.details:
            if token[0] == "&nbsp;":
                return " "
            return _SHOWN_AS.get((token["tag"] or "").lower(), token[0])
        return ""
