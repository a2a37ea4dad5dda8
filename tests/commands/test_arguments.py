"""What each verb takes, and what it refuses, with the reason and the words that would do."""

from datetime import date, timedelta

import pytest
from commands.speaking import NAMES, labels, listen, refused, told

from bot.commands import (
    VERBS,
    Assign,
    Close,
    Command,
    Contact,
    Explain,
    Found,
    Help,
    Known,
    Kudos,
    Mistake,
    Nag,
    Reference,
    Refresh,
    Relate,
    RemoveLabel,
    ReviewDone,
    SetContact,
    SetLabel,
    SetRating,
    Snooze,
)
from bot.model.survey import Rating

DAY = timedelta(days=1)
HERE = Reference(12)
THERE = Reference(12, "acme/web", "gitlab.example.com")


@pytest.mark.parametrize(
    ("said", "command", "again"),
    [
        ("help", Help(), "help"),
        ("label process", SetLabel("feedback::process"), "label feedback::process"),
        ("label “soft-skills”", SetLabel("feedback::soft-skills"), "label feedback::soft-skills"),
        ("label ~ 'urgent'", SetLabel("urgent"), "label urgent"),
        ("label PRIORITY::URGENT", SetLabel("priority::urgent"), "label priority::urgent"),
        ("label known  issue\u00a0of ours", SetLabel("feedback::Known issue of ours"), None),
        ("unlabel good", RemoveLabel("satisfaction::good"), "unlabel satisfaction::good"),
        ("assign @Mia", Assign("mia"), "assign @mia"),
        ("assign @a\\_b", Assign("a_b"), "assign @a_b"),
        ("assign @_a.b-", Assign("_a.b-"), "assign @_a.b-"),
        ("assign Me", Assign(None), "assign me"),
        ("snooze 7d", Snooze(7 * DAY), "snooze 7d"),
        ("snooze 1 week", Snooze(7 * DAY), "snooze 7d"),
        ("snooze 3 days", Snooze(3 * DAY), "snooze 3d"),
        ("snooze 36h", Snooze(1.5 * DAY), "snooze 36h"),
        ("snooze 36 hours", Snooze(1.5 * DAY), "snooze 36h"),
        ("snooze 1500min", Snooze(timedelta(hours=25)), "snooze 25h"),
        ("snooze 1441 minutes", Snooze(timedelta(minutes=1441)), "snooze 1441min"),
        ("snooze 9999 weeks", Snooze(9999 * 7 * DAY), "snooze 9999w"),
        ("snooze 2026-12-24", Snooze(date(2026, 12, 24)), "snooze until 2026-12-24"),
        ("snooze Until 2028-02-29", Snooze(date(2028, 2, 29)), "snooze until 2028-02-29"),
        ("nag on", Nag(on=True), "nag on"),
        ("nag OFF", Nag(on=False), "nag off"),
        ("review done", ReviewDone(), "review done"),
        ("contact yes", SetContact(Contact.YES), "contact yes"),
        ("contact no", SetContact(Contact.NO), "contact no"),
        ("contact done", SetContact(Contact.DONE), "contact done"),
        ("rating bad", SetRating(Rating.BAD), "rating bad"),
        ("kudos @Tom", Kudos("tom"), "kudos @tom"),
        ("known #12", Known(HERE), "known #12"),
        ("known \\#012", Known(HERE), "known #12"),
        ("known acme/sub/web.app#12+s", Known(Reference(12, "acme/sub/web.app")), "known acme/sub/web.app#12"),
        ("relate https://gitlab.example.com/acme/web/-/issues/12", Relate(THERE), None),
        ("relate https://gitlab.example.com/acme/web/issues/12", Relate(THERE), None),
        ("relate <https://GitLab.example.com/acme/web/-/work_items/12/?a=b#note_1>.", Relate(THERE), None),
        ("relate http://127.0.0.1:8929/a/b/-/issues/1+", Relate(Reference(1, "a/b", "127.0.0.1:8929")), None),
        ("relate https://a.example/gitlab/a/b/-/issues/1", Relate(Reference(1, "gitlab/a/b", "a.example")), None),
        ("close", Close(), "close"),
        ("close, thanks, and label it yourself", Close(), "close"),
        ("explain", Explain(), "explain"),
        ("refresh;", Refresh(), "refresh"),
    ],
)
def test_a_command_is_read_and_said_again(said: str, command: Command, again: str | None) -> None:
    assert told(said) == command
    assert told(str(command)) == command
    assert again is None or str(command) == again


