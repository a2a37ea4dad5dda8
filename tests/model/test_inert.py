"""Customer text is inert: attacked with a list of nasty texts and with whatever hypothesis thinks of."""

import re
from itertools import pairwise
from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from model.judge import (
    NASTY,
    active,
    anything,
    block_types,
    blocks,
    html,
    inlines,
    lines_as_read,
    links,
    read_back,
    text_outside_code,
    value_as_read,
)

from bot.model.inert import LINE_WIDTH, TITLE_LENGTH, cut_title, inline, link, quoted, sentence, title
from bot.model.visible import visible

nasty = pytest.mark.parametrize("text", NASTY.values(), ids=NASTY.keys())

PARAGRAPH = ["paragraph_open", "inline", "paragraph_close"]
LIST = ["bullet_list_open", *["list_item_open", *PARAGRAPH, "list_item_close"] * 2, "bullet_list_close"]
TABLE = block_types("| a | b |\n| --- | --- |\n| c | d |")


def row_with(value: str) -> str:
    return f"| a | b |\n| --- | --- |\n| {value} | end |"


def cells(markdown: str) -> list[str]:
    tokens = blocks(markdown)
    return [inside.content for cell, inside in pairwise(tokens) if cell.type == "td_open"]


# -- a comment ---------------------------------------------------------------------------------------------------


def assert_quoted_inert(text: str) -> None:
    markdown = quoted(text)
    assert all(line.startswith(">") for line in markdown.splitlines())
    assert block_types(markdown) == ["blockquote_open", "fence", "blockquote_close"]
    read, expected = read_back(blocks(markdown)[1].content), lines_as_read(text)
    assert read.split() == " ".join(expected).split()
    if max(map(len, visible(text).split("\n"))) <= LINE_WIDTH:
        assert lines_as_read(read) == expected


@nasty
def test_a_quoted_comment_is_one_fence_in_one_quote_and_reads_as_written(text: str) -> None:
    assert_quoted_inert(text)


@given(anything)
def test_any_quoted_comment_is_one_fence_in_one_quote_and_reads_as_written(text: str) -> None:
    assert_quoted_inert(text)


@nasty
def test_a_quoted_comment_keeps_to_itself_between_paragraphs(text: str) -> None:
    around = block_types(f"before\n\n{quoted('x')}\n\nafter")
    assert block_types(f"before\n\n{quoted(text)}\n\nafter") == around


@pytest.mark.parametrize("length", range(3, 11))
def test_the_fence_is_longer_than_any_run_of_backticks_in_the_comment(length: int) -> None:
    (fence,) = {token.markup for token in blocks(quoted(f"a {'`' * length} b")) if token.type == "fence"}
    assert fence == "`" * (length + 1)


def test_a_long_line_is_broken_between_words_alone() -> None:
    word, long_word = "word", "x" * (LINE_WIDTH + 50)
    lines = quoted(f"{f'{word} ' * 40}{long_word} {word}").splitlines()[1:-1]
    assert [len(line) <= LINE_WIDTH + len("> ") for line in lines] == [True, True, False, True]
    assert lines[2:] == [f"> {long_word}", f"> {word}"]


def test_a_long_line_of_blanks_is_an_empty_line() -> None:
    assert quoted(f"a\n{' ' * (LINE_WIDTH + 1)}\nb") == quoted("a\n\nb")


# -- a value -----------------------------------------------------------------------------------------------------


def assert_inline_inert(text: str) -> None:
    value = inline(text)
    assert len(value.splitlines()) <= 1
    assert block_types(f"Said {value} by them") == PARAGRAPH
    assert block_types(f"- {value or 'x'}\n- end") == LIST
    assert block_types(row_with(value)) == TABLE
    assert cells(row_with(value))[1] == "end"
    for markdown in (f"Said {value} by them", f"- {value}\n- end", row_with(value)):
        assert {token.type for token in inlines(markdown)} <= {"text", "code_inline"}
        assert re.fullmatch(r"(?:[^\W_]|[ '’\n-])*", text_outside_code(markdown))


