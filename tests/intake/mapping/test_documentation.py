from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.intake.mapping import Mapping
from bot.intake.sources import FileSource
from bot.shipped import shipped

PAGE = (Path(__file__).parents[3] / "docs" / "sources.md").read_text(encoding="utf-8")
GENERIC = (shipped("config") / "sources" / "generic.yml").read_text(encoding="utf-8")
PRESETS = sorted(path.stem for path in (shipped("config") / "sources").glob("*.yml"))


@pytest.mark.parametrize("key", Mapping.model_fields)
def test_every_key_is_explained_twice(key: str) -> None:
    assert re.search(rf"^\| [^|]*`{key}`[^|]* \|", PAGE, re.MULTILINE)
    assert re.search(rf"^{key}:", GENERIC, re.MULTILINE)


@pytest.mark.parametrize("key", sorted(FileSource.model_fields))
def test_every_key_of_a_source_is_mentioned(key: str) -> None:
    assert re.search(rf"\b{key}:", PAGE)


@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_has_its_row(preset: str) -> None:
    assert f"| `{preset}` |" in PAGE


def test_the_page_knows_no_preset_that_is_not_there() -> None:
    table = PAGE.split("## Presets")[1].split("##")[0]
    assert re.findall(r"^\| `([a-z-]+)` \|", table, re.MULTILINE) == sorted(PRESETS, key=table.index)
