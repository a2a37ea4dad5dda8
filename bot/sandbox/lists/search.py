"""The ``search`` filter of a project's issue list."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.sandbox.web.arguments import Arguments
    from bot.sandbox.web.call import Call
    from bot.sandbox.world.model import Issue

_WORD = re.compile(r"[\w.@/-]+")
_LONGEST = 49  # longer words are left out of GitLab's index (GitLab's source)


def search_check(_call: Call, args: Arguments) -> Callable[[Issue], bool] | None:
    """Check that every word of the search begins some word of title or description.

    GitLab's full-text search for Latin text does this with an English dictionary on top; word stems are not imitated.
    """
    words = _WORD.findall(args.text("search") or "")
    if not words:
        return None
    if any(len(word) > _LONGEST for word in words):
        return lambda _issue: False
    patterns = {word.lower(): re.compile(rf"(?<!\w){re.escape(word.lower())}") for word in words}
    places = args.names("in") or ["title", "description"]
    in_title, in_description = "title" in places, "description" in places

    def found(issue: Issue) -> bool:
        title = issue.title if in_title else ""
        text = f"{title}\n{issue.description or ''}".lower() if in_description else title.lower()
        return all(word in text and pattern.search(text) for word, pattern in patterns.items())

    return found
