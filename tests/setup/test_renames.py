"""`--rename OLD=NEW`: what is understood, what is a mistake, and which way is taken. Hand-written."""

from collections.abc import Sequence

import pytest
from setup.things import a_label

from bot.errors import ConfigurationError
from bot.setup.renames import Rename, Way, check_renames, renames_of, ways_of

WANTED = dict.fromkeys(("feedback::process", "feedback::tech-skills", "review::done"), "the catalogue")
WANTED["kudos"] = "the policy"


def refused(*typed: str, present: Sequence[str] = ()) -> str:
    with pytest.raises(ConfigurationError) as refusal:
        check_renames(renames_of(typed, WANTED), {name: a_label(name) for name in present}, WANTED)
    return str(refusal.value)


def test_renames_are_read_once_each() -> None:
    typed = ("praise=kudos", " old name = feedback::process ", "praise=kudos")
    assert renames_of(typed, WANTED) == (Rename("praise", "kudos"), Rename("old name", "feedback::process"))


def test_an_old_name_may_have_the_sign_in_it() -> None:
    assert renames_of(["a=b=kudos", "x = y=bug"], WANTED) == (Rename("a=b", "kudos"), Rename("x", "y=bug"))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("kudos", "write it as OLD=NEW"),
        ("=kudos", "write it as OLD=NEW"),
        ("praise=", "write it as OLD=NEW"),
        ("praise=a,b", "--rename praise=a,b: a,b is no label name"),
        ("praise=praise", "both names are the same"),
        ("kudos=review::done", "the policy still names kudos; write the new name there first"),
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_is_read(typed: str, words: str) -> None:
    with pytest.raises(ConfigurationError, match=words):
        renames_of([typed], WANTED)


def test_every_mistake_is_told() -> None:
    with pytest.raises(ConfigurationError) as refusal:
        renames_of(["a=kudos", "a=review::done", "b=a", "c"], WANTED)
    assert str(refusal.value).splitlines() == [
        "--rename c: write it as OLD=NEW, in quotes if a name has blanks in it",
        "--rename a=kudos: a can have one new name only",
        "--rename a=review::done: a can have one new name only",
        "--rename b=a: a is itself to be renamed; name the last name at once",
    ]


@pytest.mark.parametrize(
    ("typed", "present", "words"),
    [
        ("praise=kudoz", ["praise"], "no label of that name is wanted; did you mean kudos?"),
        ("praize=kudos", ["praise"], "the project has no label praize; did you mean praise?"),
        ("complement=kudos", ["compliment", "kudos"], "no label complement; did you mean compliment?"),
        ("praise=kudos", ["bug"], "the project has no label praise (known: bug)"),
    ],
    ids=["new name", "old name", "old name, the new one is there", "nothing like it"],
)
def test_a_mistyped_name_is_refused_with_what_may_be_meant(typed: str, present: list[str], words: str) -> None:
    assert words in refused(typed, present=present)


@pytest.mark.parametrize(
    ("typed", "present"),
    [
        (["praise=kudos"], ["praise"]),
        (["praise=kudos"], ["praise", "kudos"]),
        (["praise=kudos"], ["kudos"]),
        (["praise=team::kudos"], ["praise", "team::kudos"]),
        (["tech_skills=feedback::tech-skills", "tech-skill=feedback::tech-skills"],
         ["tech-skill", "feedback::tech-skills"]),
    ],
    ids=["to do", "half done", "done", "to a label of theirs", "one of two done"],
)  # fmt: skip
def test_the_same_command_is_no_mistake_however_far_it_has_come(typed: list[str], present: list[str]) -> None:
    check_renames(renames_of(typed, WANTED), {name: a_label(name) for name in present}, WANTED)


@pytest.mark.parametrize(
    ("present", "is_own", "way"),
    [
        (["praise"], True, Way.BY_GITLAB),
        (["praise"], False, Way.ISSUE_BY_ISSUE),
        (["praise", "kudos"], True, Way.ISSUE_BY_ISSUE),
        (["kudos"], True, Way.DONE),
    ],
)
def test_gitlab_renames_where_it_can(present: list[str], way: Way, *, is_own: bool) -> None:
    labels = {name: a_label(name, is_own=is_own) for name in present}
    assert ways_of([Rename("praise", "kudos")], labels) == {Rename("praise", "kudos"): way}


def test_the_second_of_two_finds_the_label_that_the_first_has_made() -> None:
    labels = {name: a_label(name) for name in ("praise", "thanks")}
    first, second = Rename("praise", "kudos"), Rename("thanks", "kudos")
    assert ways_of([first, second], labels) == {first: Way.BY_GITLAB, second: Way.ISSUE_BY_ISSUE}
