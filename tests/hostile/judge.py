"""A judge of what is posted, which knows nothing of how it was made: it names every danger it finds in a text.

A text is compared with its tame twin, the same text about a survey in which only harmless words stand: what the bot
itself says (its marks, its HTML, its tables) is no danger. References are looked for as GitLab's documentation lists
them, quick actions as recent GitLab versions (top-level paragraphs, by the sandbox) and older ones (line starts) do.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from model.judge import block_types, blocks, html, inlines, links, text_outside_code

from bot.model.marks import marks_in
from bot.sandbox.quick.extract import extract

OWN_GITLAB = "gitlab.example.com"

_FOUND_IN_WORDS = {
    "mention": r"@\w",
    "reference": r"[#!~%&$][\w\"]|\w\^\w|GL-\d|\[[a-z_]+:|\*iteration:",
    "commit": r"(?<![0-9a-z])(?=[0-9]*[a-f])[0-9a-f]{7,40}(?![0-9a-z])",
    "wiki link": r"\[\[|\]\]",
    "address": r"[a-z]://|\bwww\.|_www\.|mailto:\w|\w@\w",
    "emoji": r":[\w+-]+:",
    "difference": r"[{\[][+-]\s?\w",
    "footnote": r"\[\^",
    "include": r"::include",
}
_OLD_ACTION = re.compile(r"(?:^|[\n\r])/\w")
_SHOWN_BY_ALL = {"text", "text_special", "code_inline", "softbreak", "hardbreak", "link_open", "link_close"}


def dangers(text: str, twin: str, *, allowed: str = "") -> set[str]:
    """Name the dangers of a description or a note; `allowed` is the mention that the policy asks for."""
    return set(_dangers(text, twin, allowed)) | set(unseen(text))


def _dangers(text: str, twin: str, allowed: str) -> Iterator[str]:
    if _OLD_ACTION.search(text) or extract(text)[1]:
        yield "quick action"
    words = text_outside_code(text).replace(allowed, "") if allowed else text_outside_code(text)
    yield from (name for name, pattern in _FOUND_IN_WORDS.items() if re.search(pattern, words, re.IGNORECASE))
    if any(token.type == "image" for token in inlines(text)):
        yield "image"
    if not all(_is_harmless(link.words, link.href) for link in links(text)):
        yield "link"
    if html(text) != html(twin):
        yield "html"
    if list(marks_in(text)) != list(marks_in(twin)) or text.count("\n<!-- feedback-bot ") != twin.count(
        "\n<!-- feedback-bot "
    ):
        yield "mark"
    if block_types(text) != block_types(twin) or not _has_all_words_of(twin, text):
        yield "layout"
    if _markup(text) != _markup(twin):
        yield "markup"
    if _beside_code(text):
        yield "mathematics"


def dangers_of_title(title: str) -> set[str]:
    """Name the dangers of a title, in which there is no code; of a change of it GitLab writes a note in Markdown."""
    found = {name for name, pattern in _FOUND_IN_WORDS.items() if re.search(pattern, title, re.IGNORECASE)}
    found |= {"length"} if len(title) > 255 else set()
    found |= {"layout"} if len(title.splitlines()) > 1 else set()
    kinds = {token.type for token in inlines(f"changed title from **x** to **{title}**")}
    found |= {
        name for name, kind in {"image": "image", "link": "link_open", "html": "html_inline"}.items() if kind in kinds
    }
    return found | set(unseen(title.replace("\u2060", "")))


def _is_harmless(words: str, href: str) -> bool:
    """Tell whether a link is the one to the ticket, and not an issue of the GitLab on which it stands."""
    web = re.match(r"https?://([^/?#:]+)", href)
    return words == "ticket 209" and web is not None and web[1].lower().rstrip(".") != OWN_GITLAB


def _has_all_words_of(twin: str, text: str) -> bool:
    """Tell whether the bot's own words stand where they stand in the twin: in a table too many cells push some out."""
    lines = zip((token.content for token in blocks(twin)), (token.content for token in blocks(text)), strict=False)
    return all(own == here for own, here in lines if "tame" not in own and "](" not in here)


def _markup(text: str) -> Counter[str]:
    return Counter(token.type for token in inlines(text) if token.type not in _SHOWN_BY_ALL)


def _beside_code(text: str) -> bool:
    """Tell whether a dollar sign makes code mathematics."""
    return re.search(r"\$`|`\$", re.sub(r"(?m)^>.*$", "", text)) is not None and "$" in text_outside_code(text)


# -- what a reader does not see -----------------------------------------------------------------------------------

_FILLERS = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0"
# Seen, though Unicode calls them formats.
_SIGNS = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
_AT_WORK = "\u200b\u200c\u200d\ufe00\ufe01\ufe02\ufe0e\ufe0f"
_FLAGS = re.compile("\U0001f3f4[\U000e0061-\U000e007a]{5}\U000e007f")


def unseen(text: str) -> Iterator[str]:
    """Name what is hidden: more than one traceless character at a place, or one that no writing needs there."""
    flagless = _FLAGS.sub("flag", text)
    if any(_is_idle(flagless, place) for place, one in enumerate(flagless) if one > "\x7e" or one < " "):
        yield "hidden"
    if re.search(r"[^\w\s\x00-\u02ff]{9}", text) and any(
        _height(run[0]) > 8 for run in re.finditer(r"[^\w\s]{9,}", text)
    ):
        yield "stacked"


def _is_traceless(one: str) -> bool:
    selector = "\ufe00" <= one <= "\ufe0f" or "\U000e0100" <= one <= "\U000e01ef"
    hidden = unicodedata.category(one) in {"Cc", "Cf", "Cs", "Zl", "Zp"} or one in _FILLERS
    return (hidden or selector) and one not in _SIGNS + "\n"


def _is_idle(text: str, place: int) -> bool:
    one, before, after = text[place], text[max(0, place - 1) : place], text[place + 1 : place + 2]
    if not _is_traceless(one):
        return False
    if one == "\ufe0f" and after == "\u20e3":
        return before not in "0123456789#*"
    alone = before > "\x7e" and (not _is_traceless(before) or before + one == "\ufe0f\u200d")
    return not alone or not (one in _AT_WORK or "\U000e0100" <= one <= "\U000e01ef")


def _height(run: str) -> int:
    """Tell how many marks stand on one letter at most."""
    most = height = 0
    for one in run:
        height = height + 1 if unicodedata.category(one) in {"Mn", "Me"} else 0
        most = max(most, height)
    return most
