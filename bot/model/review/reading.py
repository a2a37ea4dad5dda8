"""Reads a review back from a manager's comment: what was filled in, and which cause labels are named."""

import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from bot.model.review.answers import decision, is_filled, yes_or_no
from bot.model.review.causes import CauseNames, cause_names
from bot.model.review.form import CAUSE, Field, Form, names_of
from bot.model.review.markdown import Line, cells_of, is_row, is_under_header, visible_lines
from bot.model.review.naming import Found, find_field

_WIDEST = 20  # so many cells of a row are looked at
_ITEM = re.compile(r"(?:[-*+\u2022]|\d{1,3}[.)])\s+")
_LAYOUT = re.compile(r"\s*((?:[-*+\u2022\u2013\u00b7]|\w{1,3}[.)])\s)?")
_LEFT_OPEN = re.compile(r"(?:\*\*|__|~~)\s+")


@dataclass(frozen=True, slots=True)
class Filled:
    """What one comment says: the lines it fills in, by their names, and the cause labels it names."""

    values: Mapping[str, str] = field(repr=False)
    causes: frozenset[str]


@lru_cache(maxsize=256)  # the same comments are read by several rules, and again for each moment of a forecast
def read_comment(body: str, form: Form) -> Filled:
    """Read what a comment fills in, however it is laid out; what it quotes, hides or shows as code says nothing."""
    reading = _Reading(form, visible_lines(body))
    for place in range(len(reading.lines)):
        reading.take(place)
    return reading.result()


_causes_of = lru_cache(maxsize=8)(cause_names)


@dataclass(slots=True)
class _Part:
    """What stands under one line of the form, which may be quoted; `copied` if it came with others in one quote.

    `ticked` tells that a ticked box before the line is its answer, unless what stands below is one.
    """

    field: Field
    lines: list[str]
    unclosed: str = ""
    in_quote: bool = False
    copied: bool = False
    in_table: bool = False
    ticked: bool = False

    def add(self, text: str) -> None:
        if text or self.lines[-1]:
            self.lines.append(text)

    def value(self) -> str:
        first, *others = self.lines
        text = f"{first.strip()}\n{textwrap.dedent(chr(10).join(others))}".strip()
        if self.unclosed:
            first, *others = text.split("\n", 1)
            text = "\n".join([first.removesuffix(self.unclosed), *others]).removesuffix(self.unclosed)
        text = _LEFT_OPEN.sub("", text, count=1) if _LEFT_OPEN.match(text) else text
        if self.ticked and decision(text) is None:
            return f"Y\n{text}".strip()
        return text.strip() if "\n" in text or not _ITEM.match(text) else _ITEM.sub("", text, count=1).strip()


