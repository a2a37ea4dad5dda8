"""Texts that must look a certain way, with an error that says so in words instead of showing a pattern."""

import re

from pydantic import AfterValidator


def matching(pattern: str, words: str) -> AfterValidator:
    """Accept only text that fits a pattern as a whole; `words` complete the sentence "it must …"."""
    compiled = re.compile(pattern)

    def check(text: str) -> str:
        if compiled.fullmatch(text) is None:
            raise ValueError(words)
        return text

    return AfterValidator(check)
