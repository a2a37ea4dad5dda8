"""A bot, its labels, and what it hears."""

from collections.abc import Iterable

from hypothesis import strategies as st
from model.judge import anything

from bot.commands import CATALOGUE, Command, Found, Mistake, commands_in
from bot.model.labels import Label, LabelNames, Labels

BOT = "feedback-bot"

# Comments of every kind, most of which speak to the bot in some way.
said = st.sampled_from([f"@{BOT} {example}" for verb in CATALOGUE for example in (*verb.examples, verb.usage)])
odd = st.text(st.sampled_from(f"@!`~<>\\\"'.,:;#/ \t\u00a0\u200b-{BOT}"), max_size=12)
spoken = st.lists(st.one_of(said, odd, anything, st.sampled_from(["\n", "\n\n", f"@{BOT} "])), max_size=6).map("".join)

NAMES = (
    *("satisfaction::good", "satisfaction::bad", "review::needed", "review::done", "contact::done"),
    *("feedback::process", "feedback::soft-skills", "feedback::Known issue of ours", "region::Über uns"),
    *("urgent", "priority::urgent"),
)


def labels(*names: str) -> Labels:
    return Labels(LabelNames(), tuple(Label(name=name, color="#6699cc") for name in names))


LABELS = labels(*NAMES)


def listen(body: str, known: Labels = LABELS) -> list[Found | Mistake]:
    return commands_in(body, BOT, known)


def told(argument: str, known: Labels = LABELS) -> Command:
    """Give the one command of a line."""
    (found,) = listen(f"@{BOT} {argument}", known)
    assert isinstance(found, Found), found
    return found.command


def refused(argument: str, known: Labels = LABELS) -> Mistake:
    """Give the one mistake of a line."""
    (found,) = listen(f"@{BOT} {argument}", known)
    assert isinstance(found, Mistake), found
    return found


def heard(body: str) -> list[str]:
    """Say in a few words what is found in a comment."""
    return [_briefly(found) for found in listen(body)]


def commands(found: Iterable[Found | Mistake]) -> list[Command]:
    return [one.command for one in found if isinstance(one, Found)]


def _briefly(found: Found | Mistake) -> str:
    if isinstance(found, Found):
        return f"{found.line} {found.identity}"
    return f"{found.line} ? {found.nearest or ''}".rstrip()
