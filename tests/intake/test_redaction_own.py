"""The customer's own name and organization leave what they wrote; everyday words stay. All persons are invented."""

from __future__ import annotations

import pytest

from bot.intake.redaction import Kind
from bot.intake.redaction.finder import replaced
from bot.intake.redaction.kinds import PLACEHOLDERS
from bot.intake.redaction.own import names, organizations, own_words

NAME, ORGANIZATION = PLACEHOLDERS[Kind.NAME], PLACEHOLDERS[Kind.ORGANIZATION]


def redact(text: str, customer: str = "", organization: str = "") -> str:
    return replaced(text, own_words(customer, organization))[0]


@pytest.mark.parametrize(
    ("customer", "text", "expected"),
    [
        pytest.param("Ann Lee", "Ann Lee here", f"{NAME} here", id="full name"),
        pytest.param("Ann Lee", "regards, ann", f"regards, {NAME}", id="first name in small letters"),
        pytest.param("Ann Lee", "ANN'S ticket", f"{NAME}'S ticket", id="capitals and genitive"),
        pytest.param("Ann Lee", "I'm @lee, or _Ann_", f"I'm @{NAME}, or _{NAME}_", id="between signs"),
        pytest.param("Lee, Ann", "Ann Lee", NAME, id="surname first"),
        pytest.param("Jo Ng", "Jo Ng is here; jo, ng", f"{NAME} is here; jo, ng", id="short parts only together"),
        pytest.param("Jo", "yo, jo", "yo, jo", id="two letters are too few"),
        pytest.param("Ann Lee", "Annual leek, meann", "Annual leek, meann", id="within words"),
        pytest.param("José Núñez", "Jose Nunez, JOSÉ", f"{NAME}, {NAME}", id="accents left out"),
        pytest.param("Jose Nunez", "José, jose\u0301", f"{NAME}, {NAME}", id="accents added"),
        pytest.param("Weiß", "WEISS", NAME, id="sharp s"),
        pytest.param("Weiss", "Herr Weiß", f"Herr {NAME}", id="sharp s the other way round"),
        pytest.param("Anne-Marie O'Neill", "anne, Neill", f"{NAME}, {NAME}", id="parts of compounds"),
        pytest.param("Anne-Marie O'Neill", "Anne-Marie O'Neill", NAME, id="compounds"),
        pytest.param("Dr. Ann von der Lee", "der dr von ann", f"der dr von {NAME}", id="titles and particles"),
        pytest.param("Ann Lee (QA)", "Ann Lee", NAME, id="with a note"),
        pytest.param("Ann\u00a0Lee", "Ann Lee", NAME, id="unusual blank"),
        pytest.param("Ann", "A\u200bnn", NAME, id="invisible character"),
        pytest.param("王伟", "我是王伟。", f"我是{NAME}。", id="no blanks between words"),
        pytest.param("דנה", "אני דנה", f"אני {NAME}", id="no capitals"),
        pytest.param(
            "Will Smith", "I will call Will, will I?", f"I will call {NAME}, will I?", id="word inside a sentence"
        ),
        pytest.param(
            "Will Smith", "Will you? Will it?\nWill they", "Will you? Will it?\nWill they", id="word at a start"
        ),
        pytest.param("Mark Long", "Too long.\nMark", f"Too long.\n{NAME}", id="word as a signature"),
        pytest.param("Will Smith", "Will Smith", NAME, id="word with its surname"),
        pytest.param("May June", "in May, in June, May June", f"in May, in June, {NAME}", id="months"),
        pytest.param("Support Team", "Your support team, Support", f"Your support team, {NAME}", id="no person"),
        pytest.param("ann@example.com", "Ann at example.com", "Ann at example.com", id="address alone"),
        pytest.param("Ann <a@example.com>", "I am a@example.com", f"I am {NAME}", id="own address"),
        pytest.param("Will May", "Will may; will May. Will May", f"Will may; will May. {NAME}", id="words for a name"),
        pytest.param(PLACEHOLDERS[Kind.EMAIL], "an address removed", "an address removed", id="placeholder"),
        pytest.param(f"Ann {PLACEHOLDERS[Kind.EMAIL]}", "Ann's mail", f"{NAME}'s mail", id="name and placeholder"),
        pytest.param("", "anything", "anything", id="nobody"),
        pytest.param("?!", "anything?!", "anything?!", id="no letters"),
    ],
)
def test_the_customers_own_name(customer: str, text: str, expected: str) -> None:
    assert redact(text, customer=customer) == expected


@pytest.mark.parametrize(
    ("organization", "text", "expected"),
    [
        pytest.param("ACME", "we at acme", f"we at {ORGANIZATION}", id="any letter case"),
        pytest.param("ACME GmbH", "ACME and ACME GmbH", f"{ORGANIZATION} and {ORGANIZATION}", id="legal form"),
        pytest.param("Foo Bar, Inc.", "Foo Bar rules", f"{ORGANIZATION} rules", id="legal form after a comma"),
        pytest.param("Foo Bar GmbH & Co. KG", "bei Foo Bar", f"bei {ORGANIZATION}", id="several legal forms"),
        pytest.param("Foo Bar", "a foo, a bar", "a foo, a bar", id="parts stay"),
        pytest.param("ACME", "acmes, pacme", "acmes, pacme", id="within words"),
        pytest.param("HP Inc.", "an hp, an HP Inc.", f"an hp, an {ORGANIZATION}", id="two letters are too few"),
        pytest.param("Bäcker AG", "Backer", ORGANIZATION, id="accents"),
        pytest.param("Target", "on target, at Target", f"on target, at {ORGANIZATION}", id="everyday word"),
        pytest.param("n/a", "n/a", "n/a", id="nothing"),
        pytest.param("???", "why???", "why???", id="signs"),
        pytest.param("Other", "the other one", "the other one", id="no organization"),
        pytest.param("株式会社東京", "私は株式会社東京です", f"私は{ORGANIZATION}です", id="no blanks between words"),
    ],
)
def test_the_customers_own_organization(organization: str, text: str, expected: str) -> None:
    assert redact(text, organization=organization) == expected


def test_name_and_organization_are_told_apart() -> None:
    assert redact("Ann of ACME", customer="Ann Lee", organization="ACME") == f"{NAME} of {ORGANIZATION}"


@pytest.mark.parametrize("words", [names, organizations])
def test_of_a_customer_that_could_not_be_read_nothing_is_known(words: object) -> None:
    assert callable(words)
    with pytest.raises(ValueError, match="could not be read"):
        words(PLACEHOLDERS[Kind.FAILED])
