"""The words of the reasons that customers choose: a survey response has only their ids."""

from collections.abc import Iterable, Iterator

from bot.intake.outcomes import Gap
from bot.intake.zendesk.answer import Json
from bot.intake.zendesk.client import Client
from bot.intake.zendesk.listing import Found, Record
from bot.intake.zendesk.shapes import objects_in
from bot.intake.zendesk.trouble import NOT_FOUND, ZendeskError

_MOST_LOOKUPS = 20  # in one run; surveys have a handful of reasons, and every look-up teaches all that were chosen
TEXT = "reason_text"


class Reasons:
    """What is known of the reasons in this run, in the language `locale`.

    A survey that is not there in this language is a matter of the policy, so it is a warning, and no gap.
    """

    def __init__(self, client: Client, locale: str) -> None:
        self._client = client
        self._locale = locale
        self._words: dict[str, str] = {}
        self._left = _MOST_LOOKUPS
        self._met: set[str] = set()
        self._is_found = True

    def warnings(self) -> Iterator[str]:
        """Tell how many of the reasons met so far have no words."""
        if number := len(self._met - self._words.keys()):
            remedy = (
                "" if self._is_found else f"; set `locale` to a language that the survey has, {self._locale} is none"
            )
            yield (
                f"{self._client.source}: {number} of the reasons that customers have chosen came without their words"
                f"{remedy}"
            )

    def added_to(self, found: Iterable[Found]) -> Iterator[Found]:
        """Add the words of the chosen reasons to every record that has some.

        The first look-up that fails is the last one: a gap tells of it, and the records go on without words.
        """
        for item in found:
            if not isinstance(item, Record):
                yield item
                continue
            options = list(_options(item.values))
            try:
                self._learn(item, options)
            except ZendeskError as problem:
                self._left = 0
                yield Gap(f"{problem}; reasons that are not known yet go on without their words")
            known = [self._words[option] for option in options if option in self._words]
            yield item.with_value(TEXT, "; ".join(known)) if known else item

    def _learn(self, record: Record, options: list[str]) -> None:
        fresh = set(options) - self._met
        self._met |= fresh
        if self._left and fresh - self._words.keys():
            self._left -= 1
            self._words |= _words_in(self._in_words(record))

    def _in_words(self, record: Record) -> Json:
        path = f"/api/v2/guide/{self._locale}/survey_responses/{record.id}"
        try:
            return self._client.get(f"the reasons of {record.place}", path)
        except ZendeskError as problem:
            if problem.status != NOT_FOUND:
                raise
            self._is_found = False
            return {}


def _options(values: Json) -> Iterator[str]:
    """Find the ids of what was chosen, in the order of the answers."""
    for answer in objects_in(values.get("answers")):
        for selection in objects_in(answer.get("selections")):
            if isinstance(option := selection.get("option_id"), str):
                yield option


def _words_in(answer: Json) -> dict[str, str]:
    """Find every option's words, wherever the answer has them.

    Zendesk documents that this answer has texts in the asked language, as objects with a `value`, and that an option
    has an `id` and a `label`. Where exactly the options stand in it is not documented, so all of it is searched.
    """
    found: dict[str, str] = {}
    rest: list[object] = [answer]
    while rest:
        value = rest.pop()
        if isinstance(value, dict):
            label = value.get("label")
            words = label.get("value") if isinstance(label, dict) else label
            option = value.get("option_id", value.get("id"))
            if isinstance(option, str) and isinstance(words, str) and words.strip():
                found[option] = words.strip()
            rest += value.values()
        elif isinstance(value, list):
            rest += value
    return found
