"""What of a value may be shown to people who read about a problem: no address, no sentence, nothing long."""

import re

_LONGEST = 40
_MOST_WORDS = 4
_ADDRESS = re.compile(r"[^\s@]@[^\s@]")


def shown(text: str) -> str:
    """Show a value that is not understood, after a blank; nothing where it may be what somebody wrote or is called."""
    if len(text) > _LONGEST or len(text.split()) > _MOST_WORDS or _ADDRESS.search(text):
        return ""
    return f" {text!r}"
