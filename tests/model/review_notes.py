"""Review notes as managers might write them; all of them are hand-written for these tests, none is real."""

# ruff: noqa: E501, RUF001 - one note on one line; people type signs that look alike

from collections.abc import Mapping
from dataclasses import dataclass, field

CSM = "Make the CSM aware of this feedback? (Y/N)"
CAUSES = (
    *("feedback::process", "feedback::process-sfdc", "feedback::tech-skills", "feedback::soft skills"),
    *("feedback::docs-issue", "feedback::known-issue", "feedback::product-issue"),
)

TEMPLATE = f"""Please read the ticket and answer in a comment by **2026-11-29**:

- **Summary of ticket/feedback:**
- **Action to be taken:**
- **Contact customer to discuss feedback? (Y/N):**
- **{CSM}:**

<details>
<summary>Cause labels: please set the one that fits, it shows trends</summary>

| label | use it when |
| --- | --- |
| `feedback::process` | a support process was missing, confusing or not followed |
| `feedback::soft skills` | it was about tone |

</details>

<sub>Written by feedback-bot, rule `ask_review`. Any comment but a command counts as an answer; close the issue if \
there is nothing to do.</sub>

<!-- feedback-bot ask_review -->
"""
QUOTED_TEMPLATE = "".join(f"> {line}".rstrip() + "\n" for line in TEMPLATE.splitlines())
FOOTER = TEMPLATE[TEMPLATE.index("<details>") :]


@dataclass(frozen=True)
class Written:
    """A note, and what is to be read from it."""

    id: str
    body: str
    values: Mapping[str, str] = field(default_factory=dict)
    causes: frozenset[str] = frozenset()


def note(name: str, body: str, *causes: str, csm: str = "", **values: str) -> Written:
    return Written(name, body, values | ({CSM: csm} if csm else {}), frozenset(f"feedback::{one}" for one in causes))


TIDY = (
    note(
        "template filled in",
        TEMPLATE.replace("feedback:**", "feedback:** Slow first reply", 1)
        .replace("taken:**", "taken:** Talk to the agent")
        .replace("feedback? (Y/N):**", "feedback? (Y/N):** N"),
        summary="Slow first reply",
        action="Talk to the agent",
        contact="N",
        csm="N",
    ),
    note(
        "three lines",
        "- **Summary of ticket/feedback:** Five days until the first reply.\n- **Action to be taken:** None\n"
        "- **Contact customer to discuss feedback? (Y/N):** Y",
        summary="Five days until the first reply.",
        action="None",
        contact="Y",
    ),
    note(
        "with label",
        "- **Summary of ticket/feedback:** Runner lost\n- **Action to be taken:** none\n"
        "- **Contact customer to discuss feedback? (Y/N):** N\n\n~feedback::known-issue",
        "known-issue",
        summary="Runner lost",
        action="none",
        contact="N",
    ),
    note("no markup", "Summary of ticket/feedback: slow\nAction to be taken: n/a", summary="slow", action="n/a"),
    note("other order", "Contact customer? n\nAction: call\nSummary: rude", summary="rude", action="call", contact="n"),
    note("CSM", f"- **{CSM}:** yes, told them", csm="yes, told them"),
    note("TAM", "- **Make the TAM aware of this feedback? (Y/N):** Y", csm="Y"),
    note("technical account manager", "Make the Technical Account Manager aware? N", csm="N"),
    note("user", "**Contact user to discuss feedback? (Y/N)**: Yes", contact="Yes"),
    note("the user", "Contact the user? Y", contact="Y"),
    note("feedback/ticket", "* **Summary of feedback/ticket**: long wait", summary="long wait"),
    note("ticket alone", "Ticket summary: long wait", summary="long wait"),
    note("actions taken", "Summary: ok\nActions taken: apologised", summary="ok", action="apologised"),
    note("action(s)", "**Action(s) to be taken:** two calls\n", action="two calls"),
    note("with articles", "Summary of the ticket/the feedback: hm, ok", summary="hm, ok"),
    note("and", "Summary of ticket and feedback: both late", summary="both late"),
)

