"""Which lines of a comment are its author's own plain words: not code, not a quotation, not hidden.

Markdown is read as CommonMark reads it, and as GitLab adds to it: quotations between lines of `>>>`, and front matter.
In doubt a line is left out. No line is looked at more often than a fixed number of times, however hostile the text.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise

from bot.commands.spans import TAG, OpenTags, hidden, meet

_LINE_END = re.compile(r"\r\n?|\n")
_DEEPEST = 30  # what is nested deeper counts as quoted
_CODE_INDENT = 4
_LEAST_MARKS = 3

_HEADING = re.compile(r"#{1,6}(?: |$)")
_UNDERLINE = re.compile(r"(?:=+|-+) *")
_FENCE = re.compile(r"(?P<ticks>`{3,})[^`]*|(?P<tildes>~{3,}).*", re.DOTALL)
_LONG_QUOTE = re.compile(r"(>{3,}) *")
_ITEM = re.compile(r"(?P<marker>[-+*]|(?P<number>[0-9]{1,9})[.)])(?P<blanks> *)(?P<rest>.*)", re.DOTALL)
_FRONT_MATTER = re.compile(r"(---|\+\+\+|;;;)[ \t]*\S*[ \t]*")
# What mail programs put above the message that somebody answers, in any language.
_ORIGINAL_MESSAGE = re.compile(
    r"-{5,} ?\w[^-]{2,60}-{5,}\s*"
    r"|(?:On|Am|Le|El) [^\n]{4,200}(?:wrote|schrieb[^:\n]{0,80}|a écrit|escribió) ?:\s*"
)
# ... or a long line, or its header alone.
_RULER = re.compile(r"_{20,}\s*")
_MAIL_HEADER = re.compile(r" {0,3}\**(?:From|Von|De|Da|Van) ?:\** ?\S[^\n]*", re.IGNORECASE)
_MAIL_HEADER_TOO = re.compile(
    r" {0,3}\**(?:Sent|Date|To|Subject|Gesendet|Datum|An|Betreff|Envoyé|À|Objet|Enviado|Para) ?:\** ?\S[^\n]*",
    re.IGNORECASE,
)

_BLOCK_TAGS = (
    "address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt"
    "|fieldset|figcaption|figure|footer|form|frame|frameset|h1|h2|h3|h4|h5|h6|head|header|hr|html|iframe|legend|li|link"
    "|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead"
    "|title|tr|track|ul"
)
_BLANK = re.compile(r"\A *\Z")
_ALONE = re.compile(rf"{TAG} *")
# How a block of HTML begins, and what ends it (CommonMark, in its order).
_HTML = (
    (
        re.compile(r"<(?:script|pre|style|textarea)(?:\s|>|$)", re.IGNORECASE),
        re.compile(r"</(?:script|pre|style|textarea)>", re.IGNORECASE),
    ),
    (re.compile(r"<!--"), re.compile(r"-->")),
    (re.compile(r"<\?"), re.compile(r"\?>")),
    (re.compile(r"<![A-Za-z]"), re.compile(r">")),
    (re.compile(r"<!\[CDATA\["), re.compile(r"\]\]>")),
    (re.compile(rf"</?(?:{_BLOCK_TAGS})(?:\s|/?>|$)", re.IGNORECASE), _BLANK),
)


class _Kind(Enum):
    QUOTE = auto()
    LONG_QUOTE = auto()
    ITEM = auto()


@dataclass(slots=True)
class _Box:
    """Something with other things in it; `size` is an item's indentation, or the length of a long quote's line."""

    kind: _Kind
    size: int = 0
    bare: bool = False


@dataclass(frozen=True, slots=True)
class _Fence:
    character: str
    length: int

    def is_closed_by(self, rest: str) -> bool:
        closing = rest.strip(" ")
        return _indent(rest) < _CODE_INDENT and len(closing) >= self.length and not closing.strip(self.character)


@dataclass(frozen=True, slots=True)
class _Html:
    end: re.Pattern[str]


class _Code:
    """Code by indentation."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a paragraph; it is `own` if nothing stands between it and the left edge."""

    number: int
    text: str
    own: bool


_Leaf = list[_Line] | _Fence | _Html | _Code | None


