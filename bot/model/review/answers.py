"""What an answer comes to: yes, no, nothing to do, or nothing said at all."""

import re
import unicodedata
from collections.abc import Container, Iterable

from bot.model.review.words import alike, without_struck, words_of

_BOX = r"(?:\[(?P<box>[ xX\u2713\u2714]?)\]|(?P<sign>[\u2610-\u2612\u2705]))"
_BOX_BEFORE = re.compile(rf"{_BOX}[\s*_`~]{{0,9}}(?P<word>yes|no|y|n)(?![^\W_])", re.IGNORECASE)
_BOX_AFTER = re.compile(rf"(?<![^\W_])(?P<word>yes|no|y|n)[ *_`~:]{{0,9}}{_BOX}", re.IGNORECASE)
_STARTS_WITH_BOX = re.compile(rf"[\s*+-]*{_BOX}")
_ANY_BOX = re.compile(_BOX)
_OPEN_SIGN = "\u2610"
_PAIR = re.compile(r"[\W_]*(?:y|yes)\s*[/|]\s*(?:n|no)(?![^\W_])[\W_]*", re.IGNORECASE)
_HIGHLIGHTED = re.compile(r"(?:\*\*|__)\s*(yes|no|y|n)\s*(?:\*\*|__)", re.IGNORECASE)
_ANSWER = re.compile(
    r"[\W_]*(?P<word>yes|yep|yeah|y|no|nope|n)(?![^\W_])[*_`~]*"
    r"(?:$|[\s,;:!()\]\"\u201d\u2026\u2013\u2014]|[./-](?![^\W_]))(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_UNDECIDED = re.compile(
    r"\s*(?:(?:one|later|problem|doubt|idea|clue|decision|answer)\b|(?:or|and|/)\s*(?:yes|no|y|n)\b)", re.IGNORECASE
)

_CLAUSE_END = re.compile(r"[,;:!?()]|\.(?!\w)|\s[-\u2013\u2014]|[\u2013\u2014]|\n")
_MORE = r"(?:(?:further|more|other|additional|specific|immediate) )?"
_THING = r"(?:actions?(?: items?)?|follow ups?|(?:next )?steps?|changes?)"
_NEEDED = r"(?:(?:is |are )?(?:needed|required|necessary|planned|taken|to be taken|to take|to be done))"
_WHEN = r"(?:at (?:this|the) (?:time|point|moment|stage)|for now|(?:from|on) (?:our|my) side|by us|here)"
_NOTHING = (
    rf"(?:n|no|nope|none|nil|nothing|na|n a|not (?:applicable|needed|required|necessary)|none {_NEEDED}"
    rf"|no {_MORE}{_THING}(?: {_NEEDED})?"
    rf"|(?:there is |there s )?nothing {_MORE}(?:to (?:do|be done|act on|add)|{_NEEDED}))"
)
_ONLY_NOTHING = re.compile(_NOTHING)
_NOTHING_FIRST = re.compile(rf"{_NOTHING}(?: {_WHEN})?")
_BESIDE_NOTHING = {"thanks", "thank you", "all good", "can be closed", "please close"}
_RESERVE = re.compile(r"\b(?:but|however|except|although|though|yet|until|unless|then|will|should|must)\b")

_NOT_YET = {
    *("tbd", "tba", "tbc", "todo", "to do", "wip", "y n", "yes no", "y or n", "yes or no", "fill in", "xxx"),
    *("to be determined", "to be decided", "to be done", "to be defined", "to be confirmed", "to be announced"),
}


def yes_or_no(value: str) -> bool | None:
    """Read a yes or a no from the beginning of an answer; None when it is neither."""
    text = alike(without_struck(value))
    if options := _boxes(text):
        return _only(word for word, ticked in options if ticked)
    if _plain(text) in {"", "x"} and is_ticked(text):
        return True
    if _plain(text) in {"y n", "yes no"}:
        return _only(_HIGHLIGHTED.findall(text))
    answer = _ANSWER.match(_PAIR.sub("", text, count=1) if _PAIR.match(text) else text)
    if answer is None or _UNDECIDED.match(answer["rest"]):
        return None
    return _is_yes(answer["word"])


def is_ticked(text: str) -> bool:
    """Tell whether there are boxes in a text, and all of them ticked."""
    boxes = list(_ANY_BOX.finditer(text))
    return bool(boxes) and all(map(_has_tick, boxes))


def decision(value: str) -> bool | None:
    """Read a yes or a no from an answer that may also say that it does not apply, which is a no."""
    return False if _begins_with_nothing(_bare(value)) else yes_or_no(value)


def is_nothing(value: str) -> bool:
    """Tell whether an answer says that nothing is to be done, and that alone: more words may mean that something is."""
    text = _bare(value)
    clauses = [plain for part in _CLAUSE_END.split(text) if (plain := _plain(part))]
    if not clauses:
        return _is_dash(text)
    said = [clause for clause in clauses if clause not in _BESIDE_NOTHING]
    return "?" not in text and bool(said) and all(map(_ONLY_NOTHING.fullmatch, said))


def _begins_with_nothing(text: str) -> bool:
    first = _CLAUSE_END.search(text)
    start, rest = (text[: first.start()], text[first.end() :]) if first else (text, "")
    if not _plain(text):
        return _is_dash(text)
    return _NOTHING_FIRST.fullmatch(_plain(start)) is not None and _RESERVE.search(rest) is None


def _bare(value: str) -> str:
    return alike(without_struck(value)).casefold().strip(" \t\n*_`~\"'")


def _is_dash(text: str) -> bool:
    return re.fullmatch(r"[-\u2013\u2014]{1,3}", text) is not None


def is_filled(value: str, names: Container[tuple[str, ...]]) -> bool:
    """Tell whether anything was said: more than signs, "tbd" or the name of the line (`names`) once again."""
    text = without_struck(value)
    plain = _plain(alike(text))
    if not plain:
        return any(unicodedata.category(sign) == "So" and sign != _OPEN_SIGN for sign in text)
    if plain in _NOT_YET:
        return yes_or_no(value) is not None
    return words_of(_PAIR.sub("", alike(text))) not in names


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def _boxes(text: str) -> list[tuple[str, bool]]:
    """List the yes and no that stand beside a box, and whether it is ticked."""
    pattern = _BOX_BEFORE if _STARTS_WITH_BOX.match(text) else _BOX_AFTER
    return [(found["word"], _has_tick(found)) for found in pattern.finditer(text)]


def _has_tick(box: re.Match[str]) -> bool:
    return (box["box"] or "").strip() != "" or box["sign"] not in {None, _OPEN_SIGN}


def _only(words: Iterable[str]) -> bool | None:
    """Read the one answer that was chosen; none or two different ones say nothing."""
    answers = {_is_yes(word) for word in words}
    return answers.pop() if len(answers) == 1 else None


def _is_yes(word: str) -> bool:
    return word.casefold().startswith("y")
