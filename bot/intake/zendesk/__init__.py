"""Surveys straight from Zendesk: read with every pass, translated like a file's rows, and told about their issues."""

from bot.intake.zendesk.client import Client
from bot.intake.zendesk.credentials import Credentials, credentials_from
from bot.intake.zendesk.feed import Translate, ZendeskFeed
from bot.intake.zendesk.patience import Waiter
from bot.intake.zendesk.settings import WriteBack, ZendeskSource
from bot.intake.zendesk.trial import try_account
from bot.intake.zendesk.trouble import ZendeskError
from bot.intake.zendesk.write_back import tell_ticket

__all__ = [
    "Client",
    "Credentials",
    "Translate",
    "Waiter",
    "WriteBack",
    "ZendeskError",
    "ZendeskFeed",
    "ZendeskSource",
    "credentials_from",
    "tell_ticket",
    "try_account",
]
