"""What hides words inside a paragraph: code, HTML and its comments, and the titles of links (CommonMark)."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict, deque
from collections.abc import Iterator

TAG = (
    r"<(?:[A-Za-z][A-Za-z0-9-]*+"
    r"(?:\s++[A-Za-z_:][A-Za-z0-9_.:-]*+(?:\s*+=\s*+(?:[^\s\"'=<>`]++|'[^']*+'|\"[^\"]*+\"))?+)*+\s*+/?"
    r"|/[A-Za-z][A-Za-z0-9-]*+\s*+)>"
)
_TAG_OR_ADDRESS = re.compile(rf"{TAG}|<[A-Za-z][A-Za-z0-9+.-]{{1,31}}:[^\s<>]*+>")
_UNTIL = (("<!--", "-->"), ("<?", "?>"), ("<![CDATA[", "]]>"), ("<!", ">"))
_TITLED = r"\s*+(?:<[^<>\n]*+>|[^\s<]\S{0,500}+)\s++(?:\"[^\"]*+\"|'[^']*+'|\([^()]*+\))"
_TITLE = re.compile(rf"\](?:\({_TITLED}\s*+\)|:{_TITLED} *+(?:\n|$))")
_START = re.compile(r"\\.|(?P<code>`+)|(?P<html><)|(?P<title>\][(:])")
_QUOTING = re.compile(r"<(/?)(blockquote|pre|code|samp|q)\b", re.IGNORECASE | re.ASCII)


# How many tags are open that make code or a quotation of what stands in them.
OpenTags = Counter[str]


def meet(tags: OpenTags, html: str) -> None:
    """Go past some HTML."""
    for closing, name in _QUOTING.findall(html):
        tags[name.lower()] = max(0, tags[name.lower()] + (-1 if closing else 1))


def hidden(lines: list[str], tags: OpenTags) -> list[bool]:
    """Tell of each line of a paragraph whether it begins inside something that hides it.

    Tags that are opened in a paragraph end with it, those that were open before may be closed in it.
    """
    text = "\n".join(lines)
    spans = deque(_spans(text) if _START.search(text) else ())
    inside, answers, at = tags.copy(), [], 0
    for line in lines:
        while spans and spans[0][1] <= at:
            _meet(inside, text, *spans.popleft())
        answers.append(any(inside.values()) or (bool(spans) and spans[0][0] < at))
        at += len(line) + 1
    for start, end in spans:
        _meet(inside, text, start, end)
    tags &= inside
    return answers


def _meet(tags: OpenTags, text: str, start: int, end: int) -> None:
    # A comment may name tags, too.
    if text.startswith("<", start) and text[start + 1] not in "!?":
        meet(tags, text[start:end])


def _spans(text: str) -> Iterator[tuple[int, int]]:
    runs = _runs(text)
    last = {closing: text.rfind(closing) for _, closing in _UNTIL}
    at = 0
    while start := _START.search(text, at):
        at = start.end()
        if start["code"]:
            end = _end_of_code(runs[len(start["code"])], at, len(start["code"]))
        elif start["html"]:
            end = _end_of_html(text, start.start(), last)
        else:
            found = _TITLE.match(text, start.start()) if start["title"] else None
            end = found.end() if found else None
        if end is not None:
            yield start.start(), end
            at = end


def _runs(text: str) -> defaultdict[int, list[int]]:
    runs: defaultdict[int, list[int]] = defaultdict(list)
    for run in re.finditer("`+", text):
        runs[len(run[0])].append(run.start())
    return runs


def _end_of_code(runs: list[int], at: int, length: int) -> int | None:
    index = bisect_left(runs, at)
    return runs[index] + length if index < len(runs) else None


def _end_of_html(text: str, at: int, last: dict[str, int]) -> int | None:
    for opening, closing in _UNTIL:
        if text.startswith(opening, at):
            # Looking only where there is an end keeps a text full of beginnings from being searched again and again.
            end = text.find(closing, at + 2) if last[closing] > at else -1
            return None if end < 0 else end + len(closing)
    found = _TAG_OR_ADDRESS.match(text, at)
    return found.end() if found else None
