"""Environment variables with the bot's prefix that mean nothing: mistyped ones, which would silently do nothing."""

from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches

from bot.intake.sources import Source
from bot.intake.zendesk import ZendeskSource
from bot.intake.zendesk.credentials import PARTS
from bot.settings.environment import PREFIX, Environment

_ALIKE = 0.7  # PROJET and PROJECT are, ZENDESK_TOKEN and TOKEN are not
_SAME = {"FILE", "ID", "NAME", "PATH", "URL"}  # endings that only say what the value is; TOKEN_EU is a second token
OWN = tuple(f"{PREFIX}{name.upper()}" for name in Environment.model_fields if not name.startswith("ci_"))


def known_variables(sources: Collection[Source]) -> tuple[str, ...]:
    """Name all variables that mean something to a policy with these sources."""
    zendesk = {source.credentials for source in sources if isinstance(source, ZendeskSource)}
    return (*OWN, *(f"{PREFIX}{name}_{part}" for name in sorted(zendesk) for part in PARTS))


def mistyped(environment: Mapping[str, str], known: Collection[str]) -> Iterator[str]:
    """Name variables that look like one that is not set: what they were to say is not heard."""
    given = {name.upper() for name, value in environment.items() if value}
    for name, meant in _strangers(environment, set(known) - given, known):
        if meant:
            yield f"{name}: means nothing to the bot, and {meant} is not set; did you mean that?"


def idle(environment: Mapping[str, str], known: Collection[str]) -> Iterator[str]:
    """Name the other variables that mean nothing: somebody may keep them for a purpose of their own."""
    given = {name.upper() for name, value in environment.items() if value}
    for name, meant in _strangers(environment, set(known) - given, known):
        if not meant:
            yield f"{name}: means nothing to the bot (known: {', '.join(sorted(known))})"


def _strangers(
    environment: Mapping[str, str], unset: Collection[str], known: Collection[str]
) -> Iterator[tuple[str, str | None]]:
    """Name each stranger with the variable that it may have been meant for."""
    bare = {name.removeprefix(PREFIX): name for name in unset}
    for name in sorted(environment):
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            own = _is_another(name.upper(), known)
            near = get_close_matches(name.upper().removeprefix(PREFIX), sorted(bare), n=1, cutoff=_ALIKE)
            yield name, bare[near[0]] if near and not own else None


def _is_another(name: str, known: Collection[str]) -> bool:
    """Tell whether a name is a known one with an ending of somebody's own, as people call a second token."""
    endings = (name.removeprefix(f"{one}_") for one in known if name.startswith(f"{one}_"))
    return any(ending not in _SAME for ending in endings)
