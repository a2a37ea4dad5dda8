"""Texts that must look a certain way, with an error that says so in words instead of showing a pattern."""

import re
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema


@dataclass(frozen=True, slots=True)
class Matching:
    """A condition on a text, for `Annotated`; editors learn of it from the JSON schema."""

    pattern: re.Pattern[str]
    words: str

    def check(self, text: str) -> str:
        """Give the text back; raises ValueError when it does not fit as a whole."""
        if self.pattern.fullmatch(text) is None:
            raise ValueError(self.words)
        return text

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401 - pydantic's signature
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        # The second key is that of the YAML language server (its documentation); other readers let it be.
        return handler(schema) | {"pattern": f"^(?:{self.pattern.pattern})$", "patternErrorMessage": self.words}


def matching(pattern: str, words: str) -> Matching:
    """Accept only text that fits a pattern as a whole; `words` complete the sentence "it must …"."""
    return Matching(re.compile(pattern), words)
