"""`feedback-bot intake`: files alone, and what `--check` shows of them."""

from pathlib import Path

import pytest
from cli.conftest import Command
from scenarios import seed

from bot.sandbox import Sandbox

POLICY = """
rules: {file_survey: , ask_review: , close_inactive: }
sources:
  effort:
    change:
      delimiter: ";"
      fields: {ticket: Case, rating: "How was it?", responded_at: At, comment: "Why?", customer: Who}
      rating: {good: ["5..7"], neutral: [4], bad: ["1..3"], none: ["-"]}
      scale: 1 to 7
      times: ["%d/%m/%Y %H:%M"]
      timezone: Europe/Berlin
"""
ROWS = """Case;How was it?;At;Why?;Who
209;2;20/11/2026 09:00;"Mail me: ann@example.com";Ann Other
210;6;20/11/2026 10:00;;Bo
211;-;20/11/2026 11:00;;Cy
212;soon;20/11/2026 12:00;;Di
"""


@pytest.fixture
def policy(tmp_path: Path) -> str:
    path = tmp_path / "policy.yml"
    path.write_text(POLICY, encoding="utf-8")
    return str(path)


@pytest.fixture
def effort(tmp_path: Path) -> str:
    path = tmp_path / "effort.csv"
    path.write_text(ROWS, encoding="utf-8")
    return str(path)


def test_a_check_shows_rows_side_by_side_and_what_is_rejected(feedback_bot: Command, policy: str, effort: str) -> None:
    """It needs no GitLab: nothing in the environment says where one is."""
    ended = feedback_bot("intake", effort, "--source", "effort", "--check", "--config", policy)
    assert ended.code == 1
    lines = [" ".join(line.split()) for line in ended.out.splitlines()]
    assert "row 2 in the file becomes" in lines
    assert "rating 2 bad" in lines
    assert "responded_at 20/11/2026 09:00 2026-11-20T09:00:00+01:00" in lines
    assert "score 2 on a scale of 1 to 7" in lines
    (rejected,) = [line for line in lines if line.startswith("rejected: ")]
    assert "effort.csv row 5: rating" in rejected
    assert "4 rows: 1 good, 0 neutral, 1 bad, 1 left out: unanswered, 1 rejected; 2 surveys" in ended.out
    assert "Nothing was sent anywhere." in ended.out


def test_a_check_shows_no_words_of_customers_unless_asked(feedback_bot: Command, policy: str, effort: str) -> None:
    command = ("intake", effort, "--source", "effort", "--check", "--config", policy)
    ended = feedback_bot(*command)
    assert "Ann" not in ended.out + ended.err
    assert "Mail me" not in ended.out + ended.err
    assert "(24 characters)" in ended.out
    told = feedback_bot(*command, "-v").out
    assert "Mail me: ann@example.com" in told
    assert "Mail me: [" in told


def test_a_check_speaks_json(feedback_bot: Command, policy: str, effort: str) -> None:
    ended = feedback_bot("intake", effort, "--source", "effort", "--check", "--config", policy, "--output", "json")
    (file,) = ended.document["files"]
    assert (file["rows"], file["surveys"], len(file["rejected"])) == (4, 2, 1)
    assert file["ratings"] == {"good": 1, "neutral": 0, "bad": 1}
    assert file["left_out"] == {"unanswered": 1}
    assert file["samples"][0]["fields"]["rating"] == {"in_file": "2", "becomes": "bad"}
    assert ended.document["redacted_in_samples"] == {"e-mail": 1}


@pytest.fixture
def joining(tmp_path: Path) -> str:
    path = tmp_path / "joining.yml"
    change = """merge: join
      exclude: {tags: [internal, vip], organizations: []}
      fields: {id: Who, ticket: Case, tags: "Why?", rating: "How was it?", responded_at: At}"""
    before = POLICY[POLICY.index("      fields:") : POLICY.index("      rating:")]
    path.write_text(POLICY.replace(before, f"      {change}\n"), encoding="utf-8")
    return str(path)


