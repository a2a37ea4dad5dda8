"""Users that GitLab itself makes: what they do is nobody's doing."""

from bot.model.issue import Person

# GitLab's source, lib/users/internal.rb; numbers may follow. What customers answer to a Service Desk mail comes from
# the support bot, and what deleted users have done belongs to the ghost.
_NAMES = {
    "ghost",
    "support-bot",
    "alert-bot",
    "migration-bot",
    "gitlab-security-bot",
    "automation-bot",
    "llm-bot",
    "gitlabduo",
    "gitlab-admin-bot",
    "visual-review-bot",
    "suggested-reviewers-bot",
}


def is_gitlabs_own(person: Person) -> bool:
    """Tell whether somebody is a user that GitLab itself has made, and nobody who could be spoken to."""
    return person.username.lower().rstrip("0123456789") in _NAMES
