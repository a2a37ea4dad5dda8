"""What is to happen to the labels of the project: renamed, created, corrected, or looked at by a person."""

import shlex
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from bot.model.actions import UpdateIssue
from bot.model.furniture import ProjectLabel
from bot.model.issue import Issue
from bot.model.labels import Label, LabelChange, Labels
from bot.model.near_misses import near_misses
from bot.setup.deeds import AddLabel, ChangeIssues, ChangeLabel
from bot.setup.renames import Rename, Way, ways_of
from bot.setup.steps import Kind, Step, by_hand, leave

AREA = "labels"
_LONG_HEX = len("#rrggbb")
_EMPTIED = "may be deleted by hand"

Present = Mapping[str, ProjectLabel]
Bearers = Mapping[str, Sequence[Issue]]  # by the name of a label: all issues with it, open and closed


def label_steps(labels: Labels, present: Present, renames: Sequence[Rename], bearers: Bearers) -> Iterator[Step]:
    """Plan them all, in an order in which each finds what it needs."""
    ways = ways_of(renames, present)
    for rename, way in ways.items():
        if way is Way.BY_GITLAB:
            yield _renaming(rename, labels, present[rename.old])
    after = _renamed(present, ways, labels)
    yield from (_label(label, labels, after) for label in labels.wanted)
    for rename, way in ways.items():
        if way is not Way.BY_GITLAB:
            yield _move(rename, way, bearers.get(rename.old, ()), labels)
    yield from _nearly(labels, after, {rename.old for rename in renames})


def _renaming(rename: Rename, labels: Labels, found: ProjectLabel) -> Step:
    """Let GitLab rename a label, and let it have its colour and meaning in the same request."""
    changes = {"new_name": rename.new} | dict(_corrections(rename.new, labels, found))
    what = f"label {rename.old}: to be {rename.new} on {_issues(found.issues)}"
    reason = "as you wish; GitLab renames it, its history included"
    if shown := _shown(_corrections(rename.new, labels, found), found):
        reason = f"{reason}; {shown}"
    return Step(area=AREA, kind=Kind.CORRECT, what=what, reason=reason, deed=ChangeLabel(found.id, changes))


def _renamed(present: Present, ways: Mapping[Rename, Way], labels: Labels) -> Present:
    """Foresee the labels as they will be once GitLab has renamed some."""
    after = dict(present)
    for rename, way in ways.items():
        if way is Way.BY_GITLAB:
            label = after.pop(rename.old)
            changes = dict(_corrections(rename.new, labels, label))
            after[rename.new] = replace(label, name=rename.new, **changes)  # type: ignore[arg-type]  # texts alone
    return after


def _label(label: Label, labels: Labels, present: Present) -> Step:
    what, found = f"label {label.name}", present.get(label.name)
    if found is None:
        by = "catalogue" if label in labels.catalogue else "policy"
        return Step(area=AREA, kind=Kind.CREATE, what=what, reason=f"the {by} names it", deed=AddLabel(label))
    changes = dict(_corrections(label.name, labels, found))
    if not changes:
        return leave(AREA, what, "as it should be" if found.is_own else "as it should be, a label of the group")
    reason = f"as in the catalogue: {_shown(changes.items(), found)}"
    if not found.is_own:
        return by_hand(AREA, what, f"it is a label of the group: correct it there, {reason}")
    return Step(area=AREA, kind=Kind.CORRECT, what=what, reason=reason, deed=ChangeLabel(found.id, changes))


def _corrections(name: str, labels: Labels, found: ProjectLabel) -> Iterator[tuple[str, str]]:
    """Tell what differs from the catalogue; a label that only the policy names may look as it likes."""
    label = next((one for one in labels.catalogue if one.name == name), None)
    if label and _full(label.color) != _full(found.color):
        yield "color", label.color
    if label and label.description and label.description.strip() != found.description.strip():
        yield "description", label.description


def _shown(changes: Iterable[tuple[str, str]], found: ProjectLabel) -> str:
    """Tell what somebody has written, and what becomes of it, so that nothing is lost unseen."""
    was = {"color": found.color, "description": found.description}
    return ", ".join(f"{name} {was[name]!r} → {value!r}" for name, value in changes)


def _full(color: str) -> str:
    """Write a colour in six small digits."""
    short = color[1:] if len(color) < _LONG_HEX else ""
    return f"#{''.join(digit * 2 for digit in short)}".lower() if short else color.lower()


def _move(rename: Rename, way: Way, issues: Sequence[Issue], labels: Labels) -> Step:
    if way is Way.DONE:
        return leave(AREA, f"label {rename.old}", f"there is none any more: {rename.new} is there")
    if not issues:
        return leave(AREA, f"label {rename.old}", f"no issue bears it: it {_EMPTIED}")
    return Step(
        area=AREA,
        kind=Kind.CORRECT,
        what=f"label {rename.old}: {rename.new} in its place on {_issues(len(issues))}",
        reason=f"as you wish; {rename.old} stays without issues and {_EMPTIED}",
        deed=ChangeIssues({issue.iid: _moved(issue, rename, labels) for issue in issues}),
    )


def _moved(issue: Issue, rename: Rename, labels: Labels) -> UpdateIssue:
    change = labels.exclusively([rename.new], issue.labels)
    gone = tuple(sorted({*change.remove, rename.old} - {rename.new}))
    return UpdateIssue(rule="setup", reason=str(rename), labels=LabelChange(change.add, gone))


def _nearly(labels: Labels, present: Present, renamed: Collection[str]) -> Iterator[Step]:
    """Report labels that look like mistakes, with the command that would mend each."""
    wanted = [label.name for label in labels.wanted]
    for name, meant in near_misses(wanted, present.keys() - renamed).items():
        count = present[name].issues
        command = f"feedback-bot setup --rename {shlex.quote(f'{name}={meant}')}"
        remedy = command if count else f"it {_EMPTIED}"
        yield by_hand(AREA, f"label {name}", f"on {_issues(count)}, nearly {meant}; if they mean the same: {remedy}")


def _issues(count: int) -> str:
    return f"{count} issue{'' if count == 1 else 's'}"
