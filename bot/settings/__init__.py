"""The configuration: the environment says where, the policy says what."""

from bot.settings.load import PolicyAndMore, Settings, load_offline, load_policy, load_settings
from bot.settings.policy import Limits, Policy
from bot.settings.sources import ResolvedSource

__all__ = [
    "Limits",
    "Policy",
    "PolicyAndMore",
    "ResolvedSource",
    "Settings",
    "load_offline",
    "load_policy",
    "load_settings",
]
