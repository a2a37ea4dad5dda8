"""Tokens and keys that are known by their shape, each from its issuer's public description, and PEM blocks."""

import re
from collections.abc import Iterator

from bot.intake.redaction.finder import Finder, matches
from bot.intake.redaction.kinds import Kind
from bot.intake.redaction.reading import Span

_DOTTED = r"(?:\.[\w-]++)*+"
_SHAPES = {
    # GitLab's documentation, "Token prefixes"; newer tokens have parts after dots.
    "GitLab": rf"gl(?:pat|rtr?|dt|cbt|ptt|ft|imt|agent|oas|soat|wt|ffct)-[\w-]{{10,}}+{_DOTTED}",
    "GitLab runner": r"GR1348941[\w-]{16,}+",
    "GitLab session": r"_gitlab_session=[^\s;]{16,}+",
    "GitHub": r"gh[pousr]_[\w-]{16,}+|github_pat_[\w-]{16,}+",
    "AWS": r"(?<![A-Z0-9])A(?:KIA|SIA|GPA|IDA|ROA)[A-Z0-9]{16,}+",
    "Slack": r"xox[a-z](?:\.xox[a-z])?-[\w-]{10,}+|xapp-[\w-]{10,}+|hooks\.slack\.com/[a-z]+/[^\s\"'<>]++",
    "Google": rf"AIza[\w-]{{30,}}+|ya29\.[\w-]{{16,}}+{_DOTTED}|GOCSPX-[\w-]{{16,}}+",
    "Stripe": r"(?<![A-Za-z0-9])[rs]k_(?:live|test)_\w{10,}+|whsec_[\w+/=]{16,}+",
    "JWT": r"(?<![\w-])eyJ[\w-]{8,}+\.[\w-]{4,}+(?:\.[\w-]*+)*+",
    "npm, PyPI": r"npm_[A-Za-z0-9]{30,}+|pypi-AgE[\w-]{16,}+",
    "SendGrid": r"(?<![\w-])SG\.[\w-]{16,}+\.[\w-]{16,}+",
    "Vault, Atlassian": r"(?<![\w.-])hv[bsr]\.[\w-]{20,}+|ATATT3[\w=-]{20,}+",
    "sk-": r"(?<![\w-])sk-(?=[\w-]*[0-9])[\w-]{32,}+",
}
_HINTS = (
    *("glpat-", "glrt", "gldt-", "glcbt-", "glptt-", "glft-", "glimt-", "glagent-", "gloas-", "glsoat-", "glwt-"),
    *("glffct-", "gr1348941", "_gitlab_session=", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"),
    *("akia", "asia", "agpa", "aida", "aroa", "xox", "xapp-", "hooks.slack.com", "aiza", "ya29.", "gocspx-"),
    *("k_live_", "k_test_", "whsec_", "eyj", "npm_", "pypi-", "sg.", "hvb.", "hvs.", "hvr.", "atatt3", "sk-"),
)
TOKEN = Finder(Kind.TOKEN, _HINTS, matches(re.compile(rf"(?:{'|'.join(_SHAPES.values())})[\w-]*+")))

# RFC 7468; word processors make fewer dashes of five.
_BEGIN = re.compile(r"(?<!-)-{2,}+ ?BEGIN [A-Z0-9 ]{1,40}-{2,}+")
_END = re.compile(r"(?<!-)-{2,}+ ?END [A-Z0-9 ]{1,40}-{2,}+")


def _blocks(text: str) -> Iterator[Span]:
    """Find whole blocks; one whose end was cut off reaches to the end of the text."""
    end = 0
    while begin := _BEGIN.search(text, end):
        closing = _END.search(text, begin.end())
        end = closing.end() if closing else len(text)
        yield begin.start(), end


PEM = Finder(Kind.PRIVATE_KEY, ("begin ",), _blocks)
