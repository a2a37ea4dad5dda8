"""The words managers may say to the bot: what each does, how it is found in a comment, how it is explained. Pure."""

from bot.commands.catalogue import CATALOGUE, VERBS, Verb
from bot.commands.command import (
    Assign,
    Close,
    Command,
    Contact,
    Explain,
    Help,
    Known,
    Kudos,
    Nag,
    Reference,
    Refresh,
    Relate,
    RemoveLabel,
    ReviewDone,
    SetContact,
    SetLabel,
    SetRating,
    Snooze,
)
from bot.commands.manual import help_lines, reference
from bot.commands.mistake import Mistake, Refusal, mistake, nearest
from bot.commands.parser import Found, commands_in, words_to_people

__all__ = [
    "CATALOGUE",
    "VERBS",
    "Assign",
    "Close",
    "Command",
    "Contact",
    "Explain",
    "Found",
    "Help",
    "Known",
    "Kudos",
    "Mistake",
    "Nag",
    "Reference",
    "Refresh",
    "Refusal",
    "Relate",
    "RemoveLabel",
    "ReviewDone",
    "SetContact",
    "SetLabel",
    "SetRating",
    "Snooze",
    "Verb",
    "commands_in",
    "help_lines",
    "mistake",
    "nearest",
    "reference",
    "words_to_people",
]
