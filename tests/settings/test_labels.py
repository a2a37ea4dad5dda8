from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.model.labels import Label

if TYPE_CHECKING:
    from settings.conftest import Load, Problems

PROCESS = "- {name: 'feedback::process', color: '#000000'}\n"
REASON = "labels:\n  reasons:\n    Took long: '{}'\n"
SHIPPED_CAUSES = (
    "feedback::docs-issue, feedback::known-issue, feedback::lacking-info, feedback::process, "
    "feedback::product-issue, feedback::soft-skills, feedback::tech-skills"
)


def test_without_a_catalogue_beside_the_policy_the_shipped_one_counts(load: Load) -> None:
    assert len(load().labels.causes) == 7


def test_a_catalogue_beside_the_policy_takes_the_place_of_the_shipped_one(load: Load) -> None:
    labels = load(labels="- {name: 'feedback::other', color: '#00ff00', description: something else}\n").labels
    assert labels.catalogue == (Label(name="feedback::other", color="#00ff00", description="something else"),)
    assert labels.causes == labels.catalogue


def test_a_name_of_the_policys_takes_over_what_the_shipped_catalogue_says(load: Load) -> None:
    shipped = {label.name: label for label in load().labels.catalogue}
    renamed = load("labels: {contact: {requested: contact::wanted, done: contact::requested}}").labels
    assert "contact::done" not in renamed.in_use
    assert len(renamed.catalogue) == len(shipped)
    for new, old in (("contact::wanted", "contact::requested"), ("contact::requested", "contact::done")):
        assert renamed.described(new) == shipped[old].model_copy(update={"name": new})


def test_a_name_that_the_shipped_catalogue_has_for_something_else_stands_there_once(load: Load) -> None:
    labels = load("labels: {known: 'feedback::process', reasons: {Bug: 'feedback::known-issue'}}").labels
    names = [label.name for label in labels.catalogue]
    assert (names.count("feedback::process"), names.count("feedback::known-issue")) == (1, 1)
    assert labels.described("feedback::process").description == load().labels.described("feedback::process").description


def test_an_own_catalogue_says_what_it_says(load: Load) -> None:
    own = "- {name: 'contact::requested', color: '#00ff00'}\n"
    assert "contact::requested" in load("labels: {contact: {requested: contact::wanted}}", own).labels.in_use


def test_a_catalogue_may_be_empty(load: Load) -> None:
    assert load(labels="[]  # none\n").labels.catalogue == ()


def test_a_catalogue_without_a_word_is_no_catalogue(problems: Problems) -> None:
    assert problems(labels="# none\n") == ["labels.yml:1: the file: must be a list"]


def test_the_policys_names_reach_the_labels(load: Load) -> None:
    labels = load(
        "labels:\n  causes: cause\n  satisfaction: {good: happy}\n  reasons: {Slow: 'cause::slow'}\n",
        "- {name: 'cause::slow', color: '#000000'}\n",
    ).labels
    assert labels.names.satisfaction.good == "happy"
    assert labels.of_reason(" SLOW ") == "cause::slow"


@pytest.mark.parametrize(
    ("label", "catalogue", "problem"),
    [
        pytest.param("feedback::proces", PROCESS, "labels.yml; did you mean feedback::process?", id="misspelt"),
        pytest.param("xyz", PROCESS, "labels.yml (known: feedback::process)", id="unknown"),
        pytest.param("feedback::process", "[]", "labels.yml", id="empty catalogue"),
        pytest.param(
            "feedback::process",
            "- {name: 'feedback::procedure', color: '#000000'}",
            "labels.yml; did you mean feedback::procedure?",
            id="shipped, but not in their own",
        ),
        pytest.param(
            "satisfaction::bad",
            PROCESS + "- {name: 'satisfaction::bad', color: '#000000'}",
            "labels.yml (known: feedback::process)",
            id="in the catalogue, but no cause",
        ),
    ],
)
def test_a_reason_must_lead_to_a_cause_label_of_the_catalogue(
    problems: Problems, label: str, catalogue: str, problem: str
) -> None:
    assert problems(REASON.format(label), catalogue) == [
        f"own.yml:3: labels.reasons.Took long: {label} is no cause label of {problem}"
    ]


def test_every_wrong_reason_is_told_with_the_shipped_labels(problems: Problems) -> None:
    found = problems("labels:\n  reasons:\n    A: zzz\n    B: feedback::process\n    C: feedback::doc-issue\n")
    assert [problem.partition(": ")[0] for problem in found] == ["own.yml:3", "own.yml:5"]
    assert found[0].endswith(f"config/labels.yml (known: {SHIPPED_CAUSES})")
    assert found[1].endswith("config/labels.yml; did you mean feedback::docs-issue?")


@pytest.mark.parametrize(
    ("catalogue", "expected"),
    [
        pytest.param(
            "- {name: a, color: '#000000'}\n- {name: b, color: red}", ["labels.yml:2: 1.color: "], id="colour"
        ),
        pytest.param("- name: 'a, b'\n  color: '#000000'", ["labels.yml:1: 0.name: "], id="comma"),
        pytest.param("- color: '#000000'", ["labels.yml:1: 0.name: "], id="no name"),
        pytest.param("- a\n- 3", ["labels.yml:1: 0: ", "labels.yml:2: 1: "], id="no mappings"),
        pytest.param("name: a", ["labels.yml:1: the file: "], id="no list"),
        pytest.param(
            "- name: a\n  color: '#000000'\n  descripton: x",
            ["labels.yml:3: 0.descripton: unknown key; did you mean description?"],
            id="misspelt key",
        ),
        pytest.param(
            "- name: a\n  color: '#000000'\n  name: b",
            ["labels.yml:3: 0.name stands here a second time (first in line 1)"],
            id="key twice",
        ),
        pytest.param("- {", ["labels.yml:1: not valid YAML: "], id="broken YAML"),
    ],
)
def test_a_problem_of_the_catalogue_names_file_line_and_key(
    problems: Problems, catalogue: str, expected: list[str]
) -> None:
    found = problems(labels=catalogue)
    assert len(found) == len(expected)
    assert [problem for problem, start in zip(found, expected, strict=True) if not problem.startswith(start)] == []


def test_a_label_that_stands_in_the_catalogue_twice_is_told(problems: Problems) -> None:
    (problem,) = problems(labels="- {name: a, color: '#000000'}\n- {name: a, color: '#ffffff'}")
    assert problem.startswith("labels.yml:2: ")
