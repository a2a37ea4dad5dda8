"""Every text is said once before anything is written, so a mistake in any template is met at once."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from builders import NOW
from passes import loaded

from bot.engine import rehearsed
from bot.errors import ConfigurationError
from bot.rules import RULE_NAMES
from bot.settings import Settings
from bot.shipped import shipped

ALL_ON = "rules: {" + "".join(f"{name}: , " for name in RULE_NAMES) + "}"
TEMPLATES = sorted(path.name for path in shipped("templates").glob("[!_]*.j2"))


def with_words(folder: Path, name: str, text: str, policy: str) -> Settings:
    """Put a template in the place of the shipped one."""
    (folder / name).write_text(text, encoding="utf-8")
    settings, _ = loaded(policy)
    return replace(settings, template_folders=(folder, *settings.template_folders))


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_fact_that_no_template_gets_is_met_at_once(name: str, tmp_path: Path) -> None:
    policy = ALL_ON.replace("read_review: ,", "read_review: {close_settled: true},")
    settings = with_words(tmp_path, name, "{{ nonsense }}", policy)
    with pytest.raises(ConfigurationError, match=f"{name}:1: 'nonsense' is undefined"):
        rehearsed(settings, NOW + timedelta(days=1))