def test_a_check_counts_what_is_joined_superseded_and_never_left_out(
    feedback_bot: Command, joining: str, tmp_path: Path
) -> None:
    rows = ["a1;209;2", "a1;209;", "a2;209;6", "a3;210;6;vip"]
    cells = ";20/11/2026 09:0"
    lines = [
        f"{who};{case};{rated}{cells}{number};{''.join(tag)}\n"
        for number, (who, case, rated, *tag) in enumerate(row.split(";") for row in rows)
    ]
    (tmp_path / "long.csv").write_text("Who;Case;How was it?;At;Why?\n" + "".join(lines), encoding="utf-8")
    command = ("intake", "long.csv", "--source", "effort", "--check", "--config", joining)
    ended = feedback_bot(*command)
    assert "4 rows (2 of them joined into 1): 1 good, 0 neutral, 1 bad, 1 left out: tag vip, 0 rejected" in ended.out
    assert "1 survey, each with its newest answer; 1 superseded by a newer answer." in ended.out
    assert "nothing was left out for: tag internal" in ended.out
    (file,) = feedback_bot(*command, "--output", "json").document["files"]
    assert (file["joined"], file["superseded"]) == ({"rows": 2, "into": 1}, 1)
    assert file["nothing_left_out_for"] == ["tag internal"]


@pytest.mark.parametrize("content", ["", "[]"], ids=["empty", "JSON"])
def test_what_is_wrong_with_a_whole_file_is_no_row(
    feedback_bot: Command, policy: str, tmp_path: Path, content: str
) -> None:
    (tmp_path / "odd.csv").write_text(content, encoding="utf-8")
    ended = feedback_bot("intake", "odd.csv", "--source", "effort", "--check", "--config", policy)
    assert ended.code == 1
    assert "0 rows: 0 good, 0 neutral, 0 bad, 1 rejected" in ended.out


def test_a_check_is_red_where_no_rating_is_found(feedback_bot: Command, tmp_path: Path) -> None:
    policy = tmp_path / "json.yml"
    change = "{format: json, fields: {id: id, rating: strs, responded_at: at}, rating: {good: [7], none: ['']}}"
    policy.write_text(f"rules: {{file_survey: }}\nsources: {{stars: {{change: {change}}}}}\n", encoding="utf-8")
    (tmp_path / "in.json").write_text('[{"id": 1, "stars": 7, "at": "2026-11-20T09:00:00Z"}]', encoding="utf-8")
    ended = feedback_bot("intake", "in.json", "--source", "stars", "--check", "--config", str(policy))
    assert ended.code == 1
    assert "rejected: in.json: `rating`: what the mapping says found nothing" in ended.out


def test_a_check_without_a_source_says_so(feedback_bot: Command, policy: str, effort: str) -> None:
    ended = feedback_bot("intake", effort, "--check", "--config", policy)
    assert (
        "no source was named with --source, so these are read as surveys of survey; did you mean effort?" in ended.err
    )
    assert (
        "no source was named"
        not in feedback_bot("intake", effort, "--source", "effort", "--check", "--config", policy).err
    )


@pytest.mark.parametrize("case", ["Ann Other", "+441632960960", "ann@example.com"])
def test_a_check_shows_no_person_where_a_ticket_should_be(
    feedback_bot: Command, policy: str, tmp_path: Path, case: str
) -> None:
    """The pattern keeps the file's rows, so that they are shown side by side."""
    lenient = tmp_path / "lenient.yml"
    lenient.write_text(POLICY.replace("      scale", "      ticket_pattern: '.*(.)'\n      scale"), encoding="utf-8")
    del policy
    rows = f"Case;How was it?;At;Why?;Who\n{case};2;20/11/2026 09:00;;\n"
    (tmp_path / "names.csv").write_text(rows, encoding="utf-8")
    ended = feedback_bot("intake", "names.csv", "--source", "effort", "--check", "--config", str(lenient))
    assert f"({len(case)} characters)" in ended.out
    assert case not in ended.out + ended.err


def test_a_clean_file_passes_the_check(feedback_bot: Command, policy: str, tmp_path: Path) -> None:
    (tmp_path / "clean.csv").write_text("".join(ROWS.splitlines(keepends=True)[:3]), encoding="utf-8")
    assert feedback_bot("intake", "clean.csv", "--source", "effort", "--check", "--config", policy).code == 0


