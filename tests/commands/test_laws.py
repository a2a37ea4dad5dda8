"""Laws of the parser: it never fails, hears nobody else, reads Markdown as a Markdown parser does, and in no time."""

import re
from collections.abc import Iterator, Sequence

import pytest
from commands.speaking import BOT, LABELS, commands, labels, listen, spoken
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from model.judge import NASTY, anything

from bot.commands import CATALOGUE, Found, Mistake, commands_in
from bot.commands.parser import MOST
from bot.model.labels import Label

FEW = settings(max_examples=60)

# -- whatever is written -----------------------------------------------------------------------------------------


@FEW
@given(spoken)
def test_it_never_fails_and_finds_things_in_order(body: str) -> None:
    found = listen(body)
    assert [one.line for one in found] == sorted({one.line for one in found})
    assert all(one.identity for one in found)


@FEW
@given(anything)
def test_nothing_is_heard_where_no_line_begins_with_the_name(body: str) -> None:
    if not re.search(r"(?im)(^|[\r\n])[^\n\ra-z]{0,4}(@feedback-bot|!feedback)", body):
        assert listen(body) == []


@FEW
@given(spoken, st.sampled_from([BOT.upper(), "", "a.b", "x" * 300, "(", "\\"]))
def test_the_name_may_be_any(body: str, name: str) -> None:
    assert len(commands_in(body, name, LABELS)) <= MOST + 1


@FEW
@given(spoken)
def test_nothing_is_heard_of_a_quotation(body: str) -> None:
    lines = re.split(r"\r\n?|\n", body)
    assert listen("\n".join(f"> {line}" for line in lines)) == []


@FEW
@given(spoken)
def test_nothing_is_heard_of_a_fence(body: str) -> None:
    fence = "`" * (3 + max((len(run) for run in re.findall("`+", body)), default=0))
    assert listen(f"{fence}\n{body}\n{fence}") == []


@FEW
@given(spoken)
def test_nothing_is_heard_of_indented_code(body: str) -> None:
    lines = re.split(r"\r\n?|\n", body)
    assert listen("\n".join(f"    {line}" for line in lines)) == []


@FEW
@given(spoken)
def test_a_command_said_again_is_the_same_command(body: str) -> None:
    for command in commands(listen(body)):
        (again,) = listen(f"@{BOT} {command}")
        assert isinstance(again, Found)
        assert again.command == command
        assert again.identity == str(command)


names = st.text(st.characters(exclude_characters=",\n"), min_size=1, max_size=12).filter(
    lambda name: name == name.strip()
)


@FEW
@given(st.lists(names, min_size=1, max_size=3))
@example(['"a"'])
@example(["~a"])
@example(["a\\"])
@example(["a\\*", "a*"])
@example(["Done!", "Done"])
@example(["`a`"])
@example(["a\u00a0b"])
@example(["a::", "::b"])
@example(["\u200d"])
def test_a_label_of_any_name_is_the_same_when_it_is_said_again(written: list[str]) -> None:
    known = labels(*written)
    for name in written:
        for found in commands(commands_in(f"!feedback label {name}", BOT, known)):
            (again,) = commands_in(f"!feedback {found}", BOT, known)
            assert isinstance(again, Found)
            assert again.command == found


@FEW
@given(spoken)
def test_a_mistake_shows_nothing_of_what_was_written_but_in_its_text(body: str) -> None:
    known = {verb.name for verb in CATALOGUE} | {label.name for label in LABELS.catalogue}
    for found in listen(body):
        if isinstance(found, Mistake):
            assert found.nearest is None or found.nearest in known | set(found.valid)
            assert len(found.text) <= 100
            assert found.problem.endswith(".")
            assert found.text not in repr(found) or len(found.text) < 20


# -- as a Markdown parser reads it -------------------------------------------------------------------------------

_MARKDOWN = MarkdownIt("commonmark").enable("table")
_MARKS = (
    "",
    "",
    "",
    "> ",
    ">",
    "- ",
    "-",
    "1. ",
    "2. ",
    "* ",
    "  ",
    "    ",
    "\t",
    "- > ",
    "> - ",
    "-   ",
    "+\t",
    "10) ",
)
_TEXTS = (
    *(
        "",
        "",
        "text",
        "```",
        "````",
        "~~~",
        "``` x",
        "    code",
        "# head",
        "---",
        "===",
        "***",
        "- - -",
        "| a |",
        "| - |",
    ),
    *(
        "`",
        "``",
        "`a` `",
        "\\`",
        "<!--",
        "-->",
        "<div>",
        "</div>",
        "<span>",
        "<a b='",
        "'>",
        "<i>x",
        "<?",
        "?>",
        "<!X",
    ),
    *(
        "<script>",
        "</script>",
        "[x](y '",
        "')",
        "[x]: y",
        "[x]",
        "a < b",
        "<https://example.com>",
        "`` ` ``",
        "<div",
        "</x >",
    ),
)
_SAID = re.compile(rf"^ {{0,3}}@{BOT} relate #([0-9]+)$", re.MULTILINE)

