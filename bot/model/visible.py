"""Text as a reader can see it: a character that shows nothing is named, as ‹U+200B› is for a zero-width space.

Named are controls, halves of characters, marks that change the direction of text, and everything else that leaves no
trace on the screen (Unicode's Default_Ignorable_Code_Point, and a few more). What writing needs stays where it is at
work: joiners inside an emoji, beside a virama (Hindi, Bengali, Malayalam) or between Arabic letters (Persian, Urdu),
after RFC 5892, appendix A; variation selectors on a symbol or an ideograph; the flags of England, Scotland and Wales;
zero-width spaces between the letters of Thai, Lao, Burmese and Khmer, which write no others. Of the marks on one
letter those beyond the eighth are named as well. Nothing is lost: what is named can be read back.
"""

import re
import unicodedata

_MOST_MARKS = 8  # on one letter: the tallest stacks of Tibetan have as many

_LINE_END = re.compile("\r\n|[\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")
_CONTROLS = "\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff"
IGNORABLE = (  # ranges for a regular expression: Unicode's Default_Ignorable_Code_Point
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_FILLERS = "\u2800\ufff9-\ufffb\U00013430-\U0001343f\U00016fe4\U0001d159"  # blanks by other names
# A black flag, "gb" and "eng", "sct" or "wls" in tag characters, and their end (Unicode's emoji-sequences.txt).
_FLAG = (
    "\U0001f3f4\U000e0067\U000e0062(?:\U000e0065\U000e006e\U000e0067|\U000e0073\U000e0063\U000e0074"
    "|\U000e0077\U000e006c\U000e0073)\U000e007f"
)
_HIDDEN = re.compile(f"{_FLAG}|[{_CONTROLS}{IGNORABLE}{_FILLERS}]")
_MAYBE_STACKED = re.compile(rf"[^\w\s\x00-\u02ff]{{{_MOST_MARKS + 1},}}")

_WITHOUT_SPACES = re.compile("[\u0e01-\u0eff\u1000-\u109f\u1780-\u17b3\u17b6-\u17ff]{2}")
_AS_EMOJI, _KEYCAP = "\ufe0f", "\u20e3"


def visible(text: str) -> str:
    """Name what a reader could not see; any line end becomes a line feed, and a tab four blanks."""
    flat = _LINE_END.sub("\n", text).replace("\t", "    ")
    return _MAYBE_STACKED.sub(_unstacked, _HIDDEN.sub(_named_if_idle, flat))


def is_mark(character: str) -> bool:
    """Tell whether a character is drawn onto the one before it."""
    return unicodedata.category(character) in {"Mn", "Me"}


def is_virama(character: str) -> bool:
    """Tell whether a character binds the consonant before it to the one after it."""
    return unicodedata.combining(character) == 9  # noqa: PLR2004 - Unicode's number of that class


def _named(character: str) -> str:
    return f"‹U+{ord(character):04X}›"


def _named_if_idle(found: re.Match[str]) -> str:
    text, start, end = found.string, found.start(), found.end()
    is_flag = end - start > 1
    at_work = is_flag or (start > 0 and _is_at_work(found[0], text[max(0, start - 3) : start], text[end : end + 1]))
    return found[0] if at_work else _named(found[0])


def _is_at_work(character: str, before: str, after: str) -> bool:
    """Tell whether writing needs an invisible character here, after up to three others and before one or none."""
    last = before[-1]
    match character:
        case "\u200b":  # zero-width space
            return _WITHOUT_SPACES.fullmatch(last + after) is not None
        case "\u200c":  # zero-width non-joiner
            return _joins_letters(before, after)
        case "\u200d":  # zero-width joiner
            return _joins_letters(before, after) or _joins_pictures(before, after)
        case "\ufe0e" | "\ufe0f":  # shown as text, shown as emoji
            return _is_picture(last) or (last in "0123456789#*" and after == _KEYCAP)
        case _:
            return _selects_ideograph(character) and unicodedata.name(last, "").startswith("CJK ")


def _joins_letters(before: str, after: str) -> bool:
    letter = before.rstrip("".join(filter(is_mark, before)))[-1:]
    beside_virama = is_virama(before[-1]) or (before[-1].isalpha() and after != "" and is_virama(after))
    return beside_virama or (_is_arabic(letter) and _is_arabic(after))


def _joins_pictures(before: str, after: str) -> bool:
    return _is_picture(before.removesuffix(_AS_EMOJI)[-1:]) and _is_picture(after)


def _is_arabic(character: str) -> bool:
    return character.isalpha() and unicodedata.bidirectional(character) == "AL"


def _is_picture(character: str) -> bool:
    if character <= "\x7f":
        return False
    # The planes of pictures are taken as a whole: new ones come every year.
    return (
        "\U0001f000" <= character <= "\U0001fbff"
        or unicodedata.category(character) in {"So", "Sm"}
        or character in "\u203c\u2049\u2139\u3030"  # ‼ ⁉ i 〰
    )


def _selects_ideograph(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe02" or "\U000e0100" <= character <= "\U000e01ef"


def _unstacked(found: re.Match[str]) -> str:
    shown, height = [], 0
    for character in found[0]:
        height = height + 1 if is_mark(character) else 0
        shown.append(character if height <= _MOST_MARKS else _named(character))
    return "".join(shown)