MARKUP = (
    note("colon outside", "**Summary**: a\n**Action** : b", summary="a", action="b"),
    note("no colon", "**Summary of ticket/feedback** late reply", summary="late reply"),
    note("all bold", "**Contact customer to discuss feedback? (Y/N): Y**", contact="Y"),
    note("italic", "_Summary:_ late\n*Action:* none", summary="late", action="none"),
    note("code and strike", "`Summary`: late\n~~Action~~: none", summary="late", action="none"),
    note("bold italic", "***Summary:*** late", summary="late"),
    note("underlined", "__Summary:__ late", summary="late"),
    note("HTML", "<b>Summary:</b> late<br>Action: <i>none</i>", summary="late", action="*none*"),
    note("HTML list", "<ul><li>Summary: late</li><li>Action: none</li></ul>", summary="late", action="none"),
    note("value with markup", "Summary: **very** late, see `log`", summary="**very** late, see `log`"),
    note("value all bold", "- Summary: **late**\n- Action: *none*", summary="**late**", action="*none*"),
    note("stars", "* Summary: late\n* Action: none", summary="late", action="none"),
    note("odd bullets", "• Summary: a\n– Action: b\n· Contact customer? n", summary="a", action="b", contact="n"),
    note("numbers", "1. Summary: a\n2) Action: b\n3 Contact customer: Y", summary="a", action="b", contact="Y"),
    note("letters", "a) Summary: late\nb) Action: none", summary="late", action="none"),
    note("boxes", "- [x] **Summary:** late\n- [ ] **Action:** none", summary="late", action="none"),
    note("indented", "    - **Summary:** late\n\t- **Action:** none", summary="late", action="none"),
    note("hard blanks", "&nbsp;&nbsp;**Summary:**&nbsp;late\n\u00a0Action:\u00a0none", summary="late", action="none"),
    note("headings", "## Summary\n\nlate\n\n### Action to be taken ###\nnone", summary="late", action="none"),
    note("underlined heading", "Summary\n-------\nlate\n\nAction\n======\nnone", summary="late", action="none"),
    note("heading for contact", "## Summary\nlate\n## Contact customer\nnot sure", summary="late", contact="not sure"),
    note("bold headings", "**Summary**\nlate\n\n**Action**\n- none", summary="late", action="none"),
    note("emoji", "📝 **Summary:** late 😡\n:memo: Action 🔧: none 👍", summary="late 😡", action="none 👍"),
    note("keycaps", "1️⃣ Summary: late\n2️⃣ Action: none", summary="late", action="none"),
    note("thumb as an answer", "Action: 👍", action="👍"),
    note("dashes", "Summary - late\nAction – none\nContact customer — n", summary="late", action="none", contact="n"),
    note("equals and arrows", "Summary = late\nAction -> none", summary="late", action="none"),
    note("hint", "Action to be taken (by whom): Anna calls", action="Anna calls"),
    note("in quotation marks", '"Summary": late', summary="late"),
    note("rich text editor", "**Summary:**\\\nlate\\\nvery late", summary="late\nvery late"),
    note("rule between", "Summary: late\n\n---\n\nAction: none", summary="late", action="none"),
    note("open bold", "**Summary: late\n** Action: ** none", summary="late", action="none"),
    note("pipe", "Summary | late |\nAction | none", summary="late", action="none"),
)

