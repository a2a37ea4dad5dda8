"""The commands explained, from their catalogue: a page of documentation, and the lines of an answer."""

from bot.commands.catalogue import CATALOGUE, Verb

_HOW = """\
# Commands

Written by `DOCS=write pytest tests/commands` from `bot/commands/catalogue.py`; change it there.

Managers tell the bot what to do in comments of an issue. A command stands at the start of a line and begins with the
bot's name, `@feedback-bot close` (with the username that your bot has), or with `!feedback close`, which is the same.
A comment may hold several, each on a line of its own, with any other text around them. Each command sets a state, so
giving it again does no harm.

The next pass obeys, and `feedback-bot run --issue IID` at once. Then the comment bears a reaction: ✅ for what was
done, ❌ for what was not. There is no other answer, unless something was not understood or may not be, or you asked for
one (`help`, `explain`): that is said once, in the thread of your comment.

- Letter case does not matter, nor do a comma or colon after the name, a full stop, exclamation mark, colon or semicolon
  at the end, and other words after a comma: `@feedback-bot: Close, thanks!`
- Left alone is whatever stands in code, in a quotation (also in the line that follows one without an empty line
  between them), in a list or a table row that begins with its mark, in a heading with `#`, in HTML or its comments, in
  the middle of a line, behind more than three blanks, or in a message that a mail program has copied in, below
  `-----Original Message-----`, `On … wrote:`, a line of underscores, or its header. A folded `<details>` counts if an
  empty line comes before the command.
- To write about a command without giving it, put it into backticks.
- A line that speaks to the bot and holds no command is a mistake, and is answered: nothing is guessed.
- GitLab's own quick actions, such as `/close`, are GitLab's: they simply happen.

## Who may

Members of the project with the role Reporter or a higher one; Planner counts as Reporter. The policy's section
`rules: obey_commands:` sets another role for all commands (`role`) or for single ones (`verbs: {close: developer}`),
says which labels may be set by command (`labels: ["feedback::*"]`), and how many commands a person may give on an issue
in an hour (`per_hour: 20`). Somebody without that role is told so once on an issue, later by a reaction alone; so is
somebody of whom GitLab shows no role. The bot never obeys itself, other bots (the policy's `other_bots`), GitLab's own
users such as the one of Service Desk, or what customers say in their feedback.

## What counts

- A comment that says nothing but commands is no answer to the feedback; other words in it are.
- Edit a comment, and what is new in it is done, counted from the edit; what was in it before is not done again. Correct
  a mistake, and its ❌ goes. Delete a comment, and what was done stays.
- What you set by command counts as set by you: a review that you call done stays done, a contact that you call off
  stays off, and a snooze holds.
- Of several commands the later one holds. On a closed issue there is nothing to remind of, so `snooze`, `nag` and
  `contact yes` are refused there; everything else works.
- The bot remembers what it has done in a hidden mark: in the description of the issue, or in its answer. Where a person
  has opened the issue, it keeps that in one comment of its own, which it writes after the first command; there, a pass
  that is cut off right before it may do once more what you have taken back in the meantime.
- Somebody's role is asked for when the command is read: who gets it later gives the command again, in a new comment.
  A command that could not be read for 30 days is left alone.
- A line that speaks to the bot and begins with nothing like a verb (`@feedback-bot I have called them`) is answered as
  a mistake, and counts as an answer to the feedback as well.
- Read are the first 20,000 characters of a comment, and in one pass fifty comments with something new on one issue.
- Another issue is related with the bot's own rights: in another project it needs a role (Guest). Give it no more than
  you would let your managers see.
- `label feedback-bot::hands-off` keeps the bot away from the issue, from later commands as well: take it off by hand.

## The commands

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
        f"\n### {verb.name}\n\n`{verb.usage}`: {verb.description}\n"
        f"\nWho may, unless the policy says otherwise: {verb.who}.\n"
        f"\n```text\n{examples}\n```\n"
    )


def _in_table(code: str) -> str:
    return code.replace("|", "\\|")
