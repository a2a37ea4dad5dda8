"""The judge can condemn: raw text shows him every danger, and no part of what makes text inert may be missing."""

import re
from collections.abc import Callable, Iterator

import pytest
from hostile.attacks import ATTACKS, MARK
from hostile.judge import dangers, dangers_of_title
from hostile.posts import BAD_THEN_GOOD, dangers_about, hostile, tame_posts

from bot.model import inert
from bot.model.visible import visible
from bot.rules import wording

# Raw text, and the danger in it.
RAW = [
    ("/close", "quick action"),
    ("fine\n/label ~bad", "quick action"),
    ("> x\n\n/CLOSE", "quick action"),
    ("<div>\n/close\n</div>", "quick action"),
    ("@all", "mention"),
    ("&#64;all", "mention"),
    ("#1", "reference"),
    ("~bug", "reference"),
    ("group/project!1", "reference"),
    ("xGL-1", "reference"),
    ("[vulnerability:1]", "reference"),
    ("[work_item:1]", "reference"),
    ("deadbeef", "commit"),
    ("[[home]]", "wiki link"),
    ("https://evil.example", "address"),
    ("a_www.evil.example", "address"),
    (":tada:", "emoji"),
    ("{+ x +}", "difference"),
    ("x[^1]", "footnote"),
    ("::include{file=x}", "include"),
    ("![x](https://evil.example/p.png)", "image"),
    ("[x](https://evil.example)", "link"),
    ("[ticket 209](https://gitlab.example.com./x/-/issues/1)", "link"),
    ("[ticket 209](ftp://desk.example)", "link"),
    ("<!-- x -->", "html"),
    ("x <details> y", "html"),
    (MARK, "mark"),
    (f"x\n{MARK}", "mark"),
    ("# x", "layout"),
    ("```\nx\n```", "layout"),
    ("*x*", "markup"),
    ("$`x`$", "mathematics"),
    ("a\u200bb", "hidden"),
    ("❤\u200d\u200d🔥", "hidden"),
    ("a\u202eb", "hidden"),
    ("😀\U000e0148\U000e0149", "hidden"),
    ("\U000e0041", "hidden"),
    ("a\u3164b", "hidden"),
    ("a\x1bb", "hidden"),
    ("a" + "\u0301" * 9, "stacked"),
]


@pytest.mark.parametrize(("text", "danger"), RAW, ids=[f"{danger} {number}" for number, (_, danger) in enumerate(RAW)])
def test_raw_text_is_dangerous(text: str, danger: str) -> None:
    assert danger in dangers(text, "tame")


@pytest.mark.parametrize(
    ("value", "danger"), [("x | y | z", "layout"), ("x\n\ny", "layout"), ("a|b\n| c", "layout")], ids=repr
)
def test_a_broken_table_is_dangerous(value: str, danger: str) -> None:
    row = "| a | b |\n| --- | --- |\n| {} | end |\n| c | d |"
    assert danger in dangers(row.format(value), row.format("tame"))


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("feedback for @mia", "mention"),
        ("feedback for survey deadbeef", "commit"),
        ("feedback for a.GL-1", "reference"),
        ("x" * 256, "length"),
        ("x\ny", "layout"),
        ("[x](https://evil.example)", "link"),
        ("![x](y)", "image"),
        ("<b>", "html"),
        ("a\u200bb", "hidden"),
    ],
)
def test_a_raw_title_is_dangerous(text: str, danger: str) -> None:
    assert danger in dangers_of_title(text)


@pytest.mark.parametrize(
    "text",
    ["Thank you, that was quick.", "`@all` and `#1`", "> ```text\n> /close\n> ```", "❤\ufe0f\u200d🔥", "क्\u200dष"],
)
def test_what_is_inert_is_not_condemned(text: str) -> None:
    assert dangers(text, text) == set()


# -- what makes text inert, left out in part -----------------------------------------------------------------------


def _lines(text: str) -> list[str]:
    return visible(text).split("\n")


def without_the_fence(text: str) -> str:
    return "\n".join(f"> {line}" for line in _lines(text))


def without_the_quote(text: str) -> str:
    return "\n".join(["```text", *_lines(text), "```"])


def with_a_short_fence(text: str) -> str:
    return "\n".join(f"> {line}" for line in ["```text", *_lines(text), "```"])


def with_its_beginning(text: str) -> str:
    return inert.quoted(text[:20])


def with_unseen_characters(text: str) -> str:
    return re.sub("(?m)^", "> ", f"```````````text\n{text}\n```````````")


def with_one_tick(text: str) -> str:
    return f"`{' '.join(visible(text).split()).replace('|', '¦')}`"


def with_pipes(text: str) -> str:
    return inert.inline(text).replace("¦", "|")


def with_lines(text: str) -> str:
    return f"``````{text}``````"


def escaped(text: str) -> str:
    return re.sub(r"([\\`*_{}\[\]<>()#+.!|~@:/$%&^=-])", r"\\\1", " ".join(visible(text).split()))


def raw_link(words: str, address: str, **_: str) -> str:
    return f"[{words}]({address})"


def link_anywhere(words: str, address: str, **_: str) -> str:
    return inert.link(words, address)


MUTATIONS: dict[str, tuple[str, Callable[..., str], set[str]]] = {
    "raw comment": ("quoted", str, {"quick action", "mention", "html", "image", "link", "hidden", "mark"}),
    "no fence": ("quoted", without_the_fence, {"mention", "reference", "html", "image", "link", "layout"}),
    "no quote": ("quoted", without_the_quote, {"quick action", "mark", "layout"}),
    "short fence": ("quoted", with_a_short_fence, {"layout", "mention", "html"}),
    "cut comment": ("quoted", with_its_beginning, {"lost"}),
    "unseen in a comment": ("quoted", with_unseen_characters, {"hidden", "stacked"}),
    "raw value": ("inline", str, {"quick action", "mention", "html", "image", "link", "layout", "hidden"}),
    "one tick": ("inline", with_one_tick, {"mention", "html", "image", "link"}),
    "pipes": ("inline", with_pipes, {"lost"}),
    "lines in a value": ("inline", with_lines, {"layout", "hidden", "mention", "quick action"}),
    "escapes instead of code": ("inline", escaped, {"mention", "reference", "address"}),
    "raw link": ("link", raw_link, {"link"}),
    "link to the own GitLab": ("link", link_anywhere, {"link"}),
}


_MOST_TELLING_FIRST = [
    "gitlab.example.com/x/-/issues/1",
    *(text for name, text in ATTACKS.items() if name.startswith(("markdown: out of", "html: mark", "unseen"))),
    *ATTACKS.values(),
]


@pytest.fixture
def fresh_twins() -> Iterator[None]:
    tame_posts.cache_clear()
    yield
    tame_posts.cache_clear()


@pytest.mark.usefixtures("fresh_twins")
@pytest.mark.parametrize(("name", "mutant", "expected"), MUTATIONS.values(), ids=MUTATIONS.keys())
def test_nothing_of_it_may_be_missing(
    name: str, mutant: Callable[..., str], expected: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wording, name, mutant)
    found: set[str] = set()
    for text in _MOST_TELLING_FIRST:
        about = {"quoted": hostile(text, "tame"), "inline": hostile("tame", text)}.get(name)
        about = about or hostile("", text, address="https://")
        found |= set().union(*dangers_about(about, BAD_THEN_GOOD).values())
        if found >= expected:
            return
    assert found >= expected
