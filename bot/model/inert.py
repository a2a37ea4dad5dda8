"""Customer text becomes Markdown here and nowhere else: readable, and unable to do anything.

GitLab looks for quick actions in top-level paragraphs only (older versions: at line starts), and for mentions,
references, links and images outside code only (GitLab's source). So a comment is put into a code fence inside a
block quote, where every line starts with `> `, and a single value into inline code unless it is plain words.
"""

import re
import textwrap
import unicodedata
from urllib.parse import quote

LINE_WIDTH = 100  # code does not wrap in GitLab, so long lines are broken for the reader

# Words of letters and short numbers can be no markup, no link and no reference.
_WORD = r"(?:[^\W\d_]+(?:['’-][^\W\d_]+)*|[0-9]{1,6})"
_PLAIN_WORDS = re.compile(f"{_WORD}(?: {_WORD})*")
_WITH_SIGNS = re.compile(r"(?P<before>\(?)(?P<core>.*?[^.,:;()])(?P<after>[.,:;)]*)")
_LIST_NUMBER = re.compile(r"[0-9]+[.)]")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LOOKS_LIKE_A_COMMIT = re.compile(r"\b[0-9a-fA-F]{7,40}\b")
_WEB_ADDRESS = re.compile(
    r"(?P<scheme>(?i:https?))://(?P<host>[A-Za-z0-9.-]+)(?P<port>(?::[0-9]{1,5})?)(?P<rest>(?:[/?#][!-~]*)?)"
)
_BIDI_CONTROLS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def quoted(text: str) -> str:
    """Quote a comment of any length as it was written, so that nothing in it is Markdown."""
    lines = [line for written in _visible(text).splitlines() for line in _wrapped(written)]
    fence = "`" * max(3, _longest_run("`", text) + 1)
    return "\n".join(f"> {line}".rstrip() for line in [f"{fence}text", *lines, fence])


def inline(text: str) -> str:
    """Show a single value on one line, fit for a sentence or a table cell."""
    # A pipe ends a table cell even inside code, and escaping it fails after a backslash (GitHub Flavored Markdown).
    flat = " ".join(_visible(text).split()).replace("|", "¦")
    if not flat or (_PLAIN_WORDS.fullmatch(flat) and not _LOOKS_LIKE_A_COMMIT.search(flat)):
        return flat
    ticks = "`" * (_longest_run("`", flat) + 1)
    pad = " " if flat.startswith("`") or flat.endswith("`") else ""
    return f"{ticks}{pad}{flat}{pad}{ticks}"


def sentence(text: str) -> str:
    """Show a sentence of the bot's own in which names of people's stand: what may be more than a word becomes code."""
    return " ".join(_word_of_a_sentence(word) for word in _visible(text).split())


def _word_of_a_sentence(word: str) -> str:
    parts = _WITH_SIGNS.fullmatch(word)
    if parts is None or _LIST_NUMBER.fullmatch(word):
        return inline(word)
    core = parts["core"]
    return f"{parts['before']}{core if _DAY.fullmatch(core) else inline(core)}{parts['after']}"


def link(words: str, address: str, *, except_host: str = "") -> str:
    """Link words of the bot's own to an address from a survey; what is no plain web address is only shown.

    Addresses on `except_host` are only shown as well: a link to an issue of the tracker's own GitLab would leave a
    "mentioned in" there (GitLab's documentation on cross-references).
    """
    parts = _WEB_ADDRESS.fullmatch(address)
    if parts is None or parts["host"].lower() == except_host.lower():
        return f"{words} ({inline(address)})"
    rest = quote(parts["rest"], safe="/?#=&%:;,+~.-_")
    return f"[{words}]({parts['scheme'].lower()}://{parts['host']}{parts['port']}{rest})"


def _visible(text: str) -> str:
    """Replace what a reader could not see: controls and marks that reverse the direction of text."""
    return "".join(map(_shown, text.replace("\r\n", "\n").replace("\t", "    ")))


def _shown(character: str) -> str:
    if character in "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029":
        return "\n"
    if character in _BIDI_CONTROLS or unicodedata.category(character) in {"Cc", "Cs"}:
        return f"‹U+{ord(character):04X}›"
    return character


def _wrapped(line: str) -> list[str]:
    if len(line) <= LINE_WIDTH:
        return [line]
    return textwrap.wrap(line, LINE_WIDTH, break_long_words=False, break_on_hyphens=False) or [""]


def _longest_run(character: str, text: str) -> int:
    return max((len(run) for run in re.findall(f"{re.escape(character)}+", text)), default=0)
