"""How people are reached: e-mail addresses and telephone numbers."""

import re
from collections.abc import Iterator, Sequence
from functools import partial

from bot.intake.redaction.finder import DIGITS, Finder, matches
from bot.intake.redaction.kinds import Kind
from bot.intake.redaction.reading import Span

# RFC 5322 (atext) and RFC 6531 (letters of all scripts), without / and ?, which would eat into web addresses.
_LOCAL = r"[\w.!#$%&'*+=^`{|}~-]"
_AT = r"(?:@|%40|&\#64;|[ ]?[(\[{][ ]?at[ ]?[)\]}][ ]?)"
_DOT = r"(?:\.|[ ]?[(\[{][ ]?dot[ ]?[)\]}][ ]?)"
_ADDRESS = re.compile(
    rf"""
    (?: mailto: )?
    (?: (?<!{_LOCAL}) {_LOCAL}+ | "[^"\n]{{1,64}}" ) {_AT}
    (?: (?: [\w-]++ {_DOT} )+ (?: xn--[\w-]+ | [^\W\d_]{{2,}} ) | \[ [\w.:]{{3,45}} \] )
    """,
    re.VERBOSE | re.IGNORECASE,
)
EMAIL = Finder(Kind.EMAIL, ("@", "%40", "&#64;", "at)", "at]", "at}", "at )", "at ]", "at }"), matches(_ADDRESS))

_SEVEN_DIGITS = re.compile(r"(?:[0-9][^0-9A-Za-z\n]{0,4}){6}[0-9]")
# Most of what has seven digits is a date, which need not be shown to the matcher in each region.
_DATE = re.compile(
    r"""
    (?<![0-9(+]) (?<![0-9)][ ./-])
    (?: (?:19|20)[0-9]{2}[./-][0-9]{1,2}[./-][0-9]{1,2} | [0-9]{1,2}[./-][0-9]{1,2}[./-](?:19|20)[0-9]{2} )
    (?: [ T,]{1,2}[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})? )?
    (?! [ ./-]{0,2}[0-9] )
    """,
    re.VERBOSE,
)
_EXTENSION = re.compile(r"(?:[/-][0-9]{1,5}(?![0-9]))*")
# Numbers in web addresses and in UUIDs are somebody else's; wa.me/49... is a telephone number after all.
_OF_MACHINES = re.compile(r"https?://(?!wa\.me/)\S+|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", re.IGNORECASE)
_NUMBER_OF_A_THING = re.compile(
    r"""
    (?: [#№] | \b(?: ticket | order | case | claim | invoice | incident | request | contract | serial | tracking
      | ref | reference | article | issue | bug | id | sr | rma | po | bestellung | auftrag | rechnung | vorgang
      | bestell | auftrags | rechnungs | vorgangs | kunden | commande | facture | pedido | factura )s? )
    (?: [\s.:\#-]{0,3} (?: number | no | nr | num | nummer | id | is | ist )\b )? [\s.:\#=-]{0,3} \(? $
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LOOK_BACK = 40


def phone(regions: Sequence[str]) -> Finder:
    """Find valid telephone numbers: with a country code everywhere, without one in these regions."""
    return Finder(Kind.PHONE, DIGITS, partial(_phones, tuple(regions)))


def _phones(regions: Sequence[str], text: str) -> Iterator[Span]:
    if not _SEVEN_DIGITS.search(_DATE.sub("a date", text)):
        return
    # The numbering plans of the world take a moment to load, which most passes can save.
    from phonenumbers import Leniency, PhoneNumberMatcher  # noqa: PLC0415 - as said above

    machines = [match.span() for match in _OF_MACHINES.finditer(text)]
    for region in regions or (None,):
        for number in PhoneNumberMatcher(text, region, leniency=Leniency.VALID):
            extension = _EXTENSION.match(text, number.end)
            opened = number.raw_string.startswith("(") and ")" not in number.raw_string
            span = (number.start + opened, extension.end() if extension else number.end)
            if text.startswith("+", span[0]) or not _is_of_a_thing(text, span, machines):
                yield span


def _is_of_a_thing(text: str, span: Span, machines: Sequence[Span]) -> bool:
    if any(start <= span[0] < end for start, end in machines):
        return True
    return _NUMBER_OF_A_THING.search(text[max(0, span[0] - _LOOK_BACK) : span[0]]) is not None