VALUES = (
    note("below", "- **Summary:**\n  late\n\n  again\n- **Action:**\n  none", summary="late\n\nagain", action="none"),
    note("list below", "Action:\n- call\n  - Monday\n- write", action="- call\n  - Monday\n- write"),
    note("one item below", "Contact customer to discuss feedback? (Y/N):\n- Y", contact="Y"),
    note(
        "more lines",
        "Summary: late\nand rude\n\n\nand wrong\nAction: no",
        summary="late\nand rude\n\nand wrong",
        action="no",
    ),
    note("footer left", f"Action: none\n\n{FOOTER}", action="none"),
    note("footer as shown", "Action: none\n\nWritten by feedback-bot, rule ask_review.", action="none"),
    note(
        "hidden between", "Summary: late <!-- very\nlate --> again\nAction: none", summary="late\nagain", action="none"
    ),
    note("folded mail", "Action: mailed\n<details><summary>Mail</summary>Summary: no</details>", action="mailed"),
    note("code below", "Summary: crash\n```text\nAction: none\n```\nafter it", summary="crash\nafter it"),
    note("only code", "~~~\nSummary: late\n~~~\n- ```\n  Action: none\n  ```\n"),
    note("blank line in code", "Summary: late\n```\n\nAction: none\n```", summary="late"),
    note("code never closed", "Summary: late\n````\n```\nAction: none", summary="late"),
    note("tbd", "Summary: late\nAction: tbd\nContact customer? ?", summary="late"),
    note("signs", "Summary: ...\nAction: -\nContact customer? (Y/N): (Y/N)"),
    note("name again", "Summary: Summary of ticket/feedback\nAction: ~~call~~"),
    note("nothing is an answer", "Action to be taken: n/a", action="n/a"),
    note("twice", "Summary: first\nSummary: second\nSummary:", summary="second"),
    note("struck choice", "Contact customer to discuss feedback? (~~Y~~/N)", contact="(~~Y~~/N)"),
    note("choice in place", "**Contact customer (N)**\n**Summary:** late", contact="(N)", summary="late"),
    note("boxes to tick", "Contact customer? [ ] Yes [x] No", contact="[ ] Yes [x] No"),
    note(
        "contact as an action", "Action:\n- Contact customer\n- Update docs", action="- Contact customer\n- Update docs"
    ),
    note(
        "contact in an action",
        "**Action:**\n- Contact customer: apologise\n- contact the customer - soon\n**Contact customer? (Y/N):** y",
        action="- Contact customer: apologise\n- contact the customer - soon",
        contact="y",
    ),
    note("contact is empty", "Summary: late\nContact customer:\nAction:", summary="late"),
    note("contact below", "Summary: late\nContact customer\n\nNo", summary="late", contact="No"),
    note("contact last", "Summary: late\nContact customer:\n", summary="late"),
    note("answer and advice", "Contact customer? (Y/N) - no, Anna did", contact="no, Anna did"),
)

QUOTES = (
    note("untouched", TEMPLATE),
    note("quoted", QUOTED_TEMPLATE),
    note("quoted with a remark", f"{QUOTED_TEMPLATE}\nI will look at it tomorrow."),
    note("all lines quoted", "> Summary:\n> Action:\n> Contact customer? (Y/N):\n\nTomorrow."),
    note("all lines quoted, last answered", "> Summary:\n> Action:\n> Contact customer? (Y/N):\n\nN", contact="N"),
    note("somebody's answer", "> - **Summary:** late\n> - **Action:** none\n\nI agree.\n"),
    note("quoted in an item", "- > **Summary:** late\n- **Action:** none", action="none"),
    note(
        "e-mail style",
        "> - **Summary of ticket/feedback:**\n\nlate\nvery\n\n> - **Action to be taken:**\nnone\n> **Contact user?**\n>\nY",
        summary="late\nvery",
        action="none",
        contact="Y",
    ),
    note(
        "quote within an answer",
        "Summary: late\n> too late!\nso they say\nAction: none",
        summary="late\nso they say",
        action="none",
    ),
    note("customer quoted first", "**Summary:**\n> too late!\n\nTrue.\n**Action:** no", summary="True.", action="no"),
    note("answer to somebody", "Summary: late\n> - **Action:** call\n\nI did.", summary="late"),
    note("quote goes on", "> Summary:\n> (in a few words)\n\nTomorrow."),
    note("quote of many lines", ">>>\nSummary: late\n\nAction: no\n>>>\nAction: none", action="none"),
    note("quote in an e-mail", "> > Summary:\n>>>\n> >\nlate", summary="late"),
    note("label quoted", "> ~feedback::process\n\nSummary: no", summary="no"),
    note("details never closed", "Summary: late\n<details>\nAction: none\n~feedback::process", summary="late"),
    note("stray end", "</details>Summary: late", summary="late"),
)

