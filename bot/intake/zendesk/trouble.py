"""What can go wrong with Zendesk, and what to do about it in words; never an answer's text, a query or a header."""

from bot.errors import BotError


class ZendeskError(BotError):
    """One request was refused or makes no sense; `status` is Zendesk's, None where there was no answer to speak of."""

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status


class UnansweredError(ZendeskError):
    """A request got no answer that says whether it was carried out.

    `asked` is how many seconds Zendesk wants to be left alone, None where it does not say.
    """

    def __init__(self, message: str, status: int | None = None, asked: float | None = None) -> None:
        super().__init__(message, status)
        self.asked = asked


class TooManyError(UnansweredError):
    """A request was not carried out because there were too many (429)."""


NOT_FOUND = 404
_FROM_HERE_ELSEWHERE, _FROM_HERE_REFUSED, _FROM_HERE_SERVERS_FAIL = 300, 400, 500
_REMEDIES = {
    401: "the credentials were refused; check the variables FEEDBACK_BOT_{names}_…, and that the OAuth client is there "
    "and confidential",
    403: "not allowed; either the scope `{scope}` is not enough (writing back needs read and write), or the OAuth "
    "client's user is no administrator",
    NOT_FOUND: "not found; check `account`, and `api`: an account has either survey_responses or satisfaction_ratings",
    429: "too many requests; the next pass reads it again, or ask who else uses the account's API",
}


def remedy(status: int, names: str, scope: str) -> str:
    """Say what a refusal means and what helps; `names` is the middle of the credentials' variables."""
    if status >= _FROM_HERE_SERVERS_FAIL:
        return f"Zendesk has a bad moment ({status}); the next pass reads it again"
    if _FROM_HERE_ELSEWHERE <= status < _FROM_HERE_REFUSED:
        return f"Zendesk points to another address ({status}); set `address` to the one that it points to"
    words = _REMEDIES.get(status, "refused; the request is the bot's own, so please report this")
    return f"{words.format(names=names, scope=scope)} ({status})"
