"""Nothing is lost and nothing is twice: a few cases for each way to fail. `make chaos` tries them all."""

import pytest
from chaos.sample import READING, requests_by_kind, sample, sample_of_looks
from chaos.trial import Trial
from chaos.ways import WAYS

from bot.rules import RULE_NAMES

KINDS = {
    READING,
    "file",
    "note",
    "note, due",
    "note, close",
    "update text",
    "update labels",
    "update state",
    "update due date",
    "create a label",
    "file the dashboard",
    "edit the dashboard",
    "close a duplicate",
    "delete a note",
    "relate",
    "answer a comment",
    "react",
}


@pytest.mark.parametrize("way", [way.name for way in WAYS])
def test_a_disturbed_pass_is_completed_and_nothing_is_lost_or_twice(way: str, trial: Trial) -> None:
    verdicts = [trial.judge(case) for case in sample(trial, way)]
    assert [complaint for verdict in verdicts for complaint in verdict.complaints] == []


def test_the_look_for_what_was_lost_may_fail_as_well(trial: Trial) -> None:
    verdicts = [trial.judge(case) for case in sample_of_looks(trial)]
    assert [complaint for verdict in verdicts for complaint in verdict.complaints] == []


def test_every_rule_acts_in_the_history(trial: Trial) -> None:
    assert set().union(*(morning.rules for morning in trial.mornings)) >= set(RULE_NAMES)


def test_every_kind_of_write_is_made_in_the_history(trial: Trial) -> None:
    assert set(requests_by_kind(trial)) == KINDS


def test_the_sample_spoils_every_kind_of_write(trial: Trial) -> None:
    spoiled = {(case.day, case.number) for way in WAYS for case in sample(trial, way.name)}
    missed = {kind for kind, places in requests_by_kind(trial).items() if spoiled.isdisjoint(places)}
    assert missed == set()