def assert_inline_reads_as(text: str) -> None:
    value, row = inline(text), row_with(inline(text))
    for markdown, before, after in ((value, "", ""), (row, "ab", "end")):
        read = "".join(token.content for token in inlines(markdown)).removeprefix(before).removesuffix(after)
        assert value_as_read(read_back(read)) == value_as_read(text)


@nasty
def test_a_value_is_inert_in_a_sentence_a_list_and_a_table(text: str) -> None:
    assert_inline_inert(text)


@given(anything)
@example("deadbeef")
def test_any_value_is_inert_in_a_sentence_a_list_and_a_table(text: str) -> None:
    assert_inline_inert(text)


@nasty
def test_a_value_reads_as_written(text: str) -> None:
    assert_inline_reads_as(text)


@given(anything)
def test_any_value_reads_as_written(text: str) -> None:
    assert_inline_reads_as(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", ""),
        (" \u2028\t", ""),
        ("ACME", "ACME"),
        ("  took \n too  long ", "took too long"),
        ("Zoë O'Neill", "Zoë O'Neill"),
        ("l’été 2026", "l’été 2026"),
        ("North-East 7", "North-East 7"),
        ("日本 北海道", "日本 北海道"),
        ("decade", "decade"),
        ("123456", "123456"),
        ("1234567", "`1234567`"),
        ("defaced", "`defaced`"),
        ("a fine decade-effaced thing", "`a fine decade-effaced thing`"),
        ("- x", "`- x`"),
        ("a  -  b", "`a - b`"),
        ("1. x", "`1. x`"),
        ("x.y", "`x.y`"),
        ("@root", "`@root`"),
        ("snake_case", "`snake_case`"),
        ("a1", "`a1`"),
        ("a|b", "`a¦b`"),
        ("`", "`` ` ``"),
        ("a`b", "``a`b``"),
        ("``a", "``` ``a ```"),
        ("a\x00", "`a‹U+0000›`"),
        ("a\u202eb", "`a‹U+202E›b`"),
    ],
)
def test_a_value_is_code_unless_it_is_plain_words(text: str, shown: str) -> None:
    assert inline(text) == shown


@pytest.mark.parametrize("text", ["GL-12", "as told in GL-12"])
def test_a_value_is_no_reference_in_letters(text: str) -> None:
    assert not active(text_outside_code(inline(text)))


# -- a sentence --------------------------------------------------------------------------------------------------


def assert_sentence_inert(text: str) -> None:
    said = sentence(text)
    assert len(said.splitlines()) <= 1
    assert block_types(f"Said {said} by them") == PARAGRAPH
    assert block_types(f"- {said or 'x'}\n- end") == LIST
    assert block_types(row_with(said)) == TABLE
    assert cells(row_with(said))[1] == "end"
    for markdown in (f"Said {said} by them", f"- {said}\n- end", row_with(said)):
        assert {token.type for token in inlines(markdown)} <= {"text", "code_inline"}
        assert re.fullmatch(r"(?:[^\W_]|[ '’\n.,:;()-])*", text_outside_code(markdown))
        assert not active(text_outside_code(markdown))


@nasty
def test_a_sentence_is_inert_in_a_paragraph_a_list_and_a_table(text: str) -> None:
    assert_sentence_inert(text)


@given(anything)
@example("1. deadbeef (GL-1): ")
def test_any_sentence_is_inert_in_a_paragraph_a_list_and_a_table(text: str) -> None:
    assert_sentence_inert(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", ""),
        ("an answer is due by 2026-11-29", "an answer is due by 2026-11-29"),
        ("a person removed the due date: the clock is silent", "a person removed the due date: the clock is silent"),
        ("the label feedback-bot::hands-off, or (a::b)", "the label `feedback-bot::hands-off`, or (`a::b`)"),
        ("of @mia's, see #1. /close", "of `@mia's`, see `#1`. `/close`"),
        ("1. no list", "`1.` no list"),
        ("at 2026-11-299", "at `2026-11-299`"),
        ("... :tada: _a_", "`...` `:tada`: `_a_`"),
    ],
)
def test_in_a_sentence_what_is_more_than_a_word_is_code(text: str, shown: str) -> None:
    assert sentence(text) == shown


# -- a title -----------------------------------------------------------------------------------------------------

JOINER = "\u2060"


