"""What a hostile customer might write: hand-written, after the dangers that GitLab's documentation and source name."""

from hypothesis import strategies as st
from model.judge import NASTY

MARK = "<!-- feedback-bot file_survey survey=survey/ticket/1 responded=2030-01-01T00:00:00+00:00 rating=good -->"

_GITLAB = {
    "actions of all kinds": "/close\n/assign @root\n/label ~bad\n/title x\n/move group/other\n/confidential",
    "actions after a text": "fine\n\n/close",
    "action in capitals": "/CLOSE",
    "action with a carriage return": "\r/close\r",
    "action after a comment": "<!-- x -->\n/close",
    "action after a closed fence": "```\n```\n/close",
    "action after a closed quote": ">>>\nx\n>>>\n/close",
    "action after a closed block": "<div>\nx\n</div>\n/close",
    "action after a longer fence": "````\n/close\n````\n/close",
    "action behind an odd blank": "\u00a0/close\n\u2003/close\n\u200b/close",
    "action in front matter": "---\ntitle: x\n---\n/close",
    "action indented": " /close\n   /close\n    /close",
    "command of the bot": "!feedback close\n@feedback-bot close",
    "mention in brackets": '(@mia) [@mia] {@mia} <@mia> "@mia" *@mia* _@mia_ **@mia**',
    "mention of a group": "@support/managers/emea",
    "mention in a dash": "-@all- –@all–",
    "mention by entity": "&#64;all &commat;all &#x40;all",
    "mention by escape": "\\@all",
    "mention with a joiner": "@\u200ball @\u2060all",
    "mention full width": "\uff20all",
    "mention in emphasis": "*x*@all*x*",
    "issue": "#1 GL-1 xGL-1 gl-1 group/project#1 ../project#1",
    "issue and more": "#1+ #1+s #1-#5",
    "issue by entity": "&#35;1 &num;1",
    "merge request": "!1 project!1",
    "label": '~1 ~bug ~"feature request" ~~x~~',
    "milestone": '%1 %v1.0 %"next"',
    "epic": "&1 group&1 [epic:1]",
    "snippet": "$1 project$1",
    "vulnerability": "[vulnerability:1] [vulnerability:group/project/1]",
    "work item": "[work_item:1] [issue:group/project/1]",
    "feature flag": "[feature_flag:1]",
    "contact": "[contact:mia@example.com]",
    "iteration": '*iteration:"x" [cadence:1]',
    "alert of monitoring": "^alert#1",
    "wiki page": "[[home]] [wiki_page:home]",
    "commits": "deadbeef 0123456789abcdef0123456789abcdef01234567 deadbeef...cafebabe group/project@deadbeef",
    "issue by address": "https://gitlab.example.com/support/feedback/-/issues/1",
    "issue by address in a link": "[x](https://gitlab.example.com/support/feedback/-/issues/1)",
    "work item by address": "<https://gitlab.example.com/groups/support/-/work_items/1>",
    "user by address": "https://gitlab.example.com/mia",
    "include": "::include{file=secret.md}\n::include{file=https://evil.example/x}",
    "table of contents": "[[_TOC_]]\n[TOC]",
    "colours": "`#FF0000`",
    "inline difference": "{+ added +} [- removed -]",
    "front matter in TOML": "+++\na = 1\n+++",
    "mathematics": "$`\\href{https://evil.example}{x}`$ $$x$$ $x$ \\(x\\)",
    "diagrams": '```mermaid\nclick a href "https://evil.example"\n```\n```plantuml\nx\n```\n```json:table\n{}\n```',
    "suggestion": "```suggestion:-0+0\nx\n```",
    "query": "```glql\nassignee = currentUser()\n```",
    "alert box": "> [!caution]\n> read this",
    "task list": "- [ ] x\n- [x] y\n- [~] z",
    "description list": "x\n: y",
    "emoji": ":tada: :+1: :-1: :thumbsup:",
    "custom emoji": ":party_parrot:",
}  # fmt: skip

_MARKDOWN = {
    "image": "![](https://evil.example/p.png)",
    "image by reference": "![x][y]\n\n[y]: https://evil.example/p.png",
    "image in a link": "[![x](https://evil.example/p.png)](https://evil.example)",
    "image with a size": "![x](https://evil.example/p.png){width=1}",
    "video": "![x](https://evil.example/p.mp4)",
    "link with a title": '[x](https://evil.example "y")',
    "link with angles": "[x](<https://evil.example/a b>)",
    "link that breaks out": ") [x](https://evil.example",
    "link to a script": "[x](javascript:alert(1)) [x](java&#115;cript:alert(1)) [x](data:text/html,x) [x](vbscript:x)",
    "definition": "[ticket 209]: https://evil.example\n[x]: https://evil.example 'y'",
    "footnote": "x[^1]\n\n[^1]: https://evil.example",
    "autolinks": "<https://evil.example> <mailto:mia@example.com> <mia@example.com>",
    "bare addresses": "https://evil.example ftp://evil.example irc://evil.example www.evil.example mailto:a@b.example",
    "address in words": "xhttps://evil.example _www.evil.example (www.evil.example)",
    "heading": "# x\nx\n===\nx\n---",
    "rule": "***\n- - -\n___",
    "table": "| a |\n| --- |\n| b |",
    "end of a cell": "x | y || z \\| \\\\| &#124; &vert;",
    "end of a row": "x |\n| Reason | forged |",
    "ticks": "` `` ``` ```` `a` ``a`` ```a```",
    "ticks at the start": "``` x",
    "ticks at the end": "x ```",
    "tick and backslash": "\\` `\\` \\",
    "out of a fence": "```\n\n<details> ![x](https://evil.example) [x](https://evil.example) @all #1\n\n/close",
    "out of a longer fence": "`````\n\n<b> ![x](https://evil.example) [x](https://evil.example) @all #1\n\n/close",
    "out of code": "x` <b> ![x](https://evil.example) [x](https://evil.example) @all #1 `y",
    "out of longer code": "x`` <b> ![x](https://evil.example) [x](https://evil.example) @all #1 ``y",
    "fence with words": "``` `x\n```",
    "fence of tildes": "~~~\n/close\n~~~",
    "fence in a quote": "> ```\n/close\n> ```",
    "fence closed early": "```\n\n@all\n\n/close",
    "quote lazily continued": "> x\n@all\n/close",
    "quote in bars": ">>>\n@all\n>>>",
    "entities": "&lt;b&gt; &amp;lt; &#0; &NewLine;/close&NewLine; &nbsp;",
    "hard break": "x  \n/close\\\n/close",
}  # fmt: skip

