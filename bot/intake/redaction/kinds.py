"""What counts as private, and the words a reader finds in its place."""

import re
from enum import StrEnum


class Kind(StrEnum):
    """A kind of private data; where two meet, the one further up gives the placeholder its words."""

    PRIVATE_KEY = "private-key"
    CREDENTIALS = "credentials"
    TOKEN = "token"  # noqa: S105 - the name of a kind
    PASSWORD = "password"  # noqa: S105 - the name of a kind
    CARD = "payment-card"
    IBAN = "iban"
    EMAIL = "e-mail"
    PHONE = "phone"
    IP = "ip"
    NAME = "name"
    ORGANIZATION = "organization"
    FAILED = "failed"


PLACEHOLDERS = {
    Kind.PRIVATE_KEY: "[key removed]",
    Kind.CREDENTIALS: "[credentials removed]",
    Kind.TOKEN: "[token removed]",
    Kind.PASSWORD: "[password removed]",
    Kind.CARD: "[payment card number removed]",
    Kind.IBAN: "[bank account number removed]",
    Kind.EMAIL: "[e-mail address removed]",
    Kind.PHONE: "[phone number removed]",
    Kind.IP: "[IP address removed]",
    Kind.NAME: "[name removed]",
    Kind.ORGANIZATION: "[organization removed]",
    Kind.FAILED: "[all of it removed: it could not be checked for private data]",
}
DANGER = {kind: rank for rank, kind in enumerate(Kind)}  # 0 is the most dangerous
SWITCHABLE = tuple(kind for kind in Kind if kind not in {Kind.NAME, Kind.ORGANIZATION, Kind.FAILED})

_CUT = r"\[cut: [0-9]{1,3}(?:,[0-9]{3})* more characters?\]"
# What the bot has put in: nothing private stands in it, and nothing is found across it.
PUT_IN = re.compile(f"({'|'.join(map(re.escape, PLACEHOLDERS.values()))}|{_CUT})")
