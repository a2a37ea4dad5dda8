"""Everything the bot posts about a survey, and its tame twin."""

import re
from collections import Counter
from dataclasses import replace
from functools import lru_cache

from builders import DAY, NOW, a_context, a_survey
from hostile.judge import OWN_GITLAB, dangers, dangers_of_title
from model.judge import blocks, inlines, read_back, value_as_read

from bot.errors import DamagedMarkError
from bot.model.case import Case
from bot.model.issue import Issue
from bot.model.projection import project
from bot.model.survey import Rating, Survey
from bot.rules.ask_review import AskReview
from bot.rules.close_inactive import CloseInactive
from bot.rules.file_survey import FileSurvey
from bot.rules.follow_rating import FollowRating
from bot.rules.nag_unanswered import NagUnanswered

CTX = a_context(tracker_host=OWN_GITLAB)
POLICY_MENTIONS = "@mia @group/managers"
VALUES = {"score": 200} | dict.fromkeys(("reason", "customer", "organization", "region", "agent"), 1000)
LENGTHS = VALUES | {"comment": 100_000, "ticket_url": 2000, "status": 100}
BAD_THEN_GOOD, GOOD_THEN_BAD = (Rating.BAD, Rating.GOOD), (Rating.GOOD, Rating.BAD)

_SPEAKING = (FileSurvey(), FollowRating())
_ALL = (FileSurvey(), AskReview(), NagUnanswered(fallback=("mia", "group/managers")), FollowRating(), CloseInactive())


def hostile(comment: str, value: str, *, address: str = "") -> Survey:
    """Make a survey in which a text stands wherever the customer, or his support tool, can put one.

    Halves of characters are left out, since pydantic refuses them.
    """
    words = dict.fromkeys(LENGTHS, value) | {"comment": comment, "ticket_url": f"{address}{value}"}
    readable = {name: re.sub("[\ud800-\udfff]", "", text)[: LENGTHS[name]] for name, text in words.items()}
    return a_survey(id="s-1", **readable)


def posted(about: Survey, ratings: tuple[Rating, Rating], *, by_all_rules: bool = False) -> dict[str, str]:
    """Let the rules speak, ten days apart: the survey is filed with its first rating and comes again with the other."""
    first, then = ratings
    answers = {
        "file_survey": about.model_copy(update={"rating": first}),
        "follow_rating": about.model_copy(update={"rating": then, "responded_at": about.responded_at + DAY}),
    }
    written: dict[str, str] = {}
    issue: Issue | None = None
    for days, rule in enumerate(_ALL if by_all_rules else _SPEAKING):
        ctx = replace(CTX, now=NOW + 10 * days * DAY)
        for action in rule.decide(Case(issue, answers.get(rule.name)), ctx).actions:
            for part in ("title", "description", "body"):
                if text := getattr(action, part, None):
                    written[f"{rule.name} {part}"] = text
            issue = project(issue, action, ctx)
    return written


@lru_cache
def tame_posts(given: frozenset[str], ratings: tuple[Rating, Rating], *, by_all_rules: bool) -> dict[str, str]:
    """Post what is posted about a survey in which only harmless words stand, at these places."""
    return posted(a_survey(id="s-1", **dict.fromkeys(given, "tame")), ratings, by_all_rules=by_all_rules)


def dangers_about(about: Survey, ratings: tuple[Rating, Rating], *, by_all_rules: bool = False) -> dict[str, set[str]]:
    """Name the dangers in everything that is posted about a survey, by the places where they are."""
    given = frozenset(name for name in LENGTHS if getattr(about, name))
    twins = tame_posts(given, ratings, by_all_rules=by_all_rules)
    try:
        written = posted(about, ratings, by_all_rules=by_all_rules)
    except DamagedMarkError:
        written = {}
    if written.keys() != twins.keys():  # the rules took something in it for a mark of the bot's
        return {"everything": {"mark"}}
    found = {place: _dangers(place, text, twins[place]) for place, text in written.items()}
    if not _reads_as_written(written["file_survey description"], about):
        found["file_survey description"].add("lost")
    return {place: names for place, names in found.items() if names}


def _dangers(place: str, text: str, twin: str) -> set[str]:
    return dangers_of_title(text) if place.endswith("title") else dangers(text, twin, allowed=POLICY_MENTIONS)


def _reads_as_written(description: str, about: Survey) -> bool:
    """Tell whether a reader finds all words of a survey in its description."""
    lines = [line.content for line in inlines(description)] + [block.content for block in blocks(description)]
    read = "\n".join(" ".join(read_back(line).split()) for line in lines)
    values = Counter(value_as_read(getattr(about, name)) for name in VALUES)
    is_quoted = " ".join(about.comment.split()) in read
    return is_quoted and all(not value or read.count(value) >= times for value, times in values.items())
