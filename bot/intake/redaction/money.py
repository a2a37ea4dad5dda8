"""Numbers that lead to money: payment cards and bank accounts, both with check digits."""

import re
from collections.abc import Iterator, Sequence

from bot.intake.redaction.finder import DIGITS, Finder
from bot.intake.redaction.kinds import Kind
from bot.intake.redaction.reading import Span

_GROUPS = re.compile(r"[0-9]++(?:[ .-]{1,3}[0-9]++)*+")
_GROUP = re.compile(r"[0-9]+")
_SHORTEST_CARD, _LONGEST_CARD = 13, 19  # ISO/IEC 7812
_LEAST_GROUP = 3
_NINE = 9
# First digits and lengths of the great issuers' numbers, from their public lists.
_ISSUED = re.compile(
    r"""
    4 (?: [0-9]{12} | [0-9]{15} | [0-9]{18} )                                               # Visa
  | (?: 5[1-5][0-9]{2} | 222[1-9] | 22[3-9][0-9] | 2[3-6][0-9]{2} | 27[01][0-9] | 2720 ) [0-9]{12}  # Mastercard
  | 3[47] [0-9]{13}                                                                         # American Express
  | (?: 6011 | 64[4-9][0-9] | 65[0-9]{2} | 352[89] | 35[3-8][0-9] | 62[0-9]{2} ) [0-9]{12,15}  # Discover, JCB, UnionPay
  | (?: 30[0-5] | 3[689][0-9] ) [0-9]{11,16}                                                # Diners Club
  | (?: 50 | 5[6-8] | 63 | 67 ) [0-9]{11,17}                                                # Maestro
    """,
    re.VERBOSE,
)


def _cards(text: str) -> Iterator[Span]:
    for run in _GROUPS.finditer(text):
        groups = [group.span() for group in _GROUP.finditer(text, *run.span())]
        end = 0
        for first, (start, _) in enumerate(groups):
            if start >= end and (last := _card_from(text, groups, first)):
                end = last
                yield start, end


def _card_from(text: str, groups: Sequence[Span], first: int) -> int | None:
    """Find the end of the longest card number that begins with a group of digits."""
    digits, lengths, longest = "", [], None
    for start, end in groups[first : first + _LONGEST_CARD]:
        digits += text[start:end]
        lengths.append(end - start)
        if len(digits) > _LONGEST_CARD:
            break
        if len(digits) >= _SHORTEST_CARD and _is_card(digits) and _is_grouped_like_a_card(lengths):
            longest = end
    return longest


def _is_grouped_like_a_card(lengths: Sequence[int]) -> bool:
    return len(set(lengths)) == 1 or min(lengths[:-1]) >= _LEAST_GROUP


def _is_card(digits: str) -> bool:
    return _ISSUED.fullmatch(digits) is not None and _luhn(digits)


def _luhn(digits: str) -> bool:
    doubled = (2 * int(digit) for digit in digits[-2::-2])
    return (sum(map(int, digits[::-2])) + sum(n - _NINE if n > _NINE else n for n in doubled)) % 10 == 0


# Letters and digits of an IBAN in each country: SWIFT's registry of IBAN formats (ISO 13616).
_FORMATS = """
    AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29
    ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20
    LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29
    PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20
    YE30
"""
_LENGTHS = {entry[:2]: int(entry[2:]) for entry in _FORMATS.split()}
_START = re.compile(r"(?<![A-Za-z0-9])([A-Za-z]{2})[ -]?[0-9]{2}(?=[ .-]{0,2}[A-Za-z0-9])")
_SIGN = re.compile(r"[ .-]{0,2}([A-Za-z0-9])")


def _ibans(text: str) -> Iterator[Span]:
    for match in _START.finditer(text):
        length = _LENGTHS.get(match[1].upper(), 0)
        signs, end = "", match.start()
        while len(signs) < length and (sign := _SIGN.match(text, end)):
            signs, end = signs + sign[1], sign.end()
        if length and len(signs) == length and _mod_97(signs):
            yield match.start(), end


def _mod_97(iban: str) -> bool:
    return int("".join(str(int(sign, 36)) for sign in iban[4:] + iban[:4])) % 97 == 1


CARD = Finder(Kind.CARD, DIGITS, _cards)
ACCOUNT = Finder(Kind.IBAN, DIGITS, _ibans)
