"""Passwords that people tell: "password: …", "my password is …", in some languages."""

import re
from collections.abc import Iterator

from bot.intake.redaction.everyday import IN_SENTENCES
from bot.intake.redaction.finder import Finder
from bot.intake.redaction.kinds import Kind
from bot.intake.redaction.reading import Span

_QUOTED = "|".join(
    rf"{opening}[^\n{closing}]{{1,100}}[{closing}]"
    for opening, closing in (('"', '"'), ("'", "'"), ("`", "`"), ("“", "”"), ("„", "“”"), ("«", "»"), ("\u2018", "’"))
)
_TOLD = re.compile(
    rf"""
    (?: (?: pass(?:word|wd|phrase|code)s? | pwd | passwort | kennwort | mot[ ]de[ ]passe | contrase[ñn]a | wachtwoord
        | senha ) (?!\w) | (?<![^\W_]) pw (?=\s{{0,3}}[:=]) )
    ["'”’)\]*_]{{0,3}}
    (?: \s{{1,3}} (?: to | auf | en | a | à )\b )?
    (?: \s{{0,3}} (?P<sign> [:=]{{1,3}}>? | [=-]> )
      | \s{{1,3}} (?P<verb> (?: is | was | ist | war | lautet | est | es | é )\b [ ]{{0,2}}:? ) )?
    (?: \s{{0,3}} (?: still | now | just | only | currently | always | jetzt | noch | immer )\b )?
    (?: (?<=[:=>]) \s{{0,3}} | \s{{1,3}} )
    (?P<value> {_QUOTED} | \S+ )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_OPENING = "\"'`“„«\u2018"
_AROUND = f"{_OPENING} \t”»’()[]{{}}<>.,;:!?*_-"
_VERSION_LIKE = re.compile(r"v?[0-9]+(?:\.[0-9]+)*", re.IGNORECASE)
_INFLECTED = re.compile(r"[a-z]+(?:ed|ing|ly|able|ible|n't|n’t)")
_LEAST_DIGITS = 4
_LEAST = 6


def _passwords(text: str) -> Iterator[Span]:
    for told in _TOLD.finditer(text):
        if _is_password(told["value"], told["sign"], told["verb"]):
            yield told.span("value")


def _is_password(value: str, sign: str | None, verb: str | None) -> bool:
    core = value.strip(_AROUND)
    if not core or (core.isdigit() and len(core) < _LEAST_DIGITS):
        return False
    if value[0] != core[0] and value[0] in _OPENING and (sign or verb):
        return True
    if sign or verb:
        return not _is_everyday(core)
    mixed = any(map(str.isdigit, core)) and any(map(str.isalpha, core)) and not core.isupper()
    return mixed and len(core) >= _LEAST and "://" not in core and not _VERSION_LIKE.fullmatch(core)


def _is_everyday(word: str) -> bool:
    """Tell a word that goes on with the sentence; a password may look like one, and is then not found."""
    return word.isascii() and (word.lower() in IN_SENTENCES or _INFLECTED.fullmatch(word.lower()) is not None)


PASSWORD = Finder(Kind.PASSWORD, ("pass", "pwd", "kennwort", "contrase", "wachtwoord", "senha", "pw"), _passwords)
