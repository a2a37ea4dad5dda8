"""What is taken out of texts and what stays: two tables that say it case by case.

Every address, number, name and secret here is invented, or is an example from a public standard (RFC 2606, RFC 3849,
RFC 5737, ISO 13616, the card networks' test numbers, Ofcom's and NANPA's numbers for drama). Secrets are put together
from pieces, so that nothing that searches for real ones stops at this file.
"""

from __future__ import annotations

import pytest

from bot.intake.redaction import Kind, Privacy, Redactor
from bot.intake.redaction.kinds import PLACEHOLDERS, SWITCHABLE

MAIL, PHONE, IP = PLACEHOLDERS[Kind.EMAIL], PLACEHOLDERS[Kind.PHONE], PLACEHOLDERS[Kind.IP]
CARD, IBAN, KEY = PLACEHOLDERS[Kind.CARD], PLACEHOLDERS[Kind.IBAN], PLACEHOLDERS[Kind.PRIVATE_KEY]
TOKEN, LOGIN, PASSWORD = PLACEHOLDERS[Kind.TOKEN], PLACEHOLDERS[Kind.CREDENTIALS], PLACEHOLDERS[Kind.PASSWORD]

DRAWN = "aB3dE6gH9jK2mN5pQ8sT"  # stands for the random part of a secret
LONG = DRAWN + DRAWN
JWT = ".".join(["ey" + "JhbGciOiJIUzI1NiJ9", "ey" + "JzdWIiOiIxIn0", DRAWN])
DASHES = "-" * 5
PEM = f"{DASHES}BEGIN RSA PRIVATE {'KEY'}{DASHES}\n{LONG}\n{LONG}\n{DASHES}END RSA PRIVATE {'KEY'}{DASHES}"


def wide(text: str) -> str:
    """Write a text in the full-width letters of East Asian keyboards."""
    return "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in text)


