"""Try an account: log in, and ask for surveys as a pass does, but for none of the past."""

from datetime import datetime

from bot.intake.zendesk.apis import APIS
from bot.intake.zendesk.client import Client
from bot.intake.zendesk.settings import ZendeskSource
from bot.intake.zendesk.trouble import ZendeskError


def try_account(client: Client, settings: ZendeskSource, now: datetime) -> None:
    """Raise ZendeskError where the surveys of the account cannot be read."""
    api = APIS[settings.api]
    what = f"the list of {api.words}"
    answer = client.get(what, api.path, api.since(now))
    if not isinstance(answer.get(api.key), list):
        raise ZendeskError(f"{client.source}: {what}: there is no list of {api.words} in it; check `api`")
