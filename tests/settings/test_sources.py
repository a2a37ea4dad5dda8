from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.intake.sources import FileSource
from bot.intake.zendesk.settings import ZendeskSource
from bot.settings import load_policy
from bot.shipped import shipped

if TYPE_CHECKING:
    from settings.conftest import Load, Problems

SHIPPED = shipped("config") / "sources"
OWN = """\
format: csv
fields:
  ticket: Case
  rating: Stars
  responded_at: When
rating:
  good: ["4..5"]
  bad: ["1..3"]
"""


@pytest.fixture
def own_preset(tmp_path: Path) -> Path:
    """A preset of the operator's, called tool, beside the policy."""
    path = tmp_path / "sources" / "tool.yml"
    path.parent.mkdir()
    path.write_text(OWN)
    return path


def source(*lines: str) -> str:
    return "sources:\n  forms:\n" + "".join(f"    {line}\n" for line in lines)


# --- what a source becomes


def test_without_sources_there_are_none(load: Load) -> None:
    assert load().sources == load("sources:\n").sources == load("sources: {}\n").sources == {}


@pytest.mark.parametrize("body", ["", "    files: [in.csv]\n", "    type: file\n"], ids=["empty", "files", "type"])
def test_a_source_without_a_mapping_has_the_canonical_columns(load: Load, body: str) -> None:
    found = load(f"sources:\n  forms:\n{body}").sources["forms"]
    assert isinstance(found.settings, FileSource)
    assert found.mapping is None


def test_a_shipped_preset_is_changed_key_by_key(load: Load) -> None:
    mapping = (
        load(
            source(
                "mapping: google-forms",
                "change:",
                "  timezone: Europe/Berlin",
                "  fields: {ticket: Fall, agent: null}",
                "  rating: {neutral: []}",
                "  ticket_pattern: null",
            )
        )
        .sources["forms"]
        .mapping
    )
    assert mapping is not None
    assert mapping.fields["ticket"] == "Fall"
    assert mapping.fields["comment"] == "What would make it easier?"
    assert "agent" not in mapping.fields
    assert (mapping.rating.neutral, mapping.rating.good[0]) == ((), "extremely easy")
    assert (mapping.ticket_pattern, str(mapping.timezone)) == ("", "Europe/Berlin")


def test_a_mapping_may_stand_in_the_policy_alone(load: Load) -> None:
    lines = (f"  {line}" for line in OWN.splitlines())
    mapping = load(source("change:", *lines)).sources["forms"].mapping
    assert mapping is not None
    assert mapping.columns == {"Case": "ticket", "Stars": "rating", "When": "responded_at"}


@pytest.mark.usefixtures("own_preset")
def test_a_preset_beside_the_policy_can_be_named(load: Load) -> None:
    mapping = load(source("mapping: tool")).sources["forms"].mapping
    assert mapping is not None
    assert mapping.fields["ticket"] == "Case"


def test_a_preset_beside_the_policy_goes_before_the_shipped_one(load: Load, own_preset: Path) -> None:
    own_preset.rename(own_preset.with_name("typeform.yml"))
    mapping = load(source("mapping: typeform")).sources["forms"].mapping
    assert mapping is not None
    assert mapping.format == "csv"


@pytest.mark.parametrize("api", ["survey_responses", "satisfaction_ratings"])
def test_the_preset_of_a_zendesk_account_follows_from_its_api(load: Load, api: str) -> None:
    found = load(source("type: zendesk", "account: example", f"api: {api}", "window: 30d")).sources["forms"]
    assert isinstance(found.settings, ZendeskSource)
    assert found.settings.window == timedelta(days=30)
    assert found.mapping is not None
    assert found.mapping.rows == api


def test_a_zendesk_mapping_can_be_changed_as_well(load: Load) -> None:
    change = "change: {exclude: {tags: [internal]}}"
    mapping = load(source("type: zendesk", "account: example", change)).sources["forms"].mapping
    assert mapping is not None
    assert mapping.exclude.tags == ("internal",)


def test_sources_are_known_without_token_and_project(tmp_path: Path) -> None:
    policy = tmp_path / "own.yml"
    policy.write_text(source("mapping: typeform"))
    found = load_policy(policy)
    assert list(found.sources) == ["forms"]
    assert found.labels.causes


