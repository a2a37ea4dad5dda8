"""From a row of an export to the text of an issue: how many in a second, and where the time goes."""

import csv
import json
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from bench.show import Show, times
from bench.trackers import START
from bot.engine import rehearsed
from bot.engine.surroundings import context_of
from bot.intake import find_files
from bot.intake.mapping import Translation
from bot.intake.redaction import Redactor
from bot.intake.row import Row
from bot.intake.rows import rows_of
from bot.model.case import Case
from bot.model.issue import Person
from bot.model.survey import Survey
from bot.rules.file_survey import FileSurvey
from bot.settings import Settings
from bot.settings.load import load_offline

T = TypeVar("T")
_ROWS = 5_000
_STAGES = ("read", "map", "redact", "render")
_PLAIN = (
    "I had to explain the same thing to four people before somebody looked at the logs that I had sent with the first "
    "message. In the end it was a setting that nobody had documented; please do."
)
# Every tenth answer holds what must not leave; all of it is invented.
_PRIVATE = " Call me: +49 30 901820, or write to ann.other@example.com. My card is 4111 1111 1111 1111."
_POLICY = """
sources:
  canonical: {}
  forms: {mapping: google-forms, change: {timezone: UTC}}
  zendesk: {mapping: zendesk-survey-responses}
"""


@dataclass(slots=True)
class Staged:
    """The seconds that each stage took for all rows of a source, and those of a bare reading of the same file."""

    source: str
    bare: float
    seconds: dict[str, float] = field(default_factory=lambda: dict.fromkeys(_STAGES, 0.0))

    @property
    def total(self) -> float:
        """How long all stages took together."""
        return sum(self.seconds.values())


def measure_intake(show: Show, folder: Path) -> list[Staged]:
    """Take the same answers from three kinds of exports, and measure each stage by itself."""
    policy = folder / "intake.yml"
    policy.write_text(_POLICY, encoding="utf-8")
    settings = load_offline(policy)
    found = []
    for source, write in (("canonical", _canonical), ("forms", _forms), ("zendesk", _zendesk)):
        show.progress(f"intake of {_ROWS:,} rows, {source}")
        found.append(_measured(source, write(folder), settings))
    return found


def show_intake(show: Show, found: Sequence[Staged]) -> None:
    """Print the table."""
    rows = [
        (
            one.source,
            f"{_ROWS / one.total:,.0f}",
            *(f"{one.seconds[stage] / one.total:.0%}" for stage in _STAGES),
            times(one.total / one.bare),
        )
        for one in found
    ]
    columns = ("source", "rows a second", *_STAGES, "against a bare reading")
    show.table(f"Intake: {_ROWS:,} rows, comments of {len(_PLAIN)} characters", columns, rows)


def _measured(source: str, path: Path, settings: Settings) -> Staged:
    staged = Staged(source, _timed(lambda: _bare(path))[1])
    (file,), _ = find_files([str(path)])
    mapping = settings.sources[source].mapping
    translation, redactor = Translation(mapping, source, START), Redactor(settings.policy.privacy)
    ctx = context_of(START, settings, rehearsed(settings, START), Person(1, "bot"))
    rule = FileSurvey()
    rows, staged.seconds["read"] = _timed(lambda: list(rows_of(file, mapping)))
    mapped, staged.seconds["map"] = _timed(
        lambda: [translation.read(file.name, row) for row in rows if isinstance(row, Row)]
    )
    surveys = [survey for survey in mapped if isinstance(survey, Survey)]
    redacted, staged.seconds["redact"] = _timed(lambda: [redactor.survey(survey) for survey in surveys])
    filed, staged.seconds["render"] = _timed(
        lambda: [rule.decide(Case(None, survey), ctx).actions for survey in redacted]
    )
    assert len(filed) == _ROWS  # noqa: S101 - else something else was measured
    return staged


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    began = time.perf_counter()
    return work(), time.perf_counter() - began


def _bare(path: Path) -> list[object]:
    """Read the file as a script without any care would."""
    if path.suffix == ".json":
        return list(json.loads(path.read_text(encoding="utf-8"))["survey_responses"])
    with path.open(newline="", encoding="utf-8") as text:
        return list(csv.DictReader(text))


def _answers() -> list[tuple[int, datetime, str]]:
    return [
        (number, START - timedelta(minutes=_ROWS - number), _PLAIN + ("" if number % 10 else _PRIVATE))
        for number in range(1, _ROWS + 1)
    ]


def _canonical(folder: Path) -> Path:
    rows = ((ticket, "bad", at.isoformat(), comment) for ticket, at, comment in _answers())
    return _table(folder / "canonical.csv", ("ticket", "rating", "responded_at", "comment"), rows)


def _forms(folder: Path) -> Path:
    header = (
        *("Timestamp", "Email Address", "Ticket number"),
        *("How easy was it to work with us?", "What would make it easier?", "Agent"),
    )
    rows = (
        (f"{at:%d/%m/%Y %H:%M:%S}", f"c{ticket}@example.com", ticket, "Very difficult", comment, "Vicki Collins")
        for ticket, at, comment in _answers()
    )
    return _table(folder / "forms.csv", header, rows)


def _table(path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def _zendesk(folder: Path) -> Path:
    path = folder / "zendesk.json"
    path.write_text(json.dumps({"survey_responses": [_response(*answer) for answer in _answers()]}), encoding="utf-8")
    return path


def _response(ticket: int, at: datetime, comment: str) -> dict[str, Any]:
    when = {"created_at": at.isoformat(), "updated_at": at.isoformat()}
    question = {"id": "1", "type": "rating_scale_numeric", "sub_type": "customer_satisfaction"}
    return {
        "id": f"01J1WB51MG6HXTYWE6Q0{ticket:06}",
        "expires_at": (at + timedelta(days=28)).isoformat(),
        "subjects": [{"id": str(ticket), "type": "ticket"}],
        "answers": [
            {"type": "rating_scale", "rating": 1, "rating_category": "bad", "question": question, **when},
            {"type": "open_ended", "value": comment, "question": {"id": "2", "type": "open_ended"}, **when},
        ],
        "ticket_details": {"status": "solved", "tags": ["billing"], "assignee": "Vicki Collins", "group": "EMEA"},
    }
