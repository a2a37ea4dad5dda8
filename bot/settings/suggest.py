"""The nearest known word for one that was misspelt."""

from collections.abc import Collection
from difflib import get_close_matches

_FEW = 20


def suggestion(word: str, known: Collection[str]) -> str:
    """Suggest what was meant, as the end of an error's sentence: the nearest known word, or the known words if few."""
    by_letters = {name.lower(): name for name in known}
    near = get_close_matches(word.lower(), sorted(by_letters), n=1, cutoff=0.6)
    if near:
        return f"; did you mean {by_letters[near[0]]}?"
    return f" (known: {', '.join(sorted(known))})" if known and len(known) <= _FEW else ""
