"""`feedback-bot check-config`: everything that can be checked without GitLab, in one go."""

import json
from pathlib import Path
from typing import Any

import pytest
from cli.conftest import Command

from bot.settings.schema import policy_schema

Json = dict[str, Any]
PARTS = ["policy", "labels", "presets", "templates", "environment"]


@pytest.fixture(autouse=True)
def without_gitlab(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("nothing may be asked for")

    monkeypatch.setattr("requests.Session.request", refuse)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "config" / "words").mkdir(parents=True)
    (tmp_path / "config" / "sources").mkdir()
    (tmp_path / "config" / "feedback-bot.yml").write_text("rules: {file_survey: }\n")
    return tmp_path / "config"


def parts(document: Json) -> dict[str, Json]:
    return {part["part"]: part for part in document["parts"]}


def test_the_shipped_configuration_is_fine(feedback_bot: Command) -> None:
    ended = feedback_bot("check-config", "--output", "json")
    assert ended.code == 0
    assert list(parts(ended.document)) == PARTS
    assert not any(part["problems"] for part in ended.document["parts"])


def test_people_get_a_table(feedback_bot: Command, folder: Path) -> None:
    (folder / "sources" / "own.yml").write_text("feilds: {}\n")
    ended = feedback_bot("check-config")
    assert ended.code == 2
    lines = [line.split() for line in ended.out.splitlines()]
    assert [line[:2] for line in lines if line[0] in PARTS] == [
        ["policy", "ok"],
        ["labels", "ok"],
        ["presets", "wrong"],
        ["templates", "ok"],
        ["environment", "ok"],
    ]
    assert "did you mean fields?" in " ".join(ended.out.split())


def test_all_that_is_wrong_is_told_at_once(
    feedback_bot: Command, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "feedback-bot.yml").write_text("templates: words\nrules: {file_survey: }\n")
    (folder / "words" / "file_survey.md.j2").write_text("{% if %}\n")
    (folder / "words" / "nag_unanswered.md.j2").write_text("a\n{{ }\n")
    (folder / "sources" / "own.yml").write_text("# not yet\n")
    (folder / "sources" / "list.yml").write_text("- fields\n")
    (folder / "sources" / "twice.yml").write_text("fields: {}\nfields: {}\n")
    monkeypatch.setenv("FEEDBACK_BOT_PROJET", "x")
    monkeypatch.setenv("FEEDBACK_BOT_COLOUR", "secret")
    ended = feedback_bot("check-config", "--output", "json")
    found = parts(ended.document)
    assert ended.code == ended.document["exit_code"] == 2
    assert [(one["path"], one["line"]) for one in found["templates"]["problems"]] == [
        ("config/words/file_survey.md.j2", 1),
        ("config/words/nag_unanswered.md.j2", 2),
    ]
    assert [one["path"] for one in found["presets"]["problems"]] == [
        "config/sources/list.yml",
        "config/sources/twice.yml",
    ]
    assert [line.partition(":")[0] for line in found["environment"]["look"]] == [
        "FEEDBACK_BOT_PROJET",
        "FEEDBACK_BOT_COLOUR",
    ]
    assert "secret" not in ended.out


def test_a_variable_that_is_set_only_where_passes_run_is_no_problem(
    feedback_bot: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FEEDBACK_BOT_PROJET", "x")
    ended = feedback_bot("check-config", "--output", "json")
    assert ended.code == 0
    assert "FEEDBACK_BOT_PROJECT is not set" in parts(ended.document)["environment"]["look"][0]


@pytest.mark.parametrize(
    ("file", "text", "line"),
    [
        pytest.param("feedback-bot.yml", "rules:\n  close_inactiv:\n", 2, id="policy"),
        pytest.param("labels.yml", "- {name: a}\n", 1, id="label catalogue"),
    ],
)
def test_what_cannot_be_read_is_told_first(
    feedback_bot: Command, folder: Path, file: str, text: str, line: int
) -> None:
    (folder / file).write_text(text)
    ended = feedback_bot("check-config", "--output", "json")
    assert ended.code == 2
    (part,) = ended.document["parts"]
    assert (part["part"], part["problems"][0]["path"], part["problems"][0]["line"]) == (
        "policy",
        f"config/{file}",
        line,
    )


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param("# later\nrules:\n", 2, id="an empty section"),
        pytest.param("rules: {}\n", 1, id="a section without rules"),
        pytest.param("timezone: UTC\n", 1, id="no section"),
        pytest.param("", 1, id="an empty file"),
    ],
)
def test_a_policy_without_a_rule_is_refused_as_a_pass_would_refuse_it(
    feedback_bot: Command, folder: Path, text: str, line: int
) -> None:
    (folder / "feedback-bot.yml").write_text(text)
    ended = feedback_bot("check-config", "--output", "json")
    assert ended.code == 2
    (problem,) = parts(ended.document)["policy"]["problems"]
    assert (problem["path"], problem["line"]) == ("config/feedback-bot.yml", line)
    assert problem["detail"].startswith("the policy has switched every rule off: give `rules:`")