def test_a_file_that_is_not_there_is_told(feedback_bot: Command, policy: str) -> None:
    ended = feedback_bot("intake", "gone.csv", "--source", "effort", "--check", "--config", policy)
    assert ended.code == 1
    assert "gone.csv: there is no such file" in ended.err


@pytest.mark.parametrize("check", [("--check",), ()], ids=["check", "file"])
def test_a_misspelt_source_is_refused_since_all_its_surveys_would_be_new(
    feedback_bot: Command, connected: Sandbox, policy: str, effort: str, check: tuple[str, ...]
) -> None:
    ended = feedback_bot("intake", effort, "--source", "efort", *check, "--config", policy)
    assert ended.code == 2
    assert "--source efort: the policy has no such source; did you mean effort?" in ended.err
    assert connected.writes == []


def test_files_alone_are_filed_and_nothing_else_is_looked_after(
    feedback_bot: Command, connected: Sandbox, policy: str, effort: str
) -> None:
    idle = seed(connected, "satisfaction::good", age=9)
    command = ("intake", effort, "--source", "effort", "--config", policy, "--output", "json")
    ended = feedback_bot(*command)
    assert ended.code == 1
    assert ended.document["rejected"] == 1
    assert ended.document["left_out"] == {"unanswered": 1}
    assert {action["rule"] for action in ended.document["actions"]} == {"labels", "file_survey", "ask_review"}
    assert connected.world.issues[idle].state == "opened"
    filed = [issue.description or "" for iid, issue in connected.world.issues.items() if iid != idle]
    assert len(filed) == 2
    assert any("2 on a scale of 1 to 7" in text for text in filed)
    assert not any("ann@example.com" in text or "Ann Other" in text for text in filed)
    assert ended.document["redacted"] == {"e-mail": 1}
    again = feedback_bot(*command)
    assert again.document["actions"] == []


def test_a_dry_run_files_nothing(feedback_bot: Command, connected: Sandbox, policy: str, effort: str) -> None:
    ended = feedback_bot("intake", effort, "--source", "effort", "--config", policy, "--dry-run")
    assert "file_survey: file an issue" in ended.out
    assert connected.writes == []


def test_a_source_without_files_has_nothing_to_read_by_itself(
    feedback_bot: Command, connected: Sandbox, policy: str
) -> None:
    del connected
    ended = feedback_bot("run", "--source", "effort", "--config", policy)
    assert ended.code == 2
    assert "--source effort: its section names no `files`; name some with --surveys" in ended.err
    assert feedback_bot("run", "--config", policy).code == 0


def test_files_of_a_source_are_read_in_every_pass(
    feedback_bot: Command, connected: Sandbox, tmp_path: Path, effort: str
) -> None:
    del effort
    (tmp_path / "more.jsonl").write_text(
        '{"ticket": 209, "rating": "bad", "responded_at": "2026-11-20T07:00:00Z"}\n', encoding="utf-8"
    )
    policy = tmp_path / "sources.yml"
    sources = POLICY.replace("  effort:\n", "  forms: {files: ['*.jsonl']}\n  effort:\n    files: [effort.csv]\n")
    policy.write_text(sources.replace("ask_review:", "relate_sources:"), encoding="utf-8")
    ended = feedback_bot("run", "--config", str(policy), "--output", "json")
    rules = [action["rule"] for action in ended.document["actions"] if action["rule"] not in {"labels", "dashboard"}]
    assert sorted(rules) == ["file_survey", "file_survey", "file_survey", "relate_sources"]
    assert sum(len(issue.links) for issue in connected.world.issues.values()) == 2
    only = feedback_bot("run", "--config", str(policy), "--source", "forms", "--output", "json")
    assert (only.document["surveys"], only.document["actions"]) == (1, [])
    nobody = feedback_bot("run", "--config", str(policy), "--source", "form")
    assert nobody.code == 2
    assert "did you mean forms?" in nobody.err
