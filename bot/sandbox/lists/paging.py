"""Offset pagination: the ``x-*`` headers and the Link header of GitLab's lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

from bot.sandbox.web.answers import Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeVar

    from bot.sandbox.web.call import Call

    Row = TypeVar("Row")

DEFAULT_SIZE = 20
MAX_SIZE = 100
MAX_COUNTED = 10_000  # above this GitLab neither counts nor links to the last page (GitLab's documentation)

_NOT_REPEATED = {"page", "per_page", "cursor", "private_token", "access_token"}


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a list of so many rows is asked for."""

    number: int
    size: int
    total: int

    @property
    def last(self) -> int:
        """The number of the last page; an empty list has one page as well (recorded answers of 2026)."""
        return max(1, -(-self.total // self.size))

    @property
    def rows(self) -> slice:
        """The rows of this page."""
        return slice((self.number - 1) * self.size, self.number * self.size)

    @property
    def counted(self) -> bool:
        """Whether the list is short enough to be counted."""
        return self.total <= MAX_COUNTED

    @property
    def previous(self) -> int | None:
        """The page before, if there is one."""
        return self.number - 1 if 1 < self.number <= self.last else None

    @property
    def next(self) -> int | None:
        """The page after, if there is one."""
        return self.number + 1 if self.number < self.last else None


def page_size(call: Call) -> int:
    """Give the number of rows wanted, never more than a hundred."""
    wanted = call.args.integer("per_page") or DEFAULT_SIZE
    return min(wanted, MAX_SIZE) if wanted > 0 else DEFAULT_SIZE


def paged(call: Call, rows: Sequence[Row], show: Callable[[Row], object], **defaults: object) -> Answer:
    """Answer with one page of a list; ``defaults`` are the parameters that the links spell out."""
    page = Page(max(call.args.integer("page") or 1, 1), page_size(call), len(rows))
    headers = _counts(page) | {"link": _links(call, page, defaults)}
    return Answer(200, [show(row) for row in rows[page.rows]], headers)


def _counts(page: Page) -> dict[str, str]:
    headers = {
        "x-next-page": str(page.next or ""),
        "x-page": str(page.number),
        "x-per-page": str(page.size),
        "x-prev-page": str(page.previous or ""),
    }
    if page.counted:
        headers |= {"x-total": str(page.total), "x-total-pages": str(page.last)}
    return headers


def _links(call: Call, page: Page, defaults: dict[str, object]) -> str:
    targets = {"prev": page.previous, "next": page.next, "first": 1, "last": page.last if page.counted else None}
    links = [
        f'<{page_url(call, defaults | {"page": number, "per_page": page.size})}>; rel="{name}"'
        for name, number in targets.items()
        if number is not None
    ]
    return ", ".join(links)


def page_url(call: Call, fixed: dict[str, object]) -> str:
    """Write the absolute address of a page with all filters, the path's ids and the defaults, in alphabetical order.

    What names the page replaces what was sent, mere defaults give way to it, and tokens are left out.
    """
    sent = {name: value for name, value in call.args.values.items() if name not in _NOT_REPEATED}
    pairs = _pairs(fixed | call.route | sent)
    return f"{call.host}{call.path}?{'&'.join(sorted(pairs))}"


def _pairs(values: dict[str, object], outer: str = "") -> list[str]:
    pairs: list[str] = []
    for name, value in values.items():
        key = f"{outer}[{name}]" if outer else name
        if isinstance(value, dict):
            pairs += _pairs(value, key)
        elif isinstance(value, list):
            pairs += [f"{quote_plus(key + '[]')}={quote_plus(str(item))}" for item in value]
        else:
            pairs.append(f"{quote_plus(key)}={quote_plus(str(value))}")
    return pairs
