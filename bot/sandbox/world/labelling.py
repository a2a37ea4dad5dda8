"""Which labels an issue has after a change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.world.model import LabelEvent

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from bot.sandbox.world.default import World
    from bot.sandbox.world.model import Issue, Label, User
    from bot.sandbox.world.rights import Rights
    from bot.sandbox.world.updates import Updates


def find_labels(world: World, names: Iterable[str]) -> list[Label]:
    """Give the labels that exist under these names."""
    return [label for name in names if (label := world.label_named(name)) is not None]


def find_or_create(world: World, rights: Rights, names: Iterable[str]) -> list[Label]:
    """Give the labels of these names, creating missing ones.

    Without the right to create labels, missing ones are left out and nobody is told (GitLab's documentation).
    """
    names = list(names)
    if rights.manages_labels:
        for name in names:
            if world.label_named(name) is None:
                world.add_label(name)
    return find_labels(world, names)


def change_labels(world: World, user: User, issue: Issue, updates: Updates, now: datetime) -> bool:
    """Put labels on and take labels off, with an event for each; tells whether anything changed."""
    before = set(issue.labels)
    base = sorted(before, key=lambda label: label.id)
    if "label_ids" in updates:
        base = _labels(world, updates["label_ids"])
    added = _labels(world, updates.get("add_label_ids", ()))
    wanted = [*base, *(label for label in added if label not in base)]
    removed = _labels(world, updates.get("remove_label_ids", ()))
    after = {label for label in wanted if label not in removed}
    if world.settings.premium:
        after = _exclusive(wanted, after, before)
    issue.labels = after
    _record(world, user, issue, before, now)
    return after != before


def _labels(world: World, numbers: Iterable[int]) -> list[Label]:
    return [world.labels[number] for number in numbers if number in world.labels]


def _exclusive(order: list[Label], labels: set[Label], before: set[Label]) -> set[Label]:
    """Keep one label of each scope: the one that came last, new ones counting as later than old ones.

    Scoped labels exclude one another on paid tiers only (GitLab's documentation).
    """
    latest: dict[str, Label] = {}
    for label in sorted(order, key=lambda item: item not in before):
        if label in labels and label.scope is not None:
            latest[label.scope] = label
    return {label for label in labels if label.scope is None or latest[label.scope] is label}


def _record(world: World, user: User, issue: Issue, before: set[Label], now: datetime) -> None:
    for action, labels in (("add", issue.labels - before), ("remove", before - issue.labels)):
        for label in sorted(labels, key=lambda item: item.name):
            issue.label_events.append(LabelEvent(world.number("label_event"), user, label, action, now))
