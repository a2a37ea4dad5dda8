"""Which labels look like mistakes for those of the catalogue. Hand-written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.setup.near import near_misses

WANTED = (
    *("satisfaction::good", "satisfaction::bad", "review::needed", "review::incomplete", "review::done", "kudos"),
    *("contact::requested", "contact::done", "feedback::process", "feedback::tech-skills", "feedback::soft-skills"),
    *("feedback::docs-issue", "feedback::product-issue", "feedback::known-issue", "feedback::lacking-info"),
    *("feedback-bot::hands-off", "region::EMEA", "tier::level-1"),
)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("feedback::tech-skill", "feedback::tech-skills"),
        ("feedback::tech_skills", "feedback::tech-skills"),
        ("feedback::tech skills", "feedback::tech-skills"),
        ("Feedback::Tech-Skills", "feedback::tech-skills"),
        ("feedback:tech-skills", "feedback::tech-skills"),
        ("feedback :: tech-skills", "feedback::tech-skills"),
        ("feedback-process", "feedback::process"),
        ("feedback::proces", "feedback::process"),
        ("feedback::doc-issue", "feedback::docs-issue"),
        ("satisfation::good", "satisfaction::good"),
        ("satisfaction::Good", "satisfaction::good"),
        ("review::incomplet", "review::incomplete"),
        ("Kudos", "kudos"),
        ("region::emea", "region::EMEA"),
    ],
)
def test_a_near_miss_is_paired_with_what_it_resembles_most(name: str, meant: str) -> None:
    assert list(near_misses([name, *WANTED], WANTED)) == [(name, meant)]


@pytest.mark.parametrize(
    "name",
    [
        "bug",
        "feedback",
        "feedback::pricing",
        "feedback::process-sfdc",
        "feedback::docs-new-issue",
        "satisfaction::unknown",
        "contact::dome",
        "region::APAC",
        "tier::level-2",
        "process",
        "good",
        "",
    ],
)
def test_another_label_is_left_alone(name: str) -> None:
    assert list(near_misses([name], WANTED)) == []


def test_nothing_is_near_where_nothing_is_wanted() -> None:
    assert list(near_misses(["kudos"], [])) == []


@given(st.sets(st.sampled_from(WANTED)), st.sets(st.sampled_from(WANTED), min_size=1))
def test_what_is_wanted_is_no_mistake(present: set[str], wanted: set[str]) -> None:
    assert {name for name, _ in near_misses(present, wanted)}.isdisjoint(wanted)


@given(st.sampled_from(WANTED), st.data())
def test_case_and_signs_never_hide_what_is_meant(name: str, data: st.DataObject) -> None:
    swapped = "".join(data.draw(st.sampled_from([letter.upper(), letter.lower()])) for letter in name)
    spelt = swapped.replace("-", data.draw(st.sampled_from(["-", "_", " ", "--"])))
    assert dict(near_misses([spelt], WANTED)) == ({} if spelt in WANTED else {spelt: name})
