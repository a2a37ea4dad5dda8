"""Deal with the comments that speak to the bot, one after the other: carry out what may be, answer what must be."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Protocol

from bot.commands import Found, Mistake, Refusal, Snooze, mistake
from bot.model.actions import React
from bot.model.context import Context
from bot.model.issue import Issue
from bot.model.projection import project
from bot.model.questions import Answers, Question, Reaction, ReactionsTo, RoleOf
from bot.model.told import RULE, Told, fingerprint, remembering
from bot.rules.obeying.answer import SILENCE, Answer, Denial
from bot.rules.obeying.authority import Role, called, is_enough
from bot.rules.obeying.effects import NOTHING, Effect, Words, effect_of, link_to, may_be_set, named
from bot.rules.obeying.talk import Speech, Talk, beyond_the_limit

DONE, REFUSED = "white_check_mark", "x"
_AT_ONCE = timedelta(seconds=10)  # a reaction moves a note's `updated_at`; what is later was an edit
_LATELY = timedelta(days=3)  # within this time a pass that was cut off has been made up for
_HOUR = timedelta(hours=1)

Said = Found | Mistake


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
    """What comes of one comment; `issue` is how the issue stands after it.

    `done` is to be remembered of what was carried out without a word, `answered` of what the answer is about: each is
    written down together with what it tells of, so that a pass that is cut off between them neither repeats the one
    nor forgets the other.
    """

    speech: Speech
    issue: Issue
    effects: tuple[Effect, ...] = ()
    answer: Answer = SILENCE
    done: Told | None = None
    answered: Told | None = None
    reaction: React | None = None

    @property
    def told(self) -> list[Told]:
        """All that is to be remembered."""
        return [told for told in (self.done, self.answered) if told]

    @property
    def verbs(self) -> list[str]:
        """What was carried out."""
        return [effect.verb for effect in self.effects if effect.verb]

    @property
    def links(self) -> bool:
        """Whether another issue is related, which GitLab may refuse."""
        return any(effect.relate for effect in self.effects)


@dataclass(frozen=True, slots=True)
class Clerk:
    """Deals with the comments of one issue; raises UnansweredError or UnreadError where more must be known first."""

    talk: Talk
    terms: Terms
    answers: Answers
    ctx: Context

    def deal_with_all(self, issue: Issue) -> list[Dealing]:
        """Decide about the comments in the order in which they were said; each meets what the earlier ones changed."""
        self.answers.insist(self._questions(issue))
        dealings: list[Dealing] = []
        for speech in self.talk.speeches:
            dealing = self._deal(speech, dealings[-1].issue if dealings else issue, dealings)
            dealings.append(dealing)
        return dealings

    def _questions(self, issue: Issue) -> Iterable[Question[Any]]:
        for speech in self.talk.speeches:
            if speech.new:
                yield RoleOf(speech.note.author)
                yield ReactionsTo(issue.iid, speech.note.id)

    def _deal(self, speech: Speech, issue: Issue, before: Sequence[Dealing]) -> Dealing:
        nothing = Dealing(speech=speech, issue=issue)
        if not speech.new:
            return self._make_up_for(nothing)
        receipts = self._receipts(speech, issue)
        if receipts and not speech.told:
            return self._ask_again(nothing)
        level = self.answers.to(RoleOf(speech.note.author))
        if not self._has_a_say(level):
            return self._deny(nothing, level, before)
        return self._obey(nothing, level, before)

    # -- what was dealt with before ----------------------------------------------------------------------------------

    def _make_up_for(self, nothing: Dealing) -> Dealing:
        """Make up for what a pass left out that was cut off, and take back what was refused and is corrected."""
        speech, issue = nothing.speech, nothing.issue
        links = self._links_in_doubt(speech, issue)
        if not links and not self._is_in_doubt(speech, issue) and not self._is_corrected(speech, issue):
            return nothing
        reaction = self._receipt(speech, [], issue)
        return replace(nothing, effects=links if reaction else (), reaction=reaction)

    def _is_in_doubt(self, speech: Speech, issue: Issue) -> bool:
        return any(self._may_lack_its_end(told, issue) for told in speech.told)

    def _links_in_doubt(self, speech: Speech, issue: Issue) -> tuple[Effect, ...]:
        """Ask again for the links: they are the last thing that a pass makes, since GitLab may refuse them."""
        doubtful = (told for told in speech.told if self._may_lack_its_end(told, issue))
        return tuple(Effect(relate=link_to(other)) for told in doubtful for other in told.links)

    def _may_lack_its_end(self, told: Told, issue: Issue) -> bool:
        """Tell whether the pass that dealt with a comment may have been cut off before it reacted."""
        last = self.ctx.last_pass
        if last is None or issue.iid in last.again:
            return self.ctx.now - told.done < _LATELY
        return told.done > last.read_at

    def _is_corrected(self, speech: Speech, issue: Issue) -> bool:
        """Tell whether a mistake has lately been taken out of a comment."""
        last, edited = self.ctx.last_pass, speech.note.updated_at
        lately = last is None or edited is None or edited > last.since or issue.iid in last.again
        return lately and not _refused(speech.told) <= _prints(speech.said)

    def _ask_again(self, nothing: Dealing) -> Dealing:
        """Ask for a new comment where one was edited after it was dealt with, and nothing tells what was in it."""
        speech = nothing.speech
        reactions = self.answers.to(ReactionsTo(nothing.issue.iid, speech.note.id))
        edited = speech.note.updated_at or speech.note.created_at
        if edited - max(reaction.created_at for reaction in reactions) < _AT_ONCE:
            return nothing
        told = replace(self._told(speech, speech.new), refused=_prints(speech.new))
        return replace(nothing, answer=Answer(edited=True), answered=told, reaction=_react(speech, REFUSED))

    # -- what is new -------------------------------------------------------------------------------------------------

    def _role_for(self, said: Said) -> Role:
        verb = said.command.verb if isinstance(said, Found) else ""
        return self.terms.verbs.get(verb, self.terms.role)

    def _has_a_say(self, level: int | None) -> bool:
        return any(is_enough(level, role) for role in (self.terms.role, *self.terms.verbs.values()))

    def _deny(self, nothing: Dealing, level: int | None, before: Sequence[Dealing]) -> Dealing:
        """Refuse somebody who has no say: with words once on an issue, later with a reaction alone."""
        speech = nothing.speech
        told = replace(self._told(speech, ()), denied=True)
        nothing = replace(nothing, reaction=_react(speech, REFUSED))
        author = speech.note.author.id
        if self.talk.is_denied(author):
            return replace(nothing, done=told)
        if any(one.denied and one.by == author for dealing in before for one in dealing.told):
            return nothing
        # The answer stands for all that he has said until now, so that none of it is remembered before it is answered.
        newest = max(one.note.id for one in self.talk.speeches if one.note.author.id == author)
        answer = Answer(denial=self._denial(speech.new, level))
        return replace(nothing, answer=answer, answered=replace(told, note=newest))

    def _denial(self, denied: Sequence[Said], level: int | None) -> Denial | None:
        return Denial(self._role_for(denied[0]).value.capitalize(), called(level)) if denied else None

    def _obey(self, nothing: Dealing, level: int | None, before: Sequence[Dealing]) -> Dealing:
        speech, issue = nothing.speech, nothing.issue
        denied = [one for one in speech.new if not is_enough(level, self._role_for(one))]
        earlier = [dealing.speech for dealing in before]
        excess = beyond_the_limit(speech, self.talk.told, earlier, self.terms.per_hour)
        done: list[tuple[Said, Effect]] = []
        mistakes: list[tuple[Said, Mistake]] = []
        snoozed = next((told.until for dealing in reversed(before) for told in dealing.told if told.until), None)
        for one in speech.new:
            if one in denied or one in excess:
                continue
            effect = self._effect(one, speech, issue, snoozed)
            if isinstance(effect, Mistake):
                mistakes.append((one, effect))
                continue
            done.append((one, effect))
            snoozed = effect.update.due_date if _is_snooze(one) else snoozed
            issue = issue if effect.update == NOTHING else project(issue, effect.update, self.ctx)
        refused = [*denied, *excess, *(one for one, _ in mistakes)]
        knows_the_limit = self._knows_the_limit(speech, before)
        answer = Answer(
            help=any(effect.help for _, effect in done),
            explanation=self._explained(speech, issue, done) if any(effect.explain for _, effect in done) else "",
            mistakes=tuple(self._shown(problem) for _, problem in mistakes),
            denial=self._denial(denied, level),
            limit=self.terms.per_hour if excess and not knows_the_limit else None,
        )
        spoken = [one for one, effect in done if effect.help or effect.explain]
        silent = [one for one, _ in done if one not in spoken] + ([] if answer else refused)
        told = self._told_of(speech, [effect for _, effect in done], silent, snoozed)
        kept = replace(self._told(speech, [*spoken, *refused]), refused=_prints(refused), limited=bool(excess))
        told = told if answer else replace(told, refused=kept.refused, limited=kept.limited)
        news = [told, kept] if answer else [told]
        return replace(
            nothing,
            issue=issue,
            effects=(*(effect for _, effect in done), *self._links_in_doubt(speech, issue)),
            answer=answer,
            done=told if told.said else None,
            answered=kept if answer else None,
            reaction=self._receipt(speech, news, nothing.issue),
        )

    def _explained(self, speech: Speech, issue: Issue, done: Sequence[tuple[Said, Effect]]) -> str:
        """Explain the issue as it will be once it is remembered what was said."""
        told = self._told_of(speech, [effect for _, effect in done], [one for one, _ in done], None)
        marked = remembering(issue.description, [told.mark(dated=True)])
        return self.ctx.explain(replace(issue, description=marked) if self.ctx.is_bot(issue.author) else issue)

    def _told_of(self, speech: Speech, done: Sequence[Effect], silent: Sequence[Said], snoozed: date | None) -> Told:
        """Note down what was carried out; of what a comment says and takes back again only the later word."""
        wishes: dict[str, bool] = {}
        for effect in done:
            wishes |= dict.fromkeys(effect.came, True) | dict.fromkeys(effect.gone, False)
        return replace(
            self._told(speech, silent),
            came=tuple(label for label, comes in wishes.items() if comes),
            gone=tuple(label for label, comes in wishes.items() if not comes),
            kudos=tuple(effect.kudos for effect in done if effect.kudos),
            links=tuple(named(effect.relate) for effect in done if effect.relate),
            until=snoozed if any(_is_snooze(one) for one in silent) else None,
            closes=any(effect.update.state_event == "close" for effect in done),
        )

    def _effect(self, said: Said, speech: Speech, issue: Issue, snoozed: date | None) -> Effect | Mistake:
        if isinstance(said, Mistake):
            return said
        words = Words(said.command, speech.note.author, speech.at, self.terms.labels, snoozed)
        effect = effect_of(words, issue, self.answers, self.ctx)
        return mistake(said.line, said.identity, "", effect) if isinstance(effect, Refusal) else effect

    def _shown(self, problem: Mistake) -> Mistake:
        """Offer no label that the policy does not let be set."""
        labels = {label.name for label in self.ctx.labels.catalogue}
        valid = (one for one in problem.valid if one not in labels or may_be_set(one, self.terms.labels, self.ctx))
        return replace(problem, valid=tuple(valid))

    def _knows_the_limit(self, speech: Speech, before: Sequence[Dealing]) -> bool:
        told = (*self.talk.told, *(told for dealing in before for told in dealing.told))
        lately = (one for one in told if self.ctx.now - one.done < _HOUR)
        return any(one.limited and one.by == speech.note.author.id for one in lately)

    def _told(self, speech: Speech, said: Sequence[Said]) -> Told:
        author = speech.note.author.id
        done = self.ctx.began or self.ctx.now
        return Told(note=speech.note.id, by=author, at=speech.at, done=done, said=_prints(said))

    # -- reactions ---------------------------------------------------------------------------------------------------

    def _receipts(self, speech: Speech, issue: Issue) -> list[Reaction]:
        found = self.answers.to(ReactionsTo(issue.iid, speech.note.id))
        return [one for one in found if self.ctx.is_bot(one.author) and one.name in {DONE, REFUSED}]

    def _receipt(self, speech: Speech, news: Sequence[Told], issue: Issue) -> React | None:
        """Let the reactions say whether something was done, and whether something that still stands there was not."""
        told = (*speech.told, *news)
        wanted = {DONE} if any(one.said - one.refused for one in told) else set()
        wanted |= {REFUSED} if _refused(told) & _prints(speech.said) or any(one.denied for one in told) else set()
        there = self._receipts(speech, issue)
        add = sorted(wanted - {one.name for one in there})
        corrected = REFUSED not in wanted
        over = [one.id for one in there if corrected and one.name == REFUSED and one.author.id == self.ctx.bot.id]
        return _react(speech, *add, remove=over) if add or over else None


def _react(speech: Speech, *names: str, remove: Sequence[int] = ()) -> React:
    reason = "to show what came of it"
    return React(rule=RULE, reason=reason, note_id=speech.note.id, add=names, remove=tuple(remove))


def _prints(said: Iterable[Said]) -> frozenset[str]:
    return frozenset(fingerprint(one.identity) for one in said)


def _refused(told: Iterable[Told]) -> frozenset[str]:
    return frozenset[str]().union(*(one.refused for one in told))


def _is_snooze(said: Said) -> bool:
    return isinstance(said, Found) and isinstance(said.command, Snooze)
