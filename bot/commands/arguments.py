"""What may stand after a verb: a label, a person, a time, an issue, one of a few words, or nothing."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from bot.commands.command import Assign, Command, Reference, Snooze
from bot.commands.mistake import Refusal
from bot.commands.wording import flat, small
from bot.model.duration import parse_duration
from bot.model.labels import Label, Labels

Reading = Command | Refusal
Reader = Callable[[str, Labels], Reading]

_QUOTES = (('"', '"'), ("'", "'"), ("`", "`"), ("“", "”"), ("„", "“"), ("‘", "’"), ("«", "»"))  # noqa: RUF001

# GitLab's source (path_regex.rb): usernames may hold dots and dashes, but not begin with a dash or end with a dot.
_USER = re.compile(r"@(?!-)([A-Za-z0-9_.-]{0,254}[A-Za-z0-9_-])")

_DURATION = re.compile(
    r"(?:for )?([0-9]+) ?(?:(w|weeks?)|(d|days?)|(h|hrs?|hours?)|(min|minutes?)|(s|sec|seconds?))", re.ASCII
)
_UNITS = ("w", "d", "h", "min", "s")
_DAY = re.compile(r"(?:until )?([0-9]{4}-[0-9]{2}-[0-9]{2})")
_LEAST = timedelta(days=1)
_TIMES = ("7d", "2 weeks", "until 2026-12-24")

_PATH = r"[A-Za-z0-9_][A-Za-z0-9_.-]*(?:/[A-Za-z0-9_][A-Za-z0-9_.-]*)+"
_NUMBER = r"(?P<iid>[0-9]{1,10})"
_MORE = r"(?:\+s?)?"  # GitLab shows the title, or more, of a reference with a plus
_SHORT = re.compile(rf"(?P<project>{_PATH})?#{_NUMBER}{_MORE}")
_ADDRESS = re.compile(
    rf"https?://(?P<host>[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[0-9]{{1,5}})?)/(?!groups/)(?P<project>{_PATH}?)"
    rf"(?:/-)?/(?:issues|work_items)/{_NUMBER}/?(?:[?#][!-~]*)?{_MORE}",
    re.IGNORECASE | re.ASCII,
)
_REFERENCES = ("#12", "group/project#12", "https://gitlab.example.com/group/project/-/issues/12")


def nothing(command: Command) -> Reader:
    """Read a verb that stands alone."""

    def read(said: str, labels: Labels) -> Reading:  # noqa: ARG001 - as every reader
        if said:
            return Refusal("Nothing may stand after this verb; other words go after a comma.", valid=(str(command),))
        return command

    return read


def one_of(choices: Mapping[str, Command]) -> Reader:
    """Read one of a few words."""
    valid = tuple(choices)

    def read(said: str, labels: Labels) -> Reading:  # noqa: ARG001 - as every reader
        if command := choices.get(small(said)):
            return command
        return Refusal(_lacking(said, "This verb needs one of a few words, and nothing more."), said, valid)

    return read


def label(make: Callable[[str], Command]) -> Reader:
    """Read the name of a label of the catalogue, with or without its scope."""

    def read(said: str, labels: Labels) -> Reading:
        names = tuple(label.name for label in labels.catalogue)
        name = _unquoted(said)
        found = _meant(name, labels.catalogue)
        if len(found) == 1:
            return make(found[0])
        if found:
            return Refusal("More than one label has this name; write it with its scope.", valid=found)
        return Refusal(_lacking(name, "There is no such label in the catalogue."), name, names)

    return read


def user(make: Callable[[str], Command]) -> Reader:
    """Read somebody's username."""

    def read(said: str, labels: Labels) -> Reading:  # noqa: ARG001 - as every reader
        if username := _username(said):
            return make(username)
        return Refusal(_lacking(said, "This is not the username of one person; write it with an @."), valid=("@user",))

    return read


def assignee(said: str, labels: Labels) -> Reading:  # noqa: ARG001 - as every reader
    """Read a username, or "me"."""
    if small(said) == "me":
        return Assign(None)
    if username := _username(said):
        return Assign(username)
    problem = _lacking(said, "This is neither the username of one person, written with an @, nor “me”.")
    return Refusal(problem, valid=("@user", "me"))


def time(said: str, labels: Labels) -> Reading:  # noqa: ARG001 - as every reader
    """Read a time from now, or a day; a day is written in the only order that nobody misreads."""
    said = small(said)
    if day := _DAY.fullmatch(said):
        return _day(day[1])
    if duration := _DURATION.fullmatch(said):
        return _duration(duration[1], _UNITS[(duration.lastindex or 0) - 2])
    problem = "This is no time; write a number of days or weeks such as 7d, or a day as YYYY-MM-DD."
    return Refusal(_lacking(said, problem), valid=_TIMES)


def reference(make: Callable[[Reference], Command]) -> Reader:
    """Read which issue is meant."""

    def read(said: str, labels: Labels) -> Reading:  # noqa: ARG001 - as every reader
        address = said[1:-1] if said.startswith("<") and said.endswith(">") else said
        written = _SHORT.fullmatch(said) or _ADDRESS.fullmatch(address)
        if written is None or int(written["iid"]) == 0:
            return Refusal(_lacking(said, "This is not one issue's number or address."), valid=_REFERENCES)
        host = written.groupdict().get("host")
        return make(Reference(int(written["iid"]), written["project"], host.lower() if host else None))

    return read


def _lacking(said: str, problem: str) -> str:
    return problem if said else "Something is missing after this verb."


def _unquoted(said: str) -> str:
    name = said.removeprefix("~").strip()
    for opening, closing in _QUOTES:
        if len(name) > 1 and name.startswith(opening) and name.endswith(closing):
            return name[1:-1].strip()
    return name


def _meant(name: str, catalogue: tuple[Label, ...]) -> tuple[str, ...]:
    """Name the labels somebody may have meant: the very name, else in another letter case, else the short name."""
    folded = name.casefold()
    full = {label.name: flat(label.name) for label in catalogue}
    for found in (
        tuple(label for label, written in full.items() if written == name),
        tuple(label for label, written in full.items() if written.casefold() == folded),
        tuple(label for label, written in full.items() if written.rpartition("::")[2].casefold() == folded),
    ):
        if found:
            return found
    return ()


def _username(said: str) -> str | None:
    # @me would be a person of that name.
    written = _USER.fullmatch(said)
    return written[1].lower() if written and small(said) != "@me" else None


def _day(written: str) -> Reading:
    try:
        return Snooze(date.fromisoformat(written))
    except ValueError:
        return Refusal("There is no such day in the calendar.", valid=_TIMES)


def _duration(count: str, unit: str) -> Reading:
    try:
        duration = parse_duration(f"{count}{unit}")
    except ValueError:
        return Refusal("This time is too long, or no time at all.", valid=_TIMES)
    if duration < _LEAST:
        return Refusal("Due dates are days, so it must be a day or longer.", valid=_TIMES)
    return Snooze(duration)
