"""What tests of whole passes begin with."""

from datetime import date

import pytest
from passes import Passes
from scenarios import filed, survey


@pytest.fixture
def tier() -> str:
    return "free"


@pytest.fixture
def asked(tier: str, passes: Passes) -> Passes:
    """Let the bot have filed a bad survey yesterday (#1, due on the 26th) and asked for the review."""
    passes.sandbox.settings.change({"tier": tier})
    filed(survey(1, "bad"), ago=1)(passes)
    assert passes.sandbox.world.issues[1].due_date == date(2026, 11, 26)
    return passes
