"""All that the checks judge by: read beforehand, or the reason why it could not be read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from bot.intake.glance import Seen
from bot.model.examined import Examined
from bot.model.labels import Labels
from bot.settings import Configuration

NO_POLICY = "not looked at, since the policy cannot be read"


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What was found at the instant `now`, by our clock.

    `template_problems` is None where nobody could look; `strangers` tells of variables with the bot's prefix that mean
    nothing; `sources` holds those of the policy by name.
    """

    now: datetime
    configuration: Configuration
    template_problems: tuple[str, ...] | None
    strangers: tuple[str, ...] = ()
    sources: Mapping[str, Seen]
    gitlab: Examined

    @property
    def labels(self) -> Labels | None:
        """The labels of policy and catalogue; None where the policy cannot be read."""
        return self.configuration.policy.labels if self.configuration.policy else None

    @property
    def former_bots(self) -> frozenset[int]:
        """The ids of the users under whom the bot has worked before."""
        return self.configuration.policy.policy.former_bots if self.configuration.policy else frozenset()

    @property
    def url(self) -> str:
        """Where GitLab is to be; empty where the environment cannot be read."""
        return self.configuration.environment.url if self.configuration.environment else ""

    @property
    def is_gitlab_com(self) -> bool:
        """Whether that is GitLab's own service."""
        return urlsplit(self.url).hostname == "gitlab.com"
