"""Deal with the comments that speak to the bot, one after the other: carry out what may be, answer what must be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Protocol

from bot.commands import Found, Mistake, Refusal, Snooze, mistake
from bot.model.actions import React
from bot.model.context import Context
from bot.model.issue import Issue
from bot.model.projection import project
from bot.model.questions import Answers, Reaction, ReactionsTo, RoleOf
from bot.model.told import RULE, Told, fingerprint
from bot.rules.obeying.answer import SILENCE, Answer, Denial
from bot.rules.obeying.authority import Role, called, is_enough
from bot.rules.obeying.effects import NOTHING, Effect, Words, effect_of
from bot.rules.obeying.talk import Speech, beyond_the_limit

DONE, REFUSED = "white_check_mark", "x"
_AT_ONCE = timedelta(seconds=10)  # a reaction moves a note's `updated_at`; what is later was an edit
_LATELY = timedelta(days=3)  # within this time a pass that was cut off has been made up for
_OVERLAP = timedelta(minutes=2)  # as changes are read
_SKEW = timedelta(seconds=30)  # between our clock and GitLab's
_HOUR = timedelta(hours=1)


class Terms(Protocol):
    """Who may tell the bot what, as the policy says."""

    @property
    def role(self) -> Role:
        """The role that most commands take."""
        ...

    @property
    def verbs(self) -> Mapping[str, Role]:
        """The role that some commands take instead."""
        ...

    @property
    def labels(self) -> tuple[str, ...]:
        """Patterns of the labels that may be set by command."""
        ...

    @property
    def per_hour(self) -> int:
        """How many commands a person may give on an issue in an hour."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Dealing:
    """What comes of one comment; `issue` is how the issue stands after it."""

    speech: Speech
    issue: Issue
    effects: tuple[Effect, ...] = ()
    answer: Answer = SILENCE
    told: Told | None = None
    reaction: React | None = None

    @property
    def verbs(self) -> list[str]:
        """What was carried out."""
        return [effect.verb for effect in self.effects]


