"""What a mapping makes of a file: looked at without sending anything anywhere."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.intake.files import InputFile
from bot.intake.mapping import Mapping, Translation
from bot.intake.mapping.exclusion import reasons
from bot.intake.mapping.joining import JoinedRow
from bot.intake.outcomes import Rejection, Skipped
from bot.intake.row import Row
from bot.intake.rows import rows_of
from bot.model.survey import COLUMNS, Rating, Survey

_SAMPLES = 3


@dataclass(frozen=True, slots=True)
class Sample:
    """One row side by side: for each field what stands in the file, and what it becomes."""

    place: str
    fields: tuple[tuple[str, str, str], ...] = field(repr=False)


@dataclass(slots=True)
class Checkup:
    """The counts of one file; `joined` of its rows are parts of `joined_into` surveys.

    `surveys` are what is left when each survey counts once, with its newest answer; `idle` names the exclusions that
    left nothing out.
    """

    file: str
    rows: int = 0
    joined: int = 0
    joined_into: int = 0
    ratings: Counter[Rating] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    rejections: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    idle: list[str] = field(default_factory=list)
    samples: list[Sample] = field(default_factory=list)
    keys: set[str] = field(default_factory=set, repr=False)

    @property
    def surveys(self) -> int:
        """How many surveys there are."""
        return len(self.keys)

    @property
    def superseded(self) -> int:
        """How many answers do not count, since there is a newer one for the same survey."""
        return self.ratings.total() - self.surveys


def check_up(
    file: InputFile, mapping: Mapping | None, source: str, now: datetime, redact: Callable[[Survey], Survey]
) -> Checkup:
    """Read a file as a pass would, and remember the first rows."""
    translation = Translation(mapping, source, now)
    checkup = Checkup(file.name)
    for row in rows_of(file, mapping):
        _count(checkup, row)
        outcome = row if isinstance(row, Rejection) else translation.read(file.name, row)
        match outcome:
            case Rejection():
                checkup.rejections.append(str(outcome))
            case Skipped():
                checkup.left_out[outcome.reason] += 1
            case Survey():
                checkup.ratings[outcome.rating] += 1
                checkup.keys.add(outcome.key)
                if len(checkup.samples) < _SAMPLES and isinstance(row, Row):
                    checkup.samples.append(_sample(row, translation, redact(outcome)))
    checkup.rejections += (f"{file.name}: {failure}" for failure in translation.failures())
    checkup.warnings += translation.warnings()
    if mapping and checkup.rows:
        checkup.idle += (reason for reason in reasons(mapping.exclude) if not checkup.left_out[reason])
    return checkup


def _count(checkup: Checkup, row: Row | Rejection) -> None:
    if isinstance(row, JoinedRow):
        checkup.joined += row.rows
        checkup.joined_into += 1
    # What is wrong with the file as a whole has no place in it.
    checkup.rows += row.rows if isinstance(row, JoinedRow) else bool(row.place)


def _sample(row: Row, translation: Translation, survey: Survey) -> Sample:
    """Show a row's fields in the order of the canonical columns, those that only leave surveys out behind them."""
    found = translation.originals(row)
    columns = [name for name in COLUMNS if name in found or getattr(survey, name)]
    others = [name for name in found if name not in COLUMNS]
    fields = ((name, _text(found.get(name)), _text(getattr(survey, name, None))) for name in (*columns, *others))
    return Sample(row.place, tuple(field for field in fields if field[1] or field[2]))


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    return "" if value is None or value is False else "yes" if value is True else str(value)
