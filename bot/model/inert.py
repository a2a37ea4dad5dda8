"""Customer text becomes Markdown here and nowhere else: readable, and unable to do anything.

GitLab looks for quick actions in top-level paragraphs only (older versions: at line starts), and for mentions,
references, links and images outside code only (GitLab's source). So a comment is put into a code fence inside a
block quote, where every line starts with `> `, and a single value into inline code unless it is plain words. A title
has no code: there a word joiner parts what would be more than words. None of this holds inside HTML, a code span or a
code fence of a template's own.
"""

import re
import textwrap
from urllib.parse import quote

from bot.model.cutting import cut
from bot.model.visible import visible

LINE_WIDTH = 100  # code does not wrap in GitLab, so long lines are broken for the reader
TITLE_LENGTH = 255  # characters; GitLab refuses longer titles

# Words of letters and short numbers can be no markup, no link and no reference.
_WORD = r"(?:[^\W\d_]+(?:['’-][^\W\d_]+)*|[0-9]{1,6})"
_PLAIN_WORDS = re.compile(f"{_WORD}(?: {_WORD})*")
_WITH_SIGNS = re.compile(r"(?P<before>\(?)(?P<core>.*?[^.,:;()])(?P<after>[.,:;)]*)")
_LIST_NUMBER = re.compile(r"[0-9]+[.)]")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER_OF_A_COMMIT = re.compile(r"(?<![0-9A-Za-z])[0-9a-fA-F]{7,}(?![0-9A-Za-z])")
_WEB_ADDRESS = re.compile(
    r"(?P<scheme>(?i:https?))://(?P<host>[A-Za-z0-9.-]+)(?P<port>(?::[0-9]{1,5})?)(?P<rest>(?:[/?#][!-~]*)?)"
)
# In a title GitLab finds mentions, references, emoji and addresses; a note on its change is Markdown ("changed title
# from …"). It finds GL-12 inside of words as well (all this is GitLab's source).
_WORD_JOINER = "\u2060"
_TAKEN_FOR_MORE = re.compile(r"(?<=[@#!~%&$^*:/\\<>\[\]{}|])(?=\S)|(?i:(?<=gl)(?=-[0-9])|(?<=www)(?=\.))")
_BROKEN_NUMBER = re.compile(r"(?<![0-9A-Za-z])[0-9a-fA-F]{7,}…$")


def quoted(text: str) -> str:
    """Quote a comment of any length as it was written, so that nothing in it is Markdown."""
    lines = [line for written in visible(text).splitlines() for line in _wrapped(written)]
    fence = "`" * max(3, _longest_run("`", text) + 1)
    return "\n".join(f"> {line}".rstrip() for line in [f"{fence}text", *lines, fence])


def inline(text: str) -> str:
    """Show a single value on one line, fit for a sentence or a table cell."""
    # A pipe ends a table cell even inside code, and escaping it fails after a backslash (GitHub Flavored Markdown).
    flat = " ".join(visible(text).split()).replace("|", "¦")
    if not flat or (_PLAIN_WORDS.fullmatch(flat) and not _NUMBER_OF_A_COMMIT.search(flat)):
        return flat
    ticks = "`" * (_longest_run("`", flat) + 1)
    pad = " " if flat.startswith("`") or flat.endswith("`") else ""
    return f"{ticks}{pad}{flat}{pad}{ticks}"


def sentence(text: str) -> str:
    """Show a sentence of the bot's own in which names of people's stand: what may be more than a word becomes code."""
    return " ".join(_word_of_a_sentence(word) for word in visible(text).split())


def _word_of_a_sentence(word: str) -> str:
    parts = _WITH_SIGNS.fullmatch(word)
    if parts is None or _LIST_NUMBER.fullmatch(word):
        return inline(word)
    core = parts["core"]
    return f"{parts['before']}{core if _DAY.fullmatch(core) else inline(core)}{parts['after']}"


def title(text: str) -> str:
    """Put a text on the one line of a title, which may have 255 characters.

    A number of digits alone, which a commit could have as well, stays whole: it is searched for and copied.
    """
    flat = " ".join(visible(text.replace(_WORD_JOINER, "")).split())
    return cut_title(_NUMBER_OF_A_COMMIT.sub(_parted, _TAKEN_FOR_MORE.sub(_WORD_JOINER, flat)))


def cut_title(text: str) -> str:
    """Cut a title to what GitLab takes; what is left of the last word must not be a commit's number."""
    return text if len(text) <= TITLE_LENGTH else _BROKEN_NUMBER.sub("…", cut(text, TITLE_LENGTH))


def _parted(found: re.Match[str]) -> str:
    digits = found[0]
    return digits if digits.isdecimal() else _WORD_JOINER.join(digits[i : i + 6] for i in range(0, len(digits), 6))


def link(words: str, address: str, *, except_host: str = "") -> str:
    """Link a sentence of the bot's own to an address from a survey; what is no plain web address is only shown.

    Addresses on `except_host` are only shown as well: a link to an issue of the tracker's own GitLab would leave a
    "mentioned in" there (GitLab's documentation on cross-references).
    """
    parts = _WEB_ADDRESS.fullmatch(address)
    if parts is None or parts["host"].lower().rstrip(".") == except_host.lower():
        return f"{sentence(words)} ({inline(address)})"
    rest = quote(parts["rest"], safe="/?#=&%:;,+~.-_")
    return f"[{sentence(words)}]({parts['scheme'].lower()}://{parts['host']}{parts['port']}{rest})"


def _wrapped(line: str) -> list[str]:
    if len(line) <= LINE_WIDTH:
        return [line]
    return textwrap.wrap(line, LINE_WIDTH, break_long_words=False, break_on_hyphens=False) or [""]


def _longest_run(character: str, text: str) -> int:
    return max((len(run) for run in re.findall(f"{re.escape(character)}+", text)), default=0)