TABLES = (
    note(
        "two columns",
        "| Summary of ticket/feedback | late |\n| :-- | --- |\n| **Action to be taken:** | none |\n"
        "| Contact customer to discuss feedback? (Y/N) | Y |\n\nThanks!",
        summary="late",
        action="none",
        contact="Y",
    ),
    note(
        "with header",
        "| Line | Answer |\n|---|---|\n| Summary | a \\| b |\n| Action | c<br>d |\nBye",
        summary="a | b",
        action="c\nd",
    ),
    note(
        "names above",
        "| Summary | Action | Contact customer |\n|---|---|---|\n| late | none | N |",
        summary="late",
        action="none",
        contact="N",
    ),
    note(
        "names above, with more",
        "| # | Summary | Action |\n|-|-|-|\n| 1 | a | b |\n| 2 | c | d |",
        summary="a\nc",
        action="b\nd",
    ),
    note("one column", "| Summary |\n|---|\n| late |", summary="late"),
    note("numbered rows", "| 1 | Summary | late | Anna |\n| 2 | Action | |", summary="late | Anna"),
    note("row goes on", "| Summary | late |\n| | very |\n| Owner | Anna |\n| | gone |", summary="late\nvery"),
    note(
        "action is contact",
        "| Action | Contact customer |\n| Contact customer | Y |",
        action="Contact customer",
        contact="Y",
    ),
    note("table in a value", "Summary: see\n| a | b |\n|---|---|\n| 1 | 2 |", summary="see\n| a | b |\n| 1 | 2 |"),
    note("cause in a table", "| Summary | late |\n| Cause | soft skills |", "soft skills", summary="late"),
    note(
        "cause above", "| Cause label | Summary |\n|---|---|\n| feedback::process | late |", "process", summary="late"
    ),
    note("copy of the labels", "| label | use it when |\n| --- | --- |\n| `feedback::process` | never |"),
    note(
        "copy of the labels as shown",
        "Summary: late\nlabel\tuse it when\nfeedback::process\tnever",
        summary="late\nlabel\tuse it when",
    ),
)

LABELS = (
    note("in code", "`feedback::process`", "process"),
    note("quotation marks", '~"feedback::soft skills" it is', "soft skills"),
    note("capitals", "~Feedback::Tech-Skills", "tech-skills"),
    note("two", "feedback::docs-issue and feedback::known-issue.", "docs-issue", "known-issue"),
    note("the longer", "~feedback::process-sfdc", "process-sfdc"),
    note("unknown", "~feedback::process-other feedback::processes my-feedback::process feedback::process::x"),
    note("struck", "~~feedback::process~~ feedback::docs-issue", "docs-issue"),
    note("short", "Label: process", "process"),
    note("short with dash", "- **Feedback label** – known issue", "known-issue"),
    note("short with more", "Cause: tech_skills (and docs issue)", "tech-skills", "docs-issue"),
    note("short below", "### Cause\nsoft-skills\n", "soft skills"),
    note("label empty", "Summary: late\nLabel:\n", summary="late"),
    note("cause is prose", "Summary: late\nCause: the process was slow", summary="late\nCause: the process was slow"),
    note("label ends a value", "Contact customer? Y\nLabel ~feedback::process\nThanks", "process", contact="Y"),
    note("label in a value", "Action: see feedback::docs-issue", "docs-issue", action="see feedback::docs-issue"),
)

WORDS = (
    note("prose", "Action was taken by nobody.\nSummary judgement: late\nAuction: no\nContact with customer is lost."),
    note("just a remark", "I will read the ticket tomorrow. Action: later"),
    note(
        "typos",
        "Sumary of ticket/feedback: a\nAction to be takn: b\nContact custumer to discuss feedback? n",
        summary="a",
        action="b",
        contact="n",
    ),
    note("typo in one word", "Sumary: late\nActoin: no", summary="late\nActoin: no"),
    note("typo in prose", "Sumary of ticket/feedback was late\nContract: no\nSumary - late"),
    note("contacted is no typo", "Contacted the customer: Y"),
    note("other words for contact", "Should the customer be contacted? N", contact="N"),
    note("their feedback", "Contact the customer to discuss their feedback? N", contact="N"),
    note("typo is no question", "Contact custumer: apologise"),
    note("windows", "- **Summary:** late\r\n  very\r\n\r\n- **Action:** none\r\n", summary="late\nvery", action="none"),
    note("byte order mark", "\ufeffSummary: late\u200b", summary="late"),
    note("zero width", "Sum\u200bmary: late\n\u200dAc\u200dtion: none", summary="late", action="none"),
    note("full width", "Ｓｕｍｍａｒｙ： late\nContact customer？（Y／N）：N", summary="late", contact="N"),
    note(
        "German",
        "Summary: Kunde ist verärgert über die Länge\nAction: Rückruf – möglichst früh",
        summary="Kunde ist verärgert über die Länge",
        action="Rückruf – möglichst früh",
    ),
    note("German, taken apart", "Summary: vera\u0308rgert", summary="verärgert"),
    note(
        "French",
        "**Summary :** Réponse tardive, « déçu »\n**Action :** aucune",
        summary="Réponse tardive, « déçu »",
        action="aucune",
    ),
    note(
        "from right to left",
        "\u200fSummary: \u202bלקוח כועס\u202c\nAction: لا شيء",
        summary="לקוח כועס",
        action="لا شيء",
    ),
    note("loud", "SUMMARY: LATE\naction to be taken: NONE", summary="LATE", action="NONE"),
    note("mail signature", "Contact customer? Y\nContact: anna@example.com", contact="Y\nContact: anna@example.com"),
    note("empty", ""),
)

