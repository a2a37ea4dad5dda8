"""Labels say why: which ones the bot uses, which exclude each other, what they mean.

Scoped labels (`scope::value`) exclude each other by themselves only on GitLab's paid tiers (GitLab's documentation),
so whoever sets one here always gets the siblings to remove in the same request.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, model_validator

from bot.model.pattern import matching
from bot.model.survey import Rating

# GitLab splits label lists at commas, so a name cannot hold one (GitLab's source).
LabelName = Annotated[
    str,
    matching(
        r"[^,\s]([^,\n]{0,253}[^,\s])?",
        "is no label name: it must have 1 to 255 characters, no comma, and no blank at either end",
    ),
]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Label(_Section):
    """One label of the catalogue, as it is created in GitLab; `color` is `#rrggbb`."""

    name: LabelName
    color: Annotated[str, matching(r"#[0-9a-fA-F]{6}", "is no colour: write it as #6699cc")]
    description: str = ""


class SatisfactionLabels(_Section):
    """What the customer said."""

    good: LabelName = "satisfaction::good"
    neutral: LabelName = "satisfaction::neutral"
    bad: LabelName = "satisfaction::bad"


class ReviewLabels(_Section):
    """How far the manager's review has come."""

    needed: LabelName = "review::needed"
    incomplete: LabelName = "review::incomplete"
    done: LabelName = "review::done"


class ContactLabels(_Section):
    """Whether somebody is to speak with the customer."""

    requested: LabelName = "contact::requested"
    done: LabelName = "contact::done"


class LabelNames(_Section):
    """The policy's `labels` section: every name the bot uses, and what surveys' words map to.

    `causes` is the scope of the cause labels; `reasons` maps the survey's reason, `regions` its region, to a label
    (letter case ignored); `kudos` marks praise, `known` a known problem; `hands_off` keeps the bot away from an issue,
    `nag_off` ends its reminders; `dashboard` is how the bot finds its own.
    """

    satisfaction: SatisfactionLabels = SatisfactionLabels()
    review: ReviewLabels = ReviewLabels()
    contact: ContactLabels = ContactLabels()
    kudos: LabelName = "kudos"
    known: LabelName = "feedback::known-issue"
    hands_off: LabelName = "feedback-bot::hands-off"
    nag_off: LabelName = "feedback-bot::nag-off"
    dashboard: LabelName = "feedback-bot::dashboard"
    causes: Annotated[
        str, matching(r"[^,\s:]+(::[^,\s:]+)*", "is no scope: write what stands before the last :: of the cause labels")
    ] = "feedback"
    reasons: Mapping[str, LabelName] = {}
    regions: Mapping[str, LabelName] = {}

    def fixed(self) -> Iterator[str]:
        """Go through the labels that every policy has, always in the same order."""
        for group in (self.satisfaction, self.review, self.contact):
            yield from group.model_dump().values()
        yield from (self.kudos, self.known, self.hands_off, self.nag_off, self.dashboard)

    def all(self) -> Iterator[str]:
        """Go through every label that is named here, some of them twice."""
        yield from self.fixed()
        yield from (*self.reasons.values(), *self.regions.values())

    @model_validator(mode="after")
    def _tell_different_things(self) -> Self:
        groups = (self.satisfaction, self.review, self.contact)
        own = [self.hands_off, self.nag_off, self.dashboard]
        names = [name for group in groups for name in group.model_dump().values()] + [*own, self.kudos, self.known]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"{', '.join(twice)} stands for two different things")
        kinds = [set(group.model_dump().values()) for group in groups] + [set(own), {self.kudos}]
        scopes = [{scope_of(name) for name in kind} - {None} for kind in kinds] + [{self.causes}]
        shared = {scope for scope in set().union(*scopes) if sum(scope in some for some in scopes) > 1}
        if shared:
            # GitLab keeps one label of a scope: setting the one would take the other away.
            raise ValueError(
                f"labels of different kinds share the scope {', '.join(map(str, sorted(shared, key=str)))}"
            )
        if taken := sorted(set(self.regions.values()) & set(names)):
            raise ValueError(f"{', '.join(taken)} has a meaning of its own, so no region can lead to it")
        return self