def test_an_address_that_is_none_is_told_even_where_the_policy_is_named(
    feedback_bot: Command, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FEEDBACK_BOT_URL", "gitlab.example.com")
    ended = feedback_bot("check-config", "--output", "json", "--config", str(folder / "feedback-bot.yml"))
    assert ended.code == 2
    assert ended.document["parts"][0]["part"] == "environment"


def test_gitlab_can_show_the_problems_in_a_merge_request(feedback_bot: Command, folder: Path) -> None:
    (folder / "feedback-bot.yml").write_text("rules:\n  close_inactiv:\n  file_survey:\n")
    assert feedback_bot("check-config", "--code-quality", "report.json").code == 2
    (entry,) = json.loads(Path("report.json").read_text())
    assert entry["location"] == {"path": "config/feedback-bot.yml", "lines": {"begin": 2}}
    assert "did you mean close_inactive?" in entry["description"]
    assert entry["severity"] in {"info", "minor", "major", "critical", "blocker"}
    fingerprint = entry["fingerprint"]
    (folder / "feedback-bot.yml").write_text("\nrules:\n  close_inactiv:\n  file_survey:\n")
    feedback_bot("check-config", "--code-quality", "report.json")
    (moved,) = json.loads(Path("report.json").read_text())
    assert (moved["fingerprint"], moved["location"]["lines"]["begin"]) == (fingerprint, 3)


@pytest.mark.parametrize("named", ["{}/config/feedback-bot.yml", "config/../config/feedback-bot.yml"])
def test_gitlab_finds_the_file_however_the_policy_was_named(feedback_bot: Command, folder: Path, named: str) -> None:
    (folder / "feedback-bot.yml").write_text("rules: {close_inactiv: }\n")
    policy = named.format(folder.parent)
    assert feedback_bot("check-config", "--config", policy, "--code-quality", "report.json").code == 2
    (entry,) = json.loads(Path("report.json").read_text())
    assert entry["location"]["path"] == "config/feedback-bot.yml"


def test_a_file_of_no_repository_is_in_no_merge_request(
    feedback_bot: Command, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "feedback-bot.yml").write_text("rules: {close_inactiv: }\n")
    monkeypatch.chdir(folder / "words")
    ended = feedback_bot("check-config", "--config", "../feedback-bot.yml", "--code-quality", "report.json")
    assert ended.code == 2
    assert json.loads(Path("report.json").read_text()) == []


def test_a_problem_is_one_line_of_a_log(feedback_bot: Command, folder: Path) -> None:
    (folder / "feedback-bot.yml").write_text(f"rules: {{{'close_' * 30}: , close_inactiv: }}\n")
    ended = feedback_bot("check-config")
    assert [line.rpartition(": unknown rule")[1] for line in ended.out.splitlines()[1:]] == [": unknown rule"] * 2


def test_a_report_without_problems_is_empty(feedback_bot: Command) -> None:
    assert feedback_bot("check-config", "--code-quality", "report.json").code == 0
    assert json.loads(Path("report.json").read_text()) == []


def test_a_report_that_cannot_be_written_is_told(feedback_bot: Command) -> None:
    ended = feedback_bot("check-config", "--code-quality", "no/such/folder/report.json")
    assert ended.code == 2
    assert "no/such/folder/report.json: cannot be written" in ended.err


def test_the_schema_can_be_had_for_a_policy_elsewhere(feedback_bot: Command) -> None:
    ended = feedback_bot("check-config", "--schema")
    assert (ended.code, ended.out) == (0, policy_schema())
