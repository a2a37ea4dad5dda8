"""The policy's JSON schema, by which editors complete and check what is typed."""

import json
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from bot.model.duration import as_written
from bot.settings.policy import Policy

SCHEMA_FILE = "feedback-bot.schema.json"


class _ForEditors(GenerateJsonSchema):
    """Says defaults as people write them, and leaves out titles that only repeat the key."""

    def encode_default(self, dft: Any) -> Any:  # noqa: ANN401 - pydantic's signature
        match dft:
            case timedelta():
                return as_written(dft)
            case ZoneInfo():
                return dft.key
            case _:
                return super().encode_default(dft)

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ANN401, ARG002 - pydantic's signature
        return False

    def frozenset_schema(self, schema: core_schema.FrozenSetSchema) -> JsonSchemaValue:
        found = super().frozenset_schema(schema)
        found.pop("uniqueItems", None)  # what stands there twice is taken once
        return found

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        found = super().dict_schema(schema)
        for pattern, value in found.pop("patternProperties", {}).items():  # which would let all other names through
            found["propertyNames"] = found.get("propertyNames", {}) | {"pattern": pattern}
            found["additionalProperties"] = value
        return found

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        found = super().default_schema(schema)
        if isinstance(found.get("default"), dict):  # each key of a section tells its own
            del found["default"]
        return found


def policy_schema() -> str:
    """Write the schema of the policy as JSON."""
    schema = Policy.model_json_schema(schema_generator=_ForEditors)
    schema["type"] = ["object", "null"]  # an empty file is a place to begin
    document = {"$schema": _ForEditors.schema_dialect, "title": "Policy of the feedback bot", **schema}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
