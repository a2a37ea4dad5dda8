"""JMESPath: where in a JSON record something stands."""

import re
from collections.abc import Callable, Iterator
from typing import Annotated, Any

import jmespath
from jmespath.exceptions import JMESPathError, ParseError
from jmespath.functions import Functions
from pydantic import AfterValidator

_PLAIN = re.compile(r"[\w.]+([ -]+[\w.]+)+")
Finder = Callable[[Any], object]


def finder(path: str) -> Finder:
    """Compile a path that has been checked; what it returns raises ValueError for a record that it cannot walk."""
    compiled = jmespath.compile(path)

    def find(record: object) -> object:
        try:
            return compiled.search(record)
        except JMESPathError:
            # Its own words would show what stands in the record.
            raise ValueError("its path meets something of another kind than it expects") from None

    return find


def problem_of(path: str) -> str | None:
    """Tell why a path cannot be one; None when it can."""
    try:
        parsed = jmespath.compile(path).parsed
    except ParseError as problem:
        remedy = """; a name with blanks or dashes needs quotes: '"Ticket number"'""" if _PLAIN.fullmatch(path) else ""
        return f"is not valid JMESPath near character {(problem.lex_position or 0) + 1}{remedy}"
    except JMESPathError:
        return "is not valid JMESPath"
    wrong = [name for name, count in _calls(parsed) if not _can_be_called(name, count)]
    return f"calls {wrong[0]}(), which JMESPath does not know with so many arguments" if wrong else None


def _calls(node: Any) -> Iterator[tuple[str, int]]:  # noqa: ANN401 - jmespath's syntax tree is made of plain dicts
    if node["type"] == "function_expression":
        yield node["value"], len(node["children"])
    for child in node["children"]:
        if isinstance(child, dict):
            yield from _calls(child)


def _can_be_called(name: str, count: int) -> bool:
    function = Functions.FUNCTION_TABLE.get(name)
    if function is None:
        return False
    signature = function["signature"]
    return count >= len(signature) if signature and signature[-1].get("variadic") else count == len(signature)


def _checked(path: str) -> str:
    if path and (problem := problem_of(path)):
        raise ValueError(problem)
    return path


Path = Annotated[str, AfterValidator(_checked)]
