"""Comments, and what is found in each."""

import pytest
from commands.notes import NOTES
from commands.speaking import heard

REALISTIC = 80


@pytest.mark.parametrize("name", NOTES)
def test_a_comment_says_this(name: str) -> None:
    body, said = NOTES[name]
    assert heard(body) == said


@pytest.mark.parametrize("name", NOTES)
def test_it_says_the_same_with_windows_line_ends(name: str) -> None:
    body, said = NOTES[name]
    if "\r" not in body:
        assert heard(body.replace("\n", "\r\n")) == said


@pytest.mark.parametrize("name", NOTES)
def test_nothing_is_heard_of_a_quoted_comment(name: str) -> None:
    lines = NOTES[name][0].replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert heard("\n".join(f"> {line}" for line in lines)) == []


@pytest.mark.parametrize("name", NOTES)
def test_nothing_is_heard_of_a_comment_in_a_fence(name: str) -> None:
    assert heard(f"~~~~~\n{NOTES[name][0]}\n~~~~~") == []


def test_there_are_enough_of_them() -> None:
    assert len(NOTES) >= REALISTIC
    assert sum(not said for _, said in NOTES.values()) >= REALISTIC // 2