def split_lines(body: str) -> list[str]:
    """Split a text at the line ends that Markdown knows."""
    return _LINE_END.split(body)


def own_lines(body: str) -> Iterator[tuple[int, str]]:
    """Go through the lines that stand for themselves, each with its number, counted from 1."""
    lines = _before_a_mail(split_lines(body))
    first = _after_front_matter(lines)
    blocks = _Blocks()
    # The empty line at the end ends the last paragraph.
    for number, line in enumerate([*lines[first:], ""], first + 1):
        for own in blocks.take(number, line.expandtabs(_CODE_INDENT)):
            if _ORIGINAL_MESSAGE.fullmatch(own.text):
                return
            yield own.number, own.text


def _before_a_mail(lines: list[str]) -> list[str]:
    """Cut off a message that a mail program has copied in with nothing but its header, or a long line, above it."""
    for index, (one, following) in enumerate(pairwise([*lines, ""])):
        is_header = _MAIL_HEADER.fullmatch(one) and _MAIL_HEADER_TOO.fullmatch(following)
        if is_header or _RULER.fullmatch(one):
            return lines[:index] or [""]
    return lines


class _Blocks:
    """The boxes that are open, from the outermost inwards, and what the innermost of them holds."""

    def __init__(self) -> None:
        self._boxes: list[_Box] = []
        self._leaf: _Leaf = None
        self._tags: OpenTags = Counter()

    def take(self, number: int, line: str) -> list[_Line]:
        """Read one line; gives the own lines of the paragraph that it has ended."""
        depth, rest = self._go_on(line)
        if rest is None:
            return self._close(depth)
        if depth == len(self._boxes) and self._is_taken_by_leaf(rest):
            return []
        if _is_blank(rest):
            return self._close(depth)
        return self._open(number, rest, depth)

    def _go_on(self, line: str) -> tuple[int, str | None]:
        """Tell how many boxes go on with a line, and what it holds inside them; None if it ends a long quote."""
        rest = line
        for depth, box in enumerate(self._boxes):
            if box.kind is _Kind.LONG_QUOTE:
                if _is_end_of(box, rest):
                    return depth, None
                continue
            inner = _inside_quote(rest) if box.kind is _Kind.QUOTE else _inside_item(box, rest)
            if inner is None:
                return depth, rest
            rest = inner
        return len(self._boxes), rest

    def _is_taken_by_leaf(self, rest: str) -> bool:
        leaf = self._leaf
        if isinstance(leaf, _Fence):
            self._leaf = None if leaf.is_closed_by(rest) else leaf
            return True
        if isinstance(leaf, _Html):
            self._take_html(leaf, rest)
            return True
        return isinstance(leaf, _Code) and (_indent(rest) >= _CODE_INDENT or _is_blank(rest))

    def _take_html(self, html: _Html, rest: str) -> None:
        if html.end is _BLANK and not self._boxes:
            meet(self._tags, rest)
        self._leaf = None if html.end.search(rest) else html

    def _open(self, number: int, rest: str, depth: int) -> list[_Line]:
        """Open what begins on a line, and put what is left of the line into the innermost of it."""
        goes_on = isinstance(self._leaf, list)  # a paragraph goes on even without the marks of the boxes around it
        follows = goes_on and depth == len(self._boxes)
        boxes, rest = _boxes_at(rest, _DEEPEST - depth, follows=follows)
        ended = self._close(depth) if boxes else []
        self._boxes += boxes
        if _is_blank(rest):
            return ended
        leaf = _leaf_at(rest, goes_on=goes_on and not boxes, follows=follows and not boxes)
        if not (isinstance(leaf, list) and goes_on and not boxes):
            ended += self._close(depth + len(boxes))
            self._leaf = leaf
        if isinstance(self._leaf, list):
            own = depth == 0 and not boxes and self._is_plain(rest)
            self._leaf.append(_Line(number, rest, own))
        elif isinstance(self._leaf, _Html):
            self._take_html(self._leaf, rest)
        return ended

    def _is_plain(self, rest: str) -> bool:
        return _indent(rest) < _CODE_INDENT and all(box.kind is _Kind.ITEM for box in self._boxes)

    def _close(self, depth: int) -> list[_Line]:
        """Close what is deeper; gives the own lines of the paragraph that has ended with it."""
        lines = self._leaf if isinstance(self._leaf, list) else []
        del self._boxes[depth:]
        self._leaf = None
        if not any(line.own for line in lines):
            return []
        hiding = hidden([line.text.strip(" ") for line in lines], self._tags)
        return [line for line, hides in zip(lines, hiding, strict=True) if line.own and not hides]


