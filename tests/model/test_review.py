"""Reviews are read the way they are meant, and nothing is read into what is quoted, code, hidden or prose."""

from collections.abc import Sequence

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from model.review_notes import CAUSES, CSM, NOTES, QUOTED_TEMPLATE, TEMPLATE, Written

from bot.model.review.answers import decision, is_filled, is_nothing, yes_or_no
from bot.model.review.form import HANDBOOK, Form, form_of
from bot.model.review.reading import read_comment

FORM = form_of([CSM], {}, CAUSES)
LINES = [field.line for field in FORM.fields]


def read(body: str, form: Form = FORM) -> tuple[dict[str, str], frozenset[str]]:
    filled = read_comment(body, form)
    return dict(filled.values), filled.causes


# -- notes -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("note", NOTES, ids=lambda note: note.id)
def test_a_note_is_read_as_it_is_meant(note: Written) -> None:
    assert read(note.body) == (note.values, note.causes)


def test_every_note_has_a_name_of_its_own() -> None:
    assert len({note.id for note in NOTES}) == len(NOTES)


# -- the form ----------------------------------------------------------------------------------------------------


def test_the_form_has_the_lines_of_the_handbook_and_those_of_the_policy() -> None:
    form = form_of(["Ticket reopened? (Y/N)", "Owner"], {}, ["feedback::a"])
    assert [(field.name, field.line, field.yes_or_no) for field in form.fields] == [
        ("summary", "Summary of ticket/feedback", False),
        ("action", "Action to be taken", False),
        ("contact", "Contact customer to discuss feedback? (Y/N)", True),
        ("Ticket reopened? (Y/N)", "Ticket reopened? (Y/N)", True),
        ("Owner", "Owner", False),
    ]
    assert form.causes == ("feedback::a",)
    assert [field.line for field in HANDBOOK] == [field.line for field in form.fields[:3]]


def test_the_policy_may_give_more_names() -> None:
    form = form_of(["Owner", "!"], {"summary": ["What happened"], "Owner": ["Who"], "stranger": ["x"]}, [])
    assert read("What happened: late\nWho: Anna", form)[0] == {"summary": "late", "Owner": "Anna"}


def test_a_line_of_the_policy_goes_before_names_of_other_lines() -> None:
    form = form_of(["Contact", "Label"], {}, ["feedback::process", "odd::"])
    assert read("Contact: Anna\nLabel: process", form) == ({"Contact": "Anna", "Label": "process"}, frozenset())


def test_what_was_filled_in_is_not_shown_in_logs() -> None:
    assert "secret" not in repr(read_comment("Summary: secret", FORM))


# -- yes, no, nothing --------------------------------------------------------------------------------------------

YES = (
    *(
        "Y",
        "y",
        "yes",
        "YES",
        "Yes.",
        "Y, will call tomorrow",
        "**Y**",
        "`yes`",
        "Yes - done",
        "yes: Anna",
        "(Y)",
        "[Y]",
    ),
    *(
        "[x] Yes [ ] No",
        "- [ ] No\n- [x] Yes",
        "Yes [x] No [ ]",
        "☑ Yes ☐ No",
        "Y/~~N~~",
        "~~N~~ Y",
        "**Y**/N",
        "(Y/N): Y",
    ),
    *("[x]", "**[X]**", "☑", "[✓]"),
    *("✅ Y", "Yes!", "Y – Anna calls", "yes\nno doubt", "“Yes”", "Yep", "\uff39", "Y. Called.", "Y\n- [x] called"),
)
NO = (
    *("N", "no", "No - already did", "~~Y~~/N", "No.", "**No**, thanks", "[ ] Yes [x] No", "no need", "N (for now)"),
    *("Y/N: N", "Y/**N**", "nope", "No…", "- N", "✗ no", "No, not yet", "**(Y/N)**: no"),
)
NEITHER = (
    *(
        "maybe",
        "ja",
        "Yesterday he called",
        "Not sure",
        "",
        "?",
        "Y/N",
        "yes/no",
        "yes or no",
        "Yes and no",
        "n/a",
        "N.A.",
    ),
    *("[ ] Yes [ ] No", "[x] Yes [x] No", "**Y**/**N**", "~~Y~~", "No one knows", "no idea", "No later than Monday"),
    *("No-one asked", "Y'all", "Yes?", "[x] called", "1", "None", "no problem", "[ ]", "☐", "x", "[x] [ ]"),
)


@pytest.mark.parametrize(
    ("value", "answer"),
    [*((value, True) for value in YES), *((value, False) for value in NO), *((value, None) for value in NEITHER)],
)
def test_an_answer_is_yes_or_no_or_neither(value: str, *, answer: bool | None) -> None:
    assert yes_or_no(value) is answer


