"""The commands explained, from their catalogue: a page of documentation, and the lines of an answer."""

from bot.commands.catalogue import CATALOGUE, Verb

_HOW = """\
# Commands

Written by `DOCS=write pytest tests/commands` from `bot/commands/catalogue.py`; change it there.

**Not at work yet.** The bot can read these commands; carrying them out comes with one of the next versions.

Managers tell the bot what to do in comments of an issue. A command stands at the start of a line and begins with the
bot's name, `@feedback-bot close` (with the username that your bot has), or with `!feedback close`, which is the same.
A comment may hold several, each on a line of its own, with any other text around them. Each command sets a state, so
giving it again does no harm.

- Letter case does not matter, nor do a comma or colon after the name, a full stop, exclamation mark, colon or semicolon
  at the end, and other words after a comma: `@feedback-bot: Close, thanks!`
- Left alone is whatever stands in code, in a quotation (also in the line that follows one without an empty line
  between them), in a list or a table row that begins with its mark, in a heading with `#`, in HTML or its comments, in
  the middle of a line, behind more than three blanks, or under a mail program's `-----Original Message-----`. A folded
  `<details>` counts if an empty line comes before the command.
- To write about a command without giving it, put it into backticks.
- A line that speaks to the bot and holds no command is a mistake, and is answered: nothing is guessed.
- GitLab's own quick actions, such as `/close`, are GitLab's: they simply happen.

| command | what it does |
| --- | --- |
"""


def reference() -> str:
    """Write the page of documentation."""
    rows = "".join(f"| [`{_in_table(verb.usage)}`](#{verb.name}) | {verb.description} |\n" for verb in CATALOGUE)
    return _HOW + rows + "".join(_section(verb) for verb in CATALOGUE)


def help_lines() -> list[str]:
    """Write one line of a Markdown list for each verb, every one of them unable to be taken for a command."""
    return [f"- `{verb.usage}`: {verb.description}" for verb in CATALOGUE]


def _section(verb: Verb) -> str:
    examples = "\n".join(f"@feedback-bot {example}" for example in verb.examples)
    return (
        f"\n## {verb.name}\n\n`{verb.usage}`: {verb.description}\n"
        f"\nWho may, unless the policy says otherwise: {verb.who}.\n"
        f"\n```text\n{examples}\n```\n"
    )


def _in_table(code: str) -> str:
    return code.replace("|", "\\|")