def _after_front_matter(lines: list[str]) -> int:
    first = next((index for index, line in enumerate(lines) if line.strip()), 0)
    if opening := _FRONT_MATTER.fullmatch(lines[first]):
        ends = (index for index in range(first + 1, len(lines)) if lines[index].rstrip(" \t") == opening[1])
        return next(ends, -1) + 1
    return 0


def _is_end_of(box: _Box, rest: str) -> bool:
    line = _LONG_QUOTE.fullmatch(rest)
    return line is not None and len(line[1]) >= box.size


def _inside_quote(rest: str) -> str | None:
    inner = rest.lstrip(" ")
    if _indent(rest) >= _CODE_INDENT or not inner.startswith(">"):
        return None
    return inner[1:].removeprefix(" ")


def _inside_item(item: _Box, rest: str) -> str | None:
    if _is_blank(rest):
        return None if item.bare else ""
    if _indent(rest) < item.size:
        return None
    item.bare = False
    return rest[item.size :]


def _boxes_at(rest: str, room: int, *, follows: bool) -> tuple[list[_Box], str]:
    """Tell which boxes begin here, and what stands in them; `follows` means that a paragraph is interrupted."""
    boxes: list[_Box] = []
    while found := _box_at(rest, follows=follows and not boxes):
        if len(boxes) >= room:
            return [*boxes, _Box(_Kind.QUOTE)], "too deep"
        boxes.append(found[0])
        rest = found[1]
    return boxes, rest


def _box_at(rest: str, *, follows: bool) -> tuple[_Box, str] | None:
    indent = _indent(rest)
    if indent >= _CODE_INDENT:
        return None
    if long_quote := _LONG_QUOTE.fullmatch(rest, indent):
        return _Box(_Kind.LONG_QUOTE, len(long_quote[1])), ""
    if (inner := _inside_quote(rest)) is not None:
        return _Box(_Kind.QUOTE), inner
    return None if _is_rule(rest) else _item_at(rest, indent, follows=follows)


def _item_at(rest: str, indent: int, *, follows: bool) -> tuple[_Box, str] | None:
    found = _ITEM.fullmatch(rest, indent)
    if found is None or (found["rest"] and not found["blanks"]):
        return None
    if follows and (not found["rest"] or (found["number"] and int(found["number"]) != 1)):
        return None
    size = indent + len(found["marker"])
    if not found["rest"]:
        return _Box(_Kind.ITEM, size + 1, bare=True), ""
    size += len(found["blanks"]) if len(found["blanks"]) <= _CODE_INDENT else 1
    return _Box(_Kind.ITEM, size), rest[size:]


def _leaf_at(rest: str, *, goes_on: bool, follows: bool) -> _Leaf:
    """Tell what a line is that is not blank; an empty list stands for the text of a paragraph."""
    text = rest.lstrip(" ")
    if _indent(rest) >= _CODE_INDENT:
        return [] if goes_on else _Code()
    if fence := _FENCE.fullmatch(text):
        return _Fence(text[0], len(fence["ticks"] or fence["tildes"]))
    if end := _end_of_html_at(text, goes_on=goes_on):
        return _Html(end)
    if _HEADING.match(text) or _is_rule(text) or (follows and _UNDERLINE.fullmatch(text)):
        return None
    return []


def _end_of_html_at(text: str, *, goes_on: bool) -> re.Pattern[str] | None:
    if not text.startswith("<"):
        return None
    ends = (end for beginning, end in _HTML if beginning.match(text))
    return next(ends, _BLANK if not goes_on and _ALONE.fullmatch(text) else None)


def _is_rule(rest: str) -> bool:
    marks = rest.replace(" ", "")
    return len(marks) >= _LEAST_MARKS and marks[0] in "*-_" and not marks.strip(marks[0])


def _is_blank(rest: str) -> bool:
    return not rest.strip(" ")


def _indent(rest: str) -> int:
    return len(rest) - len(rest.lstrip(" "))
