"""The catalogue is the one source: each verb parses, is explained, and stands on the documentation's page.

`DOCS=write pytest tests/commands` writes that page anew: read the difference before you commit it.
"""

import os
import re
from pathlib import Path
from typing import get_args

import pytest
from commands.speaking import BOT, LABELS, labels, listen, refused, told
from markdown_it import MarkdownIt

from bot.commands import CATALOGUE, VERBS, Command, Verb, help_lines, reference

PAGE = Path(__file__).parents[2] / "docs" / "commands.md"
every_verb = pytest.mark.parametrize("verb", CATALOGUE, ids=lambda verb: verb.name)


@every_verb
def test_every_example_is_a_command_of_its_verb(verb: Verb) -> None:
    assert verb.examples
    for example in verb.examples:
        assert told(example, LABELS).verb == verb.name


@every_verb
def test_a_verb_is_told_in_its_usage_and_in_a_sentence(verb: Verb) -> None:
    assert verb.usage.split(" ")[0] == verb.name
    assert re.fullmatch(r"[A-Z][^|\n]{10,}\.", verb.description)
    assert re.fullmatch(r"[a-z]+", verb.name)
    assert verb.who == "Reporter or higher (Planner counts)"


@every_verb
def test_a_verb_takes_no_other_words(verb: Verb) -> None:
    mistake = refused(f"{verb.name} surely not this")
    assert mistake.problem
    assert mistake.nearest is None


@every_verb
def test_what_a_usage_offers_is_a_command(verb: Verb) -> None:
    _, _, offered = verb.usage.partition(" ")
    for word in offered.split("|"):
        written = {"NAME": "urgent", "until DATE": "until 2026-12-24", "#iid": "#12"}.get(word, word)
        written = written.replace("URL", "https://gitlab.example.com/group/project/-/issues/12")
        assert told(f"{verb.name} {written}").verb == verb.name


def test_there_is_a_verb_for_every_command_and_the_other_way_round() -> None:
    assert sorted(kind.verb for kind in get_args(Command)) == sorted(VERBS)
    assert len(VERBS) == len(CATALOGUE)


def test_the_help_has_a_line_for_every_verb_and_speaks_to_no_bot() -> None:
    lines = help_lines()
    assert [line.split("`")[1] for line in lines] == [verb.usage for verb in CATALOGUE]
    assert listen("\n".join(lines)) == []


def test_the_page_is_the_one_the_catalogue_makes() -> None:
    if os.environ.get("DOCS") == "write":
        PAGE.write_text(reference(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == reference()


def test_the_page_speaks_to_no_bot_and_shows_every_example() -> None:
    page = reference()
    assert listen(page) == []
    for verb in CATALOGUE:
        assert all(f"@{BOT} {example}\n" in page for example in verb.examples)


def test_the_links_of_the_page_lead_to_its_headings() -> None:
    html = MarkdownIt("commonmark").enable("table").render(reference())
    assert re.findall(r'href="#([^"]+)"', html) == re.findall(r"<h3>([^<]+)</h3>", html) == list(VERBS)


def test_a_page_needs_no_labels() -> None:
    assert refused("label process", labels()).valid == ()
