"""Credentials that are known by where they stand: in an address, a header, a command or an assignment."""

import re
from collections.abc import Iterator

from bot.intake.redaction.finder import Finder, matches
from bot.intake.redaction.kinds import Kind
from bot.intake.redaction.reading import Span

USER_INFO = re.compile(r"(?<=://)[^\s/?#]+(?=@)")
# Parameters that let in whoever has the address: OAuth 2, GitLab, and the signed links of Azure and AWS.
_LETS_IN = (
    r"(?<=[?&;\#])(?:[\w.\[\]%-]{0,40}"
    r"(?:token|secret|password|passwd|pwd|api[_-]?key|access[_-]?key|signature|credential)|sig|pass|auth|jwt|session(?:_?id)?)\]?="
)
PARAMETER = re.compile(rf"{_LETS_IN}(?P<secret>[^\s&#\"'<>)]+)", re.IGNORECASE)
_COMMAND_LINE = re.compile(r"(?<![\w-])(?:-u|--user)[ =][\"']?(?P<secret>[^\s:\"']+:[^\s\"']+)")

_VALUE = r"(?P<secret>[^\s\"'<>&]+)"
_HEADER = re.compile(
    rf"\bauthorization[\"']?[ \t]*[:=][ \t]*[\"']?(?:(?:bearer|basic|token|digest|apikey)[ \t]+)?{_VALUE}"
    rf"|\bbearer[ \t]+(?P<bearer>[\w.~+/=-]+)",
    re.IGNORECASE,
)
_ASSIGNED = re.compile(
    r"(?:token|secret|api[ _-]?key|access[ _-]?key(?:[ _-]id)?|secret[ _-]?key|private[ _-]?key|account[ _-]?key"
    r"|licen[cs]e[ _-]?key|client[ _-]?secret|session[ _-]?id)"
    rf"[\"']?[ \t]*(?:[:=]|=>|->|\bis\b|\bist\b)[ \t]*[\"']?{_VALUE}",
    re.IGNORECASE,
)
_LEAST, _LEAST_IN_A_HEADER = 12, 8
_LOOKS_DRAWN = re.compile(r"[0-9]|[a-z][A-Z]|=$")


def _headers(text: str) -> Iterator[Span]:
    for match in _HEADER.finditer(text):
        group = "secret" if match["secret"] else "bearer"
        if _looks_drawn(match[group], _LEAST_IN_A_HEADER):
            yield match.span(group)


def _assigned(text: str) -> Iterator[Span]:
    return (match.span("secret") for match in _ASSIGNED.finditer(text) if _looks_drawn(match["secret"], _LEAST))


def _looks_drawn(value: str, least: int) -> bool:
    """Tell what was drawn at random from words and web addresses."""
    return len(value) >= least and "://" not in value and _LOOKS_DRAWN.search(value) is not None


IN_ADDRESSES = (
    Finder(Kind.CREDENTIALS, ("://",), matches(USER_INFO)),
    Finder(Kind.CREDENTIALS, ("=",), matches(PARAMETER)),
)
CREDENTIALS = (
    *IN_ADDRESSES,
    Finder(Kind.CREDENTIALS, ("-u", "--user"), matches(_COMMAND_LINE)),
    Finder(Kind.CREDENTIALS, ("authorization", "bearer"), _headers),
    Finder(Kind.TOKEN, ("token", "secret", "key", "session"), _assigned),
)