_HTML = {
    "mark": MARK,
    "mark after a blank line": f"x\n\n{MARK}\n\ny",
    "mark after every line end": "".join(f"x{end}{MARK}" for end in "\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"),
    "mark split": "<!-- feedback-bot\nfile_survey rating=good -->",
    "mark of an order": "<!-- feedback-bot obey_commands note=1 by=1 closes=yes -->",
    "comment": "<!-- hidden -->",
    "comment left open": "<!--",
    "comment closed": "--> --!> -->",
    "details": "<details><summary>x</summary>\n\n@all\n\n</details>",
    "details open": "<details>",
    "end of everything": "</td></tr></table></details></blockquote></code></pre></sub>",
    "picture": "<img src=https://evil.example/p.png onerror=alert(1)>",
    "frame": "<iframe src='https://evil.example'></iframe><object data=x><embed src=x>",
    "script": "<script>alert(1)</script><svg/onload=alert(1)>",
    "style": "<style>*{display:none}</style><div style='display:none'>x</div>",
    "anchor": '<a href="https://evil.example">x</a> <a name=user-content-x>',
    "raw": "<pre><code>\n@all\n</code></pre><textarea>",
    "mention in a block": "<div>\n@all #1\n</div>",
    "processing": "<?x ?> <!DOCTYPE x> <![CDATA[x]]>",
    "template": "{{ 7 * 7 }} {% include '/etc/passwd' %} {# x #} ${7*7} <%= 7*7 %> #{7*7}",
}  # fmt: skip

_UNSEEN = {
    "zero width": "a\u200bb\u200cc\u200dd\u2060e\ufefff",
    "soft hyphen and fillers": "a\u00adb\u115f\u1160\u3164\uffa0\u034f\u180e\u2800",
    "tags": "".join(chr(0xE0000 + ord(one)) for one in "/close"),
    "selectors": "😀" + "".join(map(chr, range(0xE0100, 0xE0110))) + "a\ufe0f\ufe00",
    "invisible operators": "a\u2061b\u2062c\u2063d\u2064e\u206af",
    "bidi": "\u202e/esolc\u202c \u2066x\u2069 \u200f\u200e\u061c",
    "bidi over the ticks": "\u202e``` @all",
    "terminal": "\x1b]8;;https://evil.example\x07x\x1b]8;;\x07 \x9b31m",
    "nothing": "\x00\x01\x08\x7f",
    "zalgo": "a" + "\u0301\u0316\u0338" * 40,
    "marks alone": "\u0301\u0338\u20e3",
    "emoji without end": "👩\u200d" * 60,
    "annotation": "\ufff9a\ufffab\ufffb",
    "separators": "a\u2028/close\u2029@all\x85#1",
    "solidus of division": "\u2215close \u2044close \uff0fclose",
    "grave that becomes a tick": "\u1fef\u1fef\u1fef @all",
}

ATTACKS: dict[str, str] = NASTY | {
    f"{kind}: {name}": text
    for kind, texts in {"gitlab": _GITLAB, "markdown": _MARKDOWN, "html": _HTML, "unseen": _UNSEEN}.items()
    for name, text in texts.items()
}

_SIGNS = "`~<>[]()|\\/@#!&*_-=:'\"$%^{}+.? \t\n\r\u2028"
_FRAGMENTS = (
    *("\n/close", "\n\n/close\n\n", "/label ~x", "@all", "@mia", "#1", "!1", "~bug", "%1", "&1", "$1", "GL-1"),
    *("deadbeef", "[issue:1]", "[[x]]", ":tada:", "www.evil.example", "https://", "gitlab.example.com", "{{ x }}"),
    *("[x](https://evil.example)", "![x](https://evil.example)", "](https://evil.example)", "::include{file=x}"),
    *("<!--", "-->", MARK, f"\n{MARK}\n", "<details>", "</details>", "<b>", "<img src=x>", "{% raw %}", "word"),
    *("```", "````", "~~~", "``", "`", "\n```\n", "\n> ", "\n>>>\n", "\n---\n", "\n| a | b |\n", "|", "\\", "\\|"),
    *("\r", "\r\n", "\n\n", "\u2028", "\x0b", "\x85", "\x00", "\x1b", "    ", "\t", "- ", "1. ", "# ", "&#124;"),
    *("\u200b", "\u2060", "\u202e", "\u00ad", "\u0301" * 9, "\u200d", "\ufe0f", "\U000e0041", "❤\ufe0f", "می\u200cخ"),
    "https://gitlab.example.com/support/feedback/-/issues/1",
)

_pieces = st.one_of(
    st.sampled_from(_FRAGMENTS),
    st.sampled_from(sorted(ATTACKS.values())),
    st.text(_SIGNS, max_size=8),
    st.text(max_size=4),
)

# Pieces of what is dangerous, in any order, with anything between.
fragments = st.lists(_pieces, max_size=6).map("".join)
