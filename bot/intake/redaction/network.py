"""IP addresses, which are personal data as well (Court of Justice of the European Union, C-582/14)."""

import ipaddress
import re
from collections.abc import Iterator

from bot.intake.redaction.finder import DIGITS, Finder
from bot.intake.redaction.kinds import Kind
from bot.intake.redaction.reading import Span

_FOUR = re.compile(r"(?<![0-9])(?<![0-9]\.)[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?![0-9])(?!\.[0-9])")
# Four numbers are a version where something before or behind them says so; of a pair, for both.
_VERSION_BEFORE = re.compile(
    r"\b(?:v|ver|versions?|release|rel|build|firmware|driver|patch|revision|rev)\W{0,3}$", re.IGNORECASE
)
_VERSION_BEHIND = re.compile(r"-(?:alpha|beta|rc|pre|dev|ee|ce)\b|\.(?:exe|msi|zip|jar|deb|rpm|tar|tgz|dmg|pkg|dll)\b")
_AND = re.compile(r"\s*(?:,|/|-|&|->|→|and|or|to|und|oder|auf|bis|et|y|a)\s*", re.IGNORECASE)
_LOOK_BACK = 20
# Without a group of at least three digits it is a time or a Name::Of::Code.
_SIX = re.compile(r"(?<![\w:.])(?=[0-9a-f:]*?[0-9a-f]{3})[0-9a-f]*+:[0-9a-f:.]*+(?:%\w+)?", re.IGNORECASE)
_LONGEST = 80
_EVERYBODYS_NETWORK = "255."


def _fours(text: str) -> Iterator[Span]:
    version_end = None
    for match in _FOUR.finditer(text):
        start, end = match.span()
        chained = version_end is not None and _AND.fullmatch(text, version_end, start)
        if chained or _is_version(text, start, end):
            version_end = end
        elif _is_somebodys(match[0]):
            yield start, end


def _is_version(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - _LOOK_BACK) : start]
    return bool(_VERSION_BEFORE.search(before) or _VERSION_BEHIND.match(text, end))


def _sixes(text: str) -> Iterator[Span]:
    for match in _SIX.finditer(text):
        candidate = match[0].rstrip(".")
        if candidate.endswith(":") and not candidate.endswith("::"):
            candidate = candidate[:-1]
        if any(map(str.isdigit, candidate)) and _is_somebodys(candidate):
            yield match.start(), match.start() + len(candidate)


def _is_somebodys(address: str) -> bool:
    """Tell whether it is an address, and not one that means the same on every machine: loopback, any, a netmask."""
    try:
        ip = ipaddress.ip_address(address[:_LONGEST])
    except ValueError:
        return False
    return not (ip.is_loopback or ip.is_unspecified or address.startswith(_EVERYBODYS_NETWORK))


IPS = (Finder(Kind.IP, DIGITS, _fours), Finder(Kind.IP, (":",), _sixes))
