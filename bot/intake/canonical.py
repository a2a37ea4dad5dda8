"""One row of canonical columns becomes a survey, or a rejection that names column, value and reason."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Literal

from pydantic import ValidationError

from bot.intake.damage import undamaged
from bot.intake.shown import shown
from bot.model.survey import COLUMNS, IDENTIFYING_COLUMNS, Survey

_FIRST_YEAR = 2000
_CLOCKS_DIFFER = timedelta(days=1)


def survey_from(
    values: Mapping[str, object], source: str, now: datetime, identity: Literal["ticket", "id"] = "ticket"
) -> Survey:
    """Read a survey from canonical columns, others being left out; raises ValueError with all that is wrong."""
    given = {column: values[column] for column in COLUMNS if values.get(column) is not None}
    given |= _references(given)
    try:
        survey = Survey.model_validate({**given, "source": source, "identity": identity})
    except ValidationError as error:
        raise ValueError("; ".join(_sentence(part) for part in error.errors())) from None
    if survey.responded_at.year < _FIRST_YEAR:
        raise ValueError(f"responded_at {survey.responded_at.isoformat()}: is what some programs write for no date")
    if survey.responded_at > now + _CLOCKS_DIFFER:
        # It would count as the newest answer until that day comes, and hide every real change of the rating.
        raise ValueError(f"responded_at {survey.responded_at.isoformat()} lies in the future")
    return survey


def _references(given: Mapping[str, object]) -> dict[str, object]:
    references = {column: given[column] for column in IDENTIFYING_COLUMNS if column in given}
    for column, value in references.items():
        try:
            references[column] = undamaged(value)
        except ValueError as problem:
            raise ValueError(f"{column}{shown(column, str(value))} {problem}") from None
    return references


def _sentence(part: Any) -> str:  # noqa: ANN401 - pydantic's error dict
    reason = str(part["msg"]).removeprefix("Value error, ")
    if not part["loc"]:
        return reason
    column = str(part["loc"][0])
    if part["type"] == "missing":
        return f"{column} is missing"
    return f"{column}{shown(column, str(part['input']))}: {reason[:1].lower()}{reason[1:]}"