# --- what is wrong, and where it stands


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        pytest.param(
            ["mapping: google-form"],
            "own.yml:3: sources.forms.mapping: there is no preset google-form; did you mean google-forms?",
            id="unknown preset",
        ),
        pytest.param(
            ["mapping: ../../secret"],
            "own.yml:3: sources.forms.mapping: may hold only small letters, digits, dashes and underscores",
            id="a path instead of a name",
        ),
        pytest.param(
            ["mappin: typeform"],
            "own.yml:3: sources.forms.mappin: unknown key; did you mean mapping?",
            id="unknown key",
        ),
        pytest.param(
            ["type: zendesk", "acount: example"],
            "own.yml:4: sources.forms.acount: unknown key; did you mean account?",
            id="unknown key of an account",
        ),
        pytest.param(
            ["type: zendesk", "account: example", "write_back: {tga: x}"],
            "own.yml:5: sources.forms.write_back.tga: unknown key; did you mean tag?",
            id="unknown key in a section of an account",
        ),
        pytest.param(
            ["type: ftp"],
            "own.yml:2: sources.forms: must be a section whose `type` is file or zendesk",
            id="unknown type",
        ),
        pytest.param(["files: in.csv"], "own.yml:3: sources.forms.files: must be a list", id="files"),
        pytest.param(["pushed: perhaps"], "own.yml:3: sources.forms.pushed: must be true or false", id="pushed"),
        pytest.param(
            ["mapping: typeform", "change: {recognise: null}", "pushed: true"],
            "own.yml:5: sources.forms.pushed: needs `recognise` in the mapping",
            id="pushed, but never recognised",
        ),
        pytest.param(
            ["tickets: from"],
            "own.yml:3: sources.forms.tickets: must name a source of type zendesk, or forms itself; "
            "did you mean forms?",
            id="ticket numbers of nobody",
        ),
        pytest.param(
            ["type: zendesk", "account: example", "window: 91d"],
            "own.yml:5: sources.forms.window: reaches further back than look_back (90 days), so a changed answer would "
            "be filed anew; make look_back longer",
            id="a window that look_back does not cover",
        ),
        pytest.param(
            ["mapping: tool", "change:", "  fields:", "    tikcet: Case"],
            "own.yml:6: source forms: fields.tikcet: the bot knows no such field; did you mean ticket?",
            id="unknown field in the policy",
        ),
        pytest.param(
            ["mapping: tool", "change:", "  rating:", "    good: [3]"],
            "sources/tool.yml:8: source forms: rating.bad.0: 1..3 is good as well",
            id="a class of the preset meets one of the policy",
        ),
        pytest.param(
            ["mapping: tool", "change:", "  timezone: Europe/Berln"],
            "own.yml:5: source forms: timezone: not a time zone of the IANA database, such as Europe/Berlin; "
            "did you mean Europe/Berlin?",
            id="unknown zone",
        ),
        pytest.param(
            ["mapping: tool", "change:", "  times:", "    - iso", "    - '%d/%m'"],
            "own.yml:7: source forms: times.1: must hold year, month and day",
            id="a time format",
        ),
        pytest.param(
            ["mapping: tool", "change:", "  format: xml"],
            "own.yml:5: source forms: format: Input should be 'auto', 'csv', 'json' or 'xlsx'",
            id="unknown format",
        ),
        pytest.param(
            ["mapping: tool", "change:", "  fields:", "    id: {digest: [a], sha: 1}"],
            "own.yml:6: source forms: fields.id.sha: unknown key (known: digest)",
            id="unknown key of a digest",
        ),
        *(
            pytest.param(
                ["mapping: tool", "change:", "  rating:", f"    good: [8, {number}]"],
                f"own.yml:6: sources.forms.change.rating.good.1: YAML reads {number} as another number; write it in "
                "plain digits, or in quotes",
                id=f"YAML's {number}",
            )
            for number in ("4:30", "010", "0x20", "0b1", "1_000")
        ),
        pytest.param(
            [
                "change: {recognise: a, fields: {id: a, rating: b, responded_at: c}, rating: {good: [g]}}",
                "pushed: true",
            ],
            "own.yml:3: source forms: recognise: means nothing with `format: auto`; the body of a web hook is JSON: "
            "`format: json`",
            id="a web hook of a table",
        ),
        pytest.param(
            ["mapping: tool", "change: {blank: [nothing, no]}"],
            "own.yml:4: source forms: blank.1: must be text; put it in quotes",
            id="YAML's no as a word",
        ),
        pytest.param(
            ["mapping: tool", "change: [timezone]"],
            "own.yml:4: sources.forms.change: must be a section with keys of its own",
            id="a change that is a list",
        ),
    ],
)
@pytest.mark.usefixtures("own_preset")
def test_a_problem_names_the_file_and_the_line_where_the_wrong_key_stands(
    problems: Problems, lines: list[str], problem: str
) -> None:
    assert problems(source(*lines)) == [problem]


def test_a_problem_of_a_preset_names_the_preset(problems: Problems, own_preset: Path) -> None:
    own_preset.write_text(OWN.replace("ticket: Case", "tikcet: Case"))
    assert problems(source("mapping: tool")) == [
        "sources/tool.yml:3: source forms: fields.tikcet: the bot knows no such field; did you mean ticket?"
    ]


def test_a_problem_of_a_shipped_preset_is_told_at_the_key_that_leads_to_it(problems: Problems) -> None:
    (problem,) = problems(source("mapping: google-forms"))
    assert problem == (
        "own.yml:2: source forms: timezone: is missing: times written as %d/%m/%Y %H:%M:%S do not say where on earth "
        "they are, nor need the policy's own time zone be theirs (put, for example, "
        "`change: {timezone: Europe/Berlin}` under the source)"
    )


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("fields: [", "not valid YAML"),
        ("- fields", "a mapping of a source is a mapping of keys, such as `fields:`"),
        ("", "a mapping of a source is a mapping of keys, such as `fields:`"),
        ("rows: a\nrows: b", "rows stands here a second time"),
    ],
    ids=["broken", "list", "empty", "twice"],
)
def test_a_preset_that_is_no_mapping_is_refused(
    problems: Problems, own_preset: Path, written: str, problem: str
) -> None:
    own_preset.write_text(written)
    (told,) = problems(source("mapping: tool"))
    assert told.startswith("sources/tool.yml:")
    assert problem in told


def test_problems_of_all_sources_are_told_at_once_and_each_once(problems: Problems) -> None:
    policy = "sources:\n  a: {mapping: x}\n  b: {mapping: google-forms}\n  A b: {}\n"
    assert problems(policy) == [
        "own.yml:4: sources.A b: may hold only small letters, digits, dashes and underscores, 40 at most"
    ]
    assert len(problems(policy.replace("  A b: {}\n", ""))) == 2


def test_a_source_and_a_missing_folder_are_told_at_once(problems: Problems) -> None:
    assert len(problems("templates: nowhere\nsources: {a: {mapping: typeforms}}\n")) == 2
