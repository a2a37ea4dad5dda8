"""What becomes of a survey by a policy. All persons and secrets are invented."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from intake.test_redaction_laws import texts
from intake.test_redaction_table import DRAWN, JWT
from pydantic import ValidationError

from bot.intake.redaction import Kind, Privacy, Redactor, redactor
from bot.intake.redaction.finder import Finder
from bot.intake.redaction.kinds import PLACEHOLDERS, SWITCHABLE
from bot.model.survey import COLUMNS, Survey

MAIL, FAILED, NAME = PLACEHOLDERS[Kind.EMAIL], PLACEHOLDERS[Kind.FAILED], PLACEHOLDERS[Kind.NAME]
ORGANIZATION, IP, TOKEN = PLACEHOLDERS[Kind.ORGANIZATION], PLACEHOLDERS[Kind.IP], PLACEHOLDERS[Kind.TOKEN]
VALUES = ("score", "reason", "customer", "organization", "region", "agent", "status", "comment")
DROPPABLE = [column for column in COLUMNS if column not in {"id", "ticket", "rating", "responded_at"}]


def survey(**columns: object) -> Survey:
    return Survey.model_validate(
        {"source": "survey", "ticket": "210", "rating": "bad", "responded_at": "2026-11-22T09:30:00+01:00"} | columns
    )


def redacted(privacy: Privacy | None = None, /, **columns: object) -> Survey:
    return Redactor(privacy or Privacy()).survey(survey(**columns))


# -- the columns -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("column", [*VALUES, "ticket_url"])
def test_every_column_with_text_is_redacted(column: str) -> None:
    assert getattr(redacted(Privacy(customer="name"), **{column: "ann@example.com"}), column) == MAIL


def test_every_other_column_stays() -> None:
    columns = {"id": "r-1", "contact_requested": "yes", "changeable_until": "2026-12-01T00:00:00+00:00"}
    assert redacted(**columns) == survey(**columns)


def test_by_default_the_customer_is_known_by_the_ticket_alone() -> None:
    assert redacted(customer="Ann Lee").customer == ""
    assert redacted(Privacy(customer="name"), customer="Ann Lee").customer == "Ann Lee"


@pytest.mark.parametrize("column", ["comment", "reason"])
def test_own_words_leave_what_the_customer_wrote(column: str) -> None:
    told = {"customer": "Ann Lee <ann@example.com>", "organization": "ACME GmbH", column: "Ann of Acme"}
    assert getattr(redacted(**told), column) == f"{NAME} of {ORGANIZATION}"
    assert getattr(redacted(Privacy(own_words=False), **told), column) == "Ann of Acme"


def test_own_words_stay_where_they_are_facts() -> None:
    facts = {"organization": "ACME", "agent": "Ann Other", "region": "ACME land"}
    assert redacted(customer="Ann Lee", **facts) == survey(**facts)


@pytest.mark.parametrize("column", DROPPABLE)
def test_a_column_that_is_left_out_is_as_if_never_given(column: str) -> None:
    given_all = {**dict.fromkeys([*VALUES, "ticket_url"], "x"), "contact_requested": True}
    given_all["changeable_until"] = "2026-12-01T00:00:00+00:00"
    left = redacted(Privacy(leave_out=frozenset({column}), customer="name"), **given_all)
    assert getattr(left, column) == Survey.model_fields[column].default
    assert left == survey(**{name: value for name, value in given_all.items() if name != column})


def test_own_words_are_known_even_if_their_columns_are_left_out() -> None:
    privacy = Privacy(leave_out=frozenset({"organization", "customer"}))
    left = redacted(privacy, customer="Ann Lee", organization="ACME", comment="Ann, ACME")
    assert left.comment == f"{NAME}, {ORGANIZATION}"


def test_counts_go_over_all_surveys_and_hold_no_values() -> None:
    counting = Redactor(Privacy())
    counting.survey(survey(comment="ann@example.com, bob@example.com", reason="10.20.30.40"))
    counting.survey(survey(comment="ann@example.com", ticket_url="https://a:b@desk.example/?token=c"))
    assert counting.counts == {Kind.EMAIL: 3, Kind.IP: 1, Kind.CREDENTIALS: 2}


# -- the ticket's address ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        pytest.param("https://desk.example/tickets/2127365000", "https://desk.example/tickets/2127365000", id="plain"),
        pytest.param("http://10.20.30.40/tickets/1", "http://10.20.30.40/tickets/1", id="number as a host"),
        pytest.param(
            "https://desk.example/t?id=1&view=a#top", "https://desk.example/t?id=1&view=a#top", id="parameters"
        ),
        pytest.param("https://ann:pa55@desk.example/t/1", "https://desk.example/t/1", id="user and password"),
        pytest.param("https://desk.example/t/1?token=abc", "https://desk.example/t/1", id="token alone"),
        pytest.param("https://desk.example/t?token=abc&id=1", "https://desk.example/t?id=1", id="token first"),
        pytest.param(
            "https://desk.example/t?id=1&access_token=a#top", "https://desk.example/t?id=1#top", id="token last"
        ),
        pytest.param("https://desk.example/t?sig=a&token=b&id=1", "https://desk.example/t?id=1", id="two"),
        pytest.param(f"https://desk.example/{JWT}", f"https://desk.example/{TOKEN}", id="token in the path"),
        pytest.param("https://desk.example/?u=ann@example.com", f"https://desk.example/?{MAIL}", id="address in it"),
    ],
)
def test_the_tickets_address_can_be_followed_and_lets_nobody_in(address: str, expected: str) -> None:
    assert redacted(ticket_url=address).ticket_url == expected


def test_credentials_that_are_kept_stay_in_the_tickets_address() -> None:
    privacy = Privacy(keep=frozenset({Kind.CREDENTIALS}))
    address = "https://desk.example/t?token=abc"
    assert redacted(privacy, ticket_url=address).ticket_url == address


# -- laws --------------------------------------------------------------------------------------------------------

policies = st.builds(
    Privacy,
    keep=st.frozensets(st.sampled_from(SWITCHABLE), max_size=3),
    customer=st.sampled_from(["ticket", "name"]),
    own_words=st.booleans(),
    comment_length=st.integers(0, 60),
    leave_out=st.frozensets(st.sampled_from([*VALUES, "ticket_url"]), max_size=2),
)
names = st.sampled_from(
    ["Ann Lee", "Ann <ann@example.com>", "Will May", "王伟", "mail 4111", "removed", "name removed"]
)
# Halves of characters do not get as far as a survey.
whole = texts.map(lambda text: text.encode(errors="ignore").decode())
said = st.deferred(lambda: st.lists(names | whole, max_size=3).map(lambda parts: " ".join(parts)[:90]))
surveys = st.builds(survey, **dict.fromkeys([*VALUES, "ticket_url"], said))


@settings(deadline=None, max_examples=200)
@given(policies, surveys)
@example(Privacy(comment_length=1), survey(comment="x", organization=FAILED))
def test_a_redacted_survey_is_redacted_already(privacy: Privacy, given_survey: Survey) -> None:
    once = Redactor(privacy).survey(given_survey)
    assert Redactor(privacy).survey(once) == once


@settings(deadline=None)
@given(surveys)
def test_the_same_survey_becomes_the_same(given_survey: Survey) -> None:
    used = Redactor(Privacy())
    assert used.survey(given_survey) == used.survey(given_survey) == Redactor(Privacy()).survey(given_survey)


# -- fails closed ------------------------------------------------------------------------------------------------


def broken(text: str) -> list[tuple[int, int]]:
    raise RuntimeError(text)


def endless(text: str) -> list[tuple[int, int]]:
    return [(len(text) - 1, len(text))] if text.startswith("x") and text != "x" else []


@pytest.mark.parametrize("spans", [broken, endless])
def test_a_text_that_cannot_be_checked_is_removed_as_a_whole(
    monkeypatch: pytest.MonkeyPatch, spans: object, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    assert callable(spans)
    monkeypatch.setattr(redactor, "PASSWORD", Finder(Kind.PASSWORD, ("x",), spans))
    failing = Redactor(Privacy())
    left = failing.survey(survey(comment=f"{'x' * 40} {DRAWN}", reason="fine"))
    assert (left.comment, left.reason) == (FAILED, "fine")
    assert failing.counts == {Kind.FAILED: 1}
    assert DRAWN not in caplog.text + "".join(capsys.readouterr())


def test_where_the_customer_cannot_be_read_nothing_they_wrote_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redactor, "PASSWORD", Finder(Kind.PASSWORD, ("lee",), broken))
    left = redacted(Privacy(customer="name"), customer="Ann Lee", comment="Ann is cross")
    assert (left.customer, left.comment) == (FAILED, FAILED)


# -- the policy --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("section", "problem"),
    [
        ({"keep": ["phones"]}, "phones cannot stand here; choose from private-key, .*, phone, ip"),
        ({"keep": ["name"]}, "name cannot stand here"),
        ({"phone_regions": ["UK"]}, "UK is no region; write two letters .*; did you mean GB?"),
        ({"phone_regions": ["Germany"]}, "Germany is no region; write two letters as in ISO 3166, such as DE"),
        ({"phone_regions": [False]}, 'for Norway write "NO"'),
        ({"leave_out": ["rating"]}, "rating cannot stand here; choose from score, comment"),
        ({"leave_out": ["ticket"]}, "ticket cannot stand here"),
        ({"leave_out": ["source"]}, "source cannot stand here"),
        ({"leave_out": ["colour"]}, "colour cannot stand here"),
        ({"customer": "address"}, "'ticket' or 'name'"),
        ({"comment_length": -1}, "greater than or equal to 0"),
        ({"comment_length": "1"}, "valid integer"),
        ({"keep": "phone"}, "valid frozenset"),
        ({"redact": []}, "not permitted"),
    ],
)
def test_what_a_policy_cannot_say(section: dict[str, object], problem: str) -> None:
    with pytest.raises(ValidationError, match=problem):
        Privacy.model_validate(section)


def test_what_a_policy_can_say() -> None:
    privacy = Privacy.model_validate({"keep": ["phone"], "phone_regions": ["de", "NO"], "leave_out": ["agent"]})
    assert privacy == Privacy(keep=frozenset({Kind.PHONE}), phone_regions=("DE", "NO"), leave_out=frozenset({"agent"}))


@pytest.mark.parametrize(
    ("regions", "text", "found"),
    [
        (("DE",), "030 12345678", True),
        (("US",), "030 12345678", False),
        ((), "030 12345678", False),
        ((), "+49 30 12345678", True),
    ],
)
def test_numbers_without_a_country_code_are_those_of_the_regions(
    regions: tuple[str, ...], text: str, *, found: bool
) -> None:
    assert (Redactor(Privacy(phone_regions=regions)).text(text) != text) is found
