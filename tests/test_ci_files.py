"""The CI files: what people may type when they start a pipeline stays data.

GitLab writes an input's value into the text of a file and reads the result as YAML (GitLab's source, TextTemplate); its
patterns are RE2's (UntrustedRegexp), in which `$` is the very end. Here both are done by hand, with Python's patterns.
"""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import __version__
from bot.rules import RULE_NAMES

TOP = Path(__file__).parent.parent
PIPELINE = (TOP / ".gitlab-ci.yml").read_text(encoding="utf-8")
COMPONENT = (TOP / "templates/feedback-bot/template.yml").read_text(encoding="utf-8")
PAGE = (TOP / "docs/gitlab-ci.md").read_text(encoding="utf-8")
FILES = {"pipeline": PIPELINE, "component": COMPONENT}
TYPES = {"string": str, "boolean": bool}
Json = dict[str, Any]


def inputs_of(file: str) -> Json:
    inputs: Json = yaml.safe_load(file.partition("\n---\n")[0])["spec"]["inputs"]
    return inputs


def read(file: str, values: Mapping[str, object] | None = None) -> Json:
    """Read a file as GitLab does, with these values in place of the defaults."""
    given = {name: its["default"] for name, its in inputs_of(file).items()} | dict(values or {})

    def written(match: re.Match[str]) -> str:
        value = given[match[1]]
        return value if isinstance(value, str) else json.dumps(value)

    content: Json = yaml.safe_load(re.sub(r"\$\[\[ inputs\.(\w+) ]]", written, file.partition("\n---\n")[2]))
    return content


def leaves(tree: object, path: tuple[object, ...] = ()) -> Iterator[tuple[tuple[object, ...], object]]:
    if isinstance(tree, dict | list):
        for key, branch in tree.items() if isinstance(tree, dict) else enumerate(tree):
            yield from leaves(branch, (*path, key))
    else:
        yield path, tree


@cache
def as_it_is(file: str) -> dict[tuple[object, ...], object]:
    return dict(leaves(read(FILES[file])))


every_input = pytest.mark.parametrize(
    ("file", "name"), [(file, name) for file, text in FILES.items() for name in inputs_of(text)]
)
patterns = pytest.mark.parametrize(
    ("file", "name"),
    [(file, name) for file, text in FILES.items() for name, its in inputs_of(text).items() if "regex" in its],
)


@every_input
def test_an_input_has_a_type_a_default_and_a_sentence(file: str, name: str) -> None:
    its = inputs_of(FILES[file])[name]
    assert type(its["default"]) is TYPES[its.get("type", "string")]
    assert its["description"]
    assert f"$[[ inputs.{name} ]]" in FILES[file]


@every_input
def test_what_people_type_is_held_to_a_type_options_or_a_pattern(file: str, name: str) -> None:
    its = inputs_of(FILES[file])[name]
    assert file == "component" or its.get("type") == "boolean" or "options" in its or "regex" in its


@patterns
def test_a_default_fits_its_pattern_and_is_not_empty(file: str, name: str) -> None:
    its = inputs_of(FILES[file])[name]
    assert its["default"]
    assert re.fullmatch(its["regex"], its["default"])
    assert its["regex"].startswith("^")
    assert its["regex"].endswith("$")


@patterns
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_no_value_that_fits_a_pattern_is_anything_but_data(file: str, name: str, data: st.DataObject) -> None:
    value = data.draw(st.from_regex(inputs_of(FILES[file])[name]["regex"], fullmatch=True))
    assert not set(value) & set("\"'\\$`\n\r\t")
    before, after = as_it_is(file), dict(leaves(read(FILES[file], {name: value})))
    assert before.keys() == after.keys()
    assert {after[path] for path in after if after[path] != before[path]} <= {value}


def test_run_pipeline_hands_all_it_asks_for_to_the_component() -> None:
    handed = read(PIPELINE)["include"][0]["inputs"]
    assert {name: its["default"] for name, its in inputs_of(PIPELINE).items()}.items() <= handed.items()
    assert handed.keys() <= inputs_of(COMPONENT).keys()


def test_run_pipeline_offers_every_rule() -> None:
    assert inputs_of(PIPELINE)["rule"]["options"] == ["all", *RULE_NAMES]
    assert all(re.fullmatch(inputs_of(COMPONENT)["rule"]["regex"], name) for name in RULE_NAMES)


@pytest.mark.parametrize("file", FILES.values(), ids=FILES)
def test_no_input_stands_in_a_script(file: str) -> None:
    body = yaml.safe_load(file.partition("\n---\n")[2])
    scripts = [leaf for path, leaf in leaves(body) if {"script", "before_script", "after_script"} & set(path)]
    assert scripts
    assert not [line for line in scripts if "$[[" in str(line)]


def test_the_page_tells_of_every_input_and_every_variable_of_pipelines() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| (?:`(\w+)` )?\|", PAGE, re.MULTILINE))
    assert rows.keys() == inputs_of(PIPELINE).keys()
    assert set(rows.values()) - {""} <= read(COMPONENT)[".feedback-bot"]["variables"].keys()


def test_the_page_s_lines_for_several_trackers_set_variables_that_are_read() -> None:
    example = next(block for block in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL) if "TRACKER" in block)
    entries = [entry for job in yaml.safe_load(example).values() for entry in job["parallel"]["matrix"]]
    assert set().union(*entries) <= read(COMPONENT)[".feedback-bot"]["variables"].keys()


def test_the_page_tells_of_every_job() -> None:
    jobs = {name for name in read(COMPONENT) if not name.startswith(".")}
    assert set(re.findall(r"^\| `([\w-]+)` \| (?:[a-z]|by )[^|]+ \|", PAGE, re.MULTILINE)) >= jobs
    assert set(re.findall(r"`(feedback-bot-\w+)`", PAGE)) == jobs - {"feedback-bot"}


def test_the_page_names_the_version_that_there_is() -> None:
    assert set(re.findall(r"(?<![\d.])\d+\.\d+\.\d+(?![\d.]*\d)", PAGE)) == {__version__}