# text, what becomes of it
FOUND = {
    # -- e-mail addresses
    "plain address": ("write to ann@example.com please", f"write to {MAIL} please"),
    "address at the end of a sentence": ("I am ann.lee@example.com.", f"I am {MAIL}."),
    "address with a tag": ("ann+survey@mail.example.co.uk", MAIL),
    "address in angles": ("Ann <ann@example.com>", f"Ann <{MAIL}>"),
    "mailto": ("mailto:ann@example.com?", f"{MAIL}?"),
    "address in capitals": ("ANN@EXAMPLE.COM", MAIL),
    "address in other letters": ("jürgen@bücher.example", MAIL),
    "address in Cyrillic": ("почта@пример.рф", MAIL),
    "address in punycode": ("ann@xn--bcher-kva.xn--p1ai", MAIL),
    "address with a decomposed letter": ("jose\u0301@example.com", MAIL),
    "address in an address": ("https://example.com/?to=ann%40example.com", f"https://example.com/?{MAIL}"),
    "address as an entity": ("ann&#64;example.com", MAIL),
    "address in words": ("ann.lee (at) example (dot) com", MAIL),
    "address in brackets": ("ann[at]example[dot]com", MAIL),
    "address, quoted part": ('"ann lee"@example.com', MAIL),
    "address at a number": ("ann@[192.0.2.7]", MAIL),
    "two addresses": ("ann@example.com,bob@example.org", f"{MAIL},{MAIL}"),
    "full-width address": (wide("ann@example.com"), MAIL),
    "address with invisible characters": ("an\u200bn@exam\u00adple.c\u2060om", MAIL),
    # -- telephone numbers
    "international number": ("call +44 20 7946 0958 now", f"call {PHONE} now"),
    "international number in one": ("+493012345678", PHONE),
    "American number": ("(212) 736-5000", PHONE),
    "German number": ("Tel.: 030 12345678", f"Tel.: {PHONE}"),
    "German mobile": ("0171/2345678 ab 9 Uhr", f"{PHONE} ab 9 Uhr"),
    "British number": ("ring 020 7946 0958", f"ring {PHONE}"),
    "French number": ("le 01 42 68 53 00 merci", f"le {PHONE} merci"),
    "number between signs": ("(+49 30 12345678)", f"({PHONE})"),
    "number with an extension": ("+49 30 1234567-89", PHONE),
    "number in a link": ("https://wa.me/493012345678", f"https://wa.me/{PHONE}"),
    "full-width number": (wide("+49 30 12345678"), PHONE),
    "number with an invisible character": ("+49 30 12\u200b345678", PHONE),
    "number beside a date": ("2026-11-22: 030 12345678", f"2026-11-22: {PHONE}"),
    # -- addresses of machines
    "IPv4": ("from 192.0.2.17 only", f"from {IP} only"),
    "IPv4 with a port": ("http://198.51.100.4:8080/x", f"http://{IP}:8080/x"),
    "IPv4 at the end": ("it is 10.20.30.40.", f"it is {IP}."),
    "IPv4 after dots": ("see...10.20.30.40", f"see...{IP}"),
    "IPv4 glued to a word": ("IP10.20.30.40", f"IP{IP}"),
    "IPv6": ("2001:db8::8a2e:370:7334", IP),
    "IPv6 in full": ("2001:0db8:0000:0000:0000:8a2e:0370:7334", IP),
    "IPv6 in brackets": ("http://[2001:db8::17]:443/", f"http://[{IP}]:443/"),
    "IPv6 at the end": ("it is fe80::1.", f"it is {IP}."),
    "IPv6 with a zone": ("fe80::1ff:fe23:4567:890a%eth0", IP),
    "IPv6 before a colon": ("from 2001:db8::1: refused", f"from {IP}: refused"),
    "IPv4 in IPv6": ("::ffff:192.0.2.128", IP),
    # -- money
    "card in one": ("4111111111111111", CARD),
    "card in groups": ("card 4111 1111 1111 1111 was charged", f"card {CARD} was charged"),
    "card with dashes": ("5500-0000-0000-0004", CARD),
    "American Express": ("3782 822463 10005", CARD),
    "card after a number": ("2 x 4111 1111 1111 1111", f"2 x {CARD}"),
    "card with its date": ("4111 1111 1111 1111 12/27", f"{CARD} 12/27"),
    "card with long dashes": ("4111–1111–1111–1111", CARD),
    "full-width card": (wide("4111 1111 1111 1111"), CARD),
    "IBAN": ("DE89370400440532013000", IBAN),
    "IBAN in groups": ("to DE89 3704 0044 0532 0130 00 please", f"to {IBAN} please"),
    "IBAN in small letters": ("gb29 nwbk 6016 1331 9268 19", IBAN),
    "IBAN with dashes": ("FR14-2004-1010-0505-0001-3M02-606", IBAN),
    # -- tokens and keys
    **{
        f"GitLab's {prefix}": (f"my token gl{prefix}-{DRAWN} leaked", f"my token {TOKEN} leaked")
        for prefix in ("pat", "rt", "rtr", "dt", "cbt", "ptt", "ft", "imt", "agent", "oas", "soat", "ffct")
    },
    "GitLab's token with parts": ("gl" + f"pat-{LONG}.01.0a1b2c3d4", TOKEN),
    "GitLab's runner registration": ("GR" + "1348941" + DRAWN, TOKEN),
    "GitLab's token glued to a word": ("tokengl" + f"pat-{DRAWN}", f"token{TOKEN}"),
    "GitLab's token with invisible characters": ("gl" + f"p\u200bat-{DRAWN}", TOKEN),
    "feed token in an address": (
        f"https://gitlab.example/x.atom?feed_token={DRAWN}",
        f"https://gitlab.example/x.atom?feed_token={LOGIN}",
    ),
    **{f"GitHub's gh{letter}_": (f"gh{letter}_{LONG}", TOKEN) for letter in "pousr"},
    "GitHub's fine-grained token": ("github_" + f"pat_{LONG}", TOKEN),
    "AWS key": ("AK" + "IAIOSFODNN7EXAMPLE", TOKEN),
    "AWS key with something behind": ("AK" + "IAIOSFODNN7EXAMPLEabc-9", TOKEN),
    "AWS temporary key": ("AS" + "IAIOSFODNN7EXAMPLE", TOKEN),
    "AWS secret": (f"aws_secret_access_key = {LONG}", f"aws_secret_access_key = {TOKEN}"),
    "Slack": (f"xo{'xb'}-123456789012-{DRAWN}", TOKEN),
    "Slack web hook": (f"https://hooks.{'slack'}.com/services/T0/B0/{DRAWN}", f"https://{TOKEN}"),
    "Google": ("AI" + f"za{LONG[:35]}", TOKEN),
    "Stripe": (f"sk_{'live'}_{DRAWN}", TOKEN),
    "JWT": (f"it was {JWT}.", f"it was {TOKEN}"),
    "npm": (f"npm_{LONG}", TOKEN),
    "key with a number of parts": (f"sk-{LONG}", TOKEN),
    "PEM block": (f"here:\n{PEM}\nthanks", f"here:\n{KEY}\nthanks"),
    "PEM block without its end": (f"here:\n{PEM[:60]}", f"here:\n{KEY}"),
    "PEM block from a word processor": (PEM.replace(DASHES, "—–-"), KEY),
    "API key in words": (f"the API key is {DRAWN}", f"the API key is {TOKEN}"),
    "token in a header": (f"PRIVATE-TOKEN: {DRAWN}", f"PRIVATE-TOKEN: {TOKEN}"),
    "licence key": ("license key: ABCD-1234-EFGH-5678", f"license key: {TOKEN}"),
    # -- credentials
    "user and password in an address": (
        "https://ann:pa55word@gitlab/x.git",
        f"https://{LOGIN}@gitlab/x.git",
    ),
    "password with an at sign in an address": ("https://ann:p@ss@gitlab/x", f"https://{LOGIN}@gitlab/x"),
    "token as a user": (f"https://{DRAWN}@gitlab/x", f"https://{LOGIN}@gitlab/x"),
    "access token in an address": (
        f"https://example.com/?a=1&access_token={DRAWN}&b=2",
        f"https://example.com/?a=1&access_token={LOGIN}&b=2",
    ),
    "signature in an address": (
        "https://example.com/f?sv=2026&sig=ab%2Bc%3D",
        f"https://example.com/f?sv=2026&sig={LOGIN}",
    ),
    "API key in an address": ("https://example.com/?API_KEY=abc#top", f"https://example.com/?API_KEY={LOGIN}#top"),
    "basic authorization": ("Authorization: Basic YW5uOnNlY3JldA==", f"Authorization: Basic {LOGIN}"),
    "bearer": (f"'authorization': 'Bearer {DRAWN}'", f"'authorization': 'Bearer {LOGIN}'"),
    "bearer alone": (f"sent bearer {DRAWN} with it", f"sent bearer {LOGIN} with it"),
    "command line": ("curl -u ann:pa55word https://example.com", f"curl -u {LOGIN} https://example.com"),
    # -- passwords
    "password with a colon": ("password: swordfish", f"password: {PASSWORD}"),
    "password on the next line": ("Password:\nswordfish\n", f"Password:\n{PASSWORD}\n"),
    "password in words": ("my password is hunter2, and", f"my password is {PASSWORD} and"),
    "password in quotes": ('The password was "open sesame".', f"The password was {PASSWORD}."),
    "password, still": ("the password is still hunter2", f"the password is still {PASSWORD}"),
    "password as an assignment": ("DB_PASSWORD=swordfish", f"DB_PASSWORD={PASSWORD}"),
    "pwd": ("pwd=s3cret!", f"pwd={PASSWORD}"),
    "password without a word between": ("user ann password hunter2 fails", f"user ann password {PASSWORD} fails"),
    "password changed": ("I changed the password to: hunter2", f"I changed the password to: {PASSWORD}"),
    "password in JSON": ('{"password": "swordfish"}', f'{{"password": {PASSWORD}}}'),
    "German": ("Das Passwort lautet Gänseblümchen", f"Das Passwort lautet {PASSWORD}"),
    "German compound": ("Benutzerkennwort: abc", f"Benutzerkennwort: {PASSWORD}"),
    "French": ("mon mot de passe est soleil", f"mon mot de passe est {PASSWORD}"),
    "Spanish": ("La contraseña es mariposa", f"La contraseña es {PASSWORD}"),
    "full-width password": (wide("password:swordfish"), wide("password:") + PASSWORD),
    "address as a password": ("password: ann@example.com", f"password: {PASSWORD}"),
    "token as a password": (f"password = gl{'pat'}-{DRAWN}", f"password = {TOKEN}"),
}

