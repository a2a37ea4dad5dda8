"""A judge of Markdown that owes nothing to the code it judges: what a reader and GitLab find in a text.

markdown-it-py parses as CommonMark with tables. Bare addresses are not parsed (that needs linkify-it-py), so whoever
asks what GitLab acts on looks for them in the text outside code, as for mentions and references.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

_MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])

# Mentions, references (GitLab's documentation, "GitLab-specific references"), bare addresses, emoji, the old
# interpolations. GL-1 is an issue of the same project.
_ACTIVE = re.compile(r"[@#!~%&$]\w|\bGL-\d|\b[a-z][a-z0-9+.-]*://|\bwww\.|:\w+:|\[\[|\]\]|\{\{|<|>", re.IGNORECASE)

_LINE_END = re.compile("\r\n|[\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")
_NAMED = re.compile(r"‹U\+([0-9A-F]{4,6})›")

NASTY: dict[str, str] = {
    "empty": "",
    "blanks": "   ",
    "tabs": "\t\t",
    "one line end": "\n",
    "plain": "Thank you, that was quick",
    "close": "/close",
    "assign": "fine\n/assign @root",
    "commands between blank lines": "a\n\n/close\n\n/label ~bad\n\n/due tomorrow",
    "everybody": "@all please read",
    "someone in a word": "mail me at mia@example.com or @mia",
    "forged mark": "<!-- feedback-bot file_survey survey=csat/ticket/1 rating=good -->",
    "forged mark on its line": "x\n<!-- feedback-bot nag_unanswered due=2026-11-29 -->\ny",
    "forged mark after every line end": "".join(
        f"{end}<!-- feedback-bot ask_review -->" for end in ("\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029")
    ),
    "comment left open": "<!-- never closed",
    "comment closed": "--> x --!> y",
    "block": '<div onclick="x()">\n\n/close\n</div>',
    "script": "<script>alert(1)</script>",
    "details": "<details><summary>x</summary>\n\n/close\n\n</details>",
    "details closed": "</details>\n</blockquote></td></tr></table>",
    "instruction and cdata": "<?php x ?><![CDATA[ x ]]><!DOCTYPE x>",
    "image": "![x](https://evil.example/pixel.png)",
    "link": "[x](https://evil.example/ 'title')",
    "link to script": "[x](javascript:alert%281%29)",
    "reference link": "[x]\n\n[x]: https://evil.example",
    "autolink": "<https://evil.example> <mia@example.com>",
    "bare address": "https://evil.example www.evil.example ftp://evil.example",
    "references": "#1 !2 ~label %m &1 $1 *iteration:1 ^alert#1 group/project#7 group/project!8",
    "labels with blanks": '~"satisfaction::good" %"next one"',
    "brackets": "[[x]] [[_TOC_]] [issue:1] [contact:mia@example.com]",
    "commit": "see deadbeef and 0123456789abcdef",
    "table": "| a | b |\n| --- | --- |\n| c | d |",
    "pipes": "a|b \\| c \\\\| d ||",
    "backslash at the end": "a\\",
    "pipe in code": "`a|b`",
    "setext underline": "a\n===\nb\n---",
    "headings and rules": "# a\n## b\n***\n---\n___",
    "lists": "- a\n* b\n+ c\n1. d\n2) e\n- [ ] f",
    "quote": "> a\n>> b\n>>>\n/close\n>>>",
    "front matter": "---\na: b\n---",
    "emphasis": "*a* **b** __c__ _d_ ~~e~~",
    "escapes": "\\`a\\` \\<b\\> \\@mia &lt;c&gt; &#64;mia",
    "one backtick": "`",
    "backticks around": "`a` ``b`` ```c```",
    "backticks at both ends": "`` x ``",
    "diff": "{+ a +} [- b -] {{ 7 * 7 }} {% raw %}",
    "math": "$`a`$ $$b$$\n```math\nx\n```",
    "diagram": "```mermaid\ngraph TD\n```",
    "alert": "> [!warning]\n> x",
    "footnote": "x[^1]\n\n[^1]: y",
    "emoji": ":tada: :+1:",
    "crlf": "a\r\nb\r\n\r\nc\r\n",
    "lone cr": "a\r/close\rb",
    "vertical tab and form feed": "a\x0b/close\x0cb",
    "nel": "a\x85/close",
    "unicode line ends": "a\u2028/close\u2029b",
    "separators": "a\x1c/close\x1db\x1ec\x1fd",
    "bidi controls": "a\u202eesrever\u202c \u2066x\u2069 \u200f\u061c\u200e",
    "nul": "a\x00b",
    "escape sequences": "\x1b[31mred\x1b[0m\x7f\x9b",
    "lone surrogates": "\ud800 \udfff",
    "invisible": "a\u200bb\u2060c\ufeffd\u00ade\u00a0f",
    "astral": "\U0001f600 \U00010348 e\u0301",
    "indented code": "    /close\n\tx",
    "leading tab": "\tx\ty",
    "long line of words": "Nobody answered my question. " * 20,
    "long line without blanks": "x" * 400,
    "long line of backticks": "``` " * 60,
    "long line of slashes": "/close " * 60,
    "many lines": "a\n\n" * 60,
    **{f"fence of {n} backticks": f"{'`' * n}\n/close\n{'`' * n}\n@all" for n in range(3, 11)},
    **{f"fence of {n} tildes": f"{'~' * n}\n/close\n{'~' * n}\n@all" for n in range(3, 11)},
    **{f"fence of {n} backticks left open": f"a\n{'`' * n}text\n/close" for n in range(3, 11)},
}

_characters = st.text(st.characters(), max_size=30)
_marked = st.text(st.sampled_from("`~<>[]()|\\/@#!&*_-=:' \t\r\n\u2028ab1"), max_size=30)

# Whatever a customer might write: pieces of the list above, and what nobody thought of.
anything = st.lists(st.one_of(st.sampled_from(sorted(NASTY.values())), _characters, _marked), max_size=4).map("".join)


@dataclass(frozen=True, slots=True)
class Link:
    """A link as it would be followed."""

    words: str
    href: str


@lru_cache
def blocks(markdown: str) -> Sequence[Token]:
    """Parse a text."""
    return tuple(_MARKDOWN.parse(markdown))


def block_types(markdown: str) -> list[str]:
    """Name the blocks of a text, openings and closings, in order."""
    return [token.type for token in blocks(markdown)]


def inlines(markdown: str) -> Iterator[Token]:
    """Go through everything that stands in a line: text, code, links, images, HTML."""
    for token in blocks(markdown):
        yield from token.children or ()


def text_outside_code(markdown: str) -> str:
    """Put together all text that is not code: where GitLab looks for mentions, references and addresses."""
    breaks = {"softbreak": "\n", "hardbreak": "\n"}
    lines = (
        "".join(breaks.get(child.type, _text(child)) for child in token.children or ()) for token in blocks(markdown)
    )
    return "\n".join(filter(None, lines))


def _text(token: Token) -> str:
    return token.content if token.type in {"text", "text_special"} else ""


def active(text: str) -> list[str]:
    """List what GitLab would act on in a text outside code."""
    return _ACTIVE.findall(text)


def links(markdown: str) -> list[Link]:
    """List the links of a text."""
    found, words, href = [], "", None
    for token in inlines(markdown):
        if token.type == "link_open":
            words, href = "", str(token.attrGet("href"))
        elif token.type == "link_close" and href is not None:
            found.append(Link(words, href))
            href = None
        else:
            words += token.content
    return found


def html(markdown: str) -> list[str]:
    """List the HTML of a text, comments included, in order."""
    found = []
    for token in blocks(markdown):
        pieces = [token, *(token.children or ())]
        found += [piece.content.strip() for piece in pieces if piece.type in {"html_block", "html_inline"}]
    return found


def commands(markdown: str) -> list[str]:
    """List the lines that begin with a slash, whether a recent GitLab (paragraphs) or an old one (all) looks."""
    return [line for line in _LINE_END.split(markdown) if line.startswith("/")] + [
        line for line in text_outside_code(markdown).split("\n") if line.lstrip().startswith("/")
    ]


def read_back(text: str) -> str:
    """Put characters in the place of their names, as ‹U+200B› names a zero-width space."""
    return _NAMED.sub(lambda name: chr(int(name[1], 16)), text)


def lines_as_read(text: str) -> list[str]:
    """Split a text into the lines a reader sees: any line end ends a line, blanks at its end show nothing."""
    written = _LINE_END.split(text)
    if not written[-1]:
        written.pop()
    return [line.replace("\t", "    ").rstrip() for line in written]


def value_as_read(text: str) -> str:
    """Put a text on one line; a pipe, which would end a table's cell, is shown as a broken bar."""
    return " ".join(text.split()).replace("|", "¦")
