"""The configuration: the environment says where, the policy says what."""

from bot.settings.load import Settings, load_settings
from bot.settings.policy import Limits, Policy

__all__ = ["Limits", "Policy", "Settings", "load_settings"]