def scope_of(name: str) -> str | None:
    """Tell a label's scope: everything before the last `::`, None for a label that has none."""
    scope, separator, _ = name.rpartition("::")
    return scope if separator else None


@dataclass(frozen=True, slots=True)
class LabelChange:
    """What must be sent so that some labels are set and their rivals are not; both empty when nothing is missing."""

    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether there is anything to send."""
        return bool(self.add or self.remove)


@dataclass(frozen=True, slots=True, eq=False)
class Labels:
    """The names the policy gives and the catalogue that describes them; there is one such thing in a pass."""

    names: LabelNames
    catalogue: tuple[Label, ...]

    def of_rating(self, rating: Rating) -> str:
        """Name the label of a rating."""
        satisfaction = self.names.satisfaction
        return {Rating.GOOD: satisfaction.good, Rating.NEUTRAL: satisfaction.neutral, Rating.BAD: satisfaction.bad}[
            rating
        ]

    def rating_of(self, present: Iterable[str]) -> Rating | None:
        """Read the rating from an issue's labels; None when there is none, or when two contradict each other."""
        present = set(present)
        found = [rating for rating in Rating if self.of_rating(rating) in present]
        return found[0] if len(found) == 1 else None

    def contact_is_open(self, present: Iterable[str]) -> bool:
        """Tell whether a customer is to be contacted and was not yet."""
        contact, present = self.names.contact, set(present)
        return contact.requested in present and contact.done not in present

    def of_reason(self, reason: str) -> str | None:
        """Name the cause label the policy gives for a survey's reason."""
        return _look_up(self.names.reasons, reason)

    def of_region(self, region: str) -> str | None:
        """Name the label the policy gives for a survey's region."""
        return _look_up(self.names.regions, region)

    @property
    def in_use(self) -> frozenset[str]:
        """Every label that the bot sets, or people are to choose from: the policy's and those of the catalogue."""
        return frozenset(label.name for label in self.wanted)

    @property
    def causes(self) -> tuple[Label, ...]:
        """The cause labels of the catalogue, one of which a reviewed issue bears."""
        return tuple(label for label in self.catalogue if scope_of(label.name) == self.names.causes)

    def rivals(self, name: str, present: Iterable[str]) -> frozenset[str]:
        """Name the labels that must not stand beside this one: the same scope, or the same group of the policy."""
        known = {label.name for label in self.catalogue} | set(present)
        scope = scope_of(name)
        mates = {other for other in known if scope is not None and scope_of(other) == scope}
        for group in (self.names.satisfaction, self.names.review, self.names.contact):
            members = set(group.model_dump().values())
            if name in members:
                mates |= members
        return frozenset(mates - {name})

    def exclusively(self, wanted: Iterable[str], present: Iterable[str]) -> LabelChange:
        """Tell what to send so that the wanted labels are set and none of their rivals is.

        All known rivals are named, not only those present: one that a person sets in the same moment goes as well.
        """
        wanted, present = tuple(wanted), frozenset(present)
        add = tuple(name for name in wanted if name not in present)
        rivals = frozenset[str]().union(*(self.rivals(name, present) for name in wanted))
        if not add and not rivals & present:
            return LabelChange()
        return LabelChange(add, tuple(sorted(rivals)))

    @property
    def wanted(self) -> tuple[Label, ...]:
        """Every label that a project is to have: the catalogue, and whatever else the policy names."""
        described = {label.name for label in self.catalogue}
        others = dict.fromkeys(name for name in self.names.all() if name not in described)
        return (*self.catalogue, *map(self.described, others))

    def described(self, name: str) -> Label:
        """Find a label in the catalogue; one that is not in it is grey and has no description."""
        return next((label for label in self.catalogue if label.name == name), Label(name=name, color="#6c757d"))


def _look_up(table: Mapping[str, str], word: str) -> str | None:
    folded = word.strip().casefold()
    return next((label for key, label in table.items() if key.strip().casefold() == folded), None) if folded else None
