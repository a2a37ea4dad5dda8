"""The configuration: the environment says where, the policy says what."""

from bot.settings.load import (
    Configuration,
    PolicyAndMore,
    Settings,
    load_offline,
    load_policy,
    load_settings,
    read_configuration,
)
from bot.settings.policy import ALL_OFF, SWITCH_ON, Limits, Policy
from bot.settings.sources import ResolvedSource

__all__ = [
    "ALL_OFF",
    "SWITCH_ON",
    "Configuration",
    "Limits",
    "Policy",
    "PolicyAndMore",
    "ResolvedSource",
    "Settings",
    "load_offline",
    "load_policy",
    "load_settings",
    "read_configuration",
]