def assert_title_inert(text: str) -> None:
    said = title(text)
    assert len(said) <= TITLE_LENGTH
    assert len(said.splitlines()) <= 1
    assert not active(said.replace("<", "").replace(">", ""))
    assert block_types(f"changed title from **x** to **{said}**") == PARAGRAPH
    assert not {token.type for token in inlines(f"to **{said}**")} & {"link_open", "image", "html_inline"}


@nasty
def test_a_title_is_one_line_in_which_gitlab_finds_nothing(text: str) -> None:
    assert_title_inert(text)


@given(anything)
@example("x" * 246 + "f" * 12)
def test_any_title_is_one_line_in_which_gitlab_finds_nothing(text: str) -> None:
    assert_title_inert(text)


@given(anything)
def test_a_title_reads_as_written_up_to_its_length(text: str) -> None:
    said = title(text)
    read, written = read_back(said.replace(JOINER, "")), " ".join(text.replace(JOINER, "").split())
    assert " ".join(read.split()) == written or said.endswith("…")


@given(anything)
def test_a_title_may_pass_through_twice(text: str) -> None:
    assert title(title(text)) == title(text) or title(text).endswith("…")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Negative feedback for ticket 209", "Negative feedback for ticket 209"),
        ("two\nlines", "two lines"),
        ("ticket 1234567", "ticket 1234567"),
        ("survey deadbeef", f"survey deadbe{JOINER}ef"),
        ("survey 0123456789abcdef", f"survey 012345{JOINER}6789ab{JOINER}cdef"),
        ("GL-12, xgl-1, GL-x", f"GL{JOINER}-12, xgl{JOINER}-1, GL-x"),
        ("a_www.evil.example", f"a_www{JOINER}.evil.example"),
        ("@all: #1", f"@{JOINER}all: #{JOINER}1"),
        ("https://evil.example", f"https:{JOINER}/{JOINER}/{JOINER}evil.example"),
        ("[x](y) :+1:", f"[{JOINER}x]{JOINER}(y) :{JOINER}+1:"),
        ("a\u200bb", "a‹U+200B›b"),
        (f"@{JOINER}all", f"@{JOINER}all"),
        (f"a{JOINER}b", "ab"),
    ],
)
def test_a_title_parts_what_would_be_more_than_words(text: str, shown: str) -> None:
    assert title(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("x" * 255, "x" * 255),
        ("x" * 256, "x" * 254 + "…"),
        ("x" * 253 + "e\u0301e\u0301", "x" * 253 + "…"),
        ("x" * 245 + " " + "f" * 12, "x" * 245 + " …"),
    ],
    ids=["fits", "too long", "between characters", "no number of a commit"],
)
def test_a_title_is_cut_to_what_gitlab_takes(text: str, shown: str) -> None:
    assert cut_title(text) == shown


# -- a link ------------------------------------------------------------------------------------------------------

_HOST = r"[A-Za-z0-9.-]+(?::[0-9]{1,5})?"

_paths = st.sampled_from(["/", "/tickets/1", "?q=1&r=2", "#@root", "\\", "/a)b", "/<x>", "/|", "/&#41;", "/&NewLine;"])
_rests = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=20) | st.sampled_from(
    [text for name, text in NASTY.items() if name != "lone surrogates"]
)

# Line ends and half characters only after the host: what they do before it has tests of its own.
addresses = st.tuples(
    st.sampled_from(["https://", "http://", "HTTPS://", "https:", "//", "javascript:", "ftp://", "data:", "", " "]),
    st.sampled_from(["desk.example", "Desk.Example:8443", "a@desk.example", "[::1]", "[", "münchen.example", "", "-"]),
    st.just("") | st.tuples(_paths, _rests).map("".join),
).map("".join)


def assert_link_inert(address: str) -> None:
    markdown = link("ticket 1", address)
    assert len(markdown.splitlines()) == 1
    assert block_types(row_with(markdown)) == TABLE
    assert cells(row_with(markdown))[1] == "end"
    assert not html(markdown)
    found = links(markdown)
    if found:
        [only] = found
        given_host = re.match(rf"\s*https?://({_HOST})(?=[/?#]|$)", address, re.IGNORECASE)
        assert given_host is not None
        assert only.words == text_outside_code(markdown) == "ticket 1"
        followed = urlsplit(only.href)
        assert (followed.scheme in {"http", "https"}, followed.netloc) == (True, given_host[1])
    else:
        assert text_outside_code(markdown) in {"ticket 1 ()", f"ticket 1 ({inline(address)})"}
    assert links(row_with(markdown)) == found


