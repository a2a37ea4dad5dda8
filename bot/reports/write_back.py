"""What a ticket is told of its issue."""

from bot.model.context import Texts

NAME = "write_back"


def note_for(issue: str, tag: str, texts: Texts) -> str:
    """Write the note for the agents: `issue` is a web address, `tag` tells that the ticket knows."""
    return texts.render(NAME, issue=issue, tag=tag)
