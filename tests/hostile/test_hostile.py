"""No customer's words do anything, wherever the bot posts them: the list of attacks, and pieces of them in any order.

`HOSTILE=10000 pytest tests/hostile` tries so many surveys, and a quarter of that in each of the other laws.
"""

import os
from collections.abc import Callable

import pytest
from hostile.attacks import ATTACKS, fragments
from hostile.judge import dangers, dangers_of_title
from hostile.posts import BAD_THEN_GOOD, CTX, GOOD_THEN_BAD, dangers_about, hostile, posted
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.engine.saved.quick_actions import quick_actions_in
from bot.model.inert import inline, quoted, sentence, title
from bot.model.survey import Rating
from bot.rules.wording import description_of, shown, shows_comment

MANY = settings(
    max_examples=int(os.environ.get("HOSTILE", "200")), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
FEWER = settings(MANY, max_examples=max(100, MANY.max_examples // 4))

orders = st.sampled_from([BAD_THEN_GOOD, GOOD_THEN_BAD])
addresses = st.sampled_from(["", "https://desk.example/", "https://desk.example?q=", "https://gitlab.example.com/"])

# Where a template may put a value; `{}` stands for it.
PLACES = {
    "alone": "{}",
    "in a sentence": "Said {} by them",
    "at the start": "{} said so",
    "after a line": "They said\n{}",
    "in a list": "- {}\n- end",
    "in a list of lists": "- a\n  - {}\n- end",
    "in a numbered list": "1. {}\n2. end",
    "in a task": "- [ ] {}",
    "in a cell": "| a | b |\n| --- | --- |\n| {} | end |",
    "in a heading": "## {}",
    "in a quote": "> {}\n\nend",
    "in bold": "so **{}** it is",
    "in brackets": "Said ({}) by them",
    "beside itself": "{0} {0}",
    "in details": "<details>\n<summary>x</summary>\n\n{}\n\n</details>",
}


@pytest.mark.parametrize("text", ATTACKS.values(), ids=ATTACKS.keys())
def test_no_attack_comes_through(text: str) -> None:
    assert dangers_about(hostile(text, text, address="https://desk.example/"), BAD_THEN_GOOD) == {}


def test_all_attacks_at_once_come_through_in_no_rules_text() -> None:
    text = "\n\n".join(ATTACKS.values())
    assert dangers_about(hostile(text, text), BAD_THEN_GOOD, by_all_rules=True) == {}


@MANY
@given(fragments, fragments, addresses, orders)
def test_nothing_comes_through(comment: str, value: str, address: str, ratings: tuple[Rating, Rating]) -> None:
    assert dangers_about(hostile(comment, value, address=address), ratings) == {}


@MANY
@given(fragments, fragments, addresses, orders)
def test_nothing_looks_like_a_quick_action_even_in_code(
    comment: str, value: str, address: str, ratings: tuple[Rating, Rating]
) -> None:
    """A plan in a file is refused for less than GitLab would take for one."""
    written = posted(hostile(comment, value, address=address), ratings)
    assert {place: quick_actions_in(text) for place, text in written.items() if quick_actions_in(text)} == {}


@FEWER
@given(fragments, fragments)
def test_an_answer_is_known_by_its_comment(comment: str, other: str) -> None:
    """The bot tells whether a later answer has new words by looking for them in the description."""
    first, second = hostile(comment, ""), hostile(other, "")
    text = description_of(first, due=None, cause=None, followed=False, ctx=CTX)
    assert not first.comment or shows_comment(text, first.comment)
    if second.comment and quoted(second.comment) != quoted(first.comment):
        assert not shows_comment(text, second.comment)


@FEWER
@given(fragments)
def test_any_text_may_go_into_a_title(text: str) -> None:
    assert dangers_of_title(title(f"Negative feedback for {text}")) == set()


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES.keys())
def test_no_attack_comes_through_in_a_template_of_an_operators_own(place: str) -> None:
    for text in ATTACKS.values():
        assert_inert(text, place)


@FEWER
@given(fragments, st.sampled_from(sorted(PLACES.values())))
def test_nothing_comes_through_in_a_template_of_an_operators_own(text: str, place: str) -> None:
    assert_inert(text, place)


def assert_inert(text: str, place: str) -> None:
    facts: tuple[Callable[[str], str], ...] = (inline, sentence)
    for fact in facts:
        if fact(text):
            assert dangers(place.format(fact(text)), place.format("tame")) == set()
    said, tame = shown(hostile(text, ""), CTX).comment, shown(hostile("tame", ""), CTX).comment
    if said:
        assert dangers(place.format(said), place.format(tame)) == set()


def test_a_template_in_a_survey_is_not_filled_in() -> None:
    text = posted(hostile("{{ 7 * 7 }}", "{% if %}"), BAD_THEN_GOOD)["file_survey description"]
    assert "{{ 7 * 7 }}" in text
    assert "49" not in text
