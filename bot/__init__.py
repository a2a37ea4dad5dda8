"""The feedback bot: customer-satisfaction surveys become GitLab issues that keep moving."""

__version__ = "0.1.0"
