"""What a pass is asked to do."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.intake import Inbox


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What somebody asked for on the command line; `now` carries its offset, an empty `only` means all rules.

    `alone`: the surveys are all that is looked after, not what has changed or come due in the tracker. `explains`: of
    one issue it is also told why each rule lets it be. `nonce` makes the id of the pass the only one of its second.
    """

    now: datetime
    nonce: str = ""
    inbox: Inbox | None = None
    only: frozenset[str] = field(default_factory=frozenset)
    iid: int | None = None
    alone: bool = False
    explains: bool = False
    full: bool = False
    limited: bool = True
