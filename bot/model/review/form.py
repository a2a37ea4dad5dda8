"""The form of a review: its lines, the names people give to them, and which line a text begins."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from bot.model.review.words import alike, words_of

PAIR = r"(?<![^\W_])y(?:es)?\s*[/|]\s*n(?:o)?(?![^\W_])"
_ENDS_WITH_PAIR = re.compile(r"\(\s*y(?:es)?\s*/\s*no?\s*\)\W*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Field:
    """One line of the review; lines of the policy's own are named by their words."""

    name: str
    line: str
    aliases: tuple[str, ...] = ()

    @property
    def yes_or_no(self) -> bool:
        """Tell whether the line asks for a yes or a no."""
        return _ENDS_WITH_PAIR.search(alike(self.line)) is not None


@dataclass(frozen=True, slots=True)
class Form:
    """What a review consists of: its lines, and the full names of the cause labels."""

    fields: tuple[Field, ...]
    causes: tuple[str, ...]


# The template comment of GitLab Support's handbook, "How to respond to feedback (for Managers)", and names that its
# lines have had or that are shorter. Articles, customer or user, TAM or CSM make no difference anyway.
HANDBOOK = (
    Field(
        "summary",
        "Summary of ticket/feedback",
        (
            *("Summary", "Summary of feedback/ticket", "Summary of ticket", "Summary of feedback", "Ticket summary"),
            *("Feedback summary", "Ticket/feedback summary", "Feedback/ticket summary", "Summary of case"),
            *("Summary of customer feedback", "Case summary"),
        ),
    ),
    Field(
        "action",
        "Action to be taken",
        (
            *("Action", "Action taken", "Action to take", "Action required", "Action needed", "Action item"),
            *("Action items", "Action to be taken by support", "Next action", "Action plan"),
        ),
    ),
    Field(
        "contact",
        "Contact customer to discuss feedback? (Y/N)",
        (
            *("Contact", "Contact customer", "Contact customer about feedback", "Contact customer regarding feedback"),
            *("Contact customer to discuss", "Contact customer to discuss ticket/feedback", "Customer contact"),
            *("Contact customer to discuss ticket", "Contact with customer", "Customer to be contacted"),
            *("Contact customer for feedback", "Contact customer to discuss feedback/ticket", "Contact needed"),
            *("Should we contact customer", "Should customer be contacted", "Contact to discuss feedback"),
        ),
    ),
)

# Names of one line that the handbook has had since 2021; a policy that has one of them gets the others as well.
_AWARENESS = (
    "Make the CSM aware of this feedback",
    "Make the CSM aware",
    "CSM aware",
    "Inform the CSM",
    "CSM informed",
)

CAUSE = Field(
    "cause",
    "Cause label",
    ("Label", "Labels", "Cause", "Causes", "Cause labels", "Feedback label", "Feedback cause", "Root cause"),
)


def form_of(extra_lines: Sequence[str], aliases: Mapping[str, Sequence[str]], causes: Sequence[str]) -> Form:
    """Build the form from the policy; `aliases` are more names for a line, known by its name or its words."""
    extras = [Field(line, line, _AWARENESS if _is_awareness(line) else ()) for line in extra_lines]
    fields = (*HANDBOOK, *extras)
    named = tuple(
        Field(field.name, field.line, (*field.aliases, *aliases.get(field.name, ()), *aliases.get(field.line, ())))
        for field in fields
    )
    return Form(named, tuple(causes))


def _is_awareness(line: str) -> bool:
    return _name_of(line) in {words_of(name) for name in _AWARENESS}


def _name_of(line: str) -> tuple[str, ...]:
    return words_of(re.sub(PAIR, "", alike(line), flags=re.IGNORECASE))


@dataclass(frozen=True, slots=True)
class Names:
    """All names of a form's lines, as words."""

    fields: Mapping[tuple[str, ...], Field]
    longest: int

    def in_full(self, field: Field) -> tuple[str, ...]:
        """Name a line the way it stands in the form."""
        return _name_of(field.line)

    def own_of(self, field: Field) -> set[tuple[str, ...]]:
        """List the names of one line."""
        return {words for words, owner in self.fields.items() if owner == field}

    def resembling(self, words: tuple[str, ...]) -> tuple[str, ...] | None:
        """Find the name that is meant, with typing mistakes in at most half of its words."""
        return next((name for name, field in self.fields.items() if _is_typo(words, name, field)), None)


@lru_cache(maxsize=8)
def names_of(form: Form) -> Names:
    """List all names of a form's lines; what a line itself says goes before other lines' further names."""
    names: dict[tuple[str, ...], Field] = {}
    for field in form.fields:
        names.setdefault(_name_of(field.line), field)
    for field in (*form.fields, CAUSE):
        for alias in (*field.aliases, field.line):
            names.setdefault(_name_of(alias), field)
    names.pop((), None)
    return Names(names, max(map(len, names)))


_ONE_WORD = 7  # shorter words stand too near to others: action, auction


def _is_typo(words: tuple[str, ...], name: tuple[str, ...], field: Field) -> bool:
    if len(words) != len(name) or field is CAUSE:
        return False
    if len(name) == 1 and (field.yes_or_no or len(name[0]) < _ONE_WORD):
        return False
    wrong = [(word, right) for word, right in zip(words, name, strict=True) if word != right]
    return len(wrong) <= max(1, len(name) // 2) and all(_is_misspelt(word, right) for word, right in wrong)


def _is_misspelt(word: str, right: str) -> bool:
    if word.startswith(right):
        return False  # another form of the word may mean another thing: contacted
    if word[0] != right[0] or abs(len(word) - len(right)) > 2 or len(right) <= len("with"):  # noqa: PLR2004 - letters
        return False
    return SequenceMatcher(None, word, right, autojunk=False).ratio() >= 0.8  # noqa: PLR2004 - tried on a list of typos
