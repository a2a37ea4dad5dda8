"""What a person does where the bot's user may not: in words, without a request."""

from collections.abc import Sequence

from bot.setup.wanted import SCHEDULE

HOURLY = "7 * * * *"


def schedule_manual(cron: str, timezone: str, secrets: Sequence[str]) -> str:
    """Tell how to create the pipeline schedule; `secrets` are the variables of the policy's sources."""
    names = ["FEEDBACK_BOT_TOKEN", *secrets]
    lines = [
        "In the project that holds the pipeline (role Developer or higher; Planner may have no schedules):",
        "",
        "1. Settings > CI/CD > Variables (role Maintainer): add, masked and hidden,",
        *(f"     {name}" for name in names),
        "   and, where the feedback project is another one, plainly",
        "     FEEDBACK_BOT_PROJECT    its path, such as support/feedback",
        "   A protected variable is there for schedules of protected branches only.",
        "2. Build > Pipeline schedules > New schedule:",
        f"     Description        {SCHEDULE}",
        f"     Interval pattern   {cron}",
        f"     Cron timezone      {timezone}",
        "     Target branch      the default branch",
        "   The variables of the schedule can stay empty. GitLab.com runs a schedule of the tier Free 24 times a",
        "   day at most, which is hourly.",
        "3. Play the schedule once, and look at the job's log.",
        "",
        "`feedback-bot setup --schedule` does step 2 with a token of the role Developer or higher.",
    ]
    return "\n".join(lines) + "\n"
