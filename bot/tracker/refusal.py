"""Why a request failed, in a few words: no pages of HTML, nothing that was sent."""

import requests

_LONGEST_MESSAGE = 200
_UNAUTHORIZED = 401
_CAUSES = {"refused": "nobody listens there", "resolve": "the host is unknown", "reset": "it was cut"}


def refusal(problem: Exception) -> str:
    """Say why a request failed."""
    if isinstance(problem, requests.Timeout):
        return "no answer in time"
    if isinstance(problem, requests.RequestException):
        return f"the connection failed ({_cause(problem)})"
    code = getattr(problem, "response_code", None)
    if code == _UNAUTHORIZED:
        return "the token was refused (401): it is wrong, expired or revoked"
    message = str(getattr(problem, "error_message", problem))
    if "<" in message or len(message) > _LONGEST_MESSAGE:
        message = "see GitLab's status"
    return f"{code}: {message}" if code else message


def _cause(problem: requests.RequestException) -> str:
    words = str(problem)
    return next((told for word, told in _CAUSES.items() if word in words), type(problem).__name__)
