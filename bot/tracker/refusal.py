"""Why a request failed, in a few words: no pages of HTML, nothing that was sent."""

import requests

_LONGEST_MESSAGE = 200
_UNAUTHORIZED = 401
_FATES = {"Token is expired": "has expired", "Token was revoked": "was revoked"}
_CAUSES = {"refused": "nobody listens there", "resolve": "the host is unknown", "reset": "it was cut"}


def refusal(problem: Exception) -> str:
    """Say why a request failed."""
    if isinstance(problem, requests.Timeout):
        return "no answer in time"
    if isinstance(problem, requests.RequestException):
        return f"the connection failed ({_cause(problem)})"
    code = getattr(problem, "response_code", None)
    if code == _UNAUTHORIZED:
        return f"the token was refused (401): it {_fate(problem)}"
    message = str(getattr(problem, "error_message", problem))
    if "<" in message or len(message) > _LONGEST_MESSAGE:
        message = "see GitLab's status"
    return f"{code}: {message}" if code else message


def _fate(problem: Exception) -> str:
    """Tell what became of a token; GitLab says it of those that it has known (GitLab's source)."""
    body = str(getattr(problem, "response_body", ""))
    return next((told for words, told in _FATES.items() if words in body), "is wrong, expired or revoked")


def _cause(problem: requests.RequestException) -> str:
    words = str(problem)
    return next((told for word, told in _CAUSES.items() if word in words), type(problem).__name__)
