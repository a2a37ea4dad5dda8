"""Labels exclude their rivals on every tier, mean what the policy says, and are looked up in any letter case."""

from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.model.labels import Label, LabelChange, LabelNames, Labels, scope_of
from bot.model.survey import Rating

CATALOGUE = (
    Label(name="satisfaction::good", color="#009966"),
    Label(name="satisfaction::bad", color="#dc143c"),
    Label(name="feedback::process", color="#6699cc", description="a process was missing"),
    Label(name="feedback::docs-issue", color="#6699cc", description="the documentation was wrong"),
    Label(name="feedback-bot::hands-off", color="#000000"),
)


def labels(catalogue: Sequence[Label] = CATALOGUE, **names: object) -> Labels:
    """Make labels, with the policy's section in keywords."""
    return Labels(LabelNames.model_validate(names), tuple(catalogue))


SHIPPED = labels()
UNSCOPED = labels(
    satisfaction={"good": "happy", "neutral": "so-so", "bad": "sad"},
    review={"needed": "to do", "incomplete": "doing", "done": "reviewed"},
    contact={"requested": "SSAT::Contact", "done": "ssat-manager-contacted-customer"},
)

NAMES = (
    *("satisfaction::good", "satisfaction::neutral", "satisfaction::bad", "review::needed", "review::done"),
    *("contact::requested", "contact::done", "feedback::process", "feedback::docs-issue", "feedback::odd one"),
    *("region::EMEA", "region::APAC", "a::b::c", "a::b::d", "a::e", "kudos", "happy", "so-so", "sad", "to do", "doing"),
    *("reviewed", "SSAT::Contact", "SSAT::other", "ssat-manager-contacted-customer"),
)

some_names = st.frozensets(st.sampled_from(NAMES))


def group_of(name: str, policy: LabelNames) -> frozenset[str]:
    groups = (frozenset(group.model_dump().values()) for group in (policy.satisfaction, policy.review, policy.contact))
    return next((group for group in groups if name in group), frozenset())


def exclude_each_other(one: str, other: str, known: Labels) -> bool:
    same_scope = "::" in one and "::" in other and one.rsplit("::", 1)[0] == other.rsplit("::", 1)[0]
    return one != other and (same_scope or other in group_of(one, known.names))


def compatible(names: Iterable[str], known: Labels) -> frozenset[str]:
    kept: set[str] = set()
    for name in names:
        if not any(exclude_each_other(name, other, known) for other in kept):
            kept.add(name)
    return frozenset(kept)


def applied(change: LabelChange, present: Iterable[str]) -> frozenset[str]:
    return (frozenset(present) | set(change.add)) - set(change.remove)


# -- exclusivity -------------------------------------------------------------------------------------------------

policies = pytest.mark.parametrize("known", [SHIPPED, UNSCOPED], ids=["scoped", "unscoped"])


@policies
@given(wanted=some_names, present=some_names)
def test_wanted_labels_stand_without_rivals_and_nothing_else_changes(
    known: Labels, wanted: frozenset[str], present: frozenset[str]
) -> None:
    wanted = compatible(wanted, known)
    after = applied(known.exclusively(wanted, present), present)
    assert wanted <= after
    assert not [(one, other) for one in wanted for other in after if exclude_each_other(one, other, known)]
    bystanders = {name for name in present if not any(exclude_each_other(one, name, known) for one in wanted)}
    assert after == wanted | bystanders


@policies
@given(wanted=some_names, present=some_names)
def test_what_is_applied_is_not_asked_for_again(known: Labels, wanted: frozenset[str], present: frozenset[str]) -> None:
    wanted = compatible(wanted, known)
    after = applied(known.exclusively(wanted, present), present)
    assert known.exclusively(wanted, after) == LabelChange()