SHORT = (
    *(
        note(
            f"short contact, {said}",
            f"Summary: a\nAction: none\nContact: {said}",
            summary="a",
            action="none",
            contact=said,
        )
        for said in ("n/a", "N/A", "none", "not needed", "maybe", "already contacted")
    ),
    note(
        "short contact, bold",
        "**Summary:** a\n**Action:** none\n**Contact:** maybe",
        summary="a",
        action="none",
        contact="maybe",
    ),
    note(
        "short contact first",
        "- Contact customer: already contacted\n- Summary: a\n- Action: b",
        summary="a",
        action="b",
        contact="already contacted",
    ),
    note("short contact, answer below", "Summary: a\nContact:\nperhaps", summary="a", contact="perhaps"),
    note("short contact alone", "Contact: n/a", contact="n/a"),
    note("short contact alone, unclear", "Contact: perhaps"),
    note("contact in words", "Summary: a\nContact the customer - perhaps", summary="a\nContact the customer - perhaps"),
    note(
        "contact deeper than the form",
        "- Summary: a\n- Action:\n  - Contact customer: apologise\n  - Update docs",
        summary="a",
        action="- Contact customer: apologise\n- Update docs",
    ),
    note(
        "contact in a list below the form",
        "Summary: a\nAction:\n- Contact customer: apologise\n- Update docs",
        summary="a",
        action="- Contact customer: apologise\n- Update docs",
    ),
    note(
        "signature below",
        "Summary: a\nContact customer: n\n\nAnna\nContact: anna@example.com",
        summary="a",
        contact="n\n\nAnna\nContact: anna@example.com",
    ),
    note(
        "short contact in a table",
        "| Summary | a |\n|---|---|\n| Action | b |\n| Contact | perhaps |",
        summary="a",
        action="b",
        contact="perhaps",
    ),
)

TICKED = (
    note("ticked", "- [x] Contact customer to discuss feedback? (Y/N)", contact="Y"),
    note(
        "ticked, bold", "- [X] **Contact customer to discuss feedback? (Y/N):**\n- Action: b", contact="Y", action="b"
    ),
    note("ticked sign", "☑ Contact customer? (Y/N)", contact="Y"),
    note("not ticked", "- [ ] Contact customer to discuss feedback? (Y/N)\n- [ ] Action: b", action="b"),
    note("ticked as dealt with", "- [x] Contact customer? (Y/N): N\n- [x] Action: b", contact="N", action="b"),
    note("ticked, answered below", "- [x] Contact customer? (Y/N)\n  no, Anna did", contact="no, Anna did"),
    note("ticked, words below", "- [x] Contact customer? (Y/N)\n  Anna will call", contact="Y\nAnna will call"),
    note("ticked, and unclear", "- [x] Contact customer? (Y/N): perhaps", contact="perhaps"),
    note("ticked short name", "- [x] Summary: a\n- [x] Contact customer", summary="a", contact="Y"),
    note(
        "ticked in a list of actions",
        "Action:\n- [x] Contact customer\n- [ ] Update docs",
        action="- [x] Contact customer\n- [ ] Update docs",
    ),
    note("ticked after the name", "Contact customer? (Y/N) [x]", contact="[x]"),
)

NOTES = (*TIDY, *MARKUP, *VALUES, *QUOTES, *TABLES, *LABELS, *WORDS, *SHORT, *TICKED)