KEPT = {
    # -- what looks like addresses
    "handle": "thanks @ann, and @support-team!",
    "handle after a name": "ask Ann@work",
    "package with version": "lodash@4.17.21 breaks",
    "image scale": "logo@2x and logo@3x",
    "prices with at": "3 @ 5.00 each",
    "at in parentheses": "we met (at) noon",
    "shell prompt": "root@server:~# ls",
    "git address without a top level": "git@gitlab:group/project",
    # -- what looks like telephone numbers
    "ISO date": "on 2026-11-22",
    "ISO instant": "2026-11-22T09:30:00+01:00",
    "date and time": "2026-11-22 09:30:15",
    "German date": "am 22.11.2026 um 9:30",
    "American date": "10/17/2021 and 30/09/2021",
    "range of dates": "2026-11-22 - 2026-11-29",
    "range of years": "2019-2026",
    "ticket number": "ticket 4155552671",
    "ticket with a sign": "#2127365000",
    "order number": "order no. 2127365000",
    "German order number": "Bestellnummer: 030 12345678",
    "short number": "ticket 4101, waited 12345 minutes",
    "Unix time": "at 1700000000",
    "Unix time in milliseconds": "at 1700000000000",
    "price": "it costs $1,234,567.89",
    "large number": "12 345 678 rows",
    "UUID": "550e8400-e29b-41d4-a716-446655440000",
    "number in an address": "https://desk.example/tickets/2127365000",
    "hash": "commit 4155552671abcdef4155552671abcdef41555526",
    "short hash": "fixed in 9f86d08",
    "digits of pi": "3.14159265358979",
    "scores": "10/10, 5/5, 7 of 7",
    "times of the day": "open 08:00-12:30, 13:15-17:45",
    "serial": "serial SN-0042-7781",
    # -- what looks like addresses of machines
    "version": "version 15.4.2.1",
    "short version": "v15.4.2.1 and GitLab 18.6.1",
    "pair of versions": "from version 15.4.2.1 to 15.4.3.0",
    "edition": "15.4.2.1-ee",
    "installer": "setup-1.2.3.4.exe",
    "object identifier": "1.3.6.1.4.1.311",
    "octet out of range": "300.1.2.3 and 1.2.3.456",
    "build of a browser": "Chrome 120.0.6099.129",
    "loopback": "on 127.0.0.1 and ::1",
    "any address": "listens on 0.0.0.0 and ::",
    "netmask": "255.255.255.0",
    "time with seconds": "at 12:30:45 and 12:30:45.123",
    "eight pairs": "00:11:22:33:44:55:66:77",
    "hardware address": "00:1a:2b:3c:4d:5e",
    "name in C++": "std::vector and A::B and cafe::Bad",
    "scoped label": "feedback::process",
    "ratio": "16:9 and 1:1:1",
    # -- what looks like money
    "card that fails its check": "4111 1111 1111 1112",
    "digits of no issuer": "1234567812345670",
    "twenty digits": "41111111111111111111",
    "twelve digits": "411111111111",
    "account that fails its check": "DE89 3704 0044 0532 0130 01",
    "country without accounts": "ZZ89370400440532013000",
    "order code": "AB12 CDEF 3456",
    "ISBN": "ISBN 978-3-16-148410-0",
    "version of a standard": "DE12 is a size, GB29 a road",
    # -- what looks like tokens
    "word with gl": "global-configuration-settings-page",
    "prefix alone": "a token begins with gl" + "pat- there",
    "prefix in prose": "ghp_ is for people",
    "word with sk-": "risk-assessment-of-the-whole-department-2026",
    "capitals": "AKIARA IS A PLACE",
    "hash of a file": "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "tokens in prose": "token: it expired again after the upgrade",
    "token with an address": "token: https://docs.example.com/tokens/2026",
    "secret in prose": "the secret is patience",
    "bearer in prose": "the bearer of bad news",
    "authorization in prose": "Authorization: denied; authorization failed",
    "heading": "-----BEGIN-----",
    "rule of dashes": "-" * 40,
    "begin in prose": "- BEGIN THE INSTALLATION -",
    # -- what looks like credentials
    "address with an at": "https://example.com/@ann/posts",
    "address with a port": "https://example.com:8443/path",
    "parameters": "https://example.com/?page=2&sort=token_count&tab=keys",
    "tokens page": "https://gitlab.example/-/user_settings/personal_access_tokens?state=active",
    # -- what looks like passwords
    "password refused": "my password is not accepted",
    "password expired": "password: expired",
    "password in prose": "The password was changed yesterday; password is wrong",
    "password too short": "password is too short",
    "password length": "password: 12 characters at least",
    "password reset": "password reset does not work",
    "password and version": "password v2.1.3",
    "passwords": "passwords are hard",
    "masked password": "password: ********",
    "password page": "/users/password/edit",
    "word within a word": "passwordless login is fine",
    "password refused in German": "mein Passwort ist abgelaufen",
    "password refused in French": "le mot de passe est incorrect",
    "password refused in Spanish": "la contraseña es incorrecta",
    "results": "pass: 12, fail: 3",
    # -- all the rest
    "nothing": "",
    "blanks": "  \t\n ",
    "emoji": "👍🏽 👩‍👩‍👧‍👦 🇩🇪 1️⃣ :tada:",
    "path": "/var/log/gitlab/gitlab-rails/production.log",
    "Windows path": r"C:\Users\Public\file.txt",
    "accents": "naïve café — “quoted” … Ωμέγα 東京",
    "decomposed accents": "cafe\u0301 ½ ﬁn ①",
    "bidi controls": "a\u202eb\u2066c",
    "half a character": "\ud800 alone",
    "own placeholder": f"already {MAIL}, {PASSWORD} and password: {PASSWORD}",
    "note of a cut": "password: [cut: 1,234 more characters]",
}


def redact(text: str) -> str:
    return Redactor(Privacy()).text(text)


@pytest.mark.parametrize(("text", "expected"), FOUND.values(), ids=FOUND.keys())
def test_what_is_private_becomes_a_placeholder(text: str, expected: str) -> None:
    assert redact(text) == expected


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT.keys())
def test_what_only_looks_private_stays(text: str) -> None:
    assert redact(text) == text


def test_the_tables_are_as_long_as_they_must_be() -> None:
    assert min(len(FOUND), len(KEPT)) >= 60


@pytest.mark.parametrize("kind", SWITCHABLE)
def test_a_kind_that_is_kept_stays_and_is_found_by_default(kind: Kind) -> None:
    redactor = Redactor(Privacy(keep=frozenset({kind})))
    texts = [redactor.text(text) for text, _ in FOUND.values()]
    assert kind not in redactor.counts
    assert not any(PLACEHOLDERS[kind] in text for text in texts)
    assert any(PLACEHOLDERS[kind] in expected for _, expected in FOUND.values())