@pytest.mark.parametrize(
    ("known", "wanted", "present", "add", "remove"),
    [
        (SHIPPED, ["satisfaction::good"], [], ["satisfaction::good"], ["satisfaction::bad", "satisfaction::neutral"]),
        (SHIPPED, ["satisfaction::good"], ["satisfaction::good"], [], []),
        (
            SHIPPED,
            ["satisfaction::good"],
            ["satisfaction::good", "satisfaction::bad"],
            [],
            ["satisfaction::bad", "satisfaction::neutral"],
        ),
        (
            SHIPPED,
            ["feedback::process"],
            ["feedback::new", "kudos"],
            ["feedback::process"],
            ["feedback::docs-issue", "feedback::new"],
        ),
        (SHIPPED, ["kudos"], ["feedback::new"], ["kudos"], []),
        (SHIPPED, ["a::b::c"], ["a::b::d", "a::e", "a"], ["a::b::c"], ["a::b::d"]),
        (SHIPPED, ["a::e"], ["a::b::c", "a::f"], ["a::e"], ["a::f"]),
        (SHIPPED, [], ["satisfaction::good", "satisfaction::bad"], [], []),
        (UNSCOPED, ["sad"], ["happy", "to do"], ["sad"], ["happy", "so-so"]),
        (UNSCOPED, ["reviewed"], ["to do"], ["reviewed"], ["doing", "to do"]),
        (
            UNSCOPED,
            ["SSAT::Contact"],
            ["SSAT::other"],
            ["SSAT::Contact"],
            ["SSAT::other", "ssat-manager-contacted-customer"],
        ),
        (UNSCOPED, ["satisfaction::good"], [], ["satisfaction::good"], ["satisfaction::bad"]),
    ],
    ids=[
        *("new", "there alone", "there with a rival", "rival of no catalogue", "no scope", "nested", "outer scope"),
        *("nothing wanted", "renamed rating", "renamed review", "scope and group at once", "catalogue alone"),
    ],
)
def test_all_known_rivals_are_sent_along(
    known: Labels, wanted: list[str], present: list[str], add: list[str], remove: list[str]
) -> None:
    change = known.exclusively(wanted, present)
    assert change == LabelChange(tuple(add), tuple(remove))
    assert bool(change) is bool(add or remove)


def test_wanted_labels_keep_their_order_and_may_come_from_an_iterator() -> None:
    assert SHIPPED.exclusively(iter(["kudos", "b", "a"]), iter(["b"])) == LabelChange(("kudos", "a"))


@pytest.mark.parametrize(
    ("name", "scope"),
    [
        ("kudos", None),
        ("a::b", "a"),
        ("a::b::c", "a::b"),
        ("a:b", None),
        ("with blanks::x y", "with blanks"),
        ("", None),
    ],
)
def test_a_scope_is_everything_before_the_last_double_colon(name: str, scope: str | None) -> None:
    assert scope_of(name) == scope


# -- meaning -----------------------------------------------------------------------------------------------------


@policies
@pytest.mark.parametrize("rating", Rating)
def test_the_label_of_a_rating_reads_as_that_rating(known: Labels, rating: Rating) -> None:
    assert known.rating_of(["kudos", known.of_rating(rating)]) is rating


@pytest.mark.parametrize(
    ("known", "rating", "label"),
    [
        (SHIPPED, Rating.GOOD, "satisfaction::good"),
        (SHIPPED, Rating.NEUTRAL, "satisfaction::neutral"),
        (SHIPPED, Rating.BAD, "satisfaction::bad"),
        (UNSCOPED, Rating.GOOD, "happy"),
        (UNSCOPED, Rating.NEUTRAL, "so-so"),
        (UNSCOPED, Rating.BAD, "sad"),
    ],
)
def test_a_rating_has_the_label_of_the_policy(known: Labels, rating: Rating, label: str) -> None:
    assert known.of_rating(rating) == label


@pytest.mark.parametrize(
    "present",
    [[], ["kudos"], ["satisfaction::odd"], ["satisfaction::good", "satisfaction::bad"], ["Satisfaction::Good"]],
    ids=["none", "another", "unknown", "two", "letter case"],
)
def test_no_label_and_two_labels_are_no_rating(present: list[str]) -> None:
    assert SHIPPED.rating_of(iter(present)) is None


MAPPED = labels(
    reasons={" Took too long ": "feedback::process", "STRASSE": "feedback::docs-issue", "": "feedback::never"},
    regions={"EMEA": "region::EMEA"},
)


@pytest.mark.parametrize(
    ("reason", "label"),
    [
        ("Took too long", "feedback::process"),
        ("  tOOK TOO lONG\n", "feedback::process"),
        ("straße", "feedback::docs-issue"),
        ("took too", None),
        ("took  too long", None),
        ("EMEA", None),
        ("", None),
        ("  ", None),
    ],
)
def test_a_reason_is_looked_up_in_any_letter_case(reason: str, label: str | None) -> None:
    assert MAPPED.of_reason(reason) == label


