"""/label, /unlabel and /relabel."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.sandbox.world.labelling import find_labels

if TYPE_CHECKING:
    from bot.sandbox.quick.run import Run
    from bot.sandbox.world.model import Label

_REFERENCE = re.compile(r'~(?:"([^"]+)"|([^\s,"~]+))')
_BARE = re.compile(r'"([^"]+)"|([^\s,"]+)')


def label(run: Run, argument: str) -> str | None:
    """Add labels; unlike parameters, quick actions create none."""
    labels = _labels(run, argument)
    if not (run.may_set_metadata and labels):
        return None
    _collect(run.updates.setdefault("add_label_ids", []), labels)
    return f"Added {_references(labels)}."


def unlabel(run: Run, argument: str) -> str | None:
    """Remove some labels, or all."""
    if run.issue is None or not (run.issue.labels and run.may_set_metadata):
        return None
    if not argument:
        run.updates["label_ids"] = []
        return "Removed all labels."
    labels = _labels(run, argument)
    _collect(run.updates.setdefault("remove_label_ids", []), labels)
    return f"Removed {_references(labels)}." if labels else None


def relabel(run: Run, argument: str) -> str | None:
    """Replace all labels."""
    labels = _labels(run, argument)
    if run.issue is None or not (run.issue.labels and run.may_set_metadata and labels):
        return None
    _collect(run.updates.setdefault("label_ids", []), labels)
    return f"Replaced all labels with {_references(labels)}."


def _labels(run: Run, argument: str) -> list[Label]:
    """Find labels by references with a tilde or, where there is none, by bare names."""
    pattern = _REFERENCE if "~" in argument else _BARE
    return find_labels(run.world, [quoted or bare for quoted, bare in pattern.findall(argument)])


def _collect(numbers: list[int], labels: list[Label]) -> None:
    numbers += [item.id for item in labels if item.id not in numbers]


def _references(labels: list[Label]) -> str:
    names = [f'~"{item.name}"' if " " in item.name else f"~{item.name}" for item in labels]
    return f"{' '.join(names)} {'label' if len(labels) == 1 else 'labels'}"