NOTHING = (
    *(
        "none",
        "None.",
        "no action",
        "No action needed",
        "no further action required",
        "nothing to do",
        "n/a",
        "N.A.",
        "-",
    ),
    *(
        "–",
        "Nothing",
        "nothing further to do",
        "**None**",
        "No",
        "no actions are necessary",
        "not applicable",
    ),
    *("None, thanks!", "No action - thank you.", "~~call~~ none", "none needed", "None required", "N/A. None."),
    *(
        "No follow-up required",
        "There's nothing to be done",
        "None; no action needed",
        "None, can be closed",
        "- none 👍",
    ),
)
SOMETHING = (
    *("", "...", "call the customer", "None of the docs helped", "no action yet", "None for now, but Anna will call"),
    *("Nothing is documented: write it", "Talk to nobody", "no-reply address must be fixed", "~~none~~", "👍"),
    *("none for now, waiting for engineering", "nothing. Well, maybe coaching", "none for now", "None?", "Thanks!"),
    *("None, customer is happy", "nothing further to do at this point", "No action from our side.", "none\nAnna calls"),
)


@pytest.mark.parametrize(
    ("value", "nothing"), [*((value, True) for value in NOTHING), *((value, False) for value in SOMETHING)]
)
def test_an_action_may_be_none(value: str, *, nothing: bool) -> None:
    assert is_nothing(value) is nothing


@pytest.mark.parametrize(
    ("value", "answer"),
    [
        *(
            (value, False)
            for value in ("n/a", "None", "N/A, Anna called already", "not needed", "No, thanks", "none here")
        ),
        *((value, None) for value in ("maybe", "already contacted", "None of them, but he called", "")),
        *((value, True) for value in ("Y, not needed by him but by me", "[x]")),
    ],
)
def test_what_does_not_apply_is_a_no(value: str, *, answer: bool | None) -> None:
    assert decision(value) is answer


# -- laws --------------------------------------------------------------------------------------------------------

few = settings(max_examples=40)
pieces = st.sampled_from(
    [
        *(
            "\n",
            "\r\n",
            "> ",
            "- ",
            "* ",
            "|",
            "**",
            "```",
            "~~~",
            "`",
            "<details>",
            "</details>",
            "<!--",
            "-->",
            ">>>",
        ),
        *(
            "Summary",
            "Action to be taken",
            "Contact customer",
            "(Y/N)",
            ":",
            "?",
            " - ",
            "yes",
            "tbd",
            "\t",
            "#",
            "<br>",
        ),
        *("feedback::process", "Cause", "process", "~~", "<sub>", "\u200d", "|---|---|", "\\", "&nbsp;", "[x]"),
    ]
)


@few
@given(st.text() | st.lists(pieces | st.text(max_size=5), max_size=40).map("".join))
def test_any_text_can_be_read(body: str) -> None:
    values, causes = read(body)
    assert all(value.strip() for value in values.values())
    assert causes <= set(CAUSES)
    for value in (body, *values.values()):
        yes_or_no(value)
        is_nothing(value)


@few
@given(st.lists(pieces | st.text(max_size=5), max_size=40).map("".join))
@example("Summary: late\n~feedback::process")
def test_what_is_quoted_says_nothing(body: str) -> None:
    assert read("\n".join(f"> {line}" for line in ["", *body.splitlines()])) == ({}, frozenset())


@pytest.mark.parametrize("body", [TEMPLATE, QUOTED_TEMPLATE, TEMPLATE.replace("\n", "\r\n"), f"```\n{TEMPLATE}\n```"])
def test_an_untouched_template_says_nothing(body: str) -> None:
    assert read(body) == ({}, frozenset())


plain_values = st.from_regex(r"[A-Za-zÄÖÜäöüß0-9][A-Za-zÄÖÜäöüß0-9 ]{0,30}", fullmatch=True).map(str.strip)


@few
@given(
    order=st.permutations(range(len(LINES))),
    values=st.lists(plain_values, min_size=len(LINES), max_size=len(LINES)),
    bullet=st.sampled_from(["", "- ", "* ", "+ ", "1. ", "2) ", "• ", "- [ ] ", "  - ", "### "]),
    style=st.sampled_from(["{}: {}", "**{}:** {}", "**{}**: {}", "*{}:* {}", "__{}__ : {}", "**{}: {}**", "{}：{}"]),  # noqa: RUF001
)
def test_plain_values_are_read_as_they_are(order: Sequence[int], values: list[str], bullet: str, style: str) -> None:
    body = "\n".join(bullet + style.format(LINES[place], values[place]) for place in order)
    expected = {field.name: value for field, value in zip(FORM.fields, values, strict=True) if is_filled(value, ())}
    assert read(body)[0] == expected


@pytest.mark.parametrize(
    "body",
    [
        *("**" * 100_000, "- [ ] " * 40_000, "| " * 100_000, "<details>" * 20_000, "Contact: " + "[ ] " * 50_000),
        *(
            "a:\n" * 20_000,
            "Contact customer:\n" * 4_000,
            "`" * 200_000,
            "~~a " * 50_000,
            "<!--" * 50_000,
            ">" * 200_000,
        ),
        "\n" * 200_000,
    ],
    ids=lambda body: repr(body[:12]),
)
def test_hostile_texts_are_read_in_good_time(body: str) -> None:
    assert read(body)[1] == frozenset()
    yes_or_no(body)
    is_nothing(body)
