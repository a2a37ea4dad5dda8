"""Refusals, each with the status and body that GitLab gives it."""

from __future__ import annotations


class ApiError(Exception):
    """Ends the handling of a request with an error answer."""

    def __init__(self, status: int, body: dict[str, object]) -> None:
        super().__init__(f"{status} {body}")
        self.status = status
        self.body = body


def message(status: int, text: object) -> ApiError:
    """Build the usual form: an object with a ``message``."""
    return ApiError(status, {"message": text})


def invalid(reason: str) -> ApiError:
    """Refuse a parameter the way Grape, the framework of GitLab's API, words it."""
    return ApiError(400, {"error": reason})


def bad_request(reason: str) -> ApiError:
    """Refuse a request that is well-formed and still makes no sense."""
    return message(400, f"400 Bad request - {reason}")


def unauthorized() -> ApiError:
    """Refuse a caller that did not say who it is."""
    return message(401, "401 Unauthorized")


def dead_token(why: str) -> ApiError:
    """Refuse a revoked or expired token (wording of GitLab's source)."""
    return ApiError(401, {"error": "invalid_token", "error_description": why})


def forbidden() -> ApiError:
    """Refuse what the caller's role does not allow."""
    return message(403, "403 Forbidden")


def insufficient_scope(needed: tuple[str, ...]) -> ApiError:
    """Refuse a token that is too narrow; ``scope`` names what was needed."""
    description = "The request requires higher privileges than provided by the access token."
    body = {"error": "insufficient_scope", "error_description": description, "scope": " ".join(needed)}
    return ApiError(403, dict(body))


def not_found(what: str | None = None) -> ApiError:
    """Say that something named does not exist, or, unnamed, with the small f of a missing record."""
    return message(404, f"404 {what} Not Found" if what else "404 Not found")


def too_many() -> ApiError:
    """Refuse an action done too often: an application limit, which sends no headers (GitLab's source)."""
    return message(429, {"error": "This endpoint has been requested too many times. Try again later."})
