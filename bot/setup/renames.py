"""`--rename OLD=NEW`: what was typed, whether it makes sense here, and which way GitLab has for it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from pydantic import TypeAdapter, ValidationError

from bot.errors import ConfigurationError
from bot.model.furniture import ProjectLabel
from bot.model.labels import LabelName
from bot.model.near_misses import near_misses
from bot.settings.suggest import suggestion

_LABEL_NAME: TypeAdapter[str] = TypeAdapter(LabelName)


@dataclass(frozen=True, slots=True)
class Rename:
    """A label that is to have another name on all issues."""

    old: str
    new: str

    def __str__(self) -> str:
        """Write it as it was typed."""
        return f"--rename {self.old}={self.new}"


class Way(Enum):
    """How a label gets its new name."""

    DONE = auto()  # the old one is gone, the new one is there
    BY_GITLAB = auto()  # GitLab renames it, on all issues at once and in their history
    ISSUE_BY_ISSUE = auto()  # there are two labels, or the old one is not the project's own


def renames_of(typed: Sequence[str], wanted: Mapping[str, str]) -> tuple[Rename, ...]:
    """Read what was typed, `wanted` telling of each name where it is written; raises ConfigurationError."""
    renames: list[Rename] = []
    problems: list[str] = []
    for words in dict.fromkeys(typed):
        try:
            renames.append(_rename(words, wanted))
        except ConfigurationError as problem:
            problems += problem.problems
    problems += _contradictions(renames, wanted)
    if problems:
        raise ConfigurationError(*problems)
    return tuple(renames)


def _rename(words: str, wanted: Collection[str]) -> Rename:
    old, new = _cut(words, wanted)
    if not (old and new):
        raise ConfigurationError(f"--rename {words}: write it as OLD=NEW, in quotes if a name has blanks in it")
    try:
        _LABEL_NAME.validate_python(new)
    except ValidationError as error:
        reason = error.errors()[0]["msg"].removeprefix("Value error, ")
        raise ConfigurationError(f"--rename {words}: {new} {reason}") from None
    if old == new:
        raise ConfigurationError(f"--rename {words}: both names are the same")
    return Rename(old, new)


def _cut(words: str, wanted: Collection[str]) -> tuple[str, str]:
    """Cut before a name that is wanted, since the old one may have an = in it; else at the first one."""
    places = [place for place, letter in enumerate(words) if letter == "="] or [len(words)]
    cuts = [(words[:place].strip(), words[place + 1 :].strip()) for place in places]
    return next((cut for cut in cuts if cut[1] in wanted), cuts[0])


def _contradictions(renames: Sequence[Rename], wanted: Mapping[str, str]) -> Iterator[str]:
    olds = [rename.old for rename in renames]
    for rename in renames:
        if olds.count(rename.old) > 1:
            yield f"{rename}: {rename.old} can have one new name only"
        if rename.new in olds:
            yield f"{rename}: {rename.new} is itself to be renamed; name the last name at once"
        if rename.old in wanted:
            yield f"{rename}: {wanted[rename.old]} still names {rename.old}; write the new name there first"


def check_renames(renames: Sequence[Rename], present: Mapping[str, ProjectLabel], wanted: Collection[str]) -> None:
    """Compare the names with the labels of the project; raises ConfigurationError with what may have been meant."""
    olds = {rename.old for rename in renames}
    problems = []
    for rename in renames:
        if rename.new not in wanted and rename.new not in present:
            problems.append(f"{rename}: no label of that name is wanted{suggestion(rename.new, wanted)}")
        elif rename.old not in present:
            # Somebody who types the same command again must not be told of a mistake: the label has its new name.
            others = sorted(set(present) - set(wanted) - olds - {rename.new})
            is_done = rename.new in present and not near_misses(others, [rename.old])
            if not is_done:
                meant = suggestion(rename.old, others or sorted(present))
                problems.append(f"{rename}: the project has no label {rename.old}{meant}")
    if problems:
        raise ConfigurationError(*problems)


def ways_of(renames: Sequence[Rename], present: Mapping[str, ProjectLabel]) -> dict[Rename, Way]:
    """Choose the way for each, one after the other: the first may make the label that the second finds."""
    names, ways = set(present), {}
    for rename in renames:
        if rename.old not in names:
            ways[rename] = Way.DONE
        elif rename.new in names or not present[rename.old].is_own:
            ways[rename] = Way.ISSUE_BY_ISSUE
        else:
            ways[rename] = Way.BY_GITLAB
            names = names - {rename.old} | {rename.new}
    return ways
