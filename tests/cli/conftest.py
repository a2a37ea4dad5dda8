"""The real command line, in process: what it prints, and how it ends."""

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import pytest
import structlog

from bot.cli import main
from bot.engine import rehearsal
from bot.model.context import Context
from bot.rules import Rule
from bot.sandbox import Sandbox


@dataclass
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        """The one JSON document on standard output."""
        document: dict[str, Any] = json.loads(self.out)
        return document

    @property
    def logged(self) -> list[dict[str, Any]]:
        """The lines on standard error."""
        return [json.loads(line) for line in self.err.splitlines()]


Command = Callable[..., Ended]
_REHEARSED: set[str] = set()
_OF_THE_MOMENT = {"now", "texts", "explain", "to_people"}


@pytest.fixture(autouse=True)
def rehearsals_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rehearse the shipped texts once for each policy, and not in each of hundreds of commands; own ones each time."""

    def once(rules: Sequence[Rule], ctx: Context) -> None:
        texts: Any = ctx.texts
        folders = texts._environment.loader.searchpath
        facts = [getattr(ctx, field.name) for field in fields(ctx) if field.name not in _OF_THE_MOMENT]
        key = str((rules, facts))
        if len(folders) > 1 or key not in _REHEARSED:
            rehearse(rules, ctx)
            _REHEARSED.add(key)

    rehearse = rehearsal._rehearse
    monkeypatch.setattr(rehearsal, "_rehearse", once)


@pytest.fixture
def feedback_bot(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Command:
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str) -> Ended:
        monkeypatch.setattr(sys, "argv", ["feedback-bot", *arguments])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        structlog.reset_defaults()
        out, err = capsys.readouterr()
        code = ended.value.code
        return Ended(code if isinstance(code, int) else 0, out, err)

    return call


@pytest.fixture
def connected(monkeypatch: pytest.MonkeyPatch, sandbox: Sandbox) -> Sandbox:
    monkeypatch.setenv("FEEDBACK_BOT_URL", sandbox.url)
    monkeypatch.setenv("FEEDBACK_BOT_TOKEN", sandbox.bot_token)
    monkeypatch.setenv("FEEDBACK_BOT_PROJECT", sandbox.project)
    monkeypatch.setattr("bot.tracker.client._READ_TRIES", 1)
    monkeypatch.setattr("bot.tracker.client._FIRST_TRIES", 1)
    monkeypatch.setattr("bot.tracker.Waiting._pass_time", lambda *_: None)
    return sandbox
