"""Hostile texts cost no more than their length: one that made a pattern go back and forth would not end here.

Growth is compared, not seconds: a text of eight times the length costs some eight times the work, and not sixty-four.
"""

from __future__ import annotations

from time import process_time

import pytest

from bot.intake.redaction import Kind, Privacy, Redactor
from bot.intake.redaction.finder import replaced
from bot.intake.redaction.kinds import PLACEHOLDERS
from bot.intake.redaction.own import own_words

LENGTH, TIMES = 5_000, 8
TOLERANCE, NOISE = 4, 0.01  # of the growth; of the shorter text's work, in seconds
# Without such a word most patterns would not even be tried.
HINTS = "\nbegin @ %40 (at) password token key session authorization bearer -u :// = : 0 eyj sg. sk- akia glrt ghp_ xox"
# The library that finds telephone numbers takes its time with digits, in proportion to their number: see below.
WITHOUT_PHONES = Privacy(keep=frozenset({Kind.PHONE}))
ATTACKS = [
    *("a", "1", "-", "@", "a@", "a.", "@a.", "a@a.", "a@a.1.", "%40", "(at)", "a (at) ", "a@a (dot) ", '"', '"a"@'),
    *("1.", "1.1.1.", "255.", "1:", "a:", ":", "::", "fe80:", "f", "://", "://a", "://a:", "a://a@", "?", "?a", "&a="),
    *("?token=", "?tokentoken", "gl" + "pat-", "gl" + "pat-aaaaaaaaaa.", "eyJ", "eyJaaaaaaaa.", "SG.", "sk-", "sk-1"),
    *("AK" + "IA", "A", "xoxb-", "ghp_", "-----BEGIN A-----", "-----BEGIN ", "--BEGIN A", "-----END A-----"),
    *("password", "password ", "password: ", "password is ", "password:'", "password='a", "pw", "mot de passe "),
    *("authorization", "authorization: ", "authorization=bearer ", "bearer ", "token", "token ", "token: ", "api key "),
    *(
        "-u ",
        "-u a:",
        "1 ",
        "11 ",
        "111-",
        "4111 ",
        "DE89 ",
        "DE8",
        "DE",
        "D",
        "e\u0301",
        "\u0301",
        "\u200b",
        "1\u200b",
    ),
    *(
        "\ufdfa",
        "\uff11",
        "\u0661",
        " ",
        "\n",
        "\t ",
        "[",
        "[cut: ",
        "[cut: 1 more character]",
        "[token removed]",
        "version ",
    ),
]


def work(attack: str, length: int) -> float:
    """Redact a text of a length and tell the processor time it took, the better of two."""
    text = (attack * length)[:length] + HINTS
    took = []
    for _ in range(2):
        redactor, start = Redactor(WITHOUT_PHONES), process_time()
        redactor.text(text)
        took.append(process_time() - start)
        assert Kind.FAILED not in redactor.counts
    return min(took)


@pytest.mark.parametrize("attack", ATTACKS, ids=[ascii(attack) for attack in ATTACKS])
def test_the_work_grows_with_the_length_alone(attack: str) -> None:
    short, long = work(attack, LENGTH), work(attack, LENGTH * TIMES)
    assert long <= TOLERANCE * TIMES * max(short, NOISE)


@pytest.mark.parametrize(
    "attack", ["1", "1-", "1/", "0 ", "+", "+49 ", "+1 (", "#", "order ", "030 901820 ", "2026-11-"]
)
def test_an_attack_with_digits_ends(attack: str) -> None:
    redactor = Redactor(Privacy())
    redactor.text((attack * 3000)[:3000])
    assert Kind.FAILED not in redactor.counts


@pytest.mark.parametrize("name", ["a", "aa", "ann lee", "a " * 500, "a-" * 500, "i.n.c. " * 140], ids=range(6))
def test_an_attack_with_the_own_name_ends(name: str) -> None:
    text, _ = replaced((name * LENGTH)[: LENGTH * TIMES], own_words(name, name))
    assert PLACEHOLDERS[Kind.FAILED] not in text
