"""Surveys lose what is private: the one thing that stands between a source and everything that leaves."""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial

from bot.intake.redaction.address import followable
from bot.intake.redaction.credentials import CREDENTIALS
from bot.intake.redaction.cut import shortened
from bot.intake.redaction.finder import Finder, replaced
from bot.intake.redaction.kinds import PLACEHOLDERS, Kind
from bot.intake.redaction.money import ACCOUNT, CARD
from bot.intake.redaction.network import IPS
from bot.intake.redaction.own import own_words
from bot.intake.redaction.passwords import PASSWORD
from bot.intake.redaction.people import EMAIL, phone
from bot.intake.redaction.privacy import Privacy
from bot.intake.redaction.tokens import PEM, TOKEN
from bot.model.survey import Survey

_VALUES = ("score", "customer", "organization", "region", "agent", "status")
# Numbers in an address are those of tickets and hosts.
_IN_ADDRESSES = frozenset({Kind.PRIVATE_KEY, Kind.CREDENTIALS, Kind.TOKEN, Kind.PASSWORD, Kind.EMAIL})
_SETTLED = frozenset({"", PLACEHOLDERS[Kind.FAILED]})
_ROUNDS = 10

Step = Callable[[str], tuple[str, list[Kind]]]


class UnsettledError(Exception):
    """A text in which every replacement made something new to be found; never holds the text."""


class Redactor:
    """Takes private data out of surveys by a policy, and counts by kind what it took, never what it was.

    What comes out depends on the survey and the policy alone, and redacting it again changes nothing. A text that makes
    anything fail is removed as a whole.
    """

    def __init__(self, privacy: Privacy) -> None:
        self.counts: Counter[Kind] = Counter()
        self._privacy = privacy
        everything = (PEM, *CREDENTIALS, TOKEN, PASSWORD, CARD, ACCOUNT, EMAIL, phone(privacy.phone_regions), *IPS)
        self._finders = tuple(finder for finder in everything if finder.kind not in privacy.keep)
        self._dropped = privacy.leave_out | ({"customer"} if privacy.customer == "ticket" else set())

    def survey(self, survey: Survey) -> Survey:
        """Redact every text that somebody wrote or that names somebody; then leave out what the policy leaves out."""
        texts = {column: self.text(getattr(survey, column)) for column in _VALUES}
        own = own_words(texts["customer"], texts["organization"]) if self._privacy.own_words else ()
        finders = (*self._finders, *own)
        texts["reason"] = self._settled(survey.reason, partial(replaced, finders=finders))
        texts["comment"] = self._settled(survey.comment, partial(self._comment, finders))
        texts["ticket_url"] = self._settled(survey.ticket_url, self._address)
        empty = {column: Survey.model_fields[column].default for column in self._dropped}
        return survey.model_copy(update={**texts, **empty})

    def text(self, text: str) -> str:
        """Redact one text, whoever wrote it."""
        return self._settled(text, partial(replaced, finders=self._finders))

    def _comment(self, finders: Sequence[Finder], text: str) -> tuple[str, list[Kind]]:
        text, kinds = replaced(text, finders)
        return shortened(text, self._privacy.comment_length), kinds

    def _address(self, text: str) -> tuple[str, list[Kind]]:
        gone = 0
        if Kind.CREDENTIALS not in self._privacy.keep:
            text, gone = followable(text)
        text, kinds = replaced(text, [finder for finder in self._finders if finder.kind in _IN_ADDRESSES])
        return text, [Kind.CREDENTIALS] * gone + kinds

    def _settled(self, text: str, step: Step) -> str:
        if text in _SETTLED:
            return text
        try:
            text, kinds = _repeated(text, step)
        except Exception:  # noqa: BLE001 - whatever went wrong, what was not checked must not leave
            text, kinds = PLACEHOLDERS[Kind.FAILED], [Kind.FAILED]
        self.counts.update(kinds)
        return text


def _repeated(text: str, step: Step) -> tuple[str, list[Kind]]:
    """Repeat until nothing changes, so that redacting once is as good as twice; raises UnsettledError."""
    kinds: list[Kind] = []
    for _ in range(_ROUNDS):
        before = text
        text, found = step(text)
        kinds += found
        if text == before:
            return text, kinds
    raise UnsettledError