@pytest.mark.parametrize(
    ("region", "label"), [("emea", "region::EMEA"), (" Emea ", "region::EMEA"), ("APAC", None), ("", None)]
)
def test_a_region_is_looked_up_in_any_letter_case(region: str, label: str | None) -> None:
    assert MAPPED.of_region(region) == label


@pytest.mark.parametrize(
    ("scope", "names"),
    [
        ("feedback", ["feedback::process", "feedback::docs-issue"]),
        ("cause", []),
        ("a", ["a::x"]),
        ("a::b", ["a::b::c"]),
    ],
)
def test_the_causes_are_the_labels_of_their_scope_in_the_order_of_the_catalogue(scope: str, names: list[str]) -> None:
    more = [Label(name=name, color="#000000") for name in ("a::b::c", "a::x")]
    assert [label.name for label in labels([*CATALOGUE, *more], causes=scope).causes] == names


def test_a_label_of_the_catalogue_is_described_by_it() -> None:
    assert SHIPPED.described("feedback::process") is CATALOGUE[2]


def test_a_project_is_to_have_the_catalogue_and_each_other_label_of_the_policy_once() -> None:
    wanted = [label.name for label in MAPPED.wanted]
    assert wanted[: len(MAPPED.catalogue)] == [label.name for label in MAPPED.catalogue]
    assert len(wanted) == len(set(wanted))
    names = MAPPED.names
    assert {*names.reasons.values(), *names.regions.values(), names.kudos, names.dashboard} <= set(wanted)
    assert {*names.review.model_dump().values(), *names.contact.model_dump().values()} <= set(wanted)


def test_an_unknown_label_is_grey_and_says_nothing() -> None:
    assert SHIPPED.described("kudos") == Label(name="kudos", color="#6c757d", description="")


@pytest.mark.parametrize("name", ["", " a", "a ", "a,b", "a\nb", "x" * 256])
def test_a_name_gitlab_could_not_keep_is_refused(name: str) -> None:
    with pytest.raises(ValidationError):
        Label(name=name, color="#000000")


@pytest.mark.parametrize("name", ["a", "extended-TTR-caused by-technical-complexity", "x" * 255, "日本::北"])
def test_any_other_name_is_taken(name: str) -> None:
    assert Label(name=name, color="#Aa0000").name == name


@pytest.mark.parametrize("color", ["red", "#fff", "#gggggg", "000000"])
def test_a_colour_is_six_digits(color: str) -> None:
    with pytest.raises(ValidationError):
        Label(name="a", color=color)


@pytest.mark.parametrize("causes", ["", "feedback::", "::a", "a:b", "a b", "a,b"])
def test_the_scope_of_the_causes_is_a_bare_scope(causes: str) -> None:
    with pytest.raises(ValidationError):
        labels(causes=causes)


@pytest.mark.parametrize(
    ("names", "twice"),
    [
        ({"satisfaction": {"good": "fine", "neutral": "fine"}}, "fine"),
        ({"satisfaction": {"bad": "open"}, "review": {"needed": "open"}}, "open"),
        ({"hands_off": "contact::done"}, "contact::done"),
    ],
    ids=["within a group", "across groups", "hands off"],
)
def test_one_name_for_two_things_is_refused(names: dict[str, object], twice: str) -> None:
    with pytest.raises(ValidationError, match=f"{twice} stands for two different things"):
        LabelNames.model_validate(names)


def test_in_use_is_whatever_policy_or_catalogue_name() -> None:
    names = LabelNames(reasons={"slow": "feedback::slow"}, regions={"EMEA": "region::EMEA"}, kudos="praise")
    labels = Labels(names, (Label(name="feedback::other", color="#6699cc"),))
    extra = {"feedback::slow", "region::EMEA", "praise", "feedback::other"}
    assert extra < labels.in_use
    assert labels.in_use - extra == {
        *(f"satisfaction::{word}" for word in ("good", "neutral", "bad")),
        *(f"review::{word}" for word in ("needed", "incomplete", "done")),
        *(f"contact::{word}" for word in ("requested", "done")),
        *(f"feedback-bot::{word}" for word in ("hands-off", "nag-off", "dashboard")),
        "feedback::known-issue",
    }