@dataclass(frozen=True, slots=True)
class Clerk:
    """Deals with the comments of one issue; raises UnansweredError or UnreadError where more must be known first."""

    speeches: Sequence[Speech]
    terms: Terms
    answers: Answers
    ctx: Context

    def deal_with_all(self, issue: Issue) -> list[Dealing]:
        """Decide about the comments in the order in which they were said; each meets what the earlier ones changed."""
        dealings: list[Dealing] = []
        told = [told for speech in self.speeches for told in speech.told]
        for speech in self.speeches:
            dealing = self._deal(speech, issue, told)
            dealings.append(dealing)
            told += [dealing.told] if dealing.told else []
            issue = dealing.issue
        return dealings

    def _deal(self, speech: Speech, issue: Issue, before: Sequence[Told]) -> Dealing:
        nothing = Dealing(speech=speech, issue=issue)
        if not speech.new:
            doubtful = self._is_corrected(speech) or any(self._may_lack_its_end(told, issue) for told in speech.told)
            return replace(nothing, reaction=self._receipt(speech, None, issue)) if doubtful else nothing
        level = self.answers.to(RoleOf(speech.note.author))
        denied = [one for one in speech.new if not is_enough(level, self._role_for(one))]
        if len(denied) == len(speech.new):
            return self._deny(nothing, level, before)
        if not speech.told and (receipts := self._receipts(speech, issue)):
            return self._ask_again(nothing, receipts)
        return self._obey(nothing, denied, level, before)

    def _may_lack_its_end(self, told: Told, issue: Issue) -> bool:
        """Tell whether the pass that dealt with a comment may have been cut off before it reacted."""
        until = self.ctx.settled_until
        if until is None or issue.iid in self.ctx.unsettled:
            return self.ctx.now - told.done < _LATELY
        return told.done > until + _SKEW

    def _is_corrected(self, speech: Speech) -> bool:
        """Tell whether a mistake has lately been taken out of a comment."""
        refused = frozenset[str]().union(*(told.refused for told in speech.told))
        until, edited = self.ctx.settled_until, speech.note.updated_at
        lately = until is None or edited is None or edited > until - _OVERLAP
        return lately and not refused <= _prints(speech.said)

    def _role_for(self, said: Found | Mistake) -> Role:
        verb = said.command.verb if isinstance(said, Found) else ""
        return self.terms.verbs.get(verb, self.terms.role)

    def _denial(self, denied: Sequence[Found | Mistake], level: int | None) -> Denial | None:
        return Denial(self._role_for(denied[0]).value.capitalize(), called(level)) if denied else None

    def _deny(self, nothing: Dealing, level: int | None, before: Sequence[Told]) -> Dealing:
        """Refuse somebody who has no say: with words once on an issue, later with a reaction alone."""
        speech = nothing.speech
        author, reaction = speech.note.author.id, _react(speech, REFUSED)
        if any(told.denied and told.by == author for told in before):
            is_refused = bool(self._receipts(speech, nothing.issue))
            return nothing if is_refused else replace(nothing, reaction=reaction)
        told = replace(self._told(speech), refused=_prints(speech.new), denied=True)
        answer = Answer(denial=self._denial(speech.new, level))
        return replace(nothing, answer=answer, told=told, reaction=reaction)

    def _ask_again(self, nothing: Dealing, receipts: Sequence[Reaction]) -> Dealing:
        """Ask for a new comment where one was edited after it was dealt with, and nothing tells what was in it."""
        speech = nothing.speech
        edited = speech.note.updated_at or speech.note.created_at
        if edited - max(receipt.created_at for receipt in receipts) < _AT_ONCE:
            return nothing
        told = replace(self._told(speech), refused=_prints(speech.new))
        return replace(nothing, answer=Answer(edited=True), told=told, reaction=_react(speech, REFUSED))

    def _obey(
        self, nothing: Dealing, denied: Sequence[Found | Mistake], level: int | None, before: Sequence[Told]
    ) -> Dealing:
        speech, issue = nothing.speech, nothing.issue
        excess = beyond_the_limit(speech, self.speeches, self.terms.per_hour)
        effects, mistakes = [], []
        for one in speech.new:
            if one in denied or one in excess:
                continue
            effect = self._effect(one, speech, issue)
            if isinstance(effect, Mistake):
                mistakes.append((one, effect))
                continue
            effects.append((one, effect))
            issue = issue if effect.update == NOTHING else project(issue, effect.update, self.ctx)
        answer = Answer(
            help=any(effect.help for _, effect in effects),
            explanation=self.ctx.explain(issue) if any(effect.explain for _, effect in effects) else "",
            mistakes=[refusal for _, refusal in mistakes],
            denial=self._denial(denied, level),
            limit=self.terms.per_hour if excess and not self._knows_the_limit(speech, before) else None,
        )
        done = [effect for _, effect in effects]
        refused = [*denied, *excess, *(one for one, _ in mistakes)]
        told = replace(
            self._told(speech),
            refused=_prints(refused),
            came=tuple(label for effect in done for label in effect.came),
            gone=tuple(label for effect in done for label in effect.gone),
            kudos=tuple(effect.kudos for effect in done if effect.kudos),
            until=next((effect.update.due_date for one, effect in reversed(effects) if _is_snooze(one)), None),
            closes=any(effect.update.state_event == "close" for effect in done),
            limited=bool(excess),
        )
        return replace(
            nothing,
            issue=issue,
            effects=tuple(done),
            answer=answer,
            told=told,
            reaction=self._receipt(speech, told, nothing.issue),
        )

    def _effect(self, said: Found | Mistake, speech: Speech, issue: Issue) -> Effect | Mistake:
        if isinstance(said, Mistake):
            return said
        words = Words(said.command, speech.note.author, speech.at, self.terms.labels)
        effect = effect_of(words, issue, self.answers, self.ctx)
        return mistake(said.line, said.identity, "", effect) if isinstance(effect, Refusal) else effect

    def _knows_the_limit(self, speech: Speech, before: Sequence[Told]) -> bool:
        lately = (told for told in before if self.ctx.now - told.done < _HOUR)
        return any(told.limited and told.by == speech.note.author.id for told in lately)

    def _told(self, speech: Speech) -> Told:
        author = speech.note.author.id
        return Told(note=speech.note.id, by=author, at=speech.at, done=self.ctx.now, said=_prints(speech.new))

    def _receipts(self, speech: Speech, issue: Issue) -> list[Reaction]:
        found = self.answers.to(ReactionsTo(issue.iid, speech.note.id))
        return [one for one in found if self.ctx.is_bot(one.author) and one.name in {DONE, REFUSED}]

    def _receipt(self, speech: Speech, told: Told | None, issue: Issue) -> React | None:
        """Let the reactions say whether something was done, and whether something that still stands there was not."""
        dealt = (*speech.told, *([told] if told else ()))
        refused = frozenset[str]().union(*(one.refused for one in dealt))
        wanted = {DONE} if any(one.said - one.refused for one in dealt) else set()
        wanted |= {REFUSED} if refused & _prints(speech.said) else set()
        there = self._receipts(speech, issue)
        add = sorted(wanted - {one.name for one in there})
        corrected = REFUSED not in wanted
        over = [one.id for one in there if corrected and one.name == REFUSED and one.author.id == self.ctx.bot.id]
        return _react(speech, *add, remove=over) if add or over else None


def _react(speech: Speech, *names: str, remove: Sequence[int] = ()) -> React:
    reason = "to show what came of it"
    return React(rule=RULE, reason=reason, note_id=speech.note.id, add=names, remove=tuple(remove))


def _prints(said: Sequence[Found | Mistake]) -> frozenset[str]:
    return frozenset(fingerprint(one.identity) for one in said)


def _is_snooze(said: Found | Mistake) -> bool:
    return isinstance(said, Found) and isinstance(said.command, Snooze)
