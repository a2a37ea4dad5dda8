"""Which answers are good, neutral or bad, and which are none: exact words, numbers, or ranges such as 5..7."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator

from bot.intake.mapping.mistakes import Mistake, refuse
from bot.intake.mapping.words import same
from bot.intake.shown import shown
from bot.model.survey import Rating

NONE: Literal["none"] = "none"
_NUMBER = r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,15})?"
_SPAN = re.compile(rf"({_NUMBER})(?:\.\.({_NUMBER}))?")
_DASH = r"[-~\u2012-\u2015\u2212]|to|bis"
_LIKE_A_RANGE = re.compile(
    rf"[0-9]\.\.|\.\.[0-9]|^{_NUMBER} ?({_DASH}) ?{_NUMBER}$|^[<>=\u2264\u2265]+ ?{_NUMBER}$|^{_NUMBER} ?\+$"
)


class Span(NamedTuple):
    """All numbers from the lowest to the highest, both included."""

    low: Decimal
    high: Decimal

    def meets(self, other: "Span") -> bool:
        """Tell whether a number lies in both."""
        return self.low <= other.high and other.low <= self.high


def _answer(value: object) -> str:
    if isinstance(value, bool) or value is None:
        raise ValueError("YAML reads this word as yes, no or nothing; put it in quotes")
    if not isinstance(value, str | int | float):
        raise ValueError("must be a word, a number, or a range such as 5..7")  # noqa: TRY004 - pydantic wants it so
    text = same(str(value))
    span = _span(text)
    if span.low > span.high if span else _LIKE_A_RANGE.search(text):
        raise ValueError("is no range such as 5..7, which has both ends and two dots between them")
    return text


def _span(text: str) -> Span | None:
    match = _SPAN.fullmatch(text)
    return Span(Decimal(match[1]), Decimal(match[2] or match[1])) if match else None


def is_number(text: str) -> bool:
    """Tell whether an answer is a number, and not a word."""
    return re.fullmatch(_NUMBER, text) is not None


Answers = tuple[Annotated[str, BeforeValidator(_answer)], ...]


class Ratings(BaseModel):
    """The answers of each class; the empty text stands for an empty cell. What is listed nowhere is no rating."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    good: Answers = ()
    neutral: Answers = ()
    bad: Answers = ()
    none: Answers = ()

    @model_validator(mode="after")
    def _every_answer_has_one_class(self) -> Self:
        refuse(list(self._mistakes()))
        return self

    def _mistakes(self) -> Iterator[Mistake]:
        if not (self.good or self.neutral or self.bad):
            yield Mistake((), "lists no answer that is good, neutral or bad")
        for (first, answers), (second, others) in combinations(self, 2):
            for number, other in enumerate(others):
                if any(_meet(answer, other) for answer in answers):
                    yield Mistake((second, number), f"{other or 'the empty text'} is {first} as well")


def _meet(one: str, other: str) -> bool:
    spans = _span(one), _span(other)
    return spans[0].meets(spans[1]) if spans[0] and spans[1] else one == other


class Classes:
    """The ratings, prepared for one look-up per row."""

    def __init__(self, ratings: Ratings) -> None:
        listed = [(answer, name) for name, answers in ratings for answer in answers]
        self._words = {answer: name for answer, name in listed if _span(answer) is None}
        self._spans = [(span, name) for answer, name in listed if (span := _span(answer))]

    def of(self, answer: str) -> Rating | Literal["none"]:
        """Find the class of an answer; raises ValueError when it is listed nowhere."""
        text = same(answer)
        span = _span(text)
        found = self._words.get(text)
        if span and span.low == span.high:
            found = next((name for listed, name in self._spans if listed.meets(span)), found)
        if found is None:
            what = shown("rating", answer).lstrip() if answer else "is empty: an empty cell"
            raise ValueError(f"{what} is listed in no class of `rating:`")
        return NONE if found == NONE else Rating(found)
