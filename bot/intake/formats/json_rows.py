"""JSON files: an array, one record on each line, one record in all, or records somewhere inside a document."""

from collections.abc import Iterator
from typing import BinaryIO

from bot.intake.formats.json_text import elements, parsed
from bot.intake.formats.table import named_twice
from bot.intake.mapping.mapping import Mapping
from bot.intake.mapping.paths import finder
from bot.intake.outcomes import Rejection
from bot.intake.row import Row, column_name

_NOT_JSON = "is not valid JSON"


def json_rows(name: str, stream: BinaryIO, mapping: Mapping | None) -> Iterator[Row | Rejection]:
    """Read the records of a JSON file, from where the stream stands; only `rows` holds a whole file in memory."""
    if mapping and mapping.rows:
        return _inside(name, stream, mapping.rows)
    nested = mapping is not None
    if _first(stream) == b"[":
        return _array(name, stream, nested=nested)
    return _one(name, stream) if nested and _is_one(stream) else _lines(name, stream, nested=nested)


def _first(stream: BinaryIO) -> bytes:
    start, first = stream.tell(), b" "
    while first.isspace():
        first = stream.read(1)
    stream.seek(start)
    return first


def _inside(name: str, stream: BinaryIO, path: str) -> Iterator[Row | Rejection]:
    try:
        found = finder(path)(parsed(stream.read()))
    except ValueError:
        yield Rejection(name, "", f"{_NOT_JSON}, or `rows` cannot be followed in it")
        return
    if not isinstance(found, list):
        yield Rejection(name, "", "has no list of records where `rows` says")
        return
    for number, record in enumerate(found, start=1):
        yield _record(name, f"record {number}", record, nested=True)


def _is_one(stream: BinaryIO) -> bool:
    """Tell whether the first line is no record by itself, so that the file may be one record over several lines."""
    start = stream.tell()
    line = b" "
    while line.isspace():
        line = stream.readline()
    stream.seek(start)
    try:
        parsed(line)
    except ValueError:
        return True
    return False


def _one(name: str, stream: BinaryIO) -> Iterator[Row | Rejection]:
    start = stream.tell()
    try:
        record = parsed(stream.read())
    except ValueError:
        stream.seek(start)
        yield from _lines(name, stream, nested=True)
        return
    yield _record(name, "record 1", record, nested=True)


def _array(name: str, stream: BinaryIO, *, nested: bool) -> Iterator[Row | Rejection]:
    number = 0
    try:
        for number, record in enumerate(elements(stream), start=1):
            yield _record(name, f"record {number}", record, nested=nested)
    except ValueError:
        yield Rejection(name, f"after record {number}", f"{_NOT_JSON}; the records before it were read")


def _lines(name: str, stream: BinaryIO, *, nested: bool) -> Iterator[Row | Rejection]:
    for number, line in enumerate(stream, start=1):
        if line.isspace():
            continue
        try:
            record = parsed(line)
        except ValueError:
            yield Rejection(name, f"line {number}", f"{_NOT_JSON}; each line must hold one survey as an object")
            continue
        yield _record(name, f"line {number}", record, nested=nested)


def _record(name: str, place: str, record: object, *, nested: bool) -> Row | Rejection:
    if not isinstance(record, dict):
        return Rejection(name, place, "is not an object with the survey's keys")
    if nested:
        return Row(place, record)
    columns = [column_name(key) for key in record]
    if problem := named_twice(columns):
        return Rejection(name, place, problem)
    return Row(place, dict(zip(columns, record.values(), strict=True)))
