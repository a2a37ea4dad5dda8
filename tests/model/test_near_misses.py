"""Hand-written: labels as people mistype them, and neighbours that are nobody's typing mistake."""

from string import ascii_lowercase

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.model.near_misses import near_misses

WANTED = ["satisfaction::good", "satisfaction::bad", "review::done", "feedback::tech-skills", "feedback::process"]
WANTED += ["kudos", "region::EMEA", "feedback::known-issue", "feedback-bot::nag-off", "review::incomplete"]


@pytest.mark.parametrize(
    ("present", "meant"),
    [
        pytest.param("Kudos", "kudos", id="letter case"),
        pytest.param("Satisfaction::Good", "satisfaction::good", id="letter case in both parts"),
        pytest.param("feedback::tech_skills", "feedback::tech-skills", id="underscore"),
        pytest.param("feedback::tech skills", "feedback::tech-skills", id="blank"),
        pytest.param("feedback :: tech-skills", "feedback::tech-skills", id="blanks around the colons"),
        pytest.param("feedback:tech-skills", "feedback::tech-skills", id="one colon"),
        pytest.param("feedback-process", "feedback::process", id="a dash for the colons"),
        pytest.param("feedback::tech-skill", "feedback::tech-skills", id="singular"),
        pytest.param("feedback::processes", "feedback::process", id="plural"),
        pytest.param("kudo", "kudos", id="singular of a short word"),
        pytest.param("feedback::known-isues", "feedback::known-issue", id="plural, and a letter is missing"),
        pytest.param("feedback::tehc-skills", "feedback::tech-skills", id="two letters swapped"),
        pytest.param("feedbak::proces", "feedback::process", id="a letter is missing from either part"),
        pytest.param("satisfacton::bad", "satisfaction::bad", id="in the scope of a short word"),
        pytest.param("satisfaction::goood", None, id="a letter too many in a short word"),
        pytest.param("satisfaction::bat", None, id="three letters are too few to be sure"),
        pytest.param("review::none", None, id="a short word that is another one"),
        pytest.param("review::dome", None, id="a short word mistyped, which nobody can tell from another"),
        pytest.param("review::complete", None, id="an opposite"),
        pytest.param("review::un-incomplete", None, id="something else"),
        pytest.param("region::AMER", None, id="another region"),
        pytest.param("feedback::product", None, id="another cause"),
        pytest.param("done", None, id="no scope"),
        pytest.param("review::done::late", None, id="a scope more"),
        pytest.param("feedback-bot::nag-on", None, id="the opposite"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_what_was_meant(present: str, meant: str | None) -> None:
    assert near_misses(WANTED, [present]) == ({present: meant} if meant else {})


def test_what_is_wanted_is_never_a_mistake() -> None:
    assert near_misses(["feedback::doc", "feedback::docs"], ["feedback::doc", "feedback::docs"]) == {}


def test_the_nearest_is_told_and_of_two_equally_near_always_the_same() -> None:
    assert near_misses(["team-north", "Team_South", "team-souths"], ["team-south"]) == {"team-south": "Team_South"}
    assert near_misses(["pattern", "patters"], ["pattirn"]) == {"pattirn": "pattern"}
    assert (
        near_misses({"market", "marked"}, ["markeb"])
        == near_misses(["marked", "market"], ["markeb"])
        == {"markeb": "marked"}
    )


def test_other_digits_are_another_name() -> None:
    assert near_misses(["milestone-18"], ["milestone-17", "milestone_18"]) == {"milestone_18": "milestone-18"}


names = st.from_regex(r"[a-z]{6,9}(-[a-z]{6,9})?(::[a-z]{6,9}(-[a-z]{6,9})?)?", fullmatch=True)


@given(st.sets(names, max_size=5), st.sets(names | st.text(max_size=9), max_size=5))
def test_it_leads_from_a_stranger_to_a_wanted_name(wanted: set[str], present: set[str]) -> None:
    found = near_misses(wanted, present)
    assert found.keys() <= present - wanted
    assert set(found.values()) <= wanted


@given(names, st.data())
def test_whatever_is_one_step_away_is_found(name: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(name) - 1))
    letter = data.draw(st.sampled_from(ascii_lowercase))
    assume(name[place].isalpha())
    changed = data.draw(
        st.sampled_from(
            [
                name.upper(),
                name.replace("-", "_"),
                name.replace("-", " "),
                name.replace("::", ":"),
                f"{name}s",
                name[:place] + letter + name[place:],
                name[:place] + letter + name[place + 1 :],
            ]
        )
    )
    assume(changed != name)
    assert near_misses([name], [changed]) == {changed: name}


@given(names, names)
def test_it_is_as_far_there_as_back(one: str, two: str) -> None:
    assume(one != two)
    assert bool(near_misses([one], [two])) == bool(near_misses([two], [one]))
