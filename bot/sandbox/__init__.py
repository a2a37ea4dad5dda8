"""A stand-in for the slice of GitLab's REST API that an issue bot needs: real HTTP, no GitLab, nothing to install."""

from bot.sandbox.server import Sandbox, serve

__all__ = ["Sandbox", "serve"]