_WITHIN_REACH = {name: text for name, text in NASTY.items() if name != "lone surrogates"}


@pytest.mark.parametrize("text", _WITHIN_REACH.values(), ids=_WITHIN_REACH.keys())
@pytest.mark.parametrize(
    "start", ["", "https://desk.example/", "https://desk.example?q="], ids=["bare", "path", "query"]
)
def test_a_link_leads_to_the_given_web_page_or_nowhere(start: str, text: str) -> None:
    assert_link_inert(start + text)


@given(addresses)
@example("https://desk.example/\\")
@example("https://desk.example\\@evil.example/")
def test_any_link_leads_to_the_given_web_page_or_nowhere(address: str) -> None:
    assert_link_inert(address)


@pytest.mark.parametrize(
    ("address", "href"),
    [
        ("https://desk.example/tickets/1", "https://desk.example/tickets/1"),
        ("http://desk.example", "http://desk.example"),
        ("HTTPS://Desk.example/", "https://Desk.example/"),
        ("https://desk.example:8443/a?b=c&d=%20#e", "https://desk.example:8443/a?b=c&d=%20#e"),
        ("https://desk.example?a=(b)|c", "https://desk.example?a=%28b%29%7Cc"),
        ("https://desk.example/a<c>@b", "https://desk.example/a%3Cc%3E%40b"),
    ],
)
def test_a_plain_web_page_is_linked(address: str, href: str) -> None:
    assert link("ticket 1", address) == f"[ticket 1]({href})"


@pytest.mark.parametrize(
    "address",
    [
        "https://desk.example/a b",
        "https://desk.example/ä",
        "javascript:alert(1)",
        "ftp://desk.example/",
        "mailto:mia@example.com",
        "//desk.example/",
        "/tickets/1",
        "tickets/1",
        "https:",
        "https:///tickets",
        "https://:443/",
        "https://[::1]/",
        "https://[",
        "https://mia@desk.example/",
        "https://mia:secret@desk.example/",
        "https://desk.example:port/",
        "https://desk.example:123456/",
        "https://desk_example/",
        "https://desk.example\\evil/",
        "https://desk example/",
        "https://münchen.example/",
        "https://desk.example)[x](y/",
    ],
)
def test_any_other_address_is_shown_as_code(address: str) -> None:
    assert link("ticket 1", address) == f"ticket 1 (`{address}`)"


@pytest.mark.parametrize("blank", ["\n", "\r", "\t"], ids=["line feed", "carriage return", "tab"])
def test_an_address_with_a_line_end_in_its_scheme_is_shown(blank: str) -> None:
    assert_link_inert(f"https:/{blank}/desk.example/")


@pytest.mark.parametrize("blank", ["\n", "\r", "\t"], ids=["line feed", "carriage return", "tab"])
def test_an_address_with_a_line_end_in_its_host_is_shown(blank: str) -> None:
    assert_link_inert(f"https://desk{blank}.example/")


def test_an_address_with_a_foreign_port_is_shown() -> None:
    assert_link_inert("https://desk.example:\N{ARABIC-INDIC DIGIT THREE}/")


@pytest.mark.parametrize(
    "host", ["gitlab.example.com", "GitLab.Example.com", "gitlab.example.com.", "gitlab.example.com:8443"]
)
def test_an_address_of_the_own_gitlab_is_shown(host: str) -> None:
    address = f"https://{host}/group/project/-/issues/1"
    assert link("ticket 1", address, except_host="gitlab.example.com") == f"ticket 1 (`{address}`)"


def test_the_words_of_a_link_are_inert() -> None:
    assert link("survey a._b_.GL-1", "https://desk.example/") == "[survey `a._b_.GL-1`](https://desk.example/)"


def test_an_address_with_half_a_character_is_shown_or_linked() -> None:
    assert_link_inert("https://desk.example/\ud800")