@pytest.mark.parametrize(
    ("said", "problem", "nearest", "valid"),
    [
        ("", "A verb is missing", None, tuple(VERBS)),
        ("lable process", "no verb", "label", tuple(VERBS)),
        ("unknown", "no verb", "known", tuple(VERBS)),
        ("42", "no verb", None, tuple(VERBS)),
        ("closé", "no verb", "close", tuple(VERBS)),
        ("close now", "Nothing may stand after", None, ("close",)),
        ("help label", "Nothing may stand after", None, ("help",)),
        ("label", "Something is missing", None, NAMES),
        ("label ~", "Something is missing", None, NAMES),
        ('label ""', "Something is missing", None, NAMES),
        ("label softskills", "no such label", "feedback::soft-skills", NAMES),
        ("label feedback:process", "no such label", "feedback::process", NAMES),
        ("label zebra", "no such label", None, NAMES),
        ("unlabel soft skills", "no such label", "feedback::soft-skills", NAMES),
        ("label done", "More than one label", None, ("review::done", "contact::done")),
        ("label process, soft-skills", "One command in each line", None, ()),
        ("assign", "Something is missing", None, ("@user", "me")),
        ("assign mia", "written with an @", None, ("@user", "me")),
        ("assign @me", "written with an @", None, ("@user", "me")),
        ("assign @-mia", "written with an @", None, ("@user", "me")),
        ("assign @mï", "written with an @", None, ("@user", "me")),
        ("assign @a/b", "written with an @", None, ("@user", "me")),
        ("assign @", "written with an @", None, ("@user", "me")),
        ("kudos", "Something is missing", None, ("@user",)),
        ("kudos me", "write it with an @", None, ("@user",)),
        ("snooze", "Something is missing", None, None),
        ("snooze 7", "This is no time", None, None),
        ("snooze seven days", "This is no time", None, None),
        ("snooze 2 months", "This is no time", None, None),
        ("snooze 2m", "This is no time", None, None),
        ("snooze -7d", "This is no time", None, None),
        ("snooze \u0667d", "This is no time", None, None),
        ("snooze until tomorrow", "as YYYY-MM-DD", None, None),
        ("snooze until 01/02/2026", "as YYYY-MM-DD", None, None),
        ("snooze until 24.12.2026", "as YYYY-MM-DD", None, None),
        ("snooze until 2026-1-2", "as YYYY-MM-DD", None, None),
        ("snooze until 20261224", "as YYYY-MM-DD", None, None),
        ("snooze until 2026-13-01", "no such day", None, None),
        ("snooze until 0000-01-01", "no such day", None, None),
        ("snooze 0d", "no time at all", None, None),
        ("snooze 99999d", "too long", None, None),
        ("snooze 23h", "a day or longer", None, None),
        ("snooze 90 seconds", "a day or longer", None, None),
        ("nag", "Something is missing", None, ("off", "on")),
        ("nag offf", "one of a few words", "off", ("off", "on")),
        ("review", "Something is missing", None, ("done",)),
        ("review don", "one of a few words", "done", ("done",)),
        ("contact Yess", "one of a few words", "yes", ("yes", "no", "done")),
        ("contact yes no", "one of a few words", "yes", ("yes", "no", "done")),
        ("contact yes, no", "One command in each line", None, ()),
        ("rating great", "one of a few words", None, ("good", "neutral", "bad")),
        ("known", "Something is missing", None, None),
        ("known 12", "not one issue", None, None),
        ("known #0", "not one issue", None, None),
        ("known #12 #13", "not one issue", None, None),
        ("known #12345678901", "not one issue", None, None),
        ("known web#12", "not one issue", None, None),
        ("known ../web#12", "not one issue", None, None),
        ("known acme/../web#12", "not one issue", None, None),
        ("relate &12", "not one issue", None, None),
        ("relate https://gitlab.example.com/acme/web", "not one issue", None, None),
        ("relate https://gitlab.example.com/acme/web/-/merge_requests/12", "not one issue", None, None),
        ("relate https://gitlab.example.com/acme/web/-/issues/12/designs", "not one issue", None, None),
        ("relate https://gitlab.example.com/acme/-/issues/12", "not one issue", None, None),
        ("relate https://gitlab.example.com/groups/acme/-/work_items/12", "not one issue", None, None),
        ("relate https://mia:secret@gitlab.example.com/acme/web/-/issues/12", "not one issue", None, None),
        ("relate ftp://gitlab.example.com/acme/web/-/issues/12", "not one issue", None, None),
        ("relate https://gïtlab.example.com/acme/web/-/issues/12", "not one issue", None, None),
        ("close, refresh", "One command in each line", None, ()),
        ("close, thanks, label process", "One command in each line", None, ()),
    ],
)
def test_a_mistake_is_told_with_what_would_do(
    said: str, problem: str, nearest: str | None, valid: tuple[str, ...] | None
) -> None:
    mistake = refused(said)
    assert problem in mistake.problem
    assert mistake.nearest == nearest
    assert mistake.valid == valid if valid is not None else mistake.valid


