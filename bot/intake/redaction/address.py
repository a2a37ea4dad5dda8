"""The ticket's address without what lets in whoever has it, so that it can still be followed."""

import re

from bot.intake.redaction.credentials import PARAMETER, USER_INFO

_USER = re.compile(USER_INFO.pattern + "@")
_WHOLE_PARAMETER = re.compile(PARAMETER.pattern + "[&;]*", PARAMETER.flags)
_LEFT_OVER = re.compile(r"[?&#;]+(?=#|$)")


def followable(address: str) -> tuple[str, int]:
    """Leave out user names, passwords and parameters that are credentials; tell how many there were."""
    bare, users = _USER.subn("", address)
    bare, parameters = _WHOLE_PARAMETER.subn("", bare)
    return (_LEFT_OVER.sub("", bare) if parameters else bare), users + parameters