class _Reading:
    """Goes through a comment line by line and collects what belongs to which line of the form."""

    def __init__(self, form: Form, lines: Sequence[Line]) -> None:
        self.lines = lines
        self._names = names_of(form)
        self._causes: CauseNames = _causes_of(form.causes)
        self._parts: list[_Part] = []
        self._part: _Part | None = None
        self._columns: list[_Part | None] = []
        self._in_copy = False
        self._named: set[str] = set()

    def take(self, place: int) -> None:
        line = self.lines[place]
        if line.quoted:
            self._quote(line.text)
        elif not line.text.strip():
            self._blank()
        else:
            self._in_copy = False
            if self._causes.has_entry_in(line.text) and not self._columns:
                self._part = None
            elif is_row(line.text):
                self._row(line.text)
            else:
                self._text(line.text, place)

    def result(self) -> Filled:
        values: dict[str, str] = {}
        for part in self._parts:
            if part.field is CAUSE:
                self._named |= self._causes.meant_by("\n".join(part.lines))
            elif self._says_something(part.field, part.value(), copied=part.copied):
                values[part.field.name] = part.value()
        return Filled(values, frozenset(self._named))

    def _says_something(self, line: Field, said: str, *, copied: bool = False) -> bool:
        # Who quotes the whole form and writes below answers its last line only if that asks for yes or no.
        if copied and (not line.yes_or_no or yes_or_no(said) is None):
            return False
        return is_filled(said, self._names.own_of(line))

    def _begin(self, part: _Part) -> _Part:
        self._parts.append(part)
        self._part = part
        return part

    def _quote(self, text: str) -> None:
        """Let an empty line of the form in a quote wait for what follows; leave out what an answer quotes."""
        if not text:
            return
        found = find_field(text, self._names)
        if found or (self._part and self._part.in_quote):
            self._part = None
        self._in_copy, before = False, self._in_copy
        if found and (found.certain or found.ended) and not self._says_something(found.field, found.said):
            self._begin(_Part(found.field, [""], in_quote=True, copied=before))
            self._in_copy = True

    def _blank(self) -> None:
        self._columns = []
        if self._part and self._part.in_table:
            self._part = None
        elif self._part:
            self._part.add("")

    def _text(self, text: str, place: int) -> None:
        self._columns = []
        self._named |= self._causes.named_in(text)
        found = find_field(text, self._names)
        if found and (self._is_meant(found, found.said or self._following(place)) or self._is_in_line(found, text)):
            ticked = found.ticked and found.field.yes_or_no and not found.said
            self._begin(_Part(found.field, [found.said], found.unclosed, ticked=ticked))
        elif (self._part and self._part.in_table) or self._causes.are_all_of(text):
            self._part = None
        elif self._part:
            self._part.add(text)

    def _is_meant(self, found: Found, said: str) -> bool:
        """Tell whether a line of the form is meant where its words might be a part of an answer to another line."""
        if found.certain:
            return True
        if not said:
            return found.ended
        return bool(self._causes.meant_by(said)) if found.field is CAUSE else decision(said) is not None

    def _is_in_line(self, found: Found, text: str) -> bool:
        """Tell whether a short name that is laid out as other lines of the form are must be a line as well.

        It is none where the comment has that line in clearer words.
        """
        if found.field is CAUSE or not (found.ended or found.ticked or (is_row(text) and not found.said)):
            return False
        fields, layouts = self._clear
        return found.field not in fields and _layout(text) in layouts

    @cached_property
    def _clear(self) -> tuple[set[Field], set[str]]:
        """List the lines of the form that are there beyond doubt, and how they are laid out."""
        fields, layouts = set[Field](), set[str]()
        for place, line in enumerate(self.lines):
            first, *others = cells_of(line.text) if is_row(line.text) else [line.text]
            found = None if line.quoted else find_field(first, self._names)
            if found is None or found.field is CAUSE:
                continue
            if self._is_meant(found, " ".join([found.said, *others]).strip() or self._following(place)):
                fields.add(found.field)
                layouts.add(_layout(line.text))
        return fields, layouts

    def _following(self, place: int) -> str:
        """Find the text below a line; nothing if the next line of the form follows at once."""
        below = place + 1
        while below < len(self.lines) and not self.lines[below].text.strip():
            below += 1
        if below == len(self.lines) or self.lines[below].quoted:
            return ""
        found = find_field(self.lines[below].text, self._names)
        return "" if found and (found.certain or found.ended) else self.lines[below].text

    def _row(self, text: str) -> None:
        cells = cells_of(text)
        if is_under_header(cells):
            return
        self._named |= self._causes.named_in(text)
        if self._columns:
            for part, cell in zip(self._columns, cells, strict=False):
                if part:
                    part.add(cell)
            return
        found = [find_field(cell, self._names) for cell in cells[:_WIDEST]]
        heads = [one for one in found if one and not one.said and (one.certain or one.field is CAUSE)]
        if len(heads) > 1 or (heads and len(cells) == 1):
            self._columns = [_Part(one.field, [""]) if one and not one.said else None for one in found]
            self._parts += [part for part in self._columns if part]
            self._part = None
        else:
            self._row_of_one(text, cells, found)

    def _row_of_one(self, text: str, cells: list[str], found: list[Found | None]) -> None:
        """Read a row that has the name of a line in its first or second cell, or goes on with what was before."""
        place = next((place for place, one in enumerate(found[:2]) if one), None)
        name = None if place is None else found[place]
        if name and place is not None:
            said = " | ".join(cell for cell in (name.said, *cells[place + 1 :]) if cell)
            if self._is_meant(name, said) or not said or (place == 0 and self._is_in_line(name, text)):
                self._begin(_Part(name.field, [said], in_table=True))
                return
        if self._part and self._part.in_table and not cells[0]:
            self._part.add(" | ".join(filter(None, cells)))
        elif self._part and not self._part.in_table:
            self._part.add(text)
        else:
            self._part = None


def _layout(text: str) -> str:
    """Tell how far a line is indented, and whether it is an item of a list or a row of a table."""
    if is_row(text):
        return "|"
    found = _LAYOUT.match(text.expandtabs())
    assert found is not None  # noqa: S101 - it matches even nothing
    return " " * (found.start(1) if found[1] else found.end()) + ("-" if found[1] else "")
