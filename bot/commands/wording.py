"""Written words as they are compared: one kind of blank, no escapes, small letters."""

import re

# Blanks of every kind, and what nobody sees. Not the joiners U+200C and U+200D, which belong to words and emoji.
_BLANKS = re.compile("[\\s\u00ad\u200b\u200e\u200f\u2060\ufeff]")
# GitLab's rich text editor escapes punctuation, and writes a line break as a backslash at the end of the line.
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])|\\\s*$")


def spaced(text: str) -> str:
    """Write every blank as a space, each at its place."""
    return _BLANKS.sub(" ", text)


def flat(text: str) -> str:
    """Put a text on one line, with single spaces and none at its ends."""
    return " ".join(spaced(text).split())


def unescaped(text: str) -> str:
    """Take out the backslashes of Markdown."""
    return _ESCAPED.sub(r"\1", text)


def small(word: str) -> str:
    """Write a word in small letters; one with letters beyond ASCII stays, so that no look-alike becomes a word."""
    return word.lower() if word.isascii() else word