marked = st.tuples(st.sampled_from(_MARKS), st.sampled_from(_MARKS), st.sampled_from(_TEXTS)).map("".join)
spoken_line = st.sampled_from(["", "", "", " ", "   ", "    ", "- ", "> "]).map(lambda mark: f"{mark}@{BOT} relate #")
documents = st.lists(st.one_of(marked, spoken_line), min_size=1, max_size=9).map(
    lambda lines: (
        "text\n\n" + "\n".join(f"{line}{n}" if line.endswith("#") else line for n, line in enumerate(lines, 1))
    )
)


def shown(body: str) -> Iterator[int]:
    """Give the number of every command that a reader sees at the start of a line, outside code and quotations."""
    around: list[str] = []
    for token in _MARKDOWN.parse(f"{body}\n"):  # without it, it fails at some ends
        if token.nesting:
            around.append(token.type) if token.nesting > 0 else around.pop()
        if token.type == "inline" and "blockquote_open" not in around:
            yield from (int(line[1]) for line in map(_BEGINNING.match, _visible(token.children or ())) if line)


_BEGINNING = re.compile(rf"@{BOT} relate #([0-9]+)")


def _visible(children: Sequence[Token]) -> list[str]:
    words = ("\n" if one.type in {"softbreak", "hardbreak"} else _visible_text(one) for one in children)
    return "".join(words).split("\n")


def _visible_text(token: Token) -> str:
    return token.content if token.type in {"text", "text_special"} else "\0"


@settings(max_examples=200)
@given(documents)
@example("- a\n\n      x\n@feedback-bot relate #4")
def test_what_is_heard_is_what_a_reader_sees(body: str) -> None:
    assume(not re.search(r"(?m)^([ ]{4}|\t).*>", body))  # markdown-it takes a > for a quotation's however far in it is
    heard = {found.identity for found in listen(body)}
    visible = {f"relate #{number}" for number in shown(body)}
    assert heard <= visible
    # Of links more is left out than need be, and markdown-it differs about lines far in.
    if not re.search(r"(?m)\][(:]|^([ ]{4}|\t)", body):
        at_the_edge = {f"relate #{found[1]}" for found in _SAID.finditer(body) if found[0].startswith("@")}
        assert visible & at_the_edge <= heard


# -- hostile texts -----------------------------------------------------------------------------------------------

SIZE = 200_000
AGAIN = (
    *(
        "`",
        "a``b`",
        "a\n`\n",
        "<",
        "<!--",
        "<!-->",
        "<a ",
        "<a b='",
        "<a b='\"",
        "</a",
        "<?",
        "<![CDATA[",
        "<!X",
        "<q>\n",
    ),
    *("[", "](", "](a (", "](a '", "]: ", "\\", "\r\n", "\t", "> ", ">>>\n", "- ", "- a\n", "1. ", "+++\n", "-----a"),
    *("\u200b", "@", "!feedback", "@feedback-bot\n", "@feedback-bot close\n", "@feedback-bot label x\n", "<div>\n"),
)
IN_A_LINE = (
    *(
        ("label", "a"),
        ("label", "a,"),
        ("label", '"'),
        ("close", ","),
        ("close", ",close"),
        ("close", "."),
        ("close", " "),
    ),
    *(("known", "a/"), ("known", "https://a/a/issues/"), ("assign", "@a."), ("snooze", "1"), ("snooze", "7d,")),
    *(("close", "\\"), ("close", "a")),
)
HOSTILE = {
    **{f"{piece!r} again and again": piece * (SIZE // len(piece)) for piece in AGAIN},
    **{f"{verb} and {piece!r}": f"@{BOT} {verb} {piece * (SIZE // len(piece))}" for verb, piece in IN_A_LINE},
    "deep lists and then empty lines": "- " * (SIZE * 2 // 5) + "\n" * (SIZE // 5),
    "deep quotations and then lines": "> " * 200 + "a long line\n" * (SIZE // 12),
    "stairs of lists": "\n".join(" " * (2 * step) + "- a" for step in range(440)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_takes_no_time(name: str) -> None:
    assert len(HOSTILE[name]) > SIZE // 2
    assert len(listen(HOSTILE[name])) <= MOST + 1


def test_a_hostile_text_takes_no_time_with_many_labels() -> None:
    known = labels(*(f"{letter * 40}::{number}" for letter in "abcde" for number in range(20)))
    found = commands_in(f"@{BOT} label {'a' * 60}\n" * 4000, BOT, known)
    assert len(found) == MOST + 1


@pytest.mark.parametrize("name", NASTY)
def test_nasty_texts_say_nothing(name: str) -> None:
    assert listen(NASTY[name]) == []


def test_a_comment_that_says_too_much_is_told_so() -> None:
    *found, last = listen(f"@{BOT} refresh\n" * (MOST + 7))
    assert [str(command) for command in commands(found)] == ["refresh"] * MOST
    assert isinstance(last, Mistake)
    assert (last.line, last.nearest, last.valid) == (MOST + 1, None, ())
    assert str(MOST) in last.problem


def test_the_labels_of_the_tests_are_fit_for_them() -> None:
    assert all(isinstance(label, Label) for label in LABELS.catalogue)
