"""Every text of the bot's tells which pass has written it."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from builders import NOW
from hypothesis import given
from hypothesis import strategies as st

from bot.model.actions import EditNote, FileIssue, IssueAction, React, Reply, UpdateIssue, WriteNote
from bot.model.marks import Mark, marks_in, stamp
from bot.model.signature import began_of, pass_id, signatures_of, signed, unsigned, without_signature

ID, OTHER = "20261120T120000Z-0a1b", "20261121T120000Z-2c3d"
MARK = Mark("nag_unanswered", {"due": "2026-11-20"})
TEXT = stamp("Nobody has answered yet.", MARK)

moments = st.datetimes(datetime(2000, 1, 1), datetime(2999, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - drawn in UTC


@given(moments, st.text("0123456789abcdef", max_size=8))
def test_an_id_tells_the_second_in_which_the_pass_began(began: datetime, nonce: str) -> None:
    assert began_of(pass_id(began, nonce)) == began.replace(microsecond=0)


@given(moments, moments)
def test_ids_sort_as_the_passes_began(one: datetime, other: datetime) -> None:
    one, other = sorted([one, other])
    assert pass_id(one) <= pass_id(other)


def test_an_id_is_in_utc() -> None:
    assert pass_id(NOW.astimezone(timezone(timedelta(hours=9))), "0a1b") == ID


@pytest.mark.parametrize(
    "word",
    [
        "",
        "yesterday",
        "20261120",
        "20261399T000000Z",
        "-0a1b",
        "00010101T000000Z",
        "99991231T235959Z-ab",
        "2026112T12000Z",
        f"{ID}-0a1b",
        f"{ID}\n",
        "20261120T120000Z-\x1b[31m",
        "20261120T120000Z-",
        "\uff12\uff10\uff12\uff16" + ID[4:],
    ],
)
def test_another_word_is_no_id(word: str) -> None:
    assert began_of(word) is None


def filing(text: str) -> FileIssue:
    return FileIssue(rule="r", reason="", title="t", description=text, labels=(), confidential=True, due_date=None)


@pytest.mark.parametrize(
    "action",
    [
        filing(TEXT),
        UpdateIssue(rule="r", reason="", description=TEXT),
        WriteNote(rule="r", reason="", body=TEXT),
        Reply(rule="r", reason="", note_id=1, body=TEXT),
        EditNote(rule="r", reason="", note_id=1, body=TEXT),
    ],
    ids=lambda action: type(action).__name__,
)
def test_what_is_written_is_signed_below_its_marks(action: IssueAction) -> None:
    text = written(signed(action, ID))
    assert text.startswith(f"{TEXT}\n<!-- feedback-bot pass id=")
    assert signatures_of(text) == (ID,)
    assert unsigned(text) == (MARK,)


def test_a_text_without_marks_gets_a_gap_before_the_signature() -> None:
    assert written(signed(WriteNote(rule="r", reason="", body="Words."), ID)).startswith("Words.\n\n<!-- ")


@pytest.mark.parametrize("action", [React(rule="r", reason="", note_id=1), UpdateIssue(rule="r", reason="", title="t")])
def test_what_writes_no_text_is_not_signed(action: IssueAction) -> None:
    assert signed(action, ID) == action


@given(st.lists(st.sampled_from([ID, OTHER, "20261122T120000Z"]), min_size=1, max_size=5))
def test_a_description_names_who_wrote_it_first_and_last(passes: list[str]) -> None:
    text = written(signed(filing(TEXT), passes[0]))
    for name in passes[1:]:
        text = written(signed(UpdateIssue(rule="r", reason="", description=TEXT), name, before=text))
    assert signatures_of(text) == tuple(dict.fromkeys((passes[0], passes[-1])))
    assert [mark for mark in marks_in(text) if mark.rule != "pass"] == [MARK]


def test_a_description_that_is_kept_is_signed_once_more() -> None:
    text = written(signed(filing(TEXT), ID))
    again = written(signed(UpdateIssue(rule="r", reason="", description=f"{text}\n{MARK}"), OTHER, before=text))
    assert signatures_of(again) == (ID, OTHER)


def written(action: IssueAction) -> str:
    text = action.description if isinstance(action, FileIssue | UpdateIssue) else getattr(action, "body", None)
    assert text is not None
    return str(text)


@pytest.mark.parametrize("text", [TEXT, "No mark at all.", f"{TEXT}\n<!-- feedback-bot pass id={OTHER} -->"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_without_its_signature_a_text_is_the_same_whoever_signed_it(text: str, end: str) -> None:
    once = written(signed(filing(text), ID))
    again = written(signed(UpdateIssue(rule="r", reason="", description=once), OTHER, once))
    bare = text.partition("\n<!-- feedback-bot pass")[0]
    assert {without_signature(one.replace("\n", end)) for one in (text, once, again)} == {bare}
