"""Every verb a manager may use: how it is written, what it does, who may by default. Help and parser come from here."""

from dataclasses import dataclass, field

from bot.commands.arguments import Reader, assignee, label, nothing, one_of, reference, time, user
from bot.commands.command import (
    Close,
    Contact,
    Explain,
    Help,
    Known,
    Kudos,
    Nag,
    Refresh,
    Relate,
    RemoveLabel,
    ReviewDone,
    SetContact,
    SetLabel,
    SetRating,
)
from bot.model.survey import Rating

WHO_BY_DEFAULT = "Reporter or higher (Planner counts)"


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb: `usage` shows what follows it, `read` makes a command of that; `who` may use it unless it is set."""

    name: str
    usage: str
    description: str
    examples: tuple[str, ...]
    read: Reader = field(repr=False)
    who: str = WHO_BY_DEFAULT


CATALOGUE = (
    Verb("help", "help", "Answers with the list of commands.", ("help",), nothing(Help())),
    Verb(
        "label",
        "label NAME",
        "Sets a label of the catalogue. What stands before its last `::` may be left out where that is clear; the other"
        " labels of its scope go.",
        ("label feedback::process", "label process", 'label ~"feedback::soft-skills"'),
        label(SetLabel),
    ),
    Verb(
        "unlabel",
        "unlabel NAME",
        "Removes a label of the catalogue.",
        ("unlabel feedback::process", "unlabel process"),
        label(RemoveLabel),
    ),
    Verb(
        "assign",
        "assign @user|me",
        "Makes somebody the one who is expected to answer.",
        ("assign @mia", "assign me"),
        assignee,
    ),
    Verb(
        "snooze",
        "snooze 7d|until DATE",
        "Moves the due date: a time counted from the comment, a day or longer, or a date written as YYYY-MM-DD.",
        ("snooze 7d", "snooze 2 weeks", "snooze until 2026-12-24"),
        time,
    ),
    Verb(
        "nag",
        "nag off|on",
        "Ends the reminders about this issue, or lets them come again.",
        ("nag off", "nag on"),
        one_of({"off": Nag(on=False), "on": Nag(on=True)}),
    ),
    Verb(
        "review",
        "review done",
        "Takes the review for complete, whatever is missing from it.",
        ("review done",),
        one_of({"done": ReviewDone()}),
    ),
    Verb(
        "contact",
        "contact yes|no|done",
        "Says that the customer is to be contacted, need not be, or was.",
        ("contact yes", "contact done"),
        one_of({state.value: SetContact(state) for state in Contact}),
    ),
    Verb(
        "rating",
        "rating good|neutral|bad",
        "Corrects the rating of a customer who clicked the wrong one.",
        ("rating good",),
        one_of({rating.value: SetRating(rating) for rating in Rating}),
    ),
    Verb("kudos", "kudos @user", "Notes that somebody is praised.", ("kudos @mia",), user(Kudos)),
    Verb(
        "known",
        "known #iid|URL",
        "Relates the issue of a known problem, and labels this one as known.",
        (
            "known #12",
            "known group/project#12",
            "known https://gitlab.example.com/group/project/-/issues/12",
        ),
        reference(Known),
    ),
    Verb(
        "relate",
        "relate #iid|URL",
        "Relates another issue.",
        ("relate #12", "relate https://gitlab.example.com/group/project/-/work_items/12"),
        reference(Relate),
    ),
    Verb("close", "close", "Closes the issue.", ("close", "close, thanks!"), nothing(Close())),
    Verb(
        "explain",
        "explain",
        "Answers which clock runs, who is expected to act, and what comes next and when.",
        ("explain",),
        nothing(Explain()),
    ),
    Verb("refresh", "refresh", "Looks at the issue again now.", ("refresh",), nothing(Refresh())),
)

VERBS = {verb.name: verb for verb in CATALOGUE}