def test_a_mistake_shows_its_line_and_keeps_it_out_of_logs() -> None:
    (mistake,) = listen("Hello\n\n  @feedback-bot  label <b>secret</b>  ")
    assert isinstance(mistake, Mistake)
    assert mistake.line == 3
    assert mistake.text == "@feedback-bot  label <b>secret</b>"
    assert mistake.identity == "? label <b>secret</b>"
    assert "secret" not in repr(mistake)


def test_a_long_mistake_is_cut() -> None:
    assert refused("label " + "x" * 300).text == "@feedback-bot label " + "x" * 79 + "…"


def test_two_mistakes_that_say_the_same_are_the_same_mistake() -> None:
    one, other = listen("@feedback-bot label  zebra\n!feedback label zebra")
    assert one.identity == other.identity


def test_a_mistake_is_never_taken_for_the_command_it_may_become() -> None:
    (before,), (after,) = listen("!feedback label zebra"), listen("!feedback label zebra", labels("zebra"))
    assert isinstance(before, Mistake)
    assert isinstance(after, Found)
    assert before.identity != after.identity


def test_the_very_name_goes_before_another_letter_case_and_this_before_a_short_name() -> None:
    known = labels("Rude", "rude", "tone::RUDE", "tone::late", "LATE")
    assert told("label rude", known) == SetLabel("rude")
    assert told("label Rude", known) == SetLabel("Rude")
    assert refused("label RUDE", known).valid == ("Rude", "rude")
    assert told("label late", known) == SetLabel("LATE")
    assert told("label tone::late", known) == SetLabel("tone::late")


def test_a_short_name_is_what_follows_the_last_colons() -> None:
    known = labels("a::b::c")
    assert told("label c", known) == SetLabel("a::b::c")
    assert refused("label b::c", known).nearest == "a::b::c"


def test_a_label_that_might_be_misread_is_said_in_quotes() -> None:
    assert str(SetLabel("Done!")) == 'label "Done!"'
    assert str(RemoveLabel("a\\b")) == 'unlabel "a\\\\b"'
    assert told('label "Done!"', labels("Done!", "Done")) == SetLabel("Done!")
