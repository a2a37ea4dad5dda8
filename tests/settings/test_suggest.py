from __future__ import annotations

import pytest

from bot.settings.suggest import suggestion


@pytest.mark.parametrize(
    ("word", "known", "said"),
    [
        pytest.param("sorce", ["source", "timezone"], "; did you mean source?", id="near"),
        pytest.param("souce", ["sounds", "source"], "; did you mean source?", id="the nearest"),
        pytest.param("xyz", ["source", "limits"], " (known: limits, source)", id="nothing near, few known"),
        pytest.param(
            "xyz",
            [f"key{n}" for n in range(20)],
            f" (known: {', '.join(sorted(f'key{n}' for n in range(20)))})",
            id="twenty",
        ),
        pytest.param("xyz", [f"key{n}" for n in range(21)], "", id="nothing near, too many to list"),
        pytest.param("xyz", [], "", id="nothing known"),
    ],
)
def test_what_was_meant_is_suggested(word: str, known: list[str], said: str) -> None:
    assert suggestion(word, known) == said
